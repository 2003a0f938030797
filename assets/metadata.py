"""What an asset tells of itself in the UI: counts, previews and columns."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any

import dagster as dg
import duckdb

from hearsay.operations import query
from warehouse.connection import SCHEMA
from warehouse.frames import ARROW_SCHEMAS

PREVIEW_ROWS = 8
PREVIEW_CHARACTERS = 100
UNREADABLE = re.compile(r"(_id|_ids|_char|_spans|_hash|_key|sha256|_source|_raw|embedding)$")  # not in a preview


class Tally:
    """Counts and a preview, gathered batch by batch.

    :param counted: what is counted.
    :param columns: the fields that the preview shows of each record.
    """

    def __init__(self, counted: Sequence[str], *, columns: Sequence[str]) -> None:
        self.counts = dict.fromkeys(counted, 0)
        self.columns = columns
        self.shown: list[Sequence[Any]] = []

    def add(self, records: Iterable[Any] = (), **counts: int) -> None:
        """Count, and keep the first records for the preview."""
        for name, count in counts.items():
            self.counts[name] += count
        for record in records:
            if len(self.shown) >= PREVIEW_ROWS:
                return
            self.shown.append([getattr(record, column) for column in self.columns])

    def metadata(self, *, row_count: str) -> dict[str, Any]:
        """Return the counts and the preview as metadata; Dagster plots each count over the runs.

        :param row_count: which of them Dagster shows as the number of rows.
        """
        preview = {"preview": markdown_table(self.columns, self.shown)} if self.shown else {}
        counts = {name.replace("_", " "): dg.MetadataValue.int(count) for name, count in self.counts.items()}
        return {"dagster/row_count": self.counts[row_count], **counts, **preview}


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> dg.MarkdownMetadataValue:
    """Return rows as a Markdown table with long values shortened."""
    lines = [columns, ["---"] * len(columns), *([_cell(value) for value in row] for row in rows)]
    return dg.MetadataValue.md("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    text = " ".join(("" if value is None else str(value)).split()).replace("\\", "\\\\").replace("|", "\\|")
    return text if len(text) <= PREVIEW_CHARACTERS else f"{text[:PREVIEW_CHARACTERS - 1].rstrip()}…"


@cache
def _described_tables() -> dict[tuple[str, str], tuple[str, dg.TableSchema]]:
    """Return comment and columns of each table, read from an empty warehouse in memory."""
    with duckdb.connect() as connection:
        for file in sorted(SCHEMA.glob("*.sql")):
            connection.execute(file.read_text(encoding="utf-8"))
        described = connection.execute(query("described_tables")).fetchall()
    tables = {}
    for (schema, table, comment), rows in groupby(described, key=lambda row: row[:3]):
        columns = [dg.TableColumn(name, kind, description=about) for *_, name, kind, about in rows]
        tables[schema, table] = (comment, dg.TableSchema(columns))
    return tables


def table_comment(schema: str, table: str) -> str:
    """Return what the database says of a table."""
    return _described_tables()[schema, table][0]


def table_columns(schema: str, table: str) -> dg.TableSchema:
    """Return the columns of a table, each with its type and comment."""
    return _described_tables()[schema, table][1]


def record_columns(name: str) -> dg.TableSchema:
    """Return the columns that the rows of an article have before they are loaded: some of those of their table."""
    loaded = table_columns("main", name)
    return dg.TableSchema([column for column in loaded.columns if column.name in ARROW_SCHEMAS[name].names])


def column_lineage(schema: str, table: str, sources: Iterable[str]) -> dict[str, dg.TableColumnLineage]:
    """Return as metadata which columns of a table are those of the records of the assets that it is loaded from.

    :param sources: these assets; a column is the first's that has one of its name.
    """
    found = {}
    for column in table_columns(schema, table).columns:
        origin = next((source for source in sources if column.name in ARROW_SCHEMAS[source].names), None)
        if origin is not None:
            found[column.name] = [dg.TableColumnDep(dg.AssetKey(origin), column.name)]
    return {"dagster/column_lineage": dg.TableColumnLineage(found)} if found else {}


def table_count(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> int:
    """Return how many rows a table has."""
    (count,), = connection.execute(f"select count(*) from {schema}.{table}").fetchall()
    return count


def table_metadata(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> Mapping[str, Any]:
    """Return a table's number of rows and some of its rows as metadata."""
    columns = [column.name for column in table_columns(schema, table).columns if not UNREADABLE.search(column.name)]
    rows = connection.execute(f"select {', '.join(columns)} from {schema}.{table} limit {PREVIEW_ROWS}").fetchall()
    return {
        "dagster/row_count": table_count(connection, schema, table),
        "dagster/column_schema": table_columns(schema, table),
        **({"preview": markdown_table(columns, rows)} if rows else {}),
    }
