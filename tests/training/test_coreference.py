"""What is read of the coreference corpora, on texts of our own in their formats."""

import csv
import random
from pathlib import Path

import pytest

from training.chains import (
    GapRow,
    gap_example,
    head_word,
    name_head,
    nominal_heads,
    ontogum_example,
    pronoun_for,
    read_chains,
    read_gap,
    replaced_names,
    row_words,
    swap_gender,
)
from training.corpora import AntecedentItem

CONLLU = """# newdoc id = GUM_news_flood
1	The	the	DET	DT	_	2	det	_	Entity=(1
2	mayor	mayor	NOUN	NN	_	7	nsubj	_	_
3	of	of	ADP	IN	_	4	case	_	_
4	Riverton	Riverton	PROPN	NNP	_	2	nmod	_	Discourse=x|Entity=(2)1)
5-6	can't	_	_	_	_	_	_	_	_
5	ca	can	AUX	MD	_	7	aux	_	_
6	n't	not	PART	RB	_	7	advmod	_	_
7	swim	swim	VERB	VB	_	0	root	_	Entity=(4)

1	She	she	PRON	PRP	_	2	nsubj	_	Entity=(1)
2	left	leave	VERB	VBD	_	0	root	_	_
3	town	town	NOUN	NN	_	2	obj	_	Entity=(2)
4	with	with	ADP	IN	_	5	case	_	_
5	it	it	PRON	PRP	_	2	obl	_	Entity=(3)

"""


@pytest.fixture
def document(tmp_path: Path):
    """A document as OntoGUM writes it."""
    path = tmp_path / "GUM_news_flood.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    return read_chains(path)


def test_chains_of_a_conllu_file(document) -> None:
    assert document.words == "The mayor of Riverton ca n't swim She left town with it".split()
    assert document.sentence_starts == {0, 7}
    assert sorted(document.chains) == [[(0, 4), (7, 8)], [(3, 4), (9, 10)]]  # chains of one mention are left out
    assert document.heads[1] == 6 and document.heads[6] == 6
    assert document.genre == "news"


def test_head_words(document) -> None:
    assert document.words[head_word((0, 4), document.heads)] == "mayor"
    assert [document.words[word] for word in nominal_heads(document)] == ["mayor", "Riverton", "She", "town", "it"]


def test_items_of_a_document(document) -> None:
    items = {document.words[item.word]: item for item in ontogum_example(document).antecedents}
    assert items["She"] == AntecedentItem(7, (1,), (1, 3))
    assert items["town"] == AntecedentItem(9, (3,), (1, 3, 7))
    assert items["it"].gold == () and items["mayor"].candidates == ()


TEXT = "Ada Brandt met Zoe Lund in Paris. Later, Brandt said that Lund had lost her keys."


def gap_row(truth: tuple[bool, bool], text: str = TEXT, pronoun: str = "her") -> GapRow:
    """Return a row about Ada Brandt and Zoe Lund."""
    start = text.index(f" {pronoun} ") + 1
    names = [(text.index(name), text.index(name) + len(name)) for name in ("Ada Brandt", "Zoe Lund")]
    return GapRow("t", text, (start, start + len(pronoun)), (names[0], names[1]), truth)


def test_gap_pronoun_goes_back_to_all_mentions_of_its_name() -> None:
    example = gap_example(gap_row((False, True)))
    (item,) = example.antecedents
    words = example.words
    assert words[item.word] == "her"
    assert [words[word] for word in item.gold] == ["Zoe", "Lund"]
    assert [words[word] for word in item.candidates] == ["Ada", "Zoe", "Paris", "Brandt", "Lund"]


def test_gap_pronoun_that_means_neither_has_only_both_names_against_it() -> None:
    example = gap_example(gap_row((False, False)))
    (item,) = example.antecedents
    assert item.gold == ()
    assert [example.words[word] for word in item.candidates] == ["Ada", "Zoe", "Brandt", "Lund"]


def test_gap_name_that_follows_goes_back_to_the_pronoun() -> None:
    text = "In her speech , Ada Brandt praised Zoe Lund ."
    example = gap_example(gap_row((True, False), text))
    pronoun, name = example.antecedents
    assert pronoun.gold == (name.word,) and example.words[name.word] == "Ada"
    assert name.gold == (pronoun.word,)


def test_titles_head_no_name() -> None:
    words = "Mr. Lund and Queen Ada Brandt".split()
    assert name_head([0, 1], words) == 1
    assert name_head([3, 4, 5], words) == 4


def test_gap_file_and_words(tmp_path: Path) -> None:
    folder = tmp_path / "gap-coreference"
    folder.mkdir()
    with open(folder / "gap-validation.tsv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None)
        writer.writerow("ID Text Pronoun Pronoun-offset A A-offset A-coref B B-offset B-coref URL".split())
        row = gap_row((True, False))
        places = [TEXT.index("Ada"), "TRUE", "Zoe Lund", TEXT.index("Zoe"), "FALSE", "http"]
        writer.writerow(["t", TEXT, "her", row.pronoun[0], "Ada Brandt", *places])
    (read,) = read_gap(tmp_path, "dev")
    assert read == row and read.gender == "f"
    words, pronoun, names = row_words(read)
    assert words[pronoun] == "her" and [[words[word] for word in name] for name in names] == [
        ["Ada", "Brandt"],
        ["Zoe", "Lund"],
    ]


def test_genders_are_swapped_alike_everywhere() -> None:
    example = gap_example(gap_row((False, True)))
    swapped = swap_gender(example, {"Ada": "f", "Zoe": "f", "Karl": "m", "Nils": "m"}, random.Random(1))
    assert {swapped.words[0], swapped.words[3]} <= {"Karl", "Nils"}
    assert "his" in swapped.words and "her" not in swapped.words
    assert swapped.antecedents == example.antecedents and len(swapped.words) == len(example.words)


ARTICLE = (
    "Karl Lund met Nils Brandt at the port on Monday. Brandt was late. Lund asked about the ship. Brandt said no.\n\n"
    "The ship of Lund left. Brandt's brother stayed with Lund at the port."
)


def test_names_become_pronouns_where_another_man_competes() -> None:
    rows = list(replaced_names(ARTICLE, {"Karl": "m", "Nils": "m"}, 0, random.Random(2)))
    assert rows
    for row in rows:
        assert row.text[slice(*row.pronoun)].lower() in ("he", "him", "his")
        meant, other = (row.text[slice(*name)] for name in row.names)
        assert meant.split()[-1] != other.split()[-1]
        (item,) = [item for item in gap_example(row).antecedents if item.gold]
        assert item.word in [row_words(row)[1]]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("then Lund said", "Lund", ("he", 0)),
        ("Lund's ship", "Lund", ("His", 2)),
        ("the ship of Lund", "Lund", ("him", 0)),
        ("yesterday Lund and others", "Lund", ("", 0)),
    ],
)
def test_the_pronoun_fits_its_place(text: str, name: str, expected: tuple[str, int]) -> None:
    import re

    assert pronoun_for(text, re.search(name, text), "m") == expected
