"""What the expectations found, as the page of checks shows it and the Dagster UI points at it."""

from collections.abc import Sequence
from typing import Any

from expectations.expectation import CRITICAL, Expectation
from expectations.names import check_names
from expectations.validation import SUITES, columns_of

CHECKS_PAGE = "checks.html"

Row = dict[str, Any]


def rejected_rows(table: str, expectation: Expectation) -> str:
    """Return the SQL that shows, in a warehouse, the rows of a table that an expectation has set aside."""
    reason = expectation.reason.replace("'", "''")
    return (
        f"select * from ops.rejections where stage = 'validate' and table_name = '{table}' "
        f"and contains(detail, '{reason}')"
    )


def named_checks(rows: Sequence[Row]) -> list[Row]:
    """Return what was found of each expectation with its name and the reason that it rejects with.

    :param rows: as the query ``checks`` gives them; of an expectation that there is no more, the name is its columns'.
    """
    known = {
        (table, _plain(expectation.type), ", ".join(columns_of(expectation)), expectation.why): (name, expectation)
        for table, suite in SUITES.items()
        for name, expectation in zip(check_names(table), suite.expectations, strict=True)
    }
    return [_named(row, *known.get(_key(row), (row["columns"], None))) for row in rows]


def _key(row: Row) -> tuple[str, ...]:
    return row["suite"], _plain(row["expectation"]), row["columns"], row["why"]


def _plain(expectation: str) -> str:
    """Return the type of an expectation without what parts its class, as declared, from its name, as stored."""
    return expectation.replace("_", "").casefold()


def _named(row: Row, name: str, expectation: Expectation | None) -> Row:
    sql = rejected_rows(row["suite"], expectation) if expectation and row["severity"] == CRITICAL else None
    return {**row, "name": name, "reason": expectation.reason if expectation else None, "sql": sql}
