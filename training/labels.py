"""The labels of the model, and how each corpus's own labels map to them.

Corpora tell different things apart: CoNLL-2003 has one LOC for states and rivers, and leaves dates unmarked. A word's
gold is therefore a set of allowed labels, and training maximises the probability of the whole set (marginalisation
over partial labels; Tsuboi et al., COLING 2008). Gazetteers narrow the sets where a name decides.
"""

import re
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc

from pipeline.language.attributions import ROLES
from pipeline.language.decoding import bio_tags
from pipeline.language.entities import LABELS, VALUE_LABELS
from pipeline.language.values import find_values, lexicon, modified
from training.gazetteers import (
    OPEN_MISC,
    QUOTES,
    is_people,
    misc_labels,
    place_labels,
    sure_names,
)

ATTRIBUTION_TAGS = bio_tags(ROLES)
ENTITY_TAGS = bio_tags(LABELS)

Allowed = frozenset[str] | None  # tags such as O, B-GPE; None: nothing is known of the word

OUTSIDE = frozenset({"O"})
CLOCK_WORDS = re.compile(
    r"\b(hours?|minutes?|seconds|(\d+|one|two|five|ten|thirty)( - | |-)second|a\.?m\.?|p\.?m\.?|midnight|noon|morning"
    r"|afternoon|evening|nights?|overnight|\d\d?:\d\d|GMT|dawn|dusk)\b(?!.*\b(century|decade))",
    re.IGNORECASE,
)
NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion "
    "trillion hundreds thousands millions billions trillions dozen dozens score scores half quarter third thirds "
    "quarters zero couple several first second fourth fifth sixth seventh eighth ninth tenth eleventh twelfth last "
    "once twice m bn k".split()
)
TIME_WORDS = frozenset(
    "second seconds minute minutes hour hours day days week weeks weekend weekends month months year years decade "
    "decades century centuries millennium season seasons quarter semester monday tuesday wednesday thursday friday "
    "saturday sunday january february march april may june july august september october november december mon tue "
    "tues wed thu thurs fri sat sun jan jan. feb feb. mar mar. apr apr. jun jun. jul jul. aug aug. sep sep. sept "
    "sept. oct oct. nov nov. dec dec. spring summer autumn fall winter today tonight yesterday tomorrow daily "
    "weekly monthly quarterly annual annually yearly hourly nightly morning afternoon evening night midnight noon "
    "overnight dawn dusk midday gmt est edt pst pdt et utc a.m. p.m. am pm ago earlier later christmas easter "
    "ramadan thanksgiving halloween hanukkah passover eve eid lent holiday midweek fiscal present then now "
    "currently recently future past".split()
)
VALUE_CONNECTORS = frozenset(
    "a an the of and or to in at from - – , . ' 's this that next last past previous coming recent early late mid "
    "more less fewer than least most about around nearly almost some over under up as many much only every each per "
    "off between roughly approximately another other few old few- end start beginning middle following same entire "
    "whole rest current above below just further half-".split()
)


@cache
def units() -> frozenset[str]:
    """Return the words that name a measure or a currency, in lower case."""
    known = lexicon()
    kinds = ("units", "ambiguous_units", "powers", "currencies", "currency_signs")
    return frozenset(word.lower() for kind in kinds for word in known[kind])


def is_value_word(word: str) -> bool:
    """Tell whether a word may be the kernel of a date, a time or a number."""
    lower = word.lower()
    return (
        any(letter.isdigit() or letter in "$£€¥₹%½¼¾⅓⅔" for letter in word)
        or lower in NUMBER_WORDS
        or lower in TIME_WORDS
        or lower.rstrip("s.") in TIME_WORDS
        or lower in units()
        or lower in ("percent", "percentage", "per", "cent", "basis", "point", "points")
        or ("-" in lower and bool(set(lower.split("-")) & (NUMBER_WORDS | TIME_WORDS)))
    )


def value_words(words: Sequence[str]) -> list[bool]:
    """Tell which words may belong to a date, a time or a number: its kernels and the small words about them."""
    kernels = [is_value_word(word) for word in words]
    return [
        kernel or (word.lower() in VALUE_CONNECTORS and any(kernels[max(0, index - 3) : index + 4]))
        for index, (word, kernel) in enumerate(zip(words, kernels, strict=True))
    ]


def duration_labels(text: str) -> tuple[str, ...]:
    """Return the label of a duration: OntoNotes counts hours as TIME and days as DATE."""
    return ("TIME",) if CLOCK_WORDS.search(text) else ("DATE",)


def tagged(prefix: str, labels: Sequence[str]) -> Allowed:
    """Return the labels as tags with a prefix."""
    return frozenset(f"{prefix}-{label}" for label in labels)


def span_tags(labels: Sequence[str], length: int) -> list[Allowed]:
    """Return the tags of a span's words."""
    return [tagged("B", labels), *[tagged("I", labels)] * (length - 1)]


def continued(labels: Allowed) -> Allowed:
    """Return the tags of a further piece of a word: those of its first piece, inside."""
    return labels and frozenset(tag.replace("B-", "I-", 1) for tag in labels)


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
        allowed[first:stop] = span_tags(labels, stop - first) if labels else [None] * (stop - first)
    return allowed


VALUES = outside_or(VALUE_LABELS)


def without_values(words: Sequence[str], allowed: Sequence[Allowed]) -> list[Allowed]:
    """Open what a corpus without dates and numbers leaves outside, where a word may belong to one."""
    opened = [
        VALUES if possible and labels == OUTSIDE else labels
        for labels, possible in zip(allowed, value_words(words), strict=True)
    ]
    return with_values(words, opened)


def with_values(words: Sequence[str], allowed: Sequence[Allowed]) -> list[Allowed]:
    """Label the sums, shares and measures that their words give away, where no name is in their way."""
    labelled = list(allowed)
    for first, stop, label in find_values(words, durations=False):
        if all(labels is None or "O" in labels or _is_value(labels) for labels in allowed[first:stop]):
            labelled[first:stop] = span_tags((label,), stop - first)
            if stop < len(words) and _continues(allowed[stop]):
                labelled[stop] = None
    return labelled


def _is_value(labels: frozenset[str]) -> bool:
    return all(tag[2:] in VALUE_LABELS for tag in labels)


def narrow(words: Sequence[str], allowed: list[Allowed], *, outside: bool = False) -> list[Allowed]:
    """Give the names that their own words give away (``... Act``, ``... Airport``) their label.

    :param outside: also where the corpus marks nothing (silver labels); elsewhere only inside its own names.
    """
    narrowed = list(allowed)
    for first, stop, label in sure_names(words):
        inside = [labels is not None and "O" not in labels for labels in allowed[first:stop]]
        whole = all(inside) and (stop == len(words) or not _continues(allowed[stop]))
        whole = whole and not _continues(allowed[first])
        if outside or (whole and f"B-{label}" in (allowed[first] or ())):
            narrowed[first:stop] = span_tags((label,), stop - first)
            if stop < len(words) and _continues(allowed[stop]):
                narrowed[stop] = None
    return narrowed


def _continues(labels: Allowed) -> bool:
    return labels is not None and all(tag.startswith("I-") for tag in labels)


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

    return without_values(words, narrow(words, allow(words, spans_of(tags), choose, OUTSIDE)))


def from_politics(words: Sequence[str], tags: Sequence[str]) -> list[Allowed]:
    """CrossNER's politics types."""

    def choose(label: str, text: str) -> tuple[str, ...]:
        match label:
            case "person" | "politician":
                return ("PERSON",)
            case "organisation" | "politicalparty":
                return ("NORP", "ORG") if is_people(text) else ("ORG",)
            case "country":
                return ("GPE",)
            case "location":
                return place_labels(text)
            case "event" | "election":
                return ("EVENT",)
            case _:
                return misc_labels(text)

    return without_values(words, narrow(words, allow(words, spans_of(tags), choose, OUTSIDE)))


def from_wnut(words: Sequence[str], tags: Sequence[str]) -> list[Allowed]:
    """WNUT17's types; common nouns among its products (``vodka``) and peoples, which it does not know, stay open."""

    def choose(label: str, text: str) -> tuple[str, ...]:
        match label:
            case "person":
                return ("PERSON",)
            case "corporation":
                return ("ORG",)
            case "group":
                return ("NORP", "ORG")
            case "location":
                return place_labels(text)
            case "product":
                return ("PRODUCT",) if any(letter.isupper() for letter in text) else ()
            case _:
                return ("WORK_OF_ART", "EVENT")

    allowed = allow(words, spans_of(tags), choose, OUTSIDE)
    allowed = [
        None if labels == OUTSIDE and word[:1].isupper() and is_people(word) else labels
        for word, labels in zip(words, allowed, strict=True)
    ]
    return without_values(words, allowed)


# What IE-ER's guidelines leave outside a value and OntoNotes takes in, before and behind it.
MODIFIERS = frozenset(
    "a an the this that next last past previous coming recent early late mid more less fewer than least most about "
    "around nearly almost some over under up to roughly approximately another few several only every each just at "
    "as many much".split()
)
TRAILERS = frozenset("ago earlier later old - or so ahead before after night morning evening afternoon".split())


def from_ieer(doc: Doc, spans: Sequence[tuple[int, int, str]]) -> list[Allowed]:
    """IE-ER's names, times and numbers, given as spans in words.

    Its guidelines (MUC's) know no NORP, EVENT, LAW, PRODUCT, WORK_OF_ART or ORDINAL, mark no relative dates (``today``)
    and leave modifiers (``the past``, ``about``) outside; all that stays open.
    """
    words = [token.text for token in doc]
    allowed = allow(words, spans, ieer_labels, OUTSIDE)
    values = value_words(words)
    openly = outside_or(("NORP", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"))
    for index, word in enumerate(words):
        if allowed[index] == OUTSIDE:
            if word.lower() in TIME_WORDS or word.lower() in NUMBER_WORDS:
                allowed[index] = None if word[:1].isupper() else VALUES
            elif word[:1].isupper() or (word[:1].isdigit() or word in QUOTES):
                allowed[index] = openly | outside_or(("ORDINAL",) if word[:1].isdigit() else ())
            elif values[index] and word.lower() in VALUE_CONNECTORS:
                allowed[index] = VALUES
    for first, stop, label in spans:
        if label not in ("PERSON", "ORGANIZATION", "LOCATION"):
            _open_borders(words, allowed, first, stop)
    return allowed


def ieer_labels(label: str, text: str) -> tuple[str, ...]:
    """Return what a span of IE-ER is in OntoNotes.

    MEASURE is an age (DATE), a sum or rate of money, a length of time, a count of things (``32-game``: CARDINAL on the
    number alone, so nothing is said) or a quantity of a unit.
    """
    simple = {"PERSON": "PERSON", "ORGANIZATION": "ORG", "DATE": "DATE", "TIME": "TIME", "MONEY": "MONEY"}
    simple |= {"PERCENT": "PERCENT", "CARDINAL": "CARDINAL"}
    if label == "LOCATION":
        return ("NORP",) if is_people(text) else place_labels(text)
    if label == "DURATION":
        return duration_labels(text)
    if label == "TIME":
        return ("TIME",)
    if label != "MEASURE":
        return (simple[label],) if label in simple else ()
    if re.search(r" (a|an|per) (day|week|month|year|hour)\b", text):
        return ()
    parts = set(re.split(r"[\s-]+", text.lower()))
    if any(letter in text for letter in "$£€") or parts & lexicon()["currencies"]:
        return ("MONEY",)
    if parts & {"year", "years", "month", "months", "week", "weeks", "day", "days", "decade"}:
        return ("DATE",)
    if parts & {"hour", "hours", "minute", "minutes", "second", "seconds"}:
        return ("TIME",)
    if parts & units():
        return ("QUANTITY",)
    return ("DATE", "CARDINAL", "QUANTITY") if re.fullmatch(r"[\d,.]+", text) else ()


def _open_borders(words: Sequence[str], allowed: list[Allowed], first: int, stop: int) -> None:
    """Let a value begin at a modifier before it and end with an ``ago`` behind it."""
    inner = allowed[first]
    if inner is None:
        return
    begin = first
    while begin > 0 and words[begin - 1].lower() in MODIFIERS:
        begin -= 1
    labels = [tag[2:] for tag in inner if tag.startswith("B-")]
    for index in range(begin, first):
        allowed[index] = outside_or(labels)
    if begin < first:
        allowed[first] = inner | tagged("I", labels)
    while stop < len(words) and words[stop].lower() in TRAILERS and stop - first < 8:
        allowed[stop] = None
        stop += 1


def from_timebank(words: Sequence[str], spans: Sequence[tuple[int, int, str]]) -> list[Allowed]:
    """TimeML's expressions of time; references to the present (``now``) are no dates here, and names are unknown."""

    def choose(_: str, text: str) -> tuple[str, ...]:
        return duration_labels(text)

    spans = [span for span in spans if " ".join(words[span[0] : span[1]]).lower() not in VAGUE]
    allowed = allow(words, spans, choose, OUTSIDE)
    numbers = outside_or(("MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"))
    for index, (word, possible) in enumerate(zip(words, value_words(words), strict=True)):
        if allowed[index] == OUTSIDE and word[:1].isupper():
            allowed[index] = None
        elif allowed[index] == OUTSIDE and possible and word.lower() not in TIME_WORDS:
            allowed[index] = numbers
    return with_values(words, allowed)


# SUTime's references to the present and the past, which are no dates to OntoNotes.
VAGUE = frozenset(
    "now|once|recently|current|past|the past|previously|time|future|the future|currently|present|"
    "right now|previous|the time|the present|nowadays|soon|at the time|this time|the same time|"
    "at this time|lately|the moment|the near future|near future|presently|former|formerly|at present|"
    "today 's|the current|a second|long ago|that time".split("|")
)


def from_corenlp(tokens: Sequence[tuple[str, str]]) -> list[Allowed]:
    """CoreNLP's silver labels, from ``(entity label, word)`` of each token in IO notation."""
    words = [word for _, word in tokens]
    spans = spans_of([label if label == "O" else f"I-{label}" for label, _ in tokens])
    allowed = allow(words, spans, _corenlp_labels, OUTSIDE)
    for first, stop, label in spans:
        text = " ".join(words[first:stop])
        if label == "MISC" and stop - first > 1 and _quoted(words, first, stop):
            allowed[first:stop] = span_tags(("WORK_OF_ART",), stop - first)
        elif label == "NUMBER" and _is_age(tokens, first, stop):
            allowed[first] = tagged("B", ("DATE",))
        elif label in ("DATE", "DURATION") and text.lower() in VAGUE:
            allowed[first:stop] = [OUTSIDE] * (stop - first)
        elif label in ("NUMBER", "MONEY", "PERCENT", "QUANTITY", "DURATION") and allowed[first] is not None:
            _take_modifier(words, allowed, first)
        if text.lower() == "one" and first > 0 and words[first - 1].lower() in NOT_COUNTED:
            allowed[first] = OUTSIDE if words[first - 1].lower() != "the" else None
    for index, word in enumerate(words):
        if allowed[index] == OUTSIDE and word[:1].isupper() and is_people(word):
            allowed[index] = None
    return narrow(words, with_values(words, _open_titles(words, allowed)), outside=True)


NOT_COUNTED = frozenset("no any every each this that which another some the".split())  # before "one"


def _take_modifier(words: Sequence[str], allowed: list[Allowed], first: int) -> None:
    """Begin a number at the ``about`` or ``more than`` before it, as OntoNotes does."""
    begin = modified(words, first)
    if begin < first and all(labels == OUTSIDE for labels in allowed[begin:first]):
        inner = continued(allowed[first])
        allowed[begin : first + 1] = [allowed[first], *[inner] * (first - begin)]


def _corenlp_labels(label: str, text: str) -> tuple[str, ...]:
    simple = {"PERSON": "PERSON", "ORGANIZATION": "ORG", "DATE": "DATE", "SET": "DATE", "TIME": "TIME"}
    simple |= {"PERCENT": "PERCENT", "ORDINAL": "ORDINAL", "QUANTITY": "QUANTITY"}
    match label:
        case "LOCATION":
            return place_labels(text)
        case "MISC":
            labels = misc_labels(text)
            return (*labels, "ORG") if labels == OPEN_MISC and " " in text else labels if labels != OPEN_MISC else ()
        case "DURATION" | "SET" | "DATE":
            if re.fullmatch(r"(years?|months?|days?|weeks?|decades?|hours?|minutes?|seconds?)", text.lower()):
                return ()
            return duration_labels(text)
        case "NUMBER":
            return ("CARDINAL",) if re.search(r"\w", text) and text not in ("score", "gross", "zero") else ()
        case "MONEY":
            return ("MONEY",) if any(is_value_word(word) for word in text.split()) else ()
        case _:
            return (simple[label],) if label in simple else ()


def _is_age(tokens: Sequence[tuple[str, str]], first: int, stop: int) -> bool:
    """Tell whether a number between commas behind a person is an age, which OntoNotes counts as DATE."""
    if stop - first != 1 or first < 2 or stop >= len(tokens) or not tokens[first][1].isdigit():
        return False
    between = tokens[first - 1][1] == "," and tokens[stop][1] in (",", ".")
    return between and tokens[first - 2][0] == "PERSON" and 5 < int(tokens[first][1]) < 105


def _quoted(words: Sequence[str], first: int, stop: int) -> bool:
    closing = words[stop + 1] if stop + 1 < len(words) and words[stop] in (",", ".") else words[stop : stop + 1]
    return first > 0 and words[first - 1] in QUOTES and bool(closing) and closing[0] in QUOTES


def _open_titles(words: Sequence[str], allowed: list[Allowed]) -> list[Allowed]:
    """Open what stands between quotation marks and begins all its longer words with a capital: it may be a title."""
    opened, start = list(allowed), None
    for index, word in enumerate(words):
        if word not in QUOTES:
            continue
        inside = words[start + 1 : index] if start is not None else []
        longer = [each for each in inside if len(each) > 3 and each.isalpha()]
        if 0 < len(inside) <= 9 and longer and all(each[0].isupper() for each in longer):
            opened[start + 1 : index] = [None if labels == OUTSIDE else labels for labels in opened[start + 1 : index]]
        start = index
    return opened
