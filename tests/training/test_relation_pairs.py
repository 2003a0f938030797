import random
import re

import pytest

from training.relation_pairs import (
    NewsPairs,
    Pair,
    headline_pairs,
    msr_pairs,
    read_written,
    relations_of_cosine,
    sick_pairs,
    snli_pairs,
)

SICK_TEXT = """pair_ID\tsentence_A\tsentence_B\trelatedness_score\tentailment_judgment
1\tA dog runs\tA dog is running\t4.9\tENTAILMENT
2\tA brown dog runs\tA dog is running\t4.4\tENTAILMENT
3\tA dog runs\tThere is no dog running\t3.9\tCONTRADICTION
4\tA dog runs\tA cat "sleeps\t1.7\tNEUTRAL
5\tA dog runs\tA small dog runs\t4.5\tNEUTRAL
"""
SNLI_LINES = """{"gold_label": "entailment", "sentence1": "A dog runs.", "sentence2": "An animal moves."}
{"gold_label": "-", "sentence1": "A dog runs.", "sentence2": "A dog plays."}
{"gold_label": "neutral", "sentence1": "A dog runs.", "sentence2": "A dog runs home."}
{"gold_label": "contradiction", "sentence1": "A dog runs.", "sentence2": "A dog sleeps."}
"""


def relations(pairs: list[Pair]) -> dict[tuple[str, str], set[str]]:
    return {(pair.first, pair.second): set(pair.relations) for pair in pairs}


def test_sick_leaves_open_what_its_judges_were_not_asked(tmp_path):
    folder = tmp_path / "dataset-sts/data/sts/sick2014"
    folder.mkdir(parents=True)
    (folder / "SICK_train.txt").write_text(SICK_TEXT, encoding="utf-8")
    assert [set(pair.relations) for pair in sick_pairs(tmp_path, "train")] == [
        {"same"}, {"same", "supports"}, {"contradicts"}, {"unrelated"}, {"unrelated", "supports"},
    ]  # fmt: skip


def test_snli_is_read_where_most_judges_agree(tmp_path):
    file = tmp_path / "snli.jsonl"
    file.write_text(SNLI_LINES, encoding="utf-8")
    assert relations(snli_pairs(file)) == {
        ("A dog runs.", "An animal moves."): {"same", "supports"},
        ("A dog runs.", "A dog runs home."): {"unrelated"},
        ("A dog runs.", "A dog sleeps."): {"contradicts"},
    }


def test_what_is_no_paraphrase_is_anything_but_the_same(tmp_path):
    folder = tmp_path / "dataset-sts/data/para/msr"
    folder.mkdir(parents=True)
    text = 'Quality\t#1 ID\t#2 ID\t#1 String\t#2 String\n1\t1\t2\tHe "left.\tHe went.\n0\t3\t4\tHe left.\tShe left.\n'
    (folder / "msr-para-val.tsv").write_text(text, encoding="utf-8-sig")
    assert relations(msr_pairs(tmp_path, "val")) == {
        ('He "left.', "He went."): {"same"},
        ("He left.", "She left."): {"supports", "contradicts", "unrelated"},
    }


def test_headlines_of_middling_similarity_are_left_out(tmp_path):
    for year in (2013, 2014, 2015):
        folder = tmp_path / f"dataset-sts/data/sts/semeval-sts/{year}"
        folder.mkdir(parents=True)
        lines = f"4.8\tA {year}\tB\n3.2\tC {year}\tD\n\tE {year}\tF\n1\tG {year}\tH\n" if year == 2014 else ""
        (folder / "headlines.test.tsv").write_text(lines, encoding="utf-8")
    assert relations(headline_pairs(tmp_path)) == {
        ("A 2014", "B"): {"same"},
        ("G 2014", "H"): {"unrelated", "contradicts"},
    }


@pytest.mark.parametrize("text", ["same  First line.", "claim  One.\nsimilar  Two.", "claim"])
def test_a_story_that_is_not_one_is_named(tmp_path, text):
    (tmp_path / "story.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="story.txt: not a claim"):
        read_written(tmp_path)


class Alike:
    """Stands in for the vectors: all sentences are equally near one another."""

    def __call__(self, texts):
        import numpy as np

        vectors = np.full((len(texts), len(texts) + 1), 0.0)
        vectors[:, 0] = 0.45**0.5
        vectors[range(len(texts)), range(1, len(texts) + 1)] = 0.55**0.5
        return vectors


@pytest.fixture
def news() -> NewsPairs:
    sentences = [f"The council of Ambry will spend {number} million on roads." for number in range(12, 20)]
    return NewsPairs([[sentences]], Alike(), random.Random(1))


def test_another_number_contradicts(news):
    for _ in range(20):
        changed, found = news.other_number("Police found 1,250 litres of petrol in 2019.")
        assert found == {"contradicts"}
        assert changed != "Police found 1,250 litres of petrol in 2019."
        assert re.fullmatch(r"Police found [\d,]+ litres of petrol in \d{4}\.", changed)
    assert news.other_number("Police found petrol.") is None


def test_a_negation_contradicts_and_only_single_clauses_are_negated(news):
    assert news.negated("The road is closed.")[1] == {"contradicts"}
    assert news.negated("The road is closed, and nobody knows why.") is None


def test_another_name_is_no_longer_the_same(news):
    changed, found = news.other_name("The mayor of Velden resigned.")
    assert changed == "The mayor of Ambry resigned."
    assert found == {"unrelated", "contradicts"}


def test_what_is_reported_stays_the_same(news):
    text, found = news.reported("The road is closed.")
    assert "he road is closed" in text
    assert found == {"same"}


def test_an_edited_sentence_stays_the_same(news):
    for _ in range(20):
        made = news.edited("But the road is not closed.")
        if made:
            changed, found = made
            assert "road" in changed
            assert found == {"same"}


@pytest.mark.parametrize(
    ("cosine", "found"),
    [(0.45, {"unrelated"}), (0.6, {"unrelated", "supports"}), (0.8, {"unrelated", "supports", "same"})],
)
def test_near_sentences_do_not_contradict_as_a_rule(cosine, found):
    assert relations_of_cosine(cosine) == found


def test_news_gives_as_many_pairs_as_are_asked_for(news):
    pairs = news.draw(40)
    assert len(pairs) >= 40
    assert {"contradicts"} in [set(pair.relations) for pair in pairs]
    assert {"unrelated"} in [set(pair.relations) for pair in pairs]
