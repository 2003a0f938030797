import random
import re
from collections import Counter

import pytest

from pipeline.link.relations import RELATIONS
from training.relation_pairs import Pair, read_written
from training.relation_stories import (
    MOST,
    StoryPairs,
    own_pairs,
    pairs_between,
    pairs_of_claim,
    split_stories,
)

FERRY = [
    ("claim", "The ferry sank."),
    ("same", "The ferry went down."),
    ("contradicts", "The ferry is afloat."),
    ("contradicts", "The ferry never left port."),
    ("unrelated", "The ferry was blue."),
]
OWNER = [("claim", "Its owner fled."), ("contradicts", "Its owner is at home.")]


def relations(pairs: list[Pair]) -> dict[tuple[str, str], set[str]]:
    return {(pair.first, pair.second): set(pair.relations) for pair in pairs}


def story(number: int) -> list[list[tuple[str, str]]]:
    lines = [("claim", f"Jon Vale sold {number} boats."), ("same", f"Vale has sold {number} of the boats.")]
    lines += [(relation, f"Vale {relation} {number} {count}.") for relation in RELATIONS[1:] for count in range(9)]
    return [lines]


def test_pairs_follow_from_a_claim():
    found = relations(pairs_of_claim(FERRY))
    assert found["The ferry sank.", "The ferry went down."] == {"same"}
    assert found["The ferry went down.", "The ferry is afloat."] == {"contradicts"}
    assert found["The ferry is afloat.", "The ferry was blue."] == {"unrelated", "supports"}
    assert ("The ferry is afloat.", "The ferry never left port.") not in found


def test_claims_of_a_story_have_only_their_topic_in_common():
    found = relations(pairs_between([FERRY, OWNER]))
    assert found["The ferry went down.", "Its owner fled."] == {"unrelated"}
    assert found["The ferry sank.", "Its owner is at home."] == {"unrelated"}
    assert ("The ferry is afloat.", "Its owner is at home.") not in found


def test_denials_contradict_the_claim_and_say_the_same():
    denials = [("denies", "It did not sink."), ("denies", "It is afloat.")]
    found = relations(pairs_of_claim([("claim", "It sank."), *denials, ("contradicts", "It flew.")]))
    assert found["It sank.", "It did not sink."] == found["It sank.", "It is afloat."] == {"contradicts"}
    assert found["It did not sink.", "It is afloat."] == {"same"}
    assert ("It did not sink.", "It flew.") not in found


def test_what_speaks_for_a_claim_cannot_be_the_same_as_what_speaks_against_it():
    against = [("denies", "It did not sink."), ("contradicts", "It is afloat.")]
    found = relations(pairs_of_claim([("claim", "It sank."), ("supports", "Divers saw it."), *against]))
    for _, text in against:
        assert found["Divers saw it.", text] == {"contradicts", "unrelated"}


def test_each_claim_is_judged_by_its_own_lines():
    found = own_pairs([[FERRY, [*OWNER, ("denies", "“I am here,” its owner said.")]]])
    assert [pair.first for pair in found] == ["The ferry sank."] * 4 + ["Its owner fled."] * 2
    assert [set(pair.relations) for pair in found][-1] == {"contradicts"}


def test_a_story_is_held_out_or_not_whatever_stands_beside_it():
    stories = [story(number) for number in range(400)]
    kept, held = split_stories(stories)
    assert len(kept) + len(held) == 400
    assert 10 <= len(held) <= 60
    assert split_stories(held) == ([], held)
    assert split_stories(kept) == (kept, [])


def test_an_epoch_has_all_relations_and_no_claim_too_often():
    pairs = StoryPairs([story(number) for number in range(50)], random.Random(1)).draw()
    found = Counter(pair.relations for pair in pairs)
    assert {relation for relations in found for relation in relations} == set(RELATIONS)
    assert all(50 <= found[relations] <= 50 * 2 * most + 50 for relations, most in MOST.items())


def test_each_epoch_draws_other_pairs():
    stories = StoryPairs([story(number) for number in range(5)], random.Random(1))
    assert stories.draw() != stories.draw()


def test_another_form_keeps_relation_and_words():
    stories = StoryPairs([], random.Random(1))
    pair = Pair("Jon Vale has found the boat.", "The boat that Vale sold is lost.", frozenset({"unrelated"}))
    formed = [stories.in_form(pair) for _ in range(200)]
    assert {each.relations for each in formed} == {pair.relations}
    assert all("has found the boat" in each.first for each in formed)
    assert any(each.first.startswith(("“", '"')) for each in formed)
    assert any(re.match("(?:He|She|It|They) has found", each.first) for each in formed)
    assert len({each.first for each in formed}) > 8


def test_a_name_gives_way_to_a_pronoun_only_where_the_other_statement_has_it():
    stories = StoryPairs([], random.Random(1))
    pair = Pair("Jon Vale has found the boat.", "The boat was lost.", frozenset({"contradicts"}))
    assert all("Jon Vale has found" in stories.in_form(pair).first for _ in range(100))


def test_our_own_stories_say_no_text_twice_and_have_all_relations():
    stories = read_written()
    assert all(len({text for _, text in claim}) == len(claim) for story in stories for claim in story)
    for part in split_stories(stories):
        found = Counter(relation for pair in own_pairs(part) for relation in pair.relations)
        assert set(found) == set(RELATIONS)
        assert min(found.values()) > 50


@pytest.mark.parametrize("relation", RELATIONS)
def test_an_epoch_of_our_own_stories_is_not_of_one_relation(relation):
    kept, _ = split_stories(read_written())
    pairs = StoryPairs(kept, random.Random(1)).draw()
    share = sum(pair.relations == {relation} for pair in pairs) / len(pairs)
    assert 0.1 < share < 0.45
