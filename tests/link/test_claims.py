"""What is compared of claims, and what their words and requests tell."""

import numpy as np
import pytest

from pipeline.link.claims import Grouper, GroupIds, Made, place_claims, side_of, tell, word_claim

SECOND = {"claim_id": "claim_2", "article_id": "article_2"}


def made(statement, *, claim_id="claim_1", article_id="article_1", stance="asserts", **fields):
    fields = {"is_negated": False, "is_clause": True, "predicate": "is", "year": 2026} | fields
    return Made(claim_id, article_id, statement, stance, **fields)


def join(*articles, **models):
    """Return what became of each claim, by its id; an article is compared with those before it."""
    joined, placed, before = {}, {}, []
    grouper = Grouper(**models)
    for claims in articles:
        wordings = {claim.claim_id: word_claim(claim) for claim in claims}
        grouper.join([tell(claims, wordings, before)], joined)
        before += wordings.values()
        placed |= {place.claim_id: place for place in place_claims(claims, wordings, joined)}
    return placed


@pytest.mark.parametrize(("stance", "is_negated", "is_opposite", "side"), [
    ("asserts", False, False, "for"), ("confirms", True, False, "for"), ("asserts", False, True, "against"),
    ("denies", False, False, "against"), ("denies", True, False, "for"), ("denies", False, True, "for"),
    ("questions", False, False, None), ("urges", False, False, None),
])
def test_the_side_of_a_claim(stance, is_negated, is_opposite, side):
    assert side_of(stance, is_negated=is_negated, is_opposite=is_opposite) == side


@pytest.mark.parametrize(("statement", "is_comparable"), [
    ("Jane Roe sold the harbour to Quay Bank.", True),
    ("Jane Roe sold the harbour to Quay Bank in March (2026-03).", True),
    ("She sold the harbour to Quay Bank.", False),
    ("why Jane Roe sold the harbour", False),
    ("Did Jane Roe sell the harbour?", False),
    ("Jane Roe did not immediately respond to a request for comment.", False),
    ("It was.", False),
])
def test_what_can_be_understood_alone_is_compared(statement, is_comparable):
    assert word_claim(made(statement)).is_comparable == is_comparable


def test_equal_statements_of_a_year_are_one_wording():
    one, other, later = (
        word_claim(made("Jane Roe sold the harbour.", article_id=article, year=year))
        for article, year in (("a", 2026), ("b", 2026), ("b", 2027))
    )
    assert one.wording_id == other.wording_id != later.wording_id
    fragments = {word_claim(made("the harbour", article_id=article, is_clause=False)).wording_id for article in "ab"}
    assert len(fragments) == 2
    named = {word_claim(made("the bill", claim_id=claim, is_clause=False)).wording_id for claim in "ab"}
    assert len(named) == 2  # in one article: what tells nothing is the same as nothing


def test_figures_keep_nearly_equal_statements_apart():
    first = made("The fire at the Merrin mill killed 12 workers on Monday.")
    second = made("The fire at the Merrin mill killed 15 workers on Monday.", **SECOND)
    placed = join([first], [second])
    assert placed["claim_1"].claim_group_id != placed["claim_2"].claim_group_id


def test_a_denial_of_nearly_equal_words_stands_against_them():
    first = made("Jane Roe sold the old harbour of Merrin.")
    second = made("Jane Roe had sold the old harbour of Merrin.", stance="denies", **SECOND)
    placed = join([first], [second])
    assert placed["claim_1"].claim_group_id == placed["claim_2"].claim_group_id
    assert (placed["claim_1"].side, placed["claim_2"].side) == ("for", "against")


@pytest.mark.parametrize(("asked_of", "is_same"), [("poe", True), ("doe", False)])
def test_one_request_in_other_words_is_the_same_where_one_asks_the_same_of_the_same(asked_of, is_same):
    def embed(texts):
        return np.ones((len(texts), 384), dtype=np.float32) / np.sqrt(384, dtype=np.float32)

    first = made(
        "Jane Roe asked Ann Poe to calm the quarrel.", asked_by="roe", asked_of="poe", asked="to calm the quarrel"
    )
    second = made(
        "Jane Roe told Ann Poe not to provoke the neighbours.", asked_by="roe", asked_of=asked_of,
        asked="not to provoke the neighbours", **SECOND,
    )
    placed = join([first], [second], embed=embed)
    assert (placed["claim_1"].claim_group_id == placed["claim_2"].claim_group_id) == is_same


def test_who_makes_both_claims_is_not_held_against_themselves():
    def score(pairs):
        raise AssertionError(f"asked for {pairs}")

    def embed(texts):
        return np.ones((len(texts), 384), dtype=np.float32) / np.sqrt(384, dtype=np.float32)

    claims = [
        made("Jane Roe never sold the harbour of Merrin.", voice="roe", is_negated=True),
        made("Jane Roe sold boats at the harbour of Merrin.", claim_id="claim_2", voice="roe"),
    ]
    placed = join(claims, embed=embed, score=score)
    assert len({place.claim_group_id for place in placed.values()}) == 2


def test_a_denial_in_a_circle_ends():
    claims = [
        made("It is.", claim_id="claim_1", denies_claim_id="claim_2", stance="denies"),
        made("It is not.", claim_id="claim_2", denies_claim_id="claim_1", stance="denies", is_negated=True),
    ]
    assert {place.side for place in join(claims).values()} <= {"for", "against"}


def test_a_group_that_is_founded_anew_keeps_its_id_where_no_other_has_it():
    ids = GroupIds({"wording_1": "wording_1", "wording_2": "wording_1", "wording_3": "wording_3"}, taken=["wording_3"])
    assert [ids.new("wording_2"), ids.new("wording_4")] == ["wording_1", "wording_4"]
    others = [ids.new("wording_1"), ids.new("wording_3")]
    assert len({*others, "wording_1", "wording_3", "wording_4"}) == 5


ALL_SAME = {"score": lambda pairs: np.tile(np.array([[0.99, 0, 0, 0.01]], dtype=np.float32), (len(pairs), 1))}


def groups_of(*articles):
    placed = join(*articles, **ALL_SAME)
    return [placed[claim.claim_id].claim_group_id for claims in articles for claim in claims]


@pytest.mark.parametrize(("first", "second", "is_same"), [
    ("The ferry company will close the northern harbour", "The ferry company is to close its northern harbour", True),
    ("The ferry company will close the northern harbour", "The company was praised for its cheap ferry tickets", False),
    ("Jane Roe will be elected", "Jane Roe elected farmers to councils", False),
    ("Quay Bank lost 40 million crowns on the harbour", "Quay Bank lost 90 million crowns on the harbour", False),
])
def test_the_cross_encoder_is_believed_where_words_bear_it_out(first, second, is_same):
    one, other = groups_of([made(first)], [made(second, **SECOND)])
    assert (one == other) == is_same


@pytest.mark.parametrize(("denial", "is_same"), [
    ("The ferry company would close its northern harbour soon", True),
    ("The ferry company would sell ships and close offices", False),
])
def test_a_claim_is_disputed_by_denials_that_share_most_of_its_words(denial, is_same):
    one, other = groups_of(
        [made("The ferry company will close the northern harbour")], [made(denial, stance="denies", **SECOND)]
    )
    assert (one == other) == is_same


def test_what_somebody_is_told_to_have_said_is_another_claim_than_that_they_said_it():
    inner = made("The ferry company will close the northern harbour", span=(10, 60), voice="Roe")
    outer = made("Roe said the ferry company will close the northern harbour", claim_id="claim_2", span=(0, 60))
    beside = made("Roe said the ferry company will close the northern harbour", claim_id="claim_2", span=(70, 130))
    assert len(set(groups_of([inner, outer]))) == 2
    assert len(set(groups_of([inner, beside]))) == 1


def test_a_sentence_may_begin_like_a_charge():
    assert word_claim(made("Incidents of theft had doubled.", is_clause=True)).is_telling
    assert not word_claim(made("Jane Roe of lying to the board", is_clause=False)).is_telling


@pytest.mark.parametrize(("statement", "is_comparable"), [
    ("After the ferry company closed the harbour", False), ("As the ferry company closes, harbours fall silent", True),
    ("About whether the ferry company closed", False),
])
def test_a_clause_that_hangs_on_another_is_no_statement(statement, is_comparable):
    assert word_claim(made(statement)).is_comparable == is_comparable


def test_a_denial_disputes_only_what_is_told():
    told = made("The ferry company will close the northern harbour")
    phrase = made("the northern harbour of the ferry company", predicate=None, is_clause=False)
    denial = {"stance": "denies", "is_clause": False, "claim_id": "claim_2", "denies_claim_id": "claim_1"}
    assert len(set(groups_of([told, made("the report", **denial)]))) == 1
    assert len(set(groups_of([phrase, made("the report", **denial)]))) == 2


@pytest.mark.parametrize(("told", "is_held_against"), [
    ("The ferry company will close the northern harbour", True),
    ("The ferry company will not close the northern harbour", False),
])
def test_who_denies_something_does_not_speak_against_its_negation(told, is_held_against):
    claims = [
        made(told, is_negated="not" in told),
        made("The northern harbour would be shut by Roe", stance="denies", claim_id="claim_2",
             denies_claim_id="claim_1"),
    ]
    placed = join(claims)
    assert (len({place.claim_group_id for place in placed.values()}) == 1) == is_held_against
