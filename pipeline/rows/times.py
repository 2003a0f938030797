"""Time expressions: where they stand, what they mean against the day of publication, and the days that they span.

Values are those of TIMEX3 (TimeML 1.2.1; Pustejovsky et al., 2003): ``2025-11-07``, ``2025-W46``, ``2025-11``,
``2025-Q3``, ``P3D``, ``PRESENT_REF``. They are found and resolved by rule, after HeidelTime (Strötgen & Gertz, 2013).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.rows.text import find_around
from pipeline.rows.timex import AHEAD, FIRST_MONTH, Context, Parts, read_rules, shift

_SAME_PASSAGE = 300  # characters
_CLAUSE = 120  # characters
_FUTURE = re.compile(
    r"\b(?:will|shall|would|could|may|might|won[’']t|going to|as (?:soon|early) as|until|upcoming|ahead of"
    r"|(?:is|are|was|were) to|(?:due|set|slated|likely|ready|scheduled|expect(?:s|ed)?|plan(?:s|ned|ning)?|hopes?"
    r"|intends?|aims?|vow(?:s|ed)?|promis(?:es|ed)) (?:to|for|on|an?|by)|[’']ll)\b"
)
_PAST = re.compile(r"\b(?:was|were|had|did|has|have been|told|came|went|made|took|met|held|[a-z]{2,}ed)\b")
_SAID_THEN = re.compile(r"\b(?:said|says|told \w+|announced|on|in a statement)(?: on| late| early)? $")
_CLAUSE_BREAK = re.compile(r"[.;!?\n]|, (?=who|which|and|but)")
_RANGE = re.compile(r"\s+(?:and|to|through|until|till)\s+|\s*[-–—]\s*")
_RANGE_BEGINS = re.compile(r"\b(?:between|from)\s+$", re.IGNORECASE)

_SINCE = re.compile(r"\bsince (?:at least |around |about |early |late |mid-)?\Z", re.IGNORECASE)
_LONGEST_SINCE = 20  # characters
_COMMA = re.compile(r", (?!who|which|and|but)")

Days = tuple[date, date]  # the first and the last, both included


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression of a text."""

    start: int
    end: int
    value: str  # of TIMEX3
    days: Days | None  # None where it names none: "recently", "for three hours"
    period: Days | None = None  # "since Monday": up to the day of publication


def find_times(text: str, *, published: date) -> list[TimeExpression]:
    """Return the time expressions of a text, in order, none inside another.

    :param published: the day that "today" is, in the article's own zone.
    """
    rules = read_rules()
    candidates = [
        (match.start(), -match.end(), number, match)
        for number, rule in enumerate(rules)
        for match in find_around(rule.pattern, rule.words, text)
    ]
    found: list[TimeExpression] = []
    anchor, reached = published, 0
    for start, _, number, match in sorted(candidates, key=lambda candidate: candidate[:3]):
        if start < reached:
            continue
        parts = {name: part.casefold().rstrip(".") for name, part in match.groupdict().items() if part}
        is_future = _is_future(text, start, match.end())
        value = rules[number].resolve(parts, Context(published, is_future, anchor, _quarter_before(found, start)))
        if value is None:
            continue
        days = _days_of(value, parts, published)
        is_begun = days and days[0] < published and _SINCE.search(text, max(0, start - _LONGEST_SINCE), start)
        period = (days[0], published) if is_begun else None
        found.append(TimeExpression(start, match.end(), value, days, period))
        reached = match.end()
        if days and not value.startswith("P"):
            anchor = days[0]
    return found


def span_of(times: Iterable[TimeExpression], text: str) -> Days | None:
    """Return the days that the time expressions of one proposition name together.

    A range ("between January and October", "from Monday to Friday") counts as one; else the expression that names the
    fewest days says most.
    """
    dated = [time for time in times if time.days]
    for one, two in zip(dated, dated[1:], strict=False):
        is_range = _RANGE.fullmatch(text, one.end, two.start) and _RANGE_BEGINS.search(text[: one.start])
        if is_range and one.days[0] <= two.days[1]:
            return one.days[0], two.days[1]
    best = min(dated, key=lambda time: (time.days[1] - time.days[0], time.start), default=None)
    return (best.period or best.days) if best else None


def calendar_days(value: str) -> Days | None:
    """Return the days of a TIMEX3 value, ``None`` where it is none of the calendar's."""
    value = value.partition("T")[0]
    for pattern, days in _CALENDAR:
        match = pattern.fullmatch(value)
        if match:
            try:
                return days(*match.groups())
            except (ValueError, OverflowError):
                return None
    return None


def _days_of(value: str, parts: Parts, published: date) -> Days | None:
    if value == "PRESENT_REF":
        return published, published
    if value.startswith("P"):
        return _days_beside(published, value, parts["which"]) if "which" in parts else None
    days, edge = calendar_days(value), parts.get("edge")
    if days and days[0] <= published <= days[1]:
        if edge in ("earlier", "the beginning of", "the start of"):
            return days[0], published
        if edge in ("later", "the rest of"):
            return published, days[1]
    return days


def _days_beside(published: date, value: str, which: str) -> Days | None:
    """Return the days of "the past three months" or "the next two weeks"."""
    length = re.fullmatch(r"P(\d+)([DWMY])", value)
    if not length:
        return (published, published) if value.startswith("PT") else None
    try:
        other = shift(published, length[2], int(length[1]) if which in AHEAD else -int(length[1]))
    except (ValueError, OverflowError):
        return None
    return min(published, other), max(published, other)


def _quarter_before(found: list[TimeExpression], place: int) -> int | None:
    quarters = (time.value for time in reversed(found[-3:]) if place - time.end < _SAME_PASSAGE and "-Q" in time.value)
    return next((int(value[-1]) for value in quarters), None)


def _is_future(text: str, start: int, end: int) -> bool:
    """Whether the clause around an expression speaks of what is to come."""
    before = _CLAUSE_BREAK.split(text[max(0, start - _CLAUSE) : start])[-1]
    future = [match.end() for match in _FUTURE.finditer(before)]
    past = [match.start() for match in _PAST.finditer(before)]
    if not future and _SAID_THEN.search(before):
        return False
    if future or past:
        return max(future, default=-1) > max(past, default=-1)
    is_first = not before.strip(' \t"“‘').removesuffix("On").strip()
    comma = _COMMA.match(text, end) if is_first else None  # "On Monday, the House will vote"
    first, length = (comma.end(), _CLAUSE) if comma else (end, _CLAUSE // 3)
    after = re.split(r"[.;!?,\n]", text[first : first + length])[0]
    return bool(_FUTURE.search(after)) and not _PAST.search(after)


def _months(year: str, first: int, count: int) -> Days:
    begin = date(int(year), first, 1)
    return begin, shift(shift(begin, "M", count), "D", -1)


def _week(year: str, week: str, first: int) -> Days:
    return date.fromisocalendar(int(year), int(week), first), date.fromisocalendar(int(year), int(week), 7)


def _years(first: str, last: str) -> Days:
    return date(int(first), 1, 1), date(int(last), 12, 31)


_CALENDAR: tuple[tuple[re.Pattern[str], Callable[..., Days]], ...] = tuple(
    (re.compile(pattern), days)
    for pattern, days in (
        (r"(\d{4}-\d\d-\d\d)", lambda day: (date.fromisoformat(day), date.fromisoformat(day))),
        (r"(\d{4})-(\d\d)", lambda year, month: _months(year, int(month), 1)),
        (r"(\d{4})-W(\d\d)", lambda year, week: _week(year, week, 1)),
        (r"(\d{4})-W(\d\d)-WE", lambda year, week: _week(year, week, 6)),
        (r"(\d{4})-Q([1-4])", lambda year, quarter: _months(year, 3 * int(quarter) - 2, 3)),
        (r"(\d{4})-H([12])", lambda year, half: _months(year, 6 * int(half) - 5, 6)),
        (r"(\d{4})-(SP|SU|FA|WI)", lambda year, season: _months(year, FIRST_MONTH[season], 3)),
        (r"(\d{4})", lambda year: _years(year, year)),
        (r"(\d{3})X", lambda decade: _years(f"{decade}0", f"{decade}9")),
        (r"(\d\d)", lambda century: _years(f"{century}00", f"{century}99")),
    )
)
