"""Sources that only the parse tells, on parses written by hand."""

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.rows.subjects import Subjects

NLP = spacy.blank("en")
POS = {
    "nsubj": "NOUN", "nsubj:pass": "NOUN", "root": "VERB", "conj": "VERB", "advcl": "VERB", "xcomp": "VERB",
    "acl": "VERB", "obj": "NOUN", "obl": "NOUN", "obl:agent": "NOUN", "nmod": "NOUN", "nmod:poss": "PROPN",
    "det": "DET", "case": "ADP", "mark": "SCONJ", "cc": "CCONJ", "punct": "PUNCT", "aux": "AUX", "aux:pass": "AUX",
    "amod": "ADJ", "advmod": "ADV", "expl": "PRON", "ccomp": "VERB", "compound": "NOUN", "acl:relcl": "VERB",
}  # fmt: skip


def parsed(parse):
    """Return the words of a parse; each is written word|relation|number of its head."""
    entries = [entry.split("|") for entry in parse.split()]
    words = [word for word, _, _ in entries]
    return Doc(
        NLP.vocab,
        words=words,
        heads=[int(head) for _, _, head in entries],
        deps=[relation for _, relation, _ in entries],
        pos=[POS[relation] for _, relation, _ in entries],
        tags=[
            "VBG" if word.endswith("ing") else "VBN" if word.endswith("ked") else "WP" if word[0] in "wW" else "X"
            for word in words
        ],
        lemmas=["tell" if word == "told" else word for word in words],
    )


def subject(parse, cue, content=()):
    """Return the text found for a cue."""
    doc = parsed(parse)
    starts = {token.text: token.idx for token in doc}
    found = Subjects(doc).subject_of(
        (starts[cue], starts[cue] + len(cue)), [(starts[word], starts[word] + len(word)) for word in content]
    )
    return found and doc.text[slice(*found)]


@pytest.mark.parametrize(
    ("parse", "cue", "expected"),
    [
        ("The|det|1 port|nsubj|3 has|aux|3 said|root|3 so|advmod|3", "said", "The port"),
        ("Orr|nsubj|1 denied|root|1 it|obj|1 and|cc|4 called|conj|1 it|obj|4", "called", "Orr"),
        ("Orr|nsubj|1 urged|root|1 calm|obj|1 ,|punct|4 saying|advcl|1 so|advmod|4", "saying", "Orr"),
        ("Orr|nsubj:pass|2 was|aux:pass|2 quoted|root|2 as|mark|4 saying|advcl|2", "saying", "Orr"),
        ("Orr|nsubj|1 wants|root|1 to|mark|3 announce|xcomp|1 it|obj|3", "announce", "Orr"),
        ("Orr|nsubj|1 told|root|1 aides|obj|1 to|mark|4 deny|xcomp|1 it|obj|4", "deny", "aides"),
        ("He|nsubj|1 rejected|root|1 a|det|4 port|compound|4 report|obj|1 claiming|advcl|1 it|obj|5",
         "claiming", "a port report"),
        ("aides|nsubj|2 doubting|acl|0 left|root|2", "doubting", "aides"),
        ("It|nsubj:pass|2 was|aux:pass|2 denied|root|2 by|case|4 Orr|obl:agent|2", "denied", "Orr"),
        ("It|nsubj:pass|2 was|aux:pass|2 denied|root|2", "denied", None),
        ("Orr|nsubj|1 left|root|1 when|mark|3 asked|advcl|1", "asked", None),
        ("There|expl|1 was|root|1 talk|nsubj|1", "was", "talk"),
        ("Orr|nsubj|1 spoke|ccomp|3 and|cc|3 advised|root|3 her|obj|3", "advised", "Orr"),
    ],
)  # fmt: skip
def test_the_subject_of_a_cue(parse, cue, expected):
    assert subject(parse, cue) == expected


def test_nobody_in_the_content_is_the_source():
    parse = "Orr|nsubj|1 seems|root|1 to|mark|3 agree|xcomp|1"
    assert subject(parse, "seems") == "Orr"
    assert subject(parse, "seems", content=["Orr"]) is None


def test_without_a_parse_nobody_is_found():
    doc = NLP("Orr has said so")
    assert Subjects(doc).subject_of((8, 12), []) is None


@pytest.mark.parametrize(
    ("parse", "expected"),
    [
        ("The|det|2 port|compound|2 board|nsubj|3 said|root|3 so|advmod|3", "The port board"),
        ("Later|advmod|3 the|det|2 board|nsubj|3 said|root|3 so|advmod|3", "the board"),
        ("So|advmod|1 said|root|1 the|det|3 board|nsubj|1", "the board"),
        ("the|nsubj|1 said|root|1 so|advmod|1", None),
    ],
)
def test_a_source_cut_short_is_its_noun_phrase(parse, expected):
    doc = parsed(parse)
    (the,) = (token for token in doc if token.lower_ == "the")
    (said,) = (token for token in doc if token.text == "said")
    found = Subjects(doc).opened_by(*((token.idx, token.idx + len(token)) for token in (the, said)))
    assert (found and doc.text[slice(*found)]) == expected


@pytest.mark.parametrize(
    ("parse", "expected"),
    [
        ("The|det|2 port|compound|2 boards|nsubj|5 who|nsubj|4 objected|acl:relcl|2 won|root|5", "The port boards"),
        ("He|nsubj|1 mocked|root|1 those|obj|1 who|nsubj|4 objected|acl:relcl|2", "those"),
        ("Orr|nsubj|1 knows|root|1 who|nsubj|3 objected|ccomp|1", None),
        ("What|nsubj|3 who|nsubj|2 objected|acl:relcl|0 helps|root|3", None),
    ],
)
def test_what_a_relative_pronoun_takes_up(parse, expected):
    doc = parsed(parse)
    (who,) = (token for token in doc if token.text == "who")
    found = Subjects(doc).antecedent_of((who.idx, who.idx + len(who)))
    assert (found and doc.text[slice(*found)]) == expected
