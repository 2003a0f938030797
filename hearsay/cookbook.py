"""The answers of the cookbook, found by asking a warehouse its questions: ``python -m hearsay.cookbook WAREHOUSE``."""

import re
import sys
from typing import Any

import duckdb

from pipeline.settings import PROJECT

COOKBOOK = PROJECT / "docs" / "cookbook.md"
LONGEST = 110  # characters of a cell
_QUESTION = re.compile(r"```sql\n(?P<sql>.*?)```\n(?:\n(?:\|[^\n]*\n)+)?", re.DOTALL)


def questions(text: str) -> list[str]:
    """Return the SQL of a cookbook's questions."""
    return [match["sql"] for match in _QUESTION.finditer(text)]


def answered(text: str, connection: duckdb.DuckDBPyConnection) -> str:
    """Return a cookbook in which a table with the warehouse's answer stands after each question.

    :param text: Markdown with a fenced block of SQL for each question; answers that stand there are replaced.
    :raises duckdb.Error: a question cannot be asked.
    """
    connection.execute("set timezone = 'UTC'")
    return _QUESTION.sub(lambda match: f"```sql\n{match['sql']}```\n\n{answer(match['sql'], connection)}", text)


def answer(sql: str, connection: duckdb.DuckDBPyConnection) -> str:
    """Return the result of a query as a Markdown table."""
    result = connection.execute(sql)
    columns = [column[0] for column in result.description]
    lines = [columns, ["---"] * len(columns), *([_cell(value) for value in row] for row in result.fetchall())]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:.3g}"
    value = ", ".join(map(str, value)) if isinstance(value, list) else value
    text = " ".join(str(value).split()).replace("\\", "\\\\").replace("|", "\\|")
    return text if len(text) <= LONGEST else f"{text[:LONGEST - 1].rstrip()}…"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say which warehouse to ask: python -m hearsay.cookbook WAREHOUSE, made of examples/articles.")
    with duckdb.connect(sys.argv[1], read_only=True) as warehouse:
        COOKBOOK.write_text(answered(COOKBOOK.read_text(encoding="utf-8"), warehouse), encoding="utf-8")
    print(f"Wrote {COOKBOOK}.")
