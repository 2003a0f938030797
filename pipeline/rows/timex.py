"""From the parts of a time expression to its TIMEX3 value: what ``lexicon/times.toml`` finds, resolved by its kind."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta

from pipeline.rows.lexicon import read_lexicon

FIRST_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
AHEAD = frozenset(("next", "coming", "following"))
_BEHIND = frozenset(("last", "past", "previous"))
_WEEKDAYS = tuple(name.casefold() for name in calendar.day_name)
_MONTHS = tuple(name.casefold() for name in calendar.month_name[1:])
_UNITS = {
    "minute": "TM", "hour": "TH", "day": "D", "weekend": "WE", "week": "W", "fortnight": "F", "month": "M",
    "quarter": "Q", "year": "Y", "decade": "E", "century": "C",
}
_SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
_PARTS_OF_DAY = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
_NUMBERS = read_lexicon("numbers")["words"] | {"a": 1, "an": 1, "a couple of": 2, "a dozen": 12, "a hundred": 100}
_ORDINALS = {word: number for number, word in enumerate("first second third fourth".split(), 1)}
_ADVERBS = {
    "hourly": "PT1H", "daily": "P1D", "weekly": "P1W", "monthly": "P1M", "annually": "P1Y", "yearly": "P1Y",
}
_REFERENCES = {"present": "PRESENT_REF", "past": "PAST_REF", "future": "FUTURE_REF"}
_YEAR_OFFSETS = {"last": -1, "this": 0, "next": 1}
# Days: a date further ahead is last year's, unless its clause speaks of what is to come; then one as far back is next
# year's.
_SOON = 45

_WEDNESDAY = 2

Parts = dict[str, str]  # the named groups of a rule's pattern


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is resolved against."""

    published: date
    is_future: bool  # whether its clause speaks of what is to come
    anchor: date  # the day that "earlier" and "later" count from
    quarter: int | None  # that was spoken of just before, as results are reported


Resolver = Callable[[Parts, Context], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """What finds time expressions of a kind, and resolves the parts that it names."""

    pattern: re.Pattern[str]
    words: frozenset[str]  # of which each expression holds one
    resolve: Resolver


@cache
def read_rules() -> tuple[Rule, ...]:
    """Return the rules of the lexicon."""
    lexicon = read_lexicon("times")
    return tuple(
        Rule(
            re.compile(_expanded(rule["pattern"], lexicon["fragments"])),
            frozenset(lexicon["words"].get(rule["words"], rule["words"]).split()),
            RESOLVERS[rule["kind"]],
        )
        for rule in lexicon["rules"]
    )


def _expanded(pattern: str, fragments: dict[str, str]) -> str:
    while "@" in pattern:
        pattern = re.sub(r"@(\w+)@", lambda match: fragments[match[1]], pattern)
    return pattern


def shift(day: date, unit: str, count: int) -> date:
    """Return the day some units away.

    :param unit: a unit of TIMEX3 (D, W, M, Y, Q), or WE (weekend), F (fortnight), E (decade), C (century); of hours
        and minutes (TH, TM) the day stays.
    :raises ValueError, OverflowError: there is no such day.
    """
    months = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}
    days = {"D": 1, "W": 7, "WE": 7, "F": 14}
    if unit in months:
        return day + relativedelta(months=months[unit] * count)
    return day + timedelta(days=days.get(unit, 0) * count)


def value_at(day: date, unit: str) -> str:
    """Return the value of the day, week, month ... that a day lies in."""
    year, week, _ = day.isocalendar()
    values = {
        "W": f"{year}-W{week:02}", "F": f"{year}-W{week:02}", "WE": f"{year}-W{week:02}-WE", "M": f"{day:%Y-%m}",
        "Q": f"{day.year}-Q{(day.month + 2) // 3}", "Y": f"{day.year}", "E": f"{day.year // 10}X",
        "C": f"{day.year // 100}",
    }
    return values.get(unit, day.isoformat())


def _full_date(parts: Parts, context: Context) -> str | None:
    month, day, published = _month_number(parts["month"]), int(parts["day"]), context.published
    if "year" in parts:
        return _iso(int(parts["year"]), month, day)
    found = [date.fromisoformat(iso) for offset in (-1, 0, 1) if (iso := _iso(published.year + offset, month, day))]
    direction = -1 if context.is_future else 1
    found = [candidate for candidate in found if direction * (candidate - published).days <= _SOON]
    nearest = min(found, key=lambda candidate: abs(candidate - published), default=None)
    return nearest and nearest.isoformat()


def _numeric_date(parts: Parts, context: Context) -> str | None:
    year = int(parts["year"])
    century = 0 if year >= 100 else 1900 if year >= 50 else 2000
    return _iso(century + year, int(parts["number"]), int(parts["day"]))


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))


def _month(parts: Parts, context: Context) -> str | None:
    month, published = _month_number(parts["month"]), context.published
    which = parts.get("which") or parts.get("which_one")
    year = _stated_year(parts, published)
    if year is None:
        if which == "last":
            year = published.year - (month >= published.month)
        elif which == "next" or (which is None and context.is_future):
            year = published.year + (month < published.month)
        else:
            year = published.year - (month > published.month)
    return f"{year:04}-{month:02}"


def _stated_year(parts: Parts, published: date) -> int | None:
    if "year" in parts:
        return int(parts["year"])
    return published.year + _YEAR_OFFSETS[parts["of_year"]] if "of_year" in parts else None


def _weekday(parts: Parts, context: Context) -> str | None:
    number = next(number for number, name in enumerate(_WEEKDAYS) if name.startswith(parts["weekday"][:3]))
    ahead, which = (number - context.published.weekday()) % 7, parts.get("which")
    if which == "next" or (which != "last" and context.is_future):
        days = ahead or 7 * (which == "next")
    else:
        days = ahead - 7 if ahead or which == "last" else 0
    return _with_part(context.published + timedelta(days=days), parts)


def _with_part(day: date, parts: Parts) -> str:
    return f"{day}T{_PARTS_OF_DAY[parts['part']]}" if "part" in parts else day.isoformat()


def _named_day(parts: Parts, context: Context) -> str | None:
    named = parts["named"]
    day = context.published + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(named, 0))
    return f"{day}TNI" if named in ("tonight", "overnight") else _with_part(day, parts)


def _part_of_day(parts: Parts, context: Context) -> str | None:
    return _with_part(context.published - timedelta(days=parts["which"] == "last"), parts)


def _nearby_unit(parts: Parts, context: Context) -> str | None:
    """Resolve "last week", "this month", "next year", "the previous quarter"."""
    unit, which = _unit_of(parts), parts["which"]
    offset = 1 if which in AHEAD else -1 if which in _BEHIND else 0
    if unit == "WE" and which == "the" and not context.is_future and context.published.weekday() <= _WEDNESDAY:
        offset = -1  # early in a week "over the weekend" is the one that is over
    return None if unit in ("TM", "TH") else value_at(shift(context.published, unit, offset), unit)


def _unit_of(parts: Parts) -> str:
    unit = parts["unit"]
    return _UNITS["century" if unit.startswith("centur") else unit]


def _count_of(parts: Parts) -> float | None:
    """Return a number, ``None`` for "several" and where there is none."""
    text = parts.get("count", "")
    return _NUMBERS.get(text) or (float(text) if text[:1].isdigit() else None)


def _distance(parts: Parts, context: Context) -> str | None:
    unit, count, direction = _unit_of(parts), _count_of(parts), parts["direction"]
    is_ahead = direction in ("later", "from now", "hence")
    if count is None:
        return "FUTURE_REF" if is_ahead else "PAST_REF"
    if unit == "Y" and context.quarter and not is_ahead:
        return f"{context.published.year - int(count)}-Q{context.quarter}"
    anchor = context.anchor if direction in ("earlier", "before", "later") else context.published
    try:
        return value_at(shift(anchor, unit, int(count) if is_ahead else -int(count)), unit)
    except (ValueError, OverflowError):
        return None


def _duration(parts: Parts, context: Context) -> str | None:
    unit, count = _unit_of(parts), _count_of(parts)
    if unit == "WE":
        return "P2D"
    if count is None:
        return f"PTX{unit[1]}" if unit[0] == "T" else f"PX{unit}"
    factor, unit = {"C": (100, "Y"), "E": (10, "Y"), "F": (2, "W"), "Q": (3, "M")}.get(unit, (1, unit))
    return f"PT{count:g}{unit[1]}" if unit[0] == "T" else f"P{factor * count:g}{unit}"


def _year(parts: Parts, context: Context) -> str | None:
    return parts["year"]


def _decade(parts: Parts, context: Context) -> str | None:
    decade = parts["decade"]
    return f"{decade[:3]}X" if len(decade) == 4 else f"19{decade[0]}X"


def _quarter(parts: Parts, context: Context) -> str | None:
    number, published = parts["number"], context.published
    number = int(number) if number.isdigit() else _ORDINALS[number]
    months = 6 if "half" in parts else 3
    year = _stated_year(parts, published)
    if year is None:
        is_over = number <= (published.month - 1) // months + 1
        year = published.year if is_over or context.is_future else published.year - 1
    return f"{year}-{'H' if months == 6 else 'Q'}{number}"


def _latest_quarter(parts: Parts, context: Context) -> str | None:
    return value_at(shift(context.published, "Q", -1), "Q")


def _season(parts: Parts, context: Context) -> str | None:
    season, published, which = _SEASONS[parts["season"]], context.published, parts.get("which")
    year = _stated_year(parts, published)
    if year is None:
        year = published.year
        if which == "last":
            year -= season == "WI" or FIRST_MONTH[season] + 3 > published.month
        elif which == "next":
            year += FIRST_MONTH[season] <= published.month
        elif season == "WI" and published.month < 6:
            year -= 1
    return f"{year}-{season}"


def _century(parts: Parts, context: Context) -> str | None:
    return f"{int(parts['century']) - 1:02}"


def _clock(parts: Parts, context: Context) -> str | None:
    day = _weekday(parts, context) if "weekday" in parts else _named_day({"named": "", **parts}, context)
    if "noon" in parts:
        return f"{day}T24:00" if parts["noon"] == "midnight" else f"{day}T12:00"
    hour = int(parts["hour"]) % 12 + 12 * (parts["half_day"] == "p")
    return f"{day}T{hour:02}:{parts.get('minute', '00')}"


def _repeated(parts: Parts, context: Context) -> str | None:
    return _ADVERBS[parts["adverb"]] if "adverb" in parts else _duration({**parts, "count": "a"}, context)


def _reference(parts: Parts, context: Context) -> str | None:
    return next(value for name, value in _REFERENCES.items() if name in parts)


RESOLVERS: dict[str, Resolver] = {
    "full_date": _full_date, "numeric_date": _numeric_date, "month": _month, "weekday": _weekday,
    "named_day": _named_day, "part_of_day": _part_of_day, "nearby_unit": _nearby_unit, "distance": _distance,
    "duration": _duration, "year": _year, "decade": _decade, "quarter": _quarter, "latest_quarter": _latest_quarter,
    "season": _season, "century": _century, "clock": _clock, "repeated": _repeated, "reference": _reference,
}
