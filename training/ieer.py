"""IE-ER's dates, times and numbers beside ours: what one guideline marks otherwise than the other.

IE-ER (NIST, 1999) follows MUC's guidelines, our labels follow OntoNotes. Both sides are compared after this:

- What modifies a value, or follows it, is left off: ``the past``, ``about``, ``ago``, ``-old``; ``Monday night`` is
  ``Monday`` (IE-ER leaves the rest unmarked).
- Two ends of a range (``May 1 - 31``, ``15 to 20 years``) are one value (IE-ER marks each end).
- MEASURE is a quantity (QUANTITY), an age or a length of time (DATE, TIME), a sum of money (MONEY), or a count of
  things (``32-game``: CARDINAL, the number alone); a bare number may be either. DURATION is TIME where it is counted in
  hours or less, else DATE.
- Our dates that IE-ER does not mark at all, because they are relative (``today``, ``last year``, ``annual``), count
  only where it marked them; so do our values within its rates (``300,000 a month``).
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.language.entities import VALUE_LABELS
from training.labels import MODIFIERS, NUMBER_WORDS, TRAILERS, duration_labels, ieer_labels

Gold = tuple[int, int, tuple[str, ...]]  # first word, the word after the last, labels that it may have
NAMES = frozenset(("PERSON", "ORGANIZATION", "LOCATION"))
RANGE_WORDS = frozenset(("-", "–", "to"))
RELATIVE = frozenset(
    "today yesterday tomorrow tonight now then daily weekly monthly quarterly annual annually yearly hourly nightly "
    "overnight weekend weekends century centuries decade decades year years month months week weeks day days hour "
    "hours minute minutes second seconds morning afternoon evening night nights noon midnight dawn dusk future past "
    "season seasons time times quarter".split()
)


def gold_values(words: Sequence[str], spans: Iterable[tuple[int, int, str]]) -> Iterator[Gold]:
    """Yield IE-ER's dates, times and numbers as we would label them; no label where the two know no common one."""
    ranges = join_ranges(words, [(first, stop, label) for first, stop, label in spans if label not in NAMES])
    for first, stop, label in ranges:
        if label == "MEASURE" and "per" in words[first:stop]:  # a rate: what is paid or used, without for what
            stop = first + list(words[first:stop]).index("per")
        if label == "MEASURE" and (number := _count_of_things(words, first, stop)):
            yield (*number, ("CARDINAL",))
        else:
            begin, end, kind = kernel(words, first, stop, label)
            labels = ieer_labels(kind, " ".join(words[first:stop]))
            yield begin, end, tuple(each for each in labels if each in VALUE_LABELS)


def _count_of_things(words: Sequence[str], first: int, stop: int) -> tuple[int, int] | None:
    """Return the number of ``32 - game``, where what is counted is no unit."""
    if ieer_labels("MEASURE", " ".join(words[first:stop])):
        return None
    if "-" not in words[first + 1 : stop - 1]:
        return None
    hyphen = max(index for index in range(first + 1, stop - 1) if words[index] == "-")
    return first, hyphen


def join_ranges(words: Sequence[str], spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Join values on both sides of ``-`` or ``to``: of one label, or a number and what counts it, too."""
    joined: list[tuple[int, int, str]] = []
    for span in sorted(spans):
        if joined and span[0] - joined[-1][1] == 1 and words[joined[-1][1]].lower() in RANGE_WORDS:
            first, stop, label = joined[-1]
            number = all(_is_number(word) for word in words[first:stop])
            if label == span[2] or number:
                joined[-1] = (first, span[1], span[2])
                continue
        joined.append(span)
    return joined


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or word.lower() in NUMBER_WORDS - {"last", "once", "twice"}


def kernel(words: Sequence[str], first: int, stop: int, label: str) -> tuple[int, int, str]:
    """Return a value without what modifies it before and behind, and its label: ``Monday night`` is a date."""
    begin, end = first, stop
    while end - begin > 1 and words[begin].lower() in MODIFIERS and not _is_number(words[begin]):
        begin += 1
    while end - begin > 1 and words[end - 1].lower() in TRAILERS:
        end -= 1
    if label == "TIME" and re.fullmatch(
        r"(mon|tues|wednes|thurs|fri|satur|sun)day", " ".join(words[begin:end]).lower()
    ):
        label = "DATE"
    return begin, end, label


def found_values(
    words: Sequence[str], spans: Iterable[tuple[int, int, str]], gold: Sequence[Gold]
) -> Iterator[tuple[int, int, str]]:
    """Yield our dates, times and numbers as they compare with IE-ER's, less those that it would not mark."""
    values = [span for span in spans if span[2] in VALUE_LABELS and span[2] != "ORDINAL"]
    for first, stop, label in join_ranges(words, values):
        begin, end, kind = kernel(words, first, stop, label)
        touching = [marked for marked in gold if marked[0] < end and begin < marked[1]]
        relative = kind in ("DATE", "TIME") and not touching and _is_relative(words[begin:end])
        if not relative and not any(not labels for _, _, labels in touching):
            yield begin, end, kind


def _is_relative(words: Sequence[str]) -> bool:
    lowered = [word.lower() for word in words]
    return bool(set(lowered) & RELATIVE) and not any(_is_number(word) for word in lowered)


def agree(
    gold: Sequence[Gold], found: Sequence[tuple[int, int, str]]
) -> tuple[set[tuple[int, int, str]], set[tuple[int, int, str]]]:
    """Return gold and found as sets of spans with one label: of what gold may be, what was found, or else its first."""
    labels = {(first, stop): label for first, stop, label in found}
    fixed = set()
    for first, stop, allowed in gold:
        if allowed:
            label = labels.get((first, stop))
            fixed.add((first, stop, label if label in allowed else allowed[0]))
    return fixed, set(found)


def ieer_label(label: str, words: Sequence[str]) -> str:
    """Return the label that stands for IE-ER's own where spans are compared as it marked them."""
    plain = {"MEASURE": "QUANTITY", "DURATION": duration_labels(" ".join(words))[0]}
    return plain.get(label, label)
