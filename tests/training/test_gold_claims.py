"""The gold pairs and groups of claims: that they stand in their articles, and that no kind of pair is scarce."""

from collections import Counter

import pytest

from training.gold.claims import GoldClaims, read_claims


@pytest.fixture(scope="module")
def gold() -> GoldClaims:
    return read_claims()


def test_every_claim_stands_once_in_its_article(gold):
    claims = [claim for pair in gold.pairs for claim in (pair.a, pair.b)]
    claims += [claim for group in gold.groups for claim in group.asserted + group.denied]
    assert [claim for claim in claims if gold.bodies[claim.article].count(claim.text) != 1] == []


def test_no_pair_is_judged_twice_and_none_is_of_a_claim_with_itself(gold):
    pairs = Counter(frozenset({(pair.a.article, pair.a.text), (pair.b.article, pair.b.text)}) for pair in gold.pairs)
    assert [pair for pair, count in pairs.items() if count > 1 or len(pair) == 1] == []


@pytest.mark.parametrize("held_out", [False, True])
def test_the_relations_are_about_even(gold, held_out):
    counts = Counter(pair.relation for pair in gold.pairs if pair.held_out == held_out)
    assert set(counts) == {"same", "supports", "contradicts", "unrelated"}
    assert max(counts.values()) <= 1.5 * min(counts.values())


def test_at_least_eighty_pairs_and_a_third_held_out(gold):
    assert len(gold.pairs) >= 80
    assert 0.3 <= sum(pair.held_out for pair in gold.pairs) / len(gold.pairs) <= 0.4


def test_only_the_pairs_that_are_held_out_are_of_held_out_articles(gold):
    for pair in gold.pairs:
        for claim in (pair.a, pair.b):
            assert claim.article.startswith("training/gold/held_out/") == pair.held_out


def test_a_claim_is_in_one_group_only(gold):
    places = Counter(
        (claim.article, claim.text) for group in gold.groups for claim in group.asserted + group.denied
    )
    assert [place for place, count in places.items() if count > 1] == []


def test_the_groups_tell_the_four_events_of_the_examples(gold):
    assert {group.event for group in gold.groups} == {"harbour_sale", "reservoir", "rail_strike", "phone_call"}
    assert all(
        claim.article.startswith(f"examples/articles/{group.event}/")
        for group in gold.groups for claim in group.asserted + group.denied
    )
