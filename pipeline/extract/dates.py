"""Points in time as news writes them.

A value without a zone is read as UTC, and a day without a time as its midnight in UTC; the precision says how much was
given (``second``, ``minute``, ``day``) and the raw text whether a zone was. ``3/4/2025``, which is March or April by
country, is no date: null rather than wrong. So are years before there were newspapers, the epoch's zero, which is a
default and not a date, and times more than a day after the retrieval.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

import dateparser

FIRST_YEAR = 1605  # the first newspaper, Relation aller Fuernemmen und gedenckwuerdigen Historien
ASSUMED_UTC = timezone(timedelta(0), "UTC assumed")  # of a time that was given without a zone
TOLERANCE = timedelta(days=1)
OLDEST_RETRIEVAL = datetime(1995, 1, 1, tzinfo=UTC)  # earlier file times are no times of retrieval
LATEST_WITHOUT_RETRIEVAL = datetime(2049, 12, 31, tzinfo=UTC)

# Abbreviations that news uses, each in its commonest meaning there; hours from UTC.
ZONE_HOURS = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3,
    "MSK": 3, "TRT": 3,
    "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "AKST": -9, "AKDT": -8, "HST": -10, "NST": -3.5, "NDT": -2.5, "BRT": -3, "ART": -3,
    "CLT": -4, "COT": -5, "PET": -5,
    "SAST": 2, "EAT": 3, "WAT": 1, "CAT": 2, "GST": 4, "PKT": 5, "IST": 5.5, "NPT": 5.75,
    "ICT": 7, "WIB": 7, "WITA": 8, "WIT": 9,
    "SGT": 8, "MYT": 8, "PHT": 8, "HKT": 8, "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10,
    "AEDT": 11,
    "NZST": 12, "NZDT": 13,
}  # fmt: skip
ZONE_PLACES = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>\d{4})"
DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)",
        rf"(?<!\d){YEAR}年\s*(?P<month>\d{{1,2}})月\s*(?P<day>\d{{1,2}})日",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
        rf"\b{MONTH}\s*{DAY}(?:\s*,\s*|\s+){YEAR}\b",
        rf"\b{DAY}(?:\s+of)?[\s.-]*\b{MONTH}[\s,.-]*{YEAR}\b",
        rf"(?<!\d)(?P<first>\d{{1,2}})([/.-])(?P<second>\d{{1,2}})\2{YEAR}(?!\d)",
    )
]
TIME = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})(?:(?P<separator>[:.h])(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?)?"
    r"\s*(?P<half>a\.?\s?m\b\.?|p\.?\s?m\b\.?)?(?![\d:])",
    re.IGNORECASE,
)
OFFSET = re.compile(
    r"(?:\b(?:GMT|UTC)\s*)?(?P<sign>[+\-\u2212])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d)", re.IGNORECASE
)
ABBREVIATION = re.compile(
    rf"(?<![A-Za-z])(?P<name>{'|'.join(sorted([*ZONE_HOURS, *ZONE_PLACES], key=len, reverse=True))})(?![A-Za-z])"
)
FILLER = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:first|originally|last|story"
    r"|article|page|date|time|on|at|the|of|was|this|and)\b"
    r"|\b(?:published|publish|updated?|posted|modified|created|issued|revised|edited|uploaded|released|added"
    r"|edition|noon|midnight|local time)\b|[^\w]|\bT(?=\W|$)",
    re.IGNORECASE,
)
AGO = re.compile(
    r"(?:(?:published|updated|posted)\W*)?(?:\d{1,3}|an?|one|two|three)\s+(?:minute|min|hour|hr|day|week|month"
    r"|year)s?\s+ago"
    r"|this article is more than \d+ (?:year|month)s? old",
    re.IGNORECASE,
)
UPDATED = re.compile(r"\b(?:updated?|modified|revised|edited)\b", re.IGNORECASE)


YEARLESS = re.compile(
    rf"\b{MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s*,?\s*\d{{4}})".replace("?P<month>", "?:"), re.IGNORECASE
)
SECOND_TIMESTAMP = re.compile(r"(?=\b(?:last )?(?:updated?|modified|published)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, and where it came from."""

    value: datetime | None  # aware; None where the text is no date or an impossible one
    raw: str
    source: str
    precision: str | None  # second, minute, day

    @property
    def zone(self) -> str | None:
        """The offset from UTC that was given, such as ``+01:00``; ``None`` where UTC is only assumed."""
        is_given = self.value is not None and self.precision != "day" and self.value.tzinfo is not ASSUMED_UTC
        offset = self.value.strftime("%z") if is_given else ""
        return f"{offset[:3]}:{offset[3:5]}" if offset else None


def read_moment(raw: object, *, source: str, retrieved_at: datetime) -> Moment | None:
    """Read a date as metadata or a record gives it.

    :param raw: text in any usual format, or seconds or milliseconds since 1970.
    :param source: where it stood, such as ``json-ld``.
    :param retrieved_at: the document's; what lies more than a day later is impossible.
    :return: the moment, without a value if the date is unreadable or impossible; ``None`` if there is no text.
    """
    if isinstance(raw, dict):
        raw = raw.get("$date") or raw.get("date")
    text = str(raw).strip() if isinstance(raw, (str, int, float)) and not isinstance(raw, bool) else ""
    if not text:
        return None
    parsed = parse_date(text) or _parse_any_language(text[:60])
    if parsed is None or not is_possible(parsed[0], retrieved_at=retrieved_at):
        return Moment(None, text[:200], source, None)
    return Moment(parsed[0], text[:200], source, parsed[1])


def why_rejected(moment: Moment) -> str | None:
    """Return why a moment has no value: ``ambiguous``, ``impossible`` or ``unreadable``; ``None`` if it has one."""
    if moment.value is not None:
        return None
    day, _ = _take_date(moment.raw)
    match = DATES[-1].search(moment.raw) if day is False else None
    if match and int(match["first"]) in range(1, 13) and int(match["second"]) in range(1, 13):
        return "ambiguous"
    return "unreadable" if day is None and parse_date(moment.raw) is None else "impossible"


def best_moment(moments: Iterable[Moment | None]) -> Moment | None:
    """Return the first moment that has a value, in the finest precision that a later one has of the same day.

    Where none has a value the first is returned, so that its raw text is kept.
    """
    given = [moment for moment in moments if moment is not None]
    valid = [moment for moment in given if moment.value is not None]
    if not valid:
        return given[0] if given else None
    first = valid[0]
    if first.precision == "day":
        near = (m for m in valid if m.precision != "day" and abs(m.value - first.value) <= timedelta(hours=36))  # type: ignore[operator]
        return next(near, first)
    return first


def is_possible(value: datetime, *, retrieved_at: datetime) -> bool:
    """Tell whether a news article can have been published then and retrieved at the given time."""
    latest = retrieved_at + TOLERANCE if retrieved_at >= OLDEST_RETRIEVAL else LATEST_WITHOUT_RETRIEVAL
    is_epoch = (
        abs(value - datetime(1970, 1, 1, tzinfo=UTC)) <= timedelta(hours=14) and value.minute == value.second == 0
    )
    return value.year >= FIRST_YEAR and value <= latest and not is_epoch


def parse_date(text: str) -> tuple[datetime, str] | None:
    """Read a text that is one date, with or without time and zone, and nothing else.

    :return: the aware value and its precision; ``None`` if it is anything else.
    """
    if re.fullmatch(r"\d{9,10}(?:\.\d+)?|\d{12,13}", text):
        return _from_epoch(text)
    parts = _take_apart(text)
    return None if parts is None or parts.day is None else parts.combine()


def is_timestamp_line(line: str) -> bool:
    """Tell whether a line says when something was published or updated, and nothing else."""
    if len(line) > 120:
        return False
    if is_ago(line):
        return True
    pieces = [piece for piece in SECOND_TIMESTAMP.split(line) if FILLER.sub("", piece).strip()]
    return bool(pieces) and all(map(_is_timestamp, pieces))


def is_ago(line: str) -> bool:
    """Tell whether a line says how long ago something was published."""
    return AGO.fullmatch(line.strip(" .|")) is not None


def _is_timestamp(text: str) -> bool:
    parts = _take_apart(text) or (_take_apart(YEARLESS.sub(" ", text)) if YEARLESS.search(text) else None)
    return parts is not None and (parts.day is not None or UPDATED.search(text) is not None or ":" in text)


def find_timestamp(line: str, *, retrieved_at: datetime) -> Moment | None:
    """Return the time in a short line that holds date and time among a few other words, such as an outlet's name."""
    if len(line) > 100 or len(line.split()) > 14:
        return None
    day, rest = _take_date(line)
    time, rest = _take_time(rest)
    if not isinstance(day, date) or time is None:
        return None
    zone, rest = _take_zone(rest)
    hour, minute, second, microsecond = time
    combined = _Parts(day, hour, minute, second, microsecond, zone).combine()
    if combined is None or len(FILLER.sub(" ", rest).split()) > 5:
        return None
    is_fine = is_possible(combined[0], retrieved_at=retrieved_at)
    return Moment(combined[0] if is_fine else None, line, "text", combined[1] if is_fine else None)


def says_published(line: str) -> bool:
    """Tell whether a timestamp line says that something was published or updated."""
    return UPDATED.search(line) is not None or re.search(r"\b(?:published|posted)\b", line, re.IGNORECASE) is not None


def read_timestamp_line(line: str, *, retrieved_at: datetime) -> Moment | None:
    """Return the time of publication that a timestamp line gives, else the one of the update."""
    pieces = sorted(SECOND_TIMESTAMP.split(line), key=lambda piece: UPDATED.search(piece) is not None)
    moments = (read_moment(piece, source="text", retrieved_at=retrieved_at) for piece in pieces if parse_date(piece))
    found = next((moment for moment in moments if moment is not None), None)
    return None if found is None else Moment(found.value, line, found.source, found.precision)


def in_year(text: str, year: int) -> date | None:
    """Read a day and month without a year, such as ``Nov 27``, in the given year."""
    parsed = parse_date(f"{text.strip(' .,')}, {year}")
    return parsed[0].date() if parsed else None


@dataclass(frozen=True, slots=True)
class _Parts:
    day: date | None
    hour: int | None
    minute: int
    second: int | None
    microsecond: int
    zone: tzinfo  # ASSUMED_UTC where none was given

    def combine(self) -> tuple[datetime, str] | None:
        if self.day is None:
            return None
        start = datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)
        if self.hour is None:
            return start, "day"
        value = start.replace(
            hour=self.hour, minute=self.minute, second=self.second or 0, microsecond=self.microsecond, tzinfo=self.zone
        )
        try:
            value.astimezone(UTC)
        except OverflowError:
            return None
        return value, "minute" if self.second is None else "second"


def _take_apart(text: str) -> _Parts | None:
    """Find date, time and zone in a text; ``None`` if there is neither date nor time, or something else beside them."""
    day, rest = _take_date(text)
    time, rest = _take_time(rest)
    if day is None and time is None or day is False:
        return None
    zone, rest = _take_zone(rest) if time is not None else (UTC, rest)
    if FILLER.sub("", rest).strip():
        return None
    hour, minute, second, microsecond = time or (None, 0, None, 0)
    return _Parts(day or None, hour, minute, second, microsecond, zone)


def _take_date(text: str) -> tuple[date | bool | None, str]:
    """Return the date (``False``: not a possible one) and the text without it."""
    for pattern in DATES:
        if match := pattern.search(text):
            try:
                return date(
                    *_year_month_day(match.groupdict())
                ), f"{text[: match.start()]} {text[match.end() :].removeprefix('T')}"
            except ValueError:
                return False, text
    return None, text


def _year_month_day(found: dict[str, str]) -> tuple[int, int, int]:
    """:raises ValueError: it could be two different days."""
    if "first" in found:
        first, second = int(found["first"]), int(found["second"])
        if first <= 12 and second <= 12 and first != second:
            raise ValueError("day and month cannot be told apart")
        return int(found["year"]), min(first, second) if max(first, second) > 12 else first, max(first, second)
    month = found["month"]
    number = int(month) if month.isdigit() else MONTHS.index(month[:3].casefold()) + 1
    return int(found["year"]), number, int(found["day"])


def _take_time(text: str) -> tuple[tuple[int, int, int | None, int] | None, str]:
    for match in TIME.finditer(text):
        found = match.groupdict()
        half = (found["half"] or "").casefold()
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if found["minute"] is None and not half:
            continue
        if hour > (12 if half else 23) or minute > 59 or int(found["second"] or 0) > 59 or (half and hour == 0):
            continue
        if half:
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        microsecond = int((found["fraction"] or "0").ljust(6, "0")[:6])
        second = None if found["second"] is None else int(found["second"])
        return (hour, minute, second, microsecond), f"{text[: match.start()]} {text[match.end() :]}"
    return None, text


def _take_zone(text: str) -> tuple[tzinfo, str]:
    if match := OFFSET.search(text):
        minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
        if minutes <= 14 * 60:
            zone = timezone(timedelta(minutes=-minutes if match["sign"] != "+" else minutes))
            return zone, ABBREVIATION.sub("", text[: match.start()] + text[match.end() :])
    if match := ABBREVIATION.search(text):
        return _named_zone(match["name"]), text[: match.start()] + text[match.end() :]
    return ASSUMED_UTC, text


@lru_cache(maxsize=64)
def _named_zone(name: str) -> tzinfo:
    if name in ZONE_PLACES:
        return ZoneInfo(ZONE_PLACES[name])
    hours = ZONE_HOURS[name]
    return timezone(timedelta(hours=hours)) if hours else UTC


def _from_epoch(text: str) -> tuple[datetime, str] | None:
    seconds = float(text) / (1000 if len(text.partition(".")[0]) > 10 else 1)
    return datetime.fromtimestamp(seconds, UTC), "second"


@lru_cache(maxsize=4096)
def _parse_any_language(text: str) -> tuple[datetime, str] | None:
    """Read a date in another language than English; only the day is trusted, and only if it is complete."""
    if not re.search(r"\d{4}", text) or not re.search(r"[^\W\d_]{3}", text):
        return None
    wanted = {"REQUIRE_PARTS": ["day", "month", "year"], "TIMEZONE": "UTC", "RETURN_AS_TIMEZONE_AWARE": True}
    try:
        value = dateparser.parse(text, settings=wanted)  # type: ignore[arg-type]
    except Exception:  # dateparser raises many kinds on odd input; no date is the answer to all
        return None
    return None if value is None else (_midnight(value), "day")


def _midnight(value: datetime) -> datetime:
    return datetime(value.year, value.month, value.day, tzinfo=UTC)
