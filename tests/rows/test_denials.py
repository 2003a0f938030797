"""Denials that point at what they deny, as the shipped model reads them."""

import pytest

from pipeline.rows import build_rows


@pytest.fixture
def denials(nlp, article_of):
    """Return each denial of a text with what it denies."""

    def found(text):
        claims = build_rows(article_of(text), nlp(text)).claims
        texts = {claim.claim_id: claim.text for claim in claims}
        return [(claim.text, texts.get(claim.denies_claim_id)) for claim in claims if claim.stance == "denies"]

    return found


def test_a_report_that_is_rejected_is_denied_in_what_it_claims(denials):
    assert denials("The ministry has rejected a report claiming that the harbour was sold.") == [
        ("the harbour was sold", "the harbour was sold")
    ]


@pytest.mark.parametrize(
    ("denial", "text"),
    [
        ("“There is no such plan,” Ann Lee said.", "There is no such plan"),
        ("“That is false,” Ann Lee said.", "That is false"),
        ("Ann Lee dismissed the report.", "the report"),
        ("Ann Lee denied that the council planned to sell the harbour.", "the council planned to sell the harbour"),
    ],
)
def test_what_others_have_said_is_denied(denials, denial, text):
    report = "A report by the audit office said the council had a plan to sell the harbour."
    assert denials(f"{report} {denial}") == [(text, "the council had a plan to sell the harbour")]


def test_an_accusation_is_denied_that_somebody_has_made(denials):
    text = "Ben Orr accused the mayor of taking bribes. The ferry sank in May. Ann Lee denied the allegation."
    assert denials(text) == [("the allegation", "the mayor of taking bribes")]


def test_an_accusation_is_denied_by_whom_it_is_made_against(denials):
    accused = "Ben Orr accused Tom Hill of taking bribes. Eve Park accused Ann Lee of lying."
    text = f"{accused} Tom Hill denied the allegation."
    assert denials(text) == [("the allegation", "Tom Hill of taking bribes")]


def test_an_accusation_is_denied_of_those_who_have_made_it(denials):
    text = (
        "Ben Orr accused the mayor of taking bribes. Eve Park accused the mayor of lying. "
        "The mayor denied the allegation made by Ben Orr."
    )
    assert denials(text) == [("the allegation made by Ben Orr", "the mayor of taking bribes")]


def test_nobody_denies_himself(denials):
    assert denials("Ann Lee said the bridge was safe. “That is false,” Ms. Lee said.") == [("That is false", None)]


@pytest.mark.parametrize(
    ("denial", "is_meant"),
    [
        ("There is no evidence that hotels are full in winter", False),
        ("There is no evidence that the ferry will leave early", True),
        ("There is no truth to it", True),
    ],
)
def test_a_denial_that_tells_of_something_else_is_not_of_the_claim_before_it(denials, denial, is_meant):
    before = "Ben Orr said the ferry would leave at noon."
    assert denials(f"{before} “{denial},” Ann Lee said.") == [
        (denial, "the ferry would leave at noon" if is_meant else None)
    ]


@pytest.mark.parametrize("denied", ["a report of full hotels in winter", "the second allegation"])
def test_what_a_denial_tells_itself_is_not_the_nearest_claim(denials, denied):
    text = f"Ben Orr accused the mayor of taking bribes. A report said the ferry had sunk. The mayor denied {denied}."
    assert [target for _, target in denials(text)] == [None]


@pytest.mark.parametrize(
    ("between", "is_meant"),
    [("", True), ("The ferry left at noon. It carried forty people. Nobody fell ill on board. ", False)],
)
def test_claims_of_something_sum_up_what_was_said_just_before(denials, between, is_meant):
    said = "attacks on hotel guests had doubled"
    text = f"The embassy said that {said}. {between}The police refuted claims of growing violence."
    assert denials(text) == [("claims of growing violence", said if is_meant else None)]


@pytest.mark.parametrize("told", ["why the ferry had sunk", "three hotels in the old town"])
def test_what_says_nothing_that_could_be_so_is_not_denied(denials, told):
    assert {target for _, target in denials(f"The report described {told}. Ann Lee dismissed the report.")} == {None}


@pytest.mark.parametrize(
    ("claim", "is_meant"),
    [("the ferry was sold", True), ("the ferry was not sold", False)],
)
def test_who_does_not_believe_it_speaks_against_who_says_so(denials, claim, is_meant):
    text = f"Ben Orr said {claim}. Ann Lee does not believe that the ferry was sold."
    assert ("the ferry was sold", claim if is_meant else None) in denials(text)


@pytest.mark.parametrize("rejected", ["rejected the plan", "rejected it", "dismissed it as too expensive"])
def test_who_rejects_a_plan_denies_nothing(denials, rejected):
    assert denials(f"Ann Lee proposed a new bridge. The council {rejected}.") == []


def test_a_rejection_is_of_a_plan_or_a_report(denials):
    assert denials("Her rejection of cheap money made Ann Lee popular.") == []


def test_what_is_denied_elsewhere_is_not_guessed(denials):
    text = "Ben Orr said the ferry would leave at noon. The company denied wrongdoing."
    assert denials(text) == [("wrongdoing", None)]


@pytest.mark.parametrize(
    ("denied", "text"),
    [
        ("a report claiming that the harbour was sold", "the harbour was sold"),
        ("suggestions he had lied", "he had lied"),
        ("the idea that the bridge was unsafe as nonsense", "the bridge was unsafe"),
        ("the report that was published in May", "the report that was published in May"),
    ],
)
def test_of_a_report_the_claim_is_what_it_says(denials, denied, text):
    assert [denial for denial, _ in denials(f"Ann Lee dismissed {denied}.")] == [text]
