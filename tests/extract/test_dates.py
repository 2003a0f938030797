from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.dates import best_moment, is_timestamp_line, parse_date, read_moment

RETRIEVED = datetime(2026, 3, 1, tzinfo=UTC)


def read(raw, retrieved_at=RETRIEVED):
    return read_moment(raw, source="record", retrieved_at=retrieved_at)


@pytest.mark.parametrize(
    ("raw", "value", "precision"),
    [
        ("08:15 JST, March 2, 2024", "2024-03-02T08:15:00+09:00", "minute"),
        ("Published: Mar 2, 2024, 8:15 PM EST", "2024-03-02T20:15:00-05:00", "minute"),
        ("Sat 2 Mar 2024 08.15 GMT", "2024-03-02T08:15:00+00:00", "minute"),
        ("March 2nd, 2024 at 3 p.m. ET", "2024-03-02T15:00:00-05:00", "minute"),
        ("July 2, 2024, noon", "2024-07-02T00:00:00+00:00", "day"),
        ("2024-03-02T08:15:30.5+0530", "2024-03-02T08:15:30.500000+05:30", "second"),
        ("2024-03-02 08:15", "2024-03-02T08:15:00+00:00", "minute"),
        ("Sat, 02 Mar 2024 08:15:30 +0900", "2024-03-02T08:15:30+09:00", "second"),
        ("20240302", "2024-03-02T00:00:00+00:00", "day"),
        ("25/12/2023", "2023-12-25T00:00:00+00:00", "day"),
        ("12/25/2023", "2023-12-25T00:00:00+00:00", "day"),
        ("2 mars 2024", "2024-03-02T00:00:00+00:00", "day"),
        (1709367330, "2024-03-02T08:15:30+00:00", "second"),
        ("1709367330000", "2024-03-02T08:15:30+00:00", "second"),
    ],
)
def test_dates_are_read_with_zone_and_precision(raw, value, precision):
    moment = read(raw)
    assert (moment.value.isoformat(), moment.precision) == (value, precision)
    assert moment.raw == str(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "0001-01-01T00:00:00Z",
        "9999-12-31",
        "2050-01-01",
        "2026-03-03",
        "1970-01-01T00:00:00Z",
        "0",
        "2024-02-30",
        "03/04/2024",
        "soon",
    ],
)
def test_impossible_and_ambiguous_dates_keep_only_their_text(raw):
    moment = read(raw)
    assert (moment.value, moment.raw, moment.precision) == (None, raw, None)


def test_a_time_of_retrieval_that_is_none_bounds_nothing():
    assert read("2024-03-02", datetime(1980, 1, 1, tzinfo=UTC)).value is not None


def test_nothing_is_no_moment():
    assert read(None) is None and read("  ") is None and read(True) is None


def test_the_finer_of_two_times_of_one_day_counts():
    day, minute, other = read("2024-03-02"), read("2024-03-02 08:15"), read("2024-05-02 08:15")
    assert best_moment([read("0001-01-01"), day, minute]) == minute
    assert best_moment([day, other]) == day
    assert best_moment([None, read("9999-01-01")]).raw == "9999-01-01"


@pytest.mark.parametrize(
    "line",
    [
        "08:15 JST, March 2, 2024",
        "Updated at 8:15 p.m. ET",
        "Published 2 March 2024 | Updated 3 March 2024",
        "3 hours ago",
        "Last updated on March 2, 2024",
    ],
)
def test_timestamp_lines(line):
    assert is_timestamp_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "On March 2, 2024, the court met.",
        "The 2 March 2024 agreement",
        "Room 101",
        "March",
        "10",
        "It happened at 8:15 p.m. on March 2, 2024",
    ],
)
def test_lines_that_only_mention_a_time(line):
    assert not is_timestamp_line(line)


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text):
    assert parse_date(text) is None or parse_date(text)[0].tzinfo is not None
    read(text)


@given(st.datetimes(datetime(1900, 1, 2), datetime(2026, 2, 1), timezones=st.just(UTC)), st.integers(-12, 14))
def test_isoformat_comes_back(value, hours):
    from datetime import timezone

    value = value.astimezone(timezone(timedelta(hours=hours)))
    parsed = parse_date(value.isoformat(timespec="seconds"))
    assert parsed == (value.replace(microsecond=0), "second")
