import pytest

from pipeline.rows import build_rows
from pipeline.rows.claims import is_negated

SPEAKER = "<s1><PERSON>Ann Lee</PERSON></s1>"


def claim_of(rows_of, cue, content):
    rows = rows_of(f"{SPEAKER} <c1>{cue}</c1> <t1>{content}</t1>")
    (claim,) = rows.claims
    assert claim.quote_id == rows.quotes[0].quote_id
    assert claim.claimant_name == "Ann Lee"
    return claim


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("Ann Lee dismissed the report as similar to the others.", [("the report", "denies", False)]),
        ("Ann Lee contradicted Ben Orr.", [("Ben Orr", "opposes", False)]),
        ("Ann Lee denied that Ben Orr took bribes.", [("Ben Orr took bribes", "denies", True)]),
    ],
)
def test_who_is_contradicted_is_no_claim(nlp, article_of, sentence, claims):
    made = build_rows(article_of(sentence), nlp(sentence)).claims
    assert [(claim.text, claim.stance, claim.is_clause) for claim in made if claim.quote_id] == claims


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("that the bridge was closed.", "the bridge was closed"),
        ("“The bridge is closed,”", "The bridge is closed"),
        ("“Closed” was the bridge", "“Closed” was the bridge"),
        ("the bridge was “closed.”", "the bridge was “closed.”"),
        ("the bridge in the U.S.", "the bridge in the U.S."),
        ("$5 was paid (in May)", "$5 was paid (in May)"),
    ],
)
def test_text(rows_of, content, text):
    assert claim_of(rows_of, "said", content).text == text


@pytest.mark.parametrize(
    ("cue", "content", "stance"),
    [
        ("said", "the bridge was closed", "asserts"),
        ("said", "“There is no such fact,”", "denies"),
        ("said", "“That is not true,”", "denies"),
        ("said", "the report was completely false", "denies"),
        ("described", "the report as “fake news.”", "denies"),
        ("denied", "that the bridge was closed", "denies"),
        ("dismissed", "the report", "denies"),
        ("asked", "whether the bridge was closed", "questions"),
        ("asked", "“Is the bridge closed?”", "questions"),
        ("asked", "Mr. Stone to close the bridge", "urges"),
        ("asked", "for help", "urges"),
        ("urged", "calm", "urges"),
        ("warned", "citizens would pay", "predicts"),
        ("warned", "against going there", "urges"),
        ("said", "the bridge should be closed", "urges"),
        ("said", "we should close the bridge", "proposes"),
        ("proposed", "that the bridge be closed", "proposes"),
        ("wants", "to close the bridge", "proposes"),
        ("did not want", "to close the bridge", "opposes"),
        ("confirmed", "that the bridge was closed", "confirms"),
        ("admitted", "that the bridge was closed", "confirms"),
        ("agreed", "that the bridge was ugly", "asserts"),
        ("agreed", "to close the bridge", "promises"),
        ("accused", "the council of closing the bridge", "alleges"),
        ("backed", "the plan", "supports"),
        ("praised", "“This is a fine bridge,”", "asserts"),
        ("opposes", "the plan", "opposes"),
        ("never thought", "the bridge would close", "questions"),
        ("asked the crowd:", "“Is the bridge closed?”", "questions"),
        ("did not expect", "the bridge to close", "questions"),
        ("does not expect", "the bridge to close", "denies"),
        ("is not sure", "that the bridge is closed", "questions"),
        ("said", "false alarms closed the bridge", "asserts"),
        ("said", "they are wrong if they think it is closed", "asserts"),
        ("vowed", "to close the bridge", "promises"),
        ("expects", "the bridge to close", "predicts"),
        ("declined", "to comment", "declines"),
        ("did not say", "when the bridge would close", "declines"),
    ],
)
def test_stance(rows_of, cue, content, stance):
    assert claim_of(rows_of, cue, content).stance == stance


def test_of_two_fragments_the_one_that_denies_is_the_claim(rows_of):
    rows = rows_of(
        f"<t1>“There is no such plan,”</t1> {SPEAKER} <c1>said</c1>. "
        "<t1>“As long as I live there will never be one.”</t1>"
    )
    assert [(claim.text, claim.stance) for claim in rows.claims] == [("There is no such plan", "denies")]


def test_a_denial_goes_on_in_the_next_negative_sentence(rows_of):
    rows = rows_of(
        f"{SPEAKER} <c1>denied</c1> <t1>the report</t1>. "
        "<t2>“Nobody was paid anything,”</t2> <s2>she</s2> <c2>said</c2>. "
        "<s3><PERSON>Ben Orr</PERSON></s3> <c3>said</c3> <t3>it was not late</t3>."
    )
    assert [claim.stance for claim in rows.claims] == ["denies", "denies", "asserts"]


@pytest.mark.parametrize(
    "text",
    ["There is no such plan", "They never met", "It isn’t over", "Nobody was paid", "It did not rain. Then it did."],
)
def test_negative_claims(text):
    assert is_negated(text)


@pytest.mark.parametrize(
    "text",
    [
        "It is over",
        "It is not only late",
        "No. 1 seeds won",
        "He was fined for not paying",
        "It rained. It did not stop.",
    ],
)
def test_positive_claims(text):
    assert not is_negated(text)


def test_equal_claims_of_two_articles_meet(rows_of):
    one = rows_of(f"{SPEAKER} <c1>said</c1> <t1>that the old bridge was closed for good</t1>.")
    other = rows_of("<t1>The old bridge was closed for good</t1>, <c1>according to</c1> <s1>police</s1>.")
    assert one.claims[0].claim_group_id == other.claims[0].claim_group_id
    assert one.claims[0].claim_id != other.claims[0].claim_id


@pytest.mark.parametrize(
    ("sentence", "negative"),
    [
        ("Ann Lee said there is no such plan.", True),
        ("Ann Lee said nobody was paid.", True),
        ("Ann Lee said the bridge could not be saved.", True),
        ("Ann Lee said the driver was fined for not paying.", False),
        ("Ann Lee said the driver who had not paid was fined.", False),
        ("Ann Lee said the bridge was not only old but rotten.", False),
    ],
)
def test_a_claim_is_negative_in_its_own_predicate(nlp, article_of, sentence, negative):
    (claim,) = build_rows(article_of(sentence), nlp(sentence)).claims
    assert claim.is_negated is negative


@pytest.mark.parametrize(
    ("source", "cue", "stance"),
    [("Ann Lee", "claimed", "asserts"), ("Nobody", "claimed", "declines"), ("Nor did Ann Lee", "claim", "declines")],
)
def test_what_nobody_says_is_not_asserted(rows_of, source, cue, stance):
    (claim,) = rows_of(f"<s1>{source}</s1> <c1>{cue}</c1> <t1>that the bridge was closed</t1>.").claims
    assert claim.stance == stance
