"""How the parts of an attribution stand in the text: their spans, and whether the content is quoted."""

import re
from bisect import bisect_right
from operator import attrgetter

from pipeline.rows.marks import CLOSING, OPENING, STRAIGHT, Quotation, quoted_share
from pipeline.rows.text import Span, covers, trim

_LEADING = " \t\r\n\u00a0,;:.—–-"
_TRAILING = " \t\r\n\u00a0,;:—–-"


# What the outlet says of how little was said: "... on Monday, without elaborating".
_WITHOUT_MORE = re.compile(
    r",?\s+without\s+(?:elaborating|(?:giving|providing|offering|citing)\s+(?:(?:any|further|more|other|specific)\s+)*"
    r"(?:details?|evidence|proof|specifics|examples?|explanation)|(?:going into|specifying|saying which)\b)[^.;“”\"]*$"
)


_PREPOSITION_AT_END = re.compile(
    r"(?<=\S)\s+(?:(?:in|on|at|for|during|from|with|by)|(?:in|on|at|for|from|by)\s+(?:the|an?))\Z"
)
_TIME_BEFORE = re.compile(
    r"(?:(?:[Ll]ater|[Ee]arlier|[Mm]eanwhile|[Hh]owever|[Tt]hen|(?:[Oo]n )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|[Yy]esterday|[Tt]oday)(?: (?:morning|afternoon|evening|night))?,? )+(?=\S)"
)
_POSSESSIVE = re.compile(r"(?<=\w)(?:[’']s|(?<=s)’)\Z")


def kind_of(body: str, content: list[Span], quotations: list[Quotation]) -> str:
    """Return ``direct``, ``indirect`` or ``mixed`` by how much of the content stands between quotation marks."""
    shares = [quoted_share(body, span, quotations) for span in content]
    if all(share == 1 for share in shares):
        return "direct"
    quoted = [q for q in quotations if not _is_nickname(body, q)]
    return "mixed" if any(quoted_share(body, span, quoted) for span in content) else "indirect"


def _is_nickname(body: str, quotation: Quotation) -> bool:
    """Whether what stands in marks is a name or title rather than words said: each word has a capital."""
    return not any(word[:1].islower() for word in body[slice(*quotation.inner)].split())


def tidy_content(body: str, span: Span, quotations: list[Quotation]) -> Span:
    """Return a fragment without surrounding white space, commas and, if it is wholly quoted, its quotation marks.

    A mark whose partner is outside the fragment goes; one whose partner is inside stays, and is taken in again where
    the fragment ends just before it.
    """
    start, end = trim(body, *span, _TRAILING)
    for quotation in quotations:
        inner = quotation.inner
        if quotation.start <= start and end <= quotation.end:
            return _between(body, max(start, inner[0]), min(end, inner[1]))
        if quotation.is_closed and start <= quotation.start < end <= quotation.end:
            if quotation.end - end <= 2 and not _has_words(body, end, quotation.end):
                return _leading(body, start, quotation.end)
            if not _has_words(body, quotation.start, end):
                end = quotation.start
        if quotation.start < start < quotation.end <= end and not _has_words(body, start, quotation.end):
            start = quotation.end
    start, end = trim(body, start, end, _TRAILING)
    without = _WITHOUT_MORE.search(body, start, end)
    hanging = _PREPOSITION_AT_END.search(body, start, end) if body[end : end + 1] == " " else None
    cut = without or hanging
    return _leading(body, start, cut.start() if cut else end)


def _between(body: str, start: int, end: int) -> Span:
    """Return a span inside a quotation; full stops, question marks and inner quotations stay."""
    start, end = trim(body, start, end, _TRAILING)
    return start, end


def _leading(body: str, start: int, end: int) -> Span:
    return end - len(body[start:end].lstrip(_LEADING)), end


def _has_words(body: str, start: int, end: int) -> bool:
    return any(map(str.isalnum, body[start:end]))


def tidy_part(body: str, spans: list[Span]) -> Span | None:
    """Return where a source or cue stands: from first to last where only marks lie between, else its longest part."""
    trimmed = [trim(body, *span, " \t\r\n\u00a0,;" + OPENING + CLOSING + STRAIGHT) for span in spans]
    spans = sorted(span if span[0] < span[1] else trim(body, *raw) for span, raw in zip(trimmed, spans, strict=True))
    spans = [span for span in spans if span[0] < span[1]]
    if not spans:
        return None
    if all(
        not _has_words(body, one[1], two[0]) and two[0] - one[1] <= 3
        for one, two in zip(spans, spans[1:], strict=False)
    ):
        return spans[0][0], spans[-1][1]
    return max(spans, key=lambda span: span[1] - span[0])


def tidy_source(body: str, spans: list[Span]) -> Span | None:
    """Return where a source stands, without when it spoke ("Later", "Sunday evening") and without "’s"."""
    found = tidy_part(body, spans)
    if found is None:
        return None
    time = _TIME_BEFORE.match(body, *found)
    start = time.end() if time else found[0]
    possessive = _POSSESSIVE.search(body, start, found[1])
    return start, possessive.start() if possessive and possessive.start() > start else found[1]


def joined(body: str, content: list[Span]) -> str:
    """Return a content's fragments, joined by a space."""
    return " ".join(body[start:end] for start, end in content)


def is_within(span: Span, quotations: list[Quotation]) -> bool:
    """Whether a span lies in one of the quotations, which are in order and do not overlap."""
    number = bisect_right(quotations, span[0], key=attrgetter("start")) - 1
    return number >= 0 and covers(quotations[number].span, span)
