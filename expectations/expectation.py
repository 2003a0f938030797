"""How an expectation is declared, and what most tables expect alike.

Declarations are plain data: Great Expectations takes seconds to import, and is imported where it runs
(:mod:`expectations.validation`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CRITICAL = "critical"  # a row that fails is quarantined
WARNING = "warning"  # a row that fails is loaded and counted


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation of Great Expectations, with the reason that a failing row is rejected with, and its why."""

    type: str  # a class of great_expectations.expectations
    arguments: Mapping[str, Any]
    reason: str  # short and countable
    why: str
    severity: str = CRITICAL
    condition_on: str | None = None  # column that must hold something in the rows that are looked at


@dataclass(frozen=True, slots=True)
class Suite:
    """The expectations of one table, and what they need to know of its columns.

    Helper columns are made for the validation only: ``body_length`` and, for a column such as ``cue`` with
    ``cue_start_char`` and ``cue_end_char``, ``cue_in_body``; ``<column>_is_known`` for references.
    """

    table: str
    key: tuple[str, ...]
    expectations: tuple[Expectation, ...]
    slices: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # text column: its start and end columns
    references: Mapping[str, str] = field(default_factory=dict)  # column: the id of another table that it holds
    self_reference: str | None = None  # column that holds the key of another row of the same table


def present(column: str, *, why: str) -> Expectation:
    """Expect a value in each row."""
    return Expectation("ExpectColumnValuesToNotBeNull", {"column": column}, f"{column} is missing", why)


def present_where(column: str, *, other: str, why: str) -> Expectation:
    """Expect a value in each row that has one in another column."""
    arguments = {"column": column, "row_condition": f"{other}.notnull()", "condition_parser": "pandas"}
    return Expectation("ExpectColumnValuesToNotBeNull", arguments, f"{column} is missing", why, condition_on=other)


def unique(*columns: str, why: str) -> Expectation:
    """Expect no value, or combination of values, twice."""
    if len(columns) == 1:
        return Expectation("ExpectColumnValuesToBeUnique", {"column": columns[0]}, f"{columns[0]} is not unique", why)
    arguments = {"column_list": list(columns)}
    return Expectation("ExpectCompoundColumnsToBeUnique", arguments, f"{' and '.join(columns)} are not unique", why)


def one_of(column: str, values: tuple[str, ...], *, why: str, severity: str = CRITICAL) -> Expectation:
    """Expect one of the given values, where there is any."""
    arguments = {"column": column, "value_set": list(values)}
    return Expectation("ExpectColumnValuesToBeInSet", arguments, f"{column} is of an unknown kind", why, severity)


def between(column: str, *, low: Any = None, high: Any = None, why: str, severity: str = CRITICAL) -> Expectation:
    """Expect a value from ``low`` to ``high``, where there is any."""
    arguments = {"column": column, "min_value": low, "max_value": high}
    return Expectation("ExpectColumnValuesToBeBetween", arguments, f"{column} is out of range", why, severity)


def matches(column: str, regex: str, *, why: str, severity: str = CRITICAL) -> Expectation:
    """Expect a value in which the pattern is found, where there is any."""
    arguments = {"column": column, "regex": regex}
    return Expectation("ExpectColumnValuesToMatchRegex", arguments, f"{column} is malformed", why, severity)


def equal(column: str, other: str, *, reason: str, why: str) -> Expectation:
    """Expect two columns to hold the same, where both hold something."""
    arguments = {"column_A": column, "column_B": other, "ignore_row_if": "either_value_is_missing"}
    return Expectation("ExpectColumnPairValuesToBeEqual", arguments, reason, why)


def not_after(
    column: str, other: str, *, strictly: bool = False, reason: str, why: str, severity: str = CRITICAL
) -> Expectation:
    """Expect a column to be at most another, where both hold something."""
    arguments = {
        "column_A": other, "column_B": column, "or_equal": not strictly, "ignore_row_if": "either_value_is_missing",
    }
    return Expectation("ExpectColumnPairValuesAToBeGreaterThanB", arguments, reason, why, severity)


def true(column: str, *, reason: str, why: str) -> Expectation:
    """Expect true, where it was looked at."""
    return Expectation("ExpectColumnValuesToBeInSet", {"column": column, "value_set": [True]}, reason, why)


def known(column: str, *, what: str) -> Expectation:
    """Expect a reference to hold the id of a row that is loaded with this one."""
    why = "An orphan joins to nothing and drops out of every report; DuckDB has no foreign key to stop it."
    return true(f"{column}_is_known", reason=f"its {what} is missing or was quarantined", why=why)


def identified(column: str) -> tuple[Expectation, ...]:
    """Expect identifiers."""
    return (
        present(column, why="A row without an identifier can be neither found nor replaced."),
        unique(column, why="A second row with the identifier would be counted twice in every join."),
    )


def offsets() -> tuple[Expectation, ...]:
    """Expect start_char and end_char that select characters of the body."""
    why = "Every row points at the characters that it came from; outside the body there are none."
    return (
        present("start_char", why=why),
        present("end_char", why=why),
        between("start_char", low=0, why=why),
        not_after("start_char", "end_char", strictly=True, reason="it ends before it starts", why=why),
        not_after("end_char", "body_length", reason="it ends after the body", why=why),
    )


def verbatim(column: str) -> Expectation:
    """Expect a column to be the characters that its offsets select."""
    why = "The text must be the article's own words: readers check it against the body."
    return equal(column, f"{column}_in_body", reason=f"{column} is not what its offsets give", why=why)


def printed(column: str, *, at: str) -> tuple[Expectation, ...]:
    """Expect a column to be the characters from ``<at>_start_char`` to ``<at>_end_char``, where it holds any."""
    why = "Words that are shown must be found in the body."
    return (
        present_where(f"{at}_start_char", other=column, why=why),
        present_where(f"{at}_end_char", other=column, why=why),
        verbatim(column),
    )
