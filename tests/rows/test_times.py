"""Time expressions: the lexicon's examples, their days, ranges, and what is none."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.rows.lexicon import read_lexicon
from pipeline.rows.times import calendar_days, find_times, span_of
from pipeline.rows.timex import read_rules

THURSDAY = date(2025, 11, 27)
EXAMPLES = [
    (expression, value) for rule in read_lexicon("times")["rules"] for expression, value in rule["examples"].items()
]


def days_in(text: str, published: date = THURSDAY):
    return [(text[time.start : time.end], time.days) for time in find_times(text, published=published)]


@pytest.mark.parametrize(("expression", "value"), EXAMPLES)
def test_the_lexicons_examples_have_their_values(expression, value):
    text = f"The ferry sank in {expression}, the harbour master said."
    found = [time for time in find_times(text, published=THURSDAY) if expression in text[time.start : time.end]]
    assert [time.value for time in found] == [value]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("She suggested earlier this month that the ferry was old.", (2025, 11, 1), (2025, 11, 27)),
        ("The minister spoke on Monday.", (2025, 11, 24), (2025, 11, 24)),
        ("The ministers will meet on Monday.", (2025, 12, 1), (2025, 12, 1)),
        ("The talks are scheduled for Friday.", (2025, 11, 28), (2025, 11, 28)),
        ("She said on Friday that she would resign.", (2025, 11, 21), (2025, 11, 21)),
        ("remarks made in parliament on November 7,", (2025, 11, 7), (2025, 11, 7)),
        ("He was born in October 1961.", (1961, 10, 1), (1961, 10, 31)),
        ("It closed on 28 February.", (2025, 2, 28), (2025, 2, 28)),
        ("It will close on 30 December.", (2025, 12, 30), (2025, 12, 30)),
        ("sales over the past three months", (2025, 8, 27), (2025, 11, 27)),
        ("It is now closed.", (2025, 11, 27), (2025, 11, 27)),
        ("the flood of the 1950s", (1950, 1, 1), (1959, 12, 31)),
        ("Profit fell in the third quarter.", (2025, 7, 1), (2025, 9, 30)),
        ("They met last weekend.", (2025, 11, 22), (2025, 11, 23)),
        ("It rained in the winter of 2023.", (2023, 12, 1), (2024, 2, 29)),
        ("later this year", (2025, 11, 27), (2025, 12, 31)),
        ("She plans to stay on until May 18.", (2026, 5, 18), (2026, 5, 18)),
        ("On Monday, the council will vote.", (2025, 12, 1), (2025, 12, 1)),
        ("On Monday, the council voted.", (2025, 11, 24), (2025, 11, 24)),
    ],
)
def test_an_expression_names_days(text, first, last):
    assert [days for _, days in days_in(text) if days] == [(date(*first), date(*last))]


@pytest.mark.parametrize(
    "text",
    [
        "2,000 people came.", "The march began; it may rain.", "He is 54 years old.", "It cost $2019.", "The 5-1 win",
        "Seoul has 25 districts.", "They scored 3 points.", "She may leave.", "Mr. May left.",
    ],
)
def test_what_is_no_time_names_no_days(text):
    assert [found for found, days in days_in(text) if days] == []


def test_a_range_counts_as_one():
    text = "Murder cases halved between January and October."
    assert span_of(find_times(text, published=THURSDAY), text) == (date(2025, 1, 1), date(2025, 10, 31))


def test_of_several_expressions_the_narrowest_counts():
    text = "In 2025 the ferry sank on November 7."
    assert span_of(find_times(text, published=THURSDAY), text) == (date(2025, 11, 7), date(2025, 11, 7))


def test_a_quarter_gives_the_year_before_its_quarter():
    text = "Net income rose in the third quarter from $2 million a year earlier."
    assert [time.value for time in find_times(text, published=THURSDAY)] == ["2025-Q3", "2024-Q3"]


def test_an_impossible_date_is_none():
    assert days_in("It happened on February 30, 2025, they said.") == []
    assert calendar_days("2025-W60") is None


@settings(deadline=None)
@given(st.text(alphabet="abc 0123456789/-.,:'’MondayTuesJanFebthlsweko", max_size=80), st.dates(date(1900, 1, 1)))
def test_any_text_is_read_in_order_and_without_overlaps(text, published):
    found = find_times(text, published=published)
    assert all(0 <= time.start < time.end <= len(text) for time in found)
    assert all(one.end <= two.start for one, two in zip(found, found[1:], strict=False))
    assert all(time.days is None or time.days[0] <= time.days[1] for time in found)


def test_every_rule_has_an_example_or_needs_its_context():
    assert len(read_rules()) == len(read_lexicon("times")["rules"])
    assert sum(not rule["examples"] for rule in read_lexicon("times")["rules"]) <= 1


def test_the_weekend_is_over_early_in_a_week():
    text = "The ferry sank over the weekend."
    assert days_in(text, date(2025, 11, 25)) == [("the weekend", (date(2025, 11, 22), date(2025, 11, 23)))]
    text = "The ferry will sail over the weekend."
    assert days_in(text, date(2025, 11, 25)) == [("the weekend", (date(2025, 11, 29), date(2025, 11, 30)))]


def test_what_lasts_since_a_day_lasts_up_to_publication():
    text = "The ferry has been closed since early January."
    (time,) = find_times(text, published=THURSDAY)
    assert time.days == (date(2025, 1, 1), date(2025, 1, 31))
    assert span_of([time], text) == (date(2025, 1, 1), THURSDAY)
