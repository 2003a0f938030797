from dataclasses import replace

import pytest

from pipeline.rows import build_rows


def only(rows):
    assert len(rows.quotes) == 1
    return rows.quotes[0]


def test_a_direct_quote_with_its_parts(rows_of):
    rows = rows_of("<t1>“There is no such plan,”</t1> <s1><PERSON>Jun Mori</PERSON></s1> <c1>said</c1> on Monday.")
    quote = only(rows)
    assert (quote.kind, quote.content, quote.cue, quote.cue_lemma) == ("direct", "There is no such plan", "said", "say")
    assert (quote.speaker_name, quote.speaker_kind, quote.is_anonymous) == ("Jun Mori", "person", False)
    assert quote.speaker_entity_id == rows.entities[0].entity_id
    assert quote.confidence == 0.9


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("“it is over.”", "direct"),
        ('"it is over"', "direct"),
        ("it is over", "indirect"),
        ("it is “all but over”", "mixed"),
        ("fans of “Big Ben” had won", "indirect"),
    ],
)
def test_kinds(rows_of, content, kind):
    quote = only(rows_of(f"<s1><PERSON>Jun Mori</PERSON></s1> <c1>said</c1> <t1>{content}</t1>"))
    assert quote.kind == kind


def test_a_content_in_two_fragments(rows_of):
    rows = rows_of("<t1>“We will go,”</t1> <s1>she</s1> <c1>said</c1>. <t1>“Soon, perhaps today.”</t1>")
    quote = only(rows)
    assert quote.content == "We will go Soon, perhaps today."
    assert len(quote.content_spans) == 2
    assert rows.claims[0].text == "Soon, perhaps today"


@pytest.mark.parametrize(
    ("source", "name", "kind", "anonymous"),
    [
        ("Japan’s Chief Cabinet Secretary <PERSON>Jun Mori</PERSON>", "Jun Mori", "person", False),
        ("<PERSON>Jun Mori</PERSON>, a spokesman for <ORG>Acme</ORG>,", "Jun Mori", "person", False),
        ("A spokesman for <ORG>Acme</ORG>, <PERSON>Jun Mori</PERSON>,", "Jun Mori", "person", False),
        ("<GPE>China</GPE>’s foreign ministry", "Foreign Ministry of China", "organisation", False),
        ("The <NORP>Chinese</NORP> embassy", "Embassy of China", "organisation", False),
        ("the <ORG>White House</ORG>", "White House", "organisation", False),
        ("<GPE>Kenya</GPE>’s official <ORG>Pamoja</ORG> news agency", "Pamoja", "organisation", False),
        ("the <GPE>White House</GPE>", "White House", "organisation", False),
        ("<GPE>Salt Lake City</GPE>", "Salt Lake City", "place", False),
        ("police", "police", "organisation", False),
        ("<GPE>Kenya</GPE>", "Kenya", "place", False),
        ("the report", None, "document", False),
        ("A note pinned to the door", None, "document", False),
        ("An editorial in <ORG>The Ledger</ORG>", None, "document", False),
        ("A <ORG>Daily Ledger</ORG> report", "Daily Ledger", "document", False),
        ("<ORG>Acme</ORG>’s internal memo", "Acme", "document", False),
        ("A report about <ORG>Acme</ORG>", None, "document", False),
        ("<ORG>Acme</ORG>’s rules", None, "document", False),
        ("two Japanese government sources", None, "group", True),
        ("officials", None, "group", True),
        ("a person familiar with the matter", None, "person", True),
        ("one of the sources", None, "person", True),
        ("unnamed Japanese officials and an American source", None, "group", True),
        ("an aide who spoke on condition of anonymity", None, "person", True),
        ("Three current members of the board", None, "group", True),
        ("critics", None, "group", False),
        ("<NORP>Democrats</NORP>", "Democrats", "group", False),
        ("a spokeswoman for the bank", None, "person", False),
        ("a judge", None, "person", False),
        ("72 percent of doctors", None, "group", False),
        ("just 26% of those polled", None, "group", False),
        ("a majority of <NORP>Norwegians</NORP> (57 percent)", "Norwegians", "group", False),
        ("One <NORP>Norwegian</NORP> close to the talks", None, "person", True),
        ("the public", None, "group", False),
        ("no one", None, "group", False),
        ("two officials last week", None, "group", True),
        ("officials Tuesday night", None, "group", True),
        ("The port’s Tuesday report", None, "document", False),
        ("<PERSON>Ann Lee</PERSON> earlier", "Ann Lee", "person", False),
        ("<PERSON>Jun Mori</PERSON> and <PERSON>Ann Lee</PERSON>", None, "group", False),
    ],
)
def test_sources(rows_of, source, name, kind, anonymous):
    quote = only(rows_of(f"On Monday, <s1>{source}</s1> <c1>said</c1> <t1>the road was closed</t1>."))
    assert (quote.speaker_name, quote.speaker_kind, quote.is_anonymous) == (name, kind, anonymous)


def test_a_name_that_the_model_did_not_mark(rows_of):
    rows = rows_of("<PERSON>Ada Okafor</PERSON> left. <s1>Okafor</s1> <c1>said</c1> <t1>it was late</t1>.")
    assert only(rows).speaker_name == "Ada Okafor"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "<PERSON>Maria Tell</PERSON> met <PERSON>John Orr</PERSON>. "
            "<s1>She</s1> <c1>said</c1> <t1>it was over</t1>.",
            "Maria Tell",
        ),
        (
            "<PERSON>Maria Tell</PERSON> met <PERSON>John Orr</PERSON>. "
            "<s1>He</s1> <c1>said</c1> <t1>it was over</t1>.",
            "John Orr",
        ),
        ("<PERSON>John Orr</PERSON> left. <s1>She</s1> <c1>said</c1> <t1>it was over</t1>.", None),
        ("<t1>“<PERSON>Ann Lee</PERSON> won,”</t1> <s1>she</s1> <c1>said</c1>.", None),
        (
            "Mayor <PERSON>Ada Okafor</PERSON> left. <s1>The mayor</s1> <c1>said</c1> <t1>it was over</t1>.",
            "Ada Okafor",
        ),
        ("<ORG>Acme Foods</ORG> closed. <s1>The company</s1> <c1>said</c1> <t1>it was over</t1>.", "Acme Foods"),
        ("<ORG>Sea Trust</ORG> opened. <s1>The trust</s1> <c1>said</c1> <t1>it was over</t1>.", "Sea Trust"),
        ("<PERSON>Ann Lee</PERSON>, <s1>who</s1> <c1>said</c1> <t1>it was over</t1>, left.", "Ann Lee"),
        ("<ORG>Acme</ORG> closed. <s1>It</s1> <c1>said</c1> <t1>sales were poor</t1>.", "Acme"),
    ],
)
def test_antecedents(rows_of, text, speaker):
    assert only(rows_of(text)).speaker_name == speaker


def test_an_anonymous_antecedent_stays_anonymous(rows_of):
    rows = rows_of(
        "<s1>A skipper</s1> <c1>said</c1> <t1>the sea was calm</t1>. "
        "<t2>“Very calm indeed,”</t2> <s2>he</s2> <c2>said</c2>. "
        "<s3>The skipper</s3> <c3>added</c3> <t3>it would last</t3>."
    )
    assert [quote.is_anonymous for quote in rows.quotes] == [True, True, True]


def test_i_within_a_quotation_is_its_speaker(rows_of):
    rows = rows_of(
        "<t1>“<s2>I</s2> <c2>think</c2> <t2>we should go</t2>,”</t1> <s1><PERSON>Ann Lee</PERSON></s1> <c1>said</c1>."
    )
    outer, inner = sorted(rows.quotes, key=lambda quote: quote.parent_quote_id is not None)
    assert inner.parent_quote_id == outer.quote_id
    assert inner.speaker_name == outer.speaker_name == "Ann Lee"


def test_a_floating_quotation_goes_on_with_its_speaker(rows_of):
    rows = rows_of(
        "<t1>“It is late,”</t1> <s1><PERSON>Ann Lee</PERSON></s1> <c1>said</c1>.\n<t2>“We should all go home now.”</t2>"
    )
    assert [quote.speaker_name for quote in rows.quotes] == ["Ann Lee", "Ann Lee"]


def test_a_participle_goes_on_with_its_sentences_speaker(rows_of):
    rows = rows_of(
        "<s1><PERSON>Ann Lee</PERSON></s1> <c1>urged</c1> <t1>calm</t1>, <c2>calling</c2> <t2>the riot “a shame.”</t2>"
    )
    assert rows.quotes[1].speaker_name == "Ann Lee"


def test_attributions_without_content_are_counted(rows_of, caplog):
    with caplog.at_level("DEBUG", logger="pipeline.rows"):
        rows_of("<s1><PERSON>Ann Lee</PERSON></s1> <c1>spoke</c1> and <c2>argued</c2>.")
    assert "2 attributions without a content" in caplog.text


def test_no_content_no_quote(rows_of):
    assert rows_of("<s1><PERSON>Ann Lee</PERSON></s1> <c1>spoke</c1> at length.").quotes == ()
    assert rows_of("<s1><PERSON>Ann Lee</PERSON></s1> <c1>said</c1> <t1>“the”</t1>.").quotes == ()


@pytest.mark.parametrize(
    "text",
    [
        "“We will open the gates at noon,” <PERSON>Ann Lee</PERSON> said on Monday.",
        "“We will open the gates at noon,” said <PERSON>Ann Lee</PERSON>.",
        "“We will open the gates at noon,” said port director <PERSON>Ann Lee</PERSON>.",
        "<PERSON>Ann Lee</PERSON> left. “We will open the gates at noon,” she added.",
        "<PERSON>Ann Lee</PERSON> told reporters: “We will open the gates at noon.”",
    ],
)
def test_a_missed_direct_quotation_is_taken(rows_of, text):
    quote = only(rows_of(text))
    assert (quote.kind, quote.speaker_name, quote.confidence) == ("direct", "Ann Lee", 0.5)
    assert quote.cue in {"said", "added", "told"}


@pytest.mark.parametrize(
    "text",
    [
        "<PERSON>Ann Lee</PERSON> called it “nonsense” and left.",
        "<PERSON>Ann Lee</PERSON> wrote “The Long Road to the North,” a novel.",
        "The so-called “free and open harbour” policy, <PERSON>Ann Lee</PERSON> fears.",
        "<PERSON>Lou “the big bad wolf” Lee</PERSON> left.",
        "“Most popular stories of the week”",
    ],
)
def test_scare_quotes_titles_and_nicknames_are_no_quotes(rows_of, text):
    assert rows_of(text).quotes == ()


@pytest.mark.parametrize(
    ("source", "role"),
    [
        ("a senior White House official", "senior White House official"),
        ("two diplomats briefed on the talks", "diplomats"),
        ("the spokesman", "spokesman"),
        ("many", None),
        ("the report", None),
        ("<PERSON>Jun Mori</PERSON>", None),
    ],
)
def test_what_a_source_is_said_to_be(rows_of, source, role):
    quote = only(rows_of(f"On Monday, <s1>{source}</s1> <c1>said</c1> <t1>the road was closed</t1>."))
    assert quote.speaker_role == role


@pytest.mark.parametrize(("source", "role", "whom", "name"), [
    ("A spokesman for <ORG>Acme</ORG>", "spokesman", "Acme", "Acme"),
    ("<ORG>Acme</ORG>’s spokeswoman", "spokeswoman", "Acme", "Acme"),
    ("An <ORG>Acme</ORG> spokesperson", "Acme spokesperson", "Acme", "Acme"),
    ("A spokesman for <PERSON>Ann Lee</PERSON>", "spokesman", "Ann Lee", "Ann Lee"),
    ("A spokeswoman for the bank", "spokeswoman", "bank", None),
    ("A company spokesman", "company spokesman", "company", "Sea Corp"),
    ("A spokesman", "spokesman", None, None),
    ("An African spokesman", "African spokesman", None, None),
])
def test_an_unnamed_spokesperson_is_a_person_who_speaks_for_somebody(rows_of, source, role, whom, name):
    lead = "<ORG>Sea Corp</ORG> closed. " if name == "Sea Corp" else ""
    rows = rows_of(f"{lead}<s1>{source}</s1> <c1>said</c1> <t1>it was over</t1>.")
    quote = only(rows)
    names = {entity.entity_id: entity.name for entity in rows.entities}
    assert (quote.speaker_name, quote.speaker_kind, quote.speaker_entity_id) == (None, "person", None)
    assert quote.speaker_role == role
    assert not quote.is_anonymous
    assert quote.source_affiliation == whom
    assert names.get(quote.source_affiliation_entity_id) == name


def test_what_continues_a_spokesperson_or_a_document_is_of_the_same_one(rows_of):
    text = (
        "<s1>A spokesman for <ORG>Acme</ORG></s1> <c1>said</c1> <t1>it was over</t1>. "
        "<t2>“Quite over,”</t2> <s2>he</s2> <c2>said</c2>. "
        "<s3>The spokesman</s3> <c3>added</c3> <t3>all was lost</t3>."
    )
    assert [quote.source_affiliation for quote in rows_of(text).quotes] == ["Acme"] * 3
    text = (
        "<s1>An <ORG>Acme</ORG> report</s1> <c1>said</c1> <t1>it was over</t1>. "
        "<s2>The report</s2> <c2>added</c2> <t2>all was lost</t2>."
    )
    assert [(quote.speaker_name, quote.speaker_kind) for quote in rows_of(text).quotes] == [("Acme", "document")] * 2


def test_a_reflexive_adds_nobody(rows_of):
    text = "<s1><PERSON>Ann Lee</PERSON> herself</s1> <c1>said</c1> <t1>it was over</t1>."
    assert only(rows_of(text)).speaker_name == "Ann Lee"


def test_what_which_takes_up_is_no_person(rows_of):
    source = "It sent a readout of the call with <PERSON>Ann Lee</PERSON> <s1>which</s1>"
    quote = only(rows_of(f"{source} <c1>said</c1> <t1>all was well</t1>."))
    assert (quote.speaker_name, quote.speaker_kind) == (None, "document")


def test_far_from_its_name_a_pronoun_is_whom_its_chain_names(rows_of):
    far = "It rained. It snowed. "
    text = "<PERSON>Ann Lee</PERSON> met <m1><PERSON>Pat Orr</PERSON></m1>. "
    said = "<s1><m1>She</m1></s1> <c1>said</c1> <t1>it was over</t1>."
    assert only(rows_of(text + far + said)).speaker_name == "Pat Orr"
    assert only(rows_of(text + said)).speaker_name == "Ann Lee"
    other = "<PERSON>Ann Lee</PERSON> met <m1>Mr. <PERSON>Orr</PERSON></m1>. " + far
    assert only(rows_of(other + said)).speaker_name == "Ann Lee"


def test_a_dateline_is_no_attribution(rows_of):
    assert rows_of("<s1><GPE>PORT MERRIN</GPE></s1> <c1>—</c1> <t1>The bridge is open again.</t1>").quotes == ()


def test_a_document_about_two_people_is_no_group(rows_of):
    source = "<s1>a readout of the call between <PERSON>Ann Lee</PERSON> and <PERSON>Jun Mori</PERSON></s1>"
    assert only(rows_of(f"Later, {source} <c1>said</c1> <t1>it was short</t1>.")).speaker_kind == "document"


def test_who_is_told_is_no_content(rows_of):
    quote = only(rows_of("<t1>The board</t1> <c1>was told by</c1> <s1>two aides</s1> <t1>that it was over</t1>."))
    assert quote.content == "that it was over"


def test_an_apposition_with_another_name_adds_nobody(rows_of):
    source = "<PERSON>Mei Sand</PERSON>, <PERSON>Dave Orr</PERSON>’s sister,"
    quote = only(rows_of(f"<s1>{source}</s1> <c1>said</c1> <t1>it was over</t1>."))
    assert (quote.speaker_name, quote.speaker_kind) == ("Mei Sand", "person")


def test_one_of_them_is_somebody_unnamed(rows_of):
    quote = only(rows_of("Workers met. <t1>“It is over,”</t1> <s1>one of them</s1> <c1>said</c1>."))
    assert (quote.speaker_name, quote.speaker_kind, quote.is_anonymous) == (None, "person", True)


def test_one_who_may_be_anybody_is_not_anonymous(rows_of):
    quote = only(rows_of("<s1>One</s1> <c1>would expect</c1> <t1>the port to close</t1>."))
    assert not quote.is_anonymous


def test_one_of_them_with_an_apposition(rows_of):
    rows = rows_of(
        "<s1>Two skippers familiar with the sale</s1> <c1>said</c1> <t1>it was over</t1>. "
        "<s2>One of them, an owner,</s2> <c2>blamed</c2> <t2>the bank</t2>."
    )
    assert [(quote.speaker_kind, quote.is_anonymous) for quote in rows.quotes] == [("group", True), ("person", True)]


@pytest.mark.parametrize(("source", "kind", "anonymous"), [
    ("Four miners", "group", True),
    ("Some shareholders", "group", False),
    ("one pal", "person", True),
    ("The 83-year-old", "person", False),
    ("A senior figure at the club", "person", True),
    ("The latest figures", "document", False),
    ("The insurer", "organisation", False),
    ("A tally by the university", "document", False),
    ("the shooter", "person", False),
])
def test_kinds_of_speakers_by_their_nouns(rows_of, source, kind, anonymous):
    quote = rows_of(f"<s1>{source}</s1> <c1>said</c1> <t1>the alarms had been taped over</t1>.").quotes[0]
    assert (quote.speaker_kind, quote.is_anonymous) == (kind, anonymous)


@pytest.mark.parametrize(("source", "name"), [
    ("A letter to staff from the chief executive <PERSON>Ann Lee</PERSON>", "Ann Lee"),
    ("A study by the <ORG>Harbour Board</ORG>", "Harbour Board"),
    ("A letter seen by the <ORG>Harbour Post</ORG>", None),
])
def test_a_document_is_the_voice_of_who_sends_it(rows_of, source, name):
    quote = rows_of(f"<s1>{source}</s1> <c1>said</c1> <t1>the port would close</t1>.").quotes[0]
    assert (quote.speaker_kind, quote.speaker_name) == ("document", name)


def test_nobody_is_he_or_she_in_his_own_quotation(rows_of):
    rows = rows_of(
        "<PERSON>Ada Okafor</PERSON> rang. “<t1><s2>She</s2> <c2>said</c2> <t2>that it was over</t2></t1>,” "
        "<s1>Ms. <PERSON>Ann Lee</PERSON></s1> <c1>recalled</c1>."
    )
    assert {quote.source_text: quote.speaker_name for quote in rows.quotes}["She"] == "Ada Okafor"


@pytest.mark.parametrize(("text", "source", "content"), [
    ("The talks have failed, said another person, who is close to them.", "another person", "talks have failed"),
    ("Two employees, who feared for their jobs, said the memo was read aloud.", "Two employees", "memo was read"),
])
def test_who_has_an_antecedent(nlp, article_of, text, source, content):
    doc = nlp(text)
    attribution = next(found for found in doc._.attributions if found.cue[0].text == "said")
    who = text.index("who")
    doc._.attributions = [replace(attribution, source=[doc.char_span(who, who + 3)])]
    (quote,) = build_rows(article_of(text), doc).quotes
    assert quote.source_text.startswith(source)
    assert content in quote.content


def test_whom_he_tells_is_not_he(rows_of):
    rows = rows_of(
        "<PERSON>Jonas Lind</PERSON> met Mr. <PERSON>Paul Okafor</PERSON>. Mr. <PERSON>Okafor</PERSON> was late. "
        "“<t1>That is no excuse</t1>,” <s1>he</s1> <c1>told</c1> <PERSON>Okafor</PERSON>."
    )
    assert only(rows).speaker_name == "Jonas Lind"


def test_a_post_that_fills_a_paragraph_is_its_authors(rows_of):
    rows = rows_of(
        "The mayor is angry.\n\nNobody has asked me about the bridge, I think. — <PERSON>Ann Lee</PERSON> (@annlee) "
        "May 3, 2019\n\n<PERSON>Ann Lee</PERSON> left town."
    )
    quote = only(rows)
    assert (quote.kind, quote.content) == ("direct", "Nobody has asked me about the bridge, I think.")
    assert (quote.speaker_name, quote.source_text, quote.cue) == ("Ann Lee", "Ann Lee", None)


@pytest.mark.parametrize("source", [
    "<s1>Later <PERSON>Jun Mori</PERSON></s1>", "<s1>On Monday <PERSON>Jun Mori</PERSON></s1>",
])
def test_when_somebody_spoke_is_no_part_of_the_source(rows_of, source):
    assert only(rows_of(f"{source} <c1>said</c1> <t1>that it was over</t1>.")).source_text == "Jun Mori"


@pytest.mark.parametrize(("content", "said"), [
    ("<t1>that the two had talked, without elaborating</t1>.", "that the two had talked"),
    ("<t1>that he would be at the races in</t1> May.", "that he would be at the races"),
    ("<t1>what the party stands for</t1>.", "what the party stands for"),
])
def test_where_a_content_ends(rows_of, content, said):
    assert only(rows_of(f"<s1><PERSON>Jun Mori</PERSON></s1> <c1>said</c1> {content}")).content == said


def test_a_verb_that_and_joins_has_the_source_before_it(rows_of):
    rows = rows_of(
        "<s1><PERSON>Jun Mori</PERSON></s1> <c1>dismissed</c1> <t1>the report</t1> and <c2>added</c2> "
        "<t2>that nobody had asked him</t2>."
    )
    assert [quote.speaker_name for quote in rows.quotes] == ["Jun Mori", "Jun Mori"]


def test_two_organisations_together_are_a_group(rows_of):
    quote = only(rows_of("<s1><GPE>France</GPE> and <GPE>Germany</GPE></s1> <c1>said</c1> <t1>that it was over</t1>."))
    assert (quote.speaker_kind, quote.speaker_entity_id) == ("group", None)


def test_who_spoke_last_goes_before_somebody_farther_back(rows_of):
    rows = rows_of(
        "<s1><PERSON>Mary Lee</PERSON></s1> <c1>said</c1> <t1>that she was tired</t1>.\n\n"
        "<s2><PERSON>Oro Vantu</PERSON></s2>, a student, <c2>said</c2> <t2>the nights were worse</t2>.\n\n"
        "<t3>“I count the hours,”</t3> <s3>she</s3> <c3>said</c3>."
    )
    assert rows.quotes[-1].speaker_name == "Oro Vantu"


def test_a_report_that_is_denied_is_no_part_of_the_cue(rows_of):
    rows = rows_of(
        "<s1><PERSON>Ann Lee</PERSON></s1> <c1>denied a newspaper report</c1> <t1>that the port had been sold</t1>."
    )
    assert [(quote.cue, quote.content) for quote in rows.quotes][0] == (
        "denied", "a newspaper report that the port had been sold"
    )


@pytest.mark.parametrize(("marked", "confidence", "is_kept"), [
    ("<s1>The council</s1> <c1>rolled out</c1> <t1>several plans for the harbour</t1>.", 0.65, False),
    ("<s1>The council</s1> <c1>rolled out</c1> <t1>several plans for the harbour</t1>.", 0.75, True),
    ("<s1>The council</s1> <c1>was buoyed</c1> <t1>that the harbour had stayed open</t1>.", 0.65, True),
    ("<s1>The council</s1> <c1>rolled out</c1> <t1>a plan that it called “bold and rather new”</t1>.", 0.65, True),
    ("<s1>The council</s1> <c1>likened</c1> <t1>the harbour to a prison</t1>.", 0.65, True),
    ("<c1>To defend</c1> <t1>the harbour</t1> costs money.", 0.5, False),
    ("<c1>To defend</c1> <t1>the harbour</t1> costs money.", 0.7, True),
    ("<t1>The mayor</t1> <c1>is reported</c1> <t1>to have left the town</t1>.", 0.5, True),
    ("There is <c1>speculation</c1> <t1>that the mayor has left the town</t1>.", 0.5, True),
])
def test_what_is_not_quoted_and_unlikely_goes(parsed_rows_of, marked, confidence, is_kept):
    assert bool(parsed_rows_of(marked, confidence=confidence).quotes) == is_kept


@pytest.mark.parametrize("marked", [
    "<s1>The Daily Ledger</s1> <c1>was told</c1> <t1>that the bridge had been closed for weeks</t1>.",
    "<s1>Ann Lee</s1> <c1>is being accused of</c1> <t1>selling the boats for nothing</t1>.",
    "<s1>We</s1> <c1>’ve been told</c1> <t1>that the bridge is safe</t1>.",
    "<c1>Asked</c1> <t1>why the bridge had been closed</t1>, <s1>Ann Lee</s1> <c2>said</c2>: “<t2>It was old.</t2>”",
    "When <c1>asked</c1> <t1>whether the bridge was safe</t1>, <s1>Ann Lee</s1> left the room.",
    "<c1>Asked</c1> <t1>why the bridge had been closed</t1>, Ann Lee <c2>said</c2>: “<t2>It was old.</t2>”",
])
def test_who_is_told_or_asked_does_not_speak(parsed_rows_of, marked):
    quote = parsed_rows_of(marked).quotes[0]
    assert (quote.source_text, quote.speaker_name) == (None, None)


@pytest.mark.parametrize(("marked", "source"), [
    ("When <c1>asked</c1> by <s1>Ann Lee</s1> <t1>whether the bridge was safe</t1>, he left the room.", "Ann Lee"),
    ("<s1>Ann Lee</s1> <c1>asked</c1> <t1>whether the bridge was safe</t1>.", "Ann Lee"),
    ("<s1>Ann Lee</s1> <c1>told the board</c1> <t1>that the bridge was safe</t1>.", "Ann Lee"),
    ("<t1>The bridge</t1> <c1>is expected</c1> by <s1>Ann Lee</s1> <t1>to close in May</t1>.", "Ann Lee"),
])
def test_who_asks_or_tells_speaks(parsed_rows_of, marked, source):
    assert parsed_rows_of(marked).quotes[0].source_text == source


@pytest.mark.parametrize(("marked", "source"), [
    ("Ferries stopped.\n\n- <s1>Bo Ek\n\nAnn Lee</s1><c1>:</c1> <t1>the bridge stays open for now</t1>", "Ann Lee"),
    ("<t1>The bridge stays open for now</t1>, <c1>said</c1> <s1>Ann Lee\n\nBo Ek</s1> took the picture.", "Ann Lee"),
    ("<s1>Ann Lee,\nthe mayor</s1>, <c1>said</c1> <t1>the bridge stays open</t1>.", "Ann Lee,\nthe mayor"),
])
def test_a_source_stays_in_its_paragraph(rows_of, marked, source):
    assert rows_of(marked).quotes[0].source_text == source


@pytest.mark.parametrize(("marked", "content"), [
    ("“<t1>It is over</t1>,” <s1>Ann Lee</s1> <c1>said</c1> of <t1>the strike at</t1> the harbour.", "It is over"),
    ("“<t1>It is over</t1>,” <s1>Ann Lee</s1> <c1>said</c1> in a long letter about <t1>the strike</t1>.", "It is over"),
    ("“<t1>It is over</t1>,” <s1>Ann Lee</s1> <c1>wrote</c1> about <t1>the strike</t1>.", "It is over"),
    ("<s1>Ann Lee</s1> <c1>spoke</c1> of <t1>the strike at the harbour</t1>.", "the strike at the harbour"),
])
def test_what_something_is_said_of_is_nothing_said(parsed_rows_of, marked, content):
    assert parsed_rows_of(marked).quotes[0].content == content
