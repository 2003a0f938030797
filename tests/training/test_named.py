"""The readers of corpora of names, on small pieces written for the test."""

import pytest

from training.gazetteers import is_people, misc_labels, place_labels, sure_names
from training.named import WRITTEN, from_gum, from_written, gum_entities, read_written, written_spans

GUM = """1	The	the	DET	DT	_	2	det	_	Entity=(1-organization-new-nnnnn-cf1-2-sgl
2	University	university	PROPN	NNP	_	3	nsubj	_	_
3	of	of	ADP	IN	_	4	case	_	_
4	Bergen	Bergen	PROPN	NNP	_	2	nmod	_	Entity=(2-place-new-nnnnn-cf2-1-sgl-Bergen)1)
5	hired	hire	VERB	VBD	_	0	root	_	_
6	two	two	NUM	CD	_	8	nummod	_	Entity=(3-person-new-nnnnn-cf3-3-sgl
7	Norwegian	Norwegian	ADJ	JJ	_	8	amod	_	_
8	historians	historian	NOUN	NNS	_	5	obj	_	Entity=3)
9	in	in	ADP	IN	_	10	case	_	_
10	1997	1997	NUM	CD	_	5	obl	_	Entity=(4-time-new-nnnnn-cf4-1-sgl)"""


def test_gum_names_are_cut_out_of_noun_phrases():
    rows = [line.split("\t") for line in GUM.splitlines()]
    assert [(first, stop, kind) for first, stop, kind, *_ in gum_entities(rows)] == [
        (3, 4, "place"),
        (0, 4, "organization"),
        (5, 8, "person"),
        (9, 10, "time"),
    ]
    allowed = from_gum(rows)
    assert allowed[0:4] == [{"O"}, {"B-ORG"}, {"I-ORG"}, {"I-ORG"}]
    assert allowed[6] == {"B-NORP"}
    assert allowed[7] == {"O"}
    assert allowed[9] == {"B-DATE"}
    assert {"O", "B-CARDINAL"} < allowed[5]


def test_markup_gives_text_and_spans():
    text, spans = written_spans("[[Anna Varga|PERSON]] left [[the Senate|ORG]] [[two days ago|DATE]].")
    assert text == "Anna Varga left the Senate two days ago."
    assert [(text[start:end], label) for start, end, label in spans] == [
        ("Anna Varga", "PERSON"),
        ("Senate", "ORG"),
        ("two days ago", "DATE"),
    ]


def test_a_capital_article_belongs_to_a_name_only_within_a_sentence():
    text, spans = written_spans("[[The Senate|ORG]] met [[The Hague|GPE]]'s mayor of [[The Guardian|ORG]].")
    assert [text[start:end] for start, end, _ in spans] == ["Senate", "The Hague", "The Guardian"]


def test_brackets_without_a_label_are_an_error():
    with pytest.raises(ValueError, match="brackets"):
        written_spans("[[Anna Varga]] left")


@pytest.mark.parametrize("part", ["train", "dev"])
def test_the_own_gold_reads_whole(part):
    paragraphs = list(read_written(part))
    if part == "train" and len(list(WRITTEN.glob("*.txt"))) < 2:
        pytest.skip("no training paragraphs yet")
    assert paragraphs
    for doc, spans in paragraphs:
        allowed = from_written(doc, spans)
        assert sum(any(tag.startswith("B-") for tag in tags) for tags in allowed) == len(spans)


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("Harlow Airport", ("FAC",)),
        ("Lake Orrin", ("LOC",)),
        ("the Middle East", ("LOC",)),
        ("The Netherlands", ("GPE",)),
        ("Calcutta", ("GPE",)),
        ("White House", ("FAC", "ORG")),
        ("Skjervold", ("GPE", "LOC", "FAC")),
    ],
)
def test_places(name, labels):
    assert place_labels(name) == labels


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("South Koreans", ("NORP",)),
        ("Corran Rivers Treaty", ("LAW",)),
        ("Airbus A310", ("PRODUCT",)),
        ("Orrin Cup", ("EVENT",)),
        ("U.S.-led", ()),
        ("Nobel Prize", ("WORK_OF_ART",)),
    ],
)
def test_other_names(name, labels):
    assert misc_labels(name) == labels


def test_peoples():
    assert is_people("African Americans")
    assert not is_people("American Airlines")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("under the Freedom of Rivers Act passed", [("Freedom of Rivers Act", "LAW")]),
        ("Corran and Orrin Act as one", []),
        ("at Harlow International Airport today", [("Harlow International Airport", "FAC")]),
        ("before World War II began", [("World War II", "EVENT")]),
        ("an F-16 flew over", [("F-16", "PRODUCT")]),
        ("the Fifth Amendment says", [("Fifth Amendment", "LAW")]),
        ("the bridge is old", []),
    ],
)
def test_names_that_their_words_give_away(text, names):
    words = text.split()
    assert [(" ".join(words[first:stop]), label) for first, stop, label in sure_names(words)] == names
