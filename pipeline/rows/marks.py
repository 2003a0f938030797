"""Quotations: what stands between quotation marks, whatever marks an outlet uses.

Marks are paired within a paragraph, so that one that is never closed spoils at most its own. A quotation of several
paragraphs opens each of them and closes only the last (The Chicago Manual of Style, 13.32).
"""

import re
from dataclasses import dataclass

from pipeline.rows.text import Span

OPENING = "“„«‟❝〝"
CLOSING = "”»❞〞"
STRAIGHT = '"＂'
DOUBLE = OPENING + CLOSING + STRAIGHT
ALL_MARKS = DOUBLE + "‘’‚‛'‹›"
POSSESSIVES = frozenset(("'s", "’s", "'", "’"))  # words that make a possessive of the one before

_MARK = re.compile(f"[{DOUBLE}]")
_SINGLE_QUOTATION = re.compile(
    r"(?<![\w’'])(?:‘(?=[\w$£€“])|'(?=[A-Za-z]))"  # opens before a word and not within one
    r"(?:[^‘'’\n]|(?<=\w)[’'](?=\w)|(?<=s)[’'](?=\s[a-z])|[’'](?=\d0s))+?"
    r"[’'](?!\w)(?!(?<=s.)\s[a-z])"  # and closes after one, but not in "the boys’ team"
)
_OPENS_AFTER = " \t\n\r\u00a0\u2009\u200a\u202f([{—–-/:" + OPENING + "‘'"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks, marks included."""

    start: int
    end: int
    is_closed: bool = True

    @property
    def span(self) -> Span:
        """The quotation with its marks."""
        return self.start, self.end

    @property
    def inner(self) -> Span:
        """The quotation without its marks."""
        return self.start + 1, max(self.end - self.is_closed, self.start + 1)


def find_quotations(body: str, paragraphs: list[Span]) -> list[Quotation]:
    """Return the outermost quotations, in order, none overlapping another."""
    found: list[Quotation] = []
    for number, (start, end) in enumerate(paragraphs):
        following = paragraphs[number + 1][0] if number + 1 < len(paragraphs) else None
        continues = following is not None and body[following] in OPENING + STRAIGHT
        found += _in_paragraph(body, start, end, continues)
    return found


def _in_paragraph(body: str, start: int, end: int, continues: bool) -> list[Quotation]:
    marks = [place.start() for place in _MARK.finditer(body, start, end)]
    if not marks:
        return [Quotation(*single.span()) for single in _SINGLE_QUOTATION.finditer(body, start, end)]
    found: list[Quotation] = []
    opened: int | None = None
    depth = 0
    for place in marks:
        opens = _opens(body, place, opened is not None)
        if opened is None:
            if opens:
                opened, depth = place, 0
        elif opens and body[place] in OPENING and _closes_twice(body, marks, place, opened):
            depth += 1
        elif opens:
            opened, depth = place, 0  # the mark before was never closed
        elif depth:
            depth -= 1
        else:
            found.append(Quotation(opened, place + 1))
            opened = None
    if opened is not None and (opened == start or continues):
        found.append(Quotation(opened, end, is_closed=False))
    return found


def _opens(body: str, place: int, is_open: bool) -> bool:
    mark = body[place]
    if mark in OPENING:
        return not (mark == "«" and is_open)
    if mark in CLOSING:
        return mark == "»" and not is_open and _looks_opening(body, place)
    if not is_open:
        return _looks_opening(body, place) or _stands_free(body, place)
    return _looks_opening(body, place) and not _stands_free(body, place)


def _looks_opening(body: str, place: int) -> bool:
    before = body[place - 1] if place else " "
    after = body[place + 1] if place + 1 < len(body) else " "
    return before in _OPENS_AFTER and not after.isspace() and after not in ".,;:!?)"


def _stands_free(body: str, place: int) -> bool:
    """Whether white space stands on both sides, as in carelessly set text."""
    return (not place or body[place - 1].isspace()) and (place + 1 == len(body) or body[place + 1].isspace())


def _closes_twice(body: str, marks: list[int], place: int, opened: int) -> bool:
    """Whether a second opening mark is a quotation within the quotation, because two closing marks follow."""
    balance = 0
    for other in marks:
        if other >= place:
            balance += 1 if body[other] in OPENING else -1
            if balance < 0:
                return True
    return False


def quoted_share(body: str, span: Span, quotations: list[Quotation]) -> float:
    """Return how much of a span stands in quotations, counted in letters and digits; 0 where it has none."""
    total = _count(body, span)
    inside = sum(
        _count(body, (max(span[0], quotation.start), min(span[1], quotation.end)))
        for quotation in quotations
        if quotation.start < span[1] and span[0] < quotation.end
    )
    return inside / total if total else 0.0


def _count(body: str, span: Span) -> int:
    return sum(map(str.isalnum, body[span[0] : span[1]]))
