"""What a claim says of whom, and when, on hand-built parses."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.records import Article, Claim, Mention
from pipeline.rows.propositions import NOTHING, day_of, describe_claims, find_proposition, times_of

VOCAB = spacy.blank("en").vocab
ARTICLE = Article(
    article_id="a", url=None, url_key=None, outlet=None, title=None, authors=(), byline=None, wire_credit=None,
    published_at=datetime(2025, 11, 27, 23, 30, tzinfo=UTC), published_at_raw=None, published_at_source=None,
    published_at_precision=None, modified_at=None, retrieved_at=datetime(2025, 11, 28, tzinfo=UTC),
    dateline_place=None, section=None, language="en", body="", word_count=0, text_sha256="", status="ok",
    source_document="a.txt", document_sha256="",
)


def parsed(*words: tuple[str, str, int, str]) -> Doc:
    """Return a Doc of (word, relation, head, part of speech)."""
    texts, relations, heads, tags = zip(*words, strict=True)
    spaces = [following not in (",", ".", "n’t") for following in (*texts[1:], ".")]
    return Doc(VOCAB, words=texts, spaces=spaces, deps=relations, heads=list(heads), pos=tags)


ASKED = parsed(
    ("Drury", "nsubj", 2, "PROPN"), ("has", "aux", 2, "AUX"), ("asked", "root", 2, "VERB"), ("the", "det", 4, "DET"),
    ("council", "obj", 2, "NOUN"), ("on", "case", 6, "ADP"), ("Monday", "obl", 2, "PROPN"), (".", "punct", 2, "PUNCT"),
)
IS_NO_PLAN = parsed(
    ("The", "det", 1, "DET"), ("sale", "nsubj", 5, "NOUN"), ("was", "cop", 5, "AUX"), ("n’t", "advmod", 5, "PART"),
    ("a", "det", 5, "DET"), ("secret", "root", 5, "NOUN"), (".", "punct", 5, "PUNCT"),
)


def parts(doc: Doc, span: tuple[int, int] | None = None):
    found = find_proposition(doc, span or (0, len(doc.text)))
    return tuple(part and doc.text[slice(*part)] for part in (found.subject, found.object)) + (found.predicate,)


def test_a_verb_with_subject_and_object():
    assert parts(ASKED) == ("Drury", "the council", "has asked")


def test_a_copula_has_its_complement_as_object():
    assert parts(IS_NO_PLAN) == ("The sale", "a secret", "wasn’t")


def tagged(rows: str) -> Doc:
    """Return a Doc of lines of word, tag, part of speech, relation and head's number from 0; "_" glues a word."""
    table = [line.split() for line in rows.strip().splitlines()]
    return Doc(
        VOCAB, words=[row[0].removeprefix("_") for row in table], tags=[row[1] for row in table],
        spaces=[not following[0].startswith("_") for following in table[1:]] + [False],
        pos=[row[2] for row in table], deps=[row[3] for row in table], heads=[int(row[4]) for row in table],
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("taxes NNS NOUN obj 1\nhit VBD VERB root 1\nowners NNS NOUN obj 1", ("taxes", "owners", "hit")),
        ("he PRP PRON mark 1\nslept VBD VERB root 1", ("he", None, "slept")),
        ("he PRP PRON nsubj 3\nnow RB ADV advmod 2\nsold VBD VERB root 2\nfish NN NOUN obj 2", ("he", "fish", "sold")),
        ("in IN ADP case 1\nMay NNP PROPN obl 2\nslept VBD VERB root 2", (None, "in May", "slept")),
        ("fish NN NOUN obj 1\nsold VBN VERB acl 1", (None, "fish", "sold")),
    ],
)
def test_a_finite_verb_has_the_noun_before_it_where_the_parse_gives_no_subject(rows, expected):
    assert parts(tagged(rows)) == expected


def test_a_subject_is_a_whole_noun_phrase_whatever_the_parse_takes_for_it():
    doc = tagged("""
        Lee NNP PROPN nsubj 4
        _’s POS PART case 0
        old JJ ADJ dep 4
        ferry NN NOUN dep 4
        sank VBD VERB root 4
    """)
    assert parts(doc)[0] == "Lee’s old ferry"
    doc = tagged("""
        The DT DET dep 2
        ferry NN NOUN nsubj 2
        hit VBD VERB root 2
        a DT DET dep 2
        pier NN NOUN obj 2
    """)
    assert parts(doc) == ("The ferry", "a pier", "hit")


def test_only_what_stands_in_the_claim_counts():
    start = ASKED.text.index("the council")
    assert parts(ASKED, (start, start + len("the council"))) == (None, None, None)


def test_without_a_parse_there_is_nothing():
    assert find_proposition(Doc(VOCAB, words=["Drury", "asked"]), (0, 5)) is NOTHING


def claim(**changes) -> Claim:
    given = dict.fromkeys(Claim.__dataclass_fields__)
    return Claim(**given | {"article_id": "a", "start_char": 0, "end_char": len(ASKED.text), **changes})


def test_claims_get_parts_entities_and_days():
    article = replace(ARTICLE, body=ASKED.text)
    mention = Mention("m", "a", None, "drury", "Drury", "name", "PERSON", 0, 5)
    (found,) = describe_claims([claim()], times_of(article), ASKED, [mention])
    assert (found.subject, found.subject_entity_id, found.object_entity_id) == ("Drury", "drury", None)
    assert (found.event_start, found.event_end) == (date(2025, 11, 24), date(2025, 11, 24))


def test_without_a_day_of_publication_no_day_is_told():
    (found,) = describe_claims([claim()], times_of(replace(ARTICLE, body=ASKED.text, published_at=None)), ASKED, [])
    assert found.event_start is None


@pytest.mark.parametrize(("zone", "day"), [(None, 27), ("+09:00", 28), ("-05:00", 27)])
def test_the_day_is_that_of_the_articles_own_zone(zone, day):
    assert day_of(replace(ARTICLE, published_at_zone=zone)) == date(2025, 11, day)
