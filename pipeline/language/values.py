"""Sums, shares, measures and durations that their words give away: a number with a currency, a percent sign, a unit.

The spans follow OntoNotes (Weischedel et al., 2013): what modifies the number (``about``, ``more than``) belongs to it.
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

Span = tuple[int, int, str, float]  # first word, the word after the last, label, confidence
Value = tuple[int, int, str]  # first word, the word after the last, label

NUMBER = re.compile(r"[+-]?(\d[\d,]*\.?\d*|\.\d+)(/\d+)?|[½¼¾⅓⅔⅛]|\d+[½¼¾⅓⅔⅛]")
NUMBER_WITH_MAGNITUDE = re.compile(r"(\d[\d,]*\.?\d*)(m|bn|mn|tn|k|million|billion|trillion)", re.IGNORECASE)
NUMBER_WITH_UNIT = re.compile(r"(\d[\d,]*\.?\d*)([A-Za-z]+)")
SIGN_WITH_NUMBER = re.compile(r"(RM|Rs\.?|R|[A-Z]{0,2}[$£€¥₹])(\d[\d,]*\.?\d*)(m|bn|mn|tn|k)?")
PERCENT = (("%",), ("percent",), ("per", "cent"), ("pct",), ("percentage", "point"), ("percentage", "points"))
PERCENT += (("basis", "point"), ("basis", "points"))
MODIFIERS = tuple(
    tuple(phrase.split())
    for phrase in (
        "no more than|no less than|more than|less than|fewer than|at least|at most|up to|as many as|as much as|"
        "as little as|as few as|well over|just over|just under|about|nearly|almost|roughly|approximately|around|some|"
        "over|under"
    ).split("|")
)
RANGE_WORDS = frozenset(("to", "-", "–", "or"))
DECADE = re.compile(r"['’]?\d0s|(1\d|20)\d0s")
NUMERIC = frozenset(("PERCENT", "MONEY", "QUANTITY", "CARDINAL"))
VALUES = NUMERIC | {"DATE", "TIME", "ORDINAL"}
SPEEDS = (("per", "hour"), ("an", "hour"), ("a", "second"), ("per", "second"), ("per", "gallon"))


@cache
def lexicon() -> dict[str, frozenset[str]]:
    """Return the word lists of ``values.toml``."""
    content = tomllib.loads(Path(__file__).with_name("values.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in content.items()}


def find_values(words: Sequence[str], *, durations: bool = True) -> list[Value]:
    """Return the sums of money (MONEY), shares (PERCENT), measures (QUANTITY) and durations (DATE, TIME), in order.

    :param words: as the pipeline's tokenizer cuts them, or a corpus.
    :param durations: also ``four years`` and ``30-second``, which may be the end of a longer date (``the last ...``).
    """
    found, index = [], 0
    while index < len(words):
        value = _money(words, index) or _measured(words, index) if _may_begin_value(words[index]) else None
        if value and (durations or value[2] not in ("DATE", "TIME")):
            first, stop, label = value
            begin = modified(words, first, found[-1][1] if found else 0)
            spanning = label in ("DATE", "TIME") and words[begin].lower() in ("over", "under", "some", "around")
            found.append((first if spanning else begin, stop, label))
            index = stop
        else:
            index += 1
    return found


@lru_cache(maxsize=100_000)
def _may_begin_value(word: str) -> bool:
    """Tell whether a number, with its sign before it or its unit behind it, can begin with a word."""
    known, lowered = lexicon(), word.lower()
    is_vague = lowered in known["vague_numbers"] or lowered in ("several", "few")
    with_sign = word in known["currency_signs"] or SIGN_WITH_NUMBER.fullmatch(word) is not None
    return is_vague or with_sign or _is_number(lowered) or NUMBER_WITH_UNIT.fullmatch(word) is not None


def modified(words: Sequence[str], first: int, least: int = 0) -> int:
    """Return where a number begins that ``first`` is the first word of, together with what modifies it."""
    for phrase in MODIFIERS:
        begin = first - len(phrase)
        if begin >= least and tuple(word.lower() for word in words[begin:first]) == phrase:
            return begin
    return first


def _number(words: Sequence[str], first: int) -> int:
    """Return where a number ends that begins at a word, or ``first`` where none does."""
    known, index = lexicon(), _vague_number(words, first)
    while index < len(words):
        word = words[index].lower()
        if _is_number(word) or (index > first and word in known["magnitudes"]):
            index += 1
        elif index > first and word == "-" and _is_number(words[index + 1] if index + 1 < len(words) else ""):
            index += 2
        elif (
            index > first and word == "and" and [each.lower() for each in words[index + 1 : index + 3]] == ["a", "half"]
        ):
            index += 3
        else:
            break
    return index


def _vague_number(words: Sequence[str], first: int) -> int:
    """Return where ``several hundred`` or ``tens of thousands`` ends, or ``first`` where it does not begin."""
    known = lexicon()
    lowered = [word.lower() for word in words[first : first + 3]]
    if lowered[:1] in (["several"], ["few"]) and lowered[1:2] and lowered[1] in known["magnitudes"] | {"dozen"}:
        return first + 2
    if lowered[:1] and lowered[0] in known["vague_numbers"]:
        return first + 3 if lowered[1:2] == ["of"] and lowered[-1] in known["vague_numbers"] else first + 1
    return first


def _is_number(word: str) -> bool:
    plain = NUMBER.fullmatch(word) or NUMBER_WITH_MAGNITUDE.fullmatch(word)
    return plain is not None or word.lower() in lexicon()["numbers"]


def _money(words: Sequence[str], first: int) -> Value | None:
    """Read ``$ 5 million`` or ``RM120,000``."""
    magnitudes = lexicon()["magnitudes"]
    if SIGN_WITH_NUMBER.fullmatch(words[first]):
        stop = first + 1
        while stop < len(words) and words[stop].lower() in magnitudes:
            stop += 1
    elif words[first] in lexicon()["currency_signs"]:
        stop = _number(words, first + 1)
    else:
        return None
    if stop == first + 1 and words[first] in lexicon()["currency_signs"]:
        return None
    further = _money(words, stop + 1) if stop + 1 < len(words) and words[stop] in RANGE_WORDS else None
    return first, further[1] if further else stop, "MONEY"


def _measured(words: Sequence[str], first: int) -> Value | None:
    """Read a number, or two as the ends of a range, with what is counted behind it."""
    if first and (words[first - 1] == "-" or words[first - 1] in lexicon()["currency_signs"]):
        return None
    joined = NUMBER_WITH_UNIT.fullmatch(words[first])
    if joined and joined[2] in lexicon()["units"]:
        return first, first + 1, "QUANTITY"
    stop = _number(words, first)
    if stop == first:
        return None
    further = _number(words, stop + 1) if stop < len(words) and words[stop] in RANGE_WORDS else 0
    return (_counted(words, first, further) if further > stop + 1 else None) or _counted(words, first, stop)


def _counted(words: Sequence[str], first: int, stop: int) -> Value | None:
    """Return the value that a number is with the words behind it."""
    vague = words[stop - 1].lower() in lexicon()["vague_numbers"]
    stop += vague and words[stop : stop + 1] == ["of"]  # hundreds of dollars
    following = tuple(word.lower() for word in words[stop : stop + 4])
    for phrase in PERCENT:
        if following[: len(phrase)] == phrase:
            return first, stop + len(phrase), "PERCENT"
    known, unit = lexicon(), stop + (following[:1] == ("-",))
    if unit < len(words) and words[unit].lower() in known["currencies"]:
        return first, unit + 1, "MONEY"
    if unit < len(words) and words[unit].lower() in known["clock_units"] | known["calendar_units"]:
        return first, _duration_end(words, unit + 1), "TIME" if words[unit].lower() in known["clock_units"] else "DATE"
    if unit + 1 < len(words) and words[unit].lower() in known["powers"]:
        unit += 1 + (words[unit + 1] == "-")
    if unit >= len(words) or not (words[unit] in known["units"] or words[unit].lower() in known["units"]):
        return None
    end = unit + 1
    behind = tuple(word.lower() for word in words[end : end + 2])
    if behind in SPEEDS or (behind[:1] == ("/",) and behind[-1] in ("h", "h.", "s", "hr", "hour")):
        end += 2
    further = _counted(words, end, inner) if (inner := _number(words, end)) > end else None
    if further and further[2] == "QUANTITY":  # 5 feet 11 inches
        end = further[1]
    return first, end, "QUANTITY"


def _duration_end(words: Sequence[str], stop: int) -> int:
    """Return where ``ten years`` ends together with further units, and the ``ago`` or ``old`` behind it."""
    known = lexicon()
    begin = stop + (words[stop : stop + 1] in (["and"], [","]))
    further = _number(words, begin)
    if further > begin and words[further : further + 1] and words[further].lower() in known["clock_units"]:
        return _duration_end(words, further + 1)
    following = tuple(word.lower() for word in words[stop : stop + 2])
    if following == ("-", "old"):
        return stop + 2
    return stop + (following[:1] in (("ago",), ("earlier",), ("later",), ("old",)))


def mend_values(words: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Return the spans with the values that their words give away, whatever the model made of them.

    A name, or a longer date or value, that holds such a value stays; other numbers begin at what modifies them.

    :param spans: ``(first, stop, label, confidence)`` in words, in order.
    """
    kept = list(spans)
    for first, stop, label in find_values(words):
        touching = [span for span in kept if span[0] < stop and first < span[1]]
        if any(_holds(span, first, stop, label) for span in touching):
            continue
        kept = [span for span in kept if span not in touching]
        kept.append((first, stop, label, min((span[3] for span in touching), default=1.0)))
    return mend_numbers(words, sorted(kept))


def mend_numbers(words: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Return the spans with numbers begun at what modifies them, and without those that count nothing.

    ``2 cups`` is a quantity where the model took the number for one, ``the 60s`` and an age (``Varga, 45,``) are dates;
    ``no one`` counts nothing.
    """
    mended, least = [], 0
    for first, stop, label, confidence in spans:
        text = " ".join(words[first:stop]).lower()
        if label == "CARDINAL" and text == "one" and first and words[first - 1].lower() in lexicon()["not_counted"]:
            continue
        if label == "CARDINAL" and words[stop : stop + 1] and words[stop].lower() in lexicon()["ambiguous_units"]:
            stop, label = stop + 1, "QUANTITY"
        elif label == "CARDINAL" and text.isdecimal() and _is_age(words, first, stop, mended):
            label = "DATE"
        elif label in ("CARDINAL", "QUANTITY") and DECADE.fullmatch(text):
            first, label = first - (first > least and words[first - 1].lower() in ("the", "'", "’")), "DATE"
        elif label in NUMERIC:
            first = modified(words, first, least)
        mended.append((first, stop, label, confidence))
        least = stop
    return mended


def _holds(span: Span, first: int, stop: int, label: str) -> bool:
    """Tell whether a span that touches a value is to stay: a name, or a longer date or value that holds it."""
    if span[2] not in VALUES:
        return True
    return span[0] <= first and stop <= span[1] and span[2] in ("DATE", "TIME", label)


def _is_age(words: Sequence[str], first: int, stop: int, before: Sequence[Span]) -> bool:
    """Tell whether a number stands behind a person, in commas or brackets."""
    if not before or before[-1][2] != "PERSON" or before[-1][1] != first - 1 or stop >= len(words):
        return False
    marks = words[first - 1], words[stop]
    return marks in ((",", ","), (",", "."), (",", ";"), ("(", ")")) and 5 < int(words[first]) < 115
