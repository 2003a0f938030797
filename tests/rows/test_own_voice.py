"""What an article says itself, as the shipped model reads it."""

import pytest

from pipeline.rows import build_rows

REPORT = (
    "LARCHMERE (AP) — The council closed the harbour bridge on Monday. "
    "The bridge was built in 1931 and carries 4,000 cars a day. "
    "But the ferry did not run. "
    "Mayor Ann Lee said the bridge would reopen in March. "
    "Who will pay for the repairs? "
    "“We are broke,” Ms. Lee told reporters. "
    "The chief engineer resigned on Tuesday, saying nobody had listened to him. "
    "I think that is wrong. "
    "Sign up for our newsletter.\n\n"
    "How it all began\n\n"
    "Cracks were found in May."
)


@pytest.fixture
def own(nlp, article_of):
    def claims(text):
        return [claim for claim in build_rows(article_of(text), nlp(text)).claims if claim.quote_id is None]

    return claims


def test_clauses_that_tell_a_fact_are_claims_and_what_others_say_is_not(own):
    assert [claim.text for claim in own(REPORT)] == [
        "The council closed the harbour bridge on Monday",
        "The bridge was built in 1931",
        "carries 4,000 cars a day",
        "the ferry did not run",
        "The chief engineer resigned on Tuesday",
        "Cracks were found in May",
    ]


def test_the_caption_of_a_gallery_is_no_claim(own):
    caption = "The storm broke over the harbour on Monday."
    body = "\n\n".join([caption, "A mast fell on the pier.", caption, caption, "Two cars sank in the mud."])
    assert [claim.text for claim in own(body)] == ["A mast fell on the pier", "Two cars sank in the mud"]
    assert len(own(body.rpartition(caption)[0])) == 3


def test_they_have_no_claimant_and_stand_where_they_say(own):
    for claim in own(REPORT):
        assert REPORT[claim.start_char : claim.end_char] == claim.text
        assert (claim.claimant_name, claim.claimant_entity_id, claim.stance) == (None, None, "asserts")


def test_a_shared_subject_stands_in_the_statement(own):
    assert own(REPORT)[2].statement == "The harbour bridge carries 4,000 cars a day."


def test_what_should_be_done_is_urged(own):
    (claim,) = own("The council must repair the old bridge.")
    assert claim.stance == "urges"
    (claim,) = own("A judge still has to approve the deal.")
    assert claim.stance == "asserts"


def test_without_a_parse_the_article_says_nothing_itself(rows_of):
    assert rows_of("The council closed the bridge on Monday.").claims == ()


def test_a_clause_is_told_up_to_where_somebody_is_quoted(own):
    text = "The dispute grew after Ann Lee suggested that the council had lied."
    assert [claim.text for claim in own(text)] == ["The dispute grew"]


def test_that_somebody_says_something_is_no_fact_of_its_own(own):
    assert own("The account of the mayor goes on to state: “Nobody knew.”") == []
