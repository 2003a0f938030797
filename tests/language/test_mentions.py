"""Mentions: which words head them, how far they reach, what is told of them."""

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from pipeline.language.extensions import WordAttribution, set_word_attributions
from pipeline.language.mentions import (
    FEMALE,
    KINDS,
    MALE,
    PLURAL,
    SINGULAR,
    Mentions,
    describe,
    find_spans,
    is_nominal_head,
    name_head,
    phrase_edges,
    quotation_numbers,
)

VOCAB = spacy.blank("en").vocab
# word, universal tag, Penn tag, head, relation
PARSED = """
Mayor PROPN NNP 1 nmod:desc
Ada PROPN NNP 6 nsubj
Brandt PROPN NNP 1 flat
of ADP IN 4 case
Riverton PROPN NNP 1 nmod
, PUNCT , 1 punct
said VERB VBD 6 root
: PUNCT : 6 punct
“ PUNCT `` 10 punct
I PRON PRP 10 nsubj
met VERB VBD 6 ccomp
the DET DT 12 det
engineers NOUN NNS 10 obj
who PRON WP 14 nsubj
built VERB VBD 12 acl:relcl
it PRON PRP 14 obj
, PUNCT , 12 punct
” PUNCT '' 10 punct
and CCONJ CC 19 cc
praised VERB VBD 6 conj
her PRON PRP$ 21 nmod:poss
husband NOUN NN 19 obj
. PUNCT . 6 punct
"""


@pytest.fixture
def doc() -> Doc:
    """A parsed sentence with two names and an attribution."""
    rows = [line.split() for line in PARSED.strip().splitlines()]
    words, tags, penn, heads, relations = zip(*rows, strict=True)
    doc = Doc(
        VOCAB,
        words=words,
        pos=tags,
        tags=penn,
        heads=[int(head) for head in heads],
        deps=relations,
        sent_starts=[index == 0 for index in range(len(words))],
    )
    doc.set_ents([Span(doc, 1, 3, label="PERSON"), Span(doc, 4, 5, label="GPE")])
    set_word_attributions(doc, [WordAttribution(source=[(0, 5)], cue=[(6, 7)], content=[(8, 18)])])
    return doc


def described(doc: Doc) -> tuple[Mentions, dict[str, int]]:
    """Return the mentions and their numbers by their head words."""
    mentions = describe(doc, find_spans(doc))
    return mentions, {doc[int(word)].text: number for number, word in enumerate(mentions.word)}


def test_spans_reach_over_what_belongs_to_the_phrase(doc: Doc) -> None:
    found = {doc[word].text: doc[first:stop].text for word, first, stop in find_spans(doc)}
    assert found == {
        "Ada": "Mayor Ada Brandt of Riverton",
        "Riverton": "Riverton",
        "I": "I",
        "engineers": "the engineers who built it",
        "who": "who",
        "it": "it",
        "her": "her",
        "husband": "her husband",
    }


def test_names_are_mentions_whatever_the_parse_says() -> None:
    words = "Yesterday Professor Ada Brandt , Zoe Lund".split()
    heads = [2, 1, 1, 2, 1, 2, 2]  # the title as head of the name, the second name as two objects
    relations = ["advmod", "root", "flat", "flat", "punct", "compound", "compound"]
    doc = Doc(VOCAB, words=words, pos=["ADV", *["PROPN"] * 3, "PUNCT", "X", "X"], heads=heads, deps=relations)
    doc.set_ents([Span(doc, 2, 4, label="PERSON"), Span(doc, 5, 7, label="PERSON")])
    assert [(doc[word].text, doc[first:stop].text) for word, first, stop in find_spans(doc)] == [
        ("Ada", "Professor Ada Brandt"),
        ("Zoe", "Zoe Lund"),
    ]


def test_kinds_numbers_and_genders(doc: Doc) -> None:
    mentions, at = described(doc)
    kinds = {word: KINDS[mentions.kind[number]] for word, number in at.items()}
    assert kinds["Ada"] == kinds["Riverton"] == "name"
    assert kinds["engineers"] == "definite"
    assert kinds["husband"] == "possessed"
    assert (kinds["I"], kinds["her"], kinds["it"], kinds["who"]) == ("I", "she", "it", "relative")
    assert mentions.number[at["engineers"]] == PLURAL
    assert mentions.number[at["husband"]] == SINGULAR
    assert mentions.gender[[at["her"], at["husband"]]].tolist() == [FEMALE, MALE]


def test_who_speaks_in_which_quotation(doc: Doc) -> None:
    mentions, at = described(doc)
    assert mentions.quotation[[at["Ada"], at["I"], at["it"], at["her"]]].tolist() == [0, 1, 1, 0]
    speakers = mentions.speaker[[at["I"], at["engineers"], at["her"]]].tolist()
    assert speakers == [1, 1, -1]  # "Ada", the source's first mention


def test_names_share_bits_keys_and_initials() -> None:
    doc = Doc(VOCAB, words="Ada Brandt met Brandt . The AB won . European Union EU".split())
    doc.set_ents([Span(doc, a, b, label=label) for a, b, label in ((0, 2, "PERSON"), (3, 4, "PERSON"), (9, 11, "ORG"))])
    doc.set_ents([Span(doc, 11, 12, label="ORG")], default="unmodified")
    mentions, _ = described(doc)
    full, last, union, short = range(4)
    assert mentions.key[full] == mentions.key[last]
    assert mentions.bits[full] & mentions.bits[last] == mentions.bits[last] != 0
    assert mentions.initials[union] == mentions.initials[short] >= 0
    assert mentions.head[full] != mentions.head[last]


def test_without_parse_names_and_pronouns_are_found() -> None:
    doc = Doc(VOCAB, words="President Ada Brandt said she liked the Bank of Riverton .".split())
    doc.set_ents([Span(doc, 1, 3, label="PERSON"), Span(doc, 7, 10, label="ORG")])
    assert find_spans(doc) == [(1, 1, 3), (4, 4, 5), (7, 7, 10)]
    assert name_head(doc.ents[1]) == 7


def test_without_parse_tags_show_noun_phrases() -> None:
    words, tags = "the old mayor told them nothing".split(), ["DET", "ADJ", "NOUN", "VERB", "PRON", "PRON"]
    assert find_spans(Doc(VOCAB, words=words, pos=tags)) == [(2, 0, 3), (4, 4, 5)]


def test_an_empty_doc_has_no_mentions() -> None:
    assert len(describe(Doc(VOCAB), find_spans(Doc(VOCAB)))) == 0


@pytest.mark.parametrize(
    ("tag", "relation", "expected"),
    [
        ("NOUN", "nsubj:pass", True),
        ("PROPN", "compound", True),
        ("NOUN", "compound", False),
        ("PROPN", "flat", False),
        ("NUM", "nsubj", True),
        ("NUM", "nummod", False),
        ("VERB", "nsubj", False),
    ],
)
def test_nominal_heads(tag: str, relation: str, expected: bool) -> None:
    assert is_nominal_head(tag, relation) is expected


@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=30))
def test_phrases_hold_their_word_and_no_cycle_hangs(shares: list[float]) -> None:
    heads = np.asarray([int(share * len(shares)) for share in shares])
    everything = np.ones(len(heads), dtype=bool)
    firsts, stops = phrase_edges(heads, everything, everything)
    own = np.arange(len(heads))
    assert (firsts <= own).all() and (own < stops).all()


def test_quotations_are_numbered() -> None:
    doc = Doc(VOCAB, words=["“", "No", "”", "he", "said", '"', "Yes", '"', "“", "open", "\n", "end"])
    assert quotation_numbers(doc).tolist() == [1, 1, 0, 0, 0, 2, 2, 0, 3, 3, 0, 0]
