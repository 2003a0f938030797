"""The data dictionary, written from the comments in the database: ``python -m warehouse.dictionary``."""

import tempfile
from pathlib import Path

import duckdb

from pipeline.settings import PROJECT
from warehouse.connection import Warehouse, query

DICTIONARY = PROJECT / "docs" / "data-dictionary.md"
_INTRODUCTION = """\
# Data dictionary

Written by `python -m warehouse.dictionary` from the comments in `warehouse/schema` and `warehouse/reports`; a test
keeps them equal. Schema `main` holds the tables, `reports` the views, `ops` what the pipeline says of itself.
Character offsets count code points of `articles.body` from 0, end exclusive.
"""


def describe_database(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the data dictionary of a warehouse as Markdown."""
    sections = [_INTRODUCTION]
    table = None
    for schema, name, comment, column, data_type, column_comment in connection.execute(query("dictionary")).fetchall():
        if (schema, name) != table:
            table = (schema, name)
            sections.append(f"\n## {schema}.{name}\n\n{comment}\n\n| column | type | meaning |\n|---|---|---|\n")
        sections.append(f"| {column} | {data_type} | {column_comment} |\n")
    return "".join(sections)


def data_dictionary() -> str:
    """Return the data dictionary of a new warehouse."""
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder) / "warehouse.duckdb")
        warehouse.create_schema()
        with warehouse.connect(read_only=True) as connection:
            return describe_database(connection)


if __name__ == "__main__":
    DICTIONARY.write_text(data_dictionary(), encoding="utf-8")
    print(f"Wrote {DICTIONARY}.")
