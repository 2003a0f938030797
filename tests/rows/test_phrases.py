"""Contents and sources that end in the middle of a phrase, on the shipped model's parse."""

import pytest


@pytest.mark.parametrize(("marked", "content"), [
    ("<s1>The mayor</s1> <c1>warned</c1> <t1>that the bridge could close before the winter</t1> season begins.",
     "that the bridge could close before the winter season begins"),
    ("<s1>The board</s1> <c1>is examining</c1> <t1>whether Ann Lee sold the boats to a Norwegian</t1> company.",
     "whether Ann Lee sold the boats to a Norwegian company"),
    ("<s1>Ann Lee</s1> <c1>had once sworn</c1> <t1>she</t1> would never sell the harbour.",
     "she would never sell the harbour"),
    ("<s1>The council</s1> <c1>said</c1> <t1>it needed time to</t1> repair the bridge.",
     "it needed time to repair the bridge"),
    ("<s1>The union</s1> <c1>criticised</c1> <t1>the state of the</t1> harbour.\n\nBoats left on Monday.",
     "the state of the harbour"),
    ("<s1>The union</s1> <c1>demanded</c1> <t1>a say</t1>-so.", "a say-so"),
])
def test_a_content_that_is_cut_before_its_phrase_ends(parsed_rows_of, marked, content):
    assert parsed_rows_of(marked).quotes[0].content == content


@pytest.mark.parametrize(("marked", "content"), [
    ("<t1>The bridge is safe</t1>, <s1>the mayor</s1> <c1>said</c1>.", "The bridge is safe"),
    ("<t1>What the</t1> <s1>mayor</s1> <c1>said</c1> was right.", "What the"),
    ("<s1>The mayor</s1> <c1>rejected</c1> <t1>the plan</t1> and left the room.", "the plan"),
    ("<s1>The mayor</s1> <c1>called it</c1> “<t1>a very</t1>” odd plan.", "a very"),
])
def test_a_content_ends_where_the_phrase_does(parsed_rows_of, marked, content):
    assert parsed_rows_of(marked).quotes[0].content == content


@pytest.mark.parametrize(("marked", "source"), [
    ("<t1>The bridge is safe</t1>, <c1>said</c1> <s1>the harbour</s1> authority.", "the harbour authority"),
    ("<s1>The New</s1> York council had a plan but <c1>voted</c1> <t1>to drop it</t1>.", "The New York council"),
    ("<t1>The bridge is safe</t1>, <c1>said</c1> <s1>Ann Lee</s1>, who left.", "Ann Lee"),
    ("<s1>The council</s1> <c1>plans</c1> <t1>to close the bridge</t1>.", "The council"),
])
def test_a_source_that_is_cut_before_its_head(parsed_rows_of, marked, source):
    assert parsed_rows_of(marked).quotes[0].source_text == source
