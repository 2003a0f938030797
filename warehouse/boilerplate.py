"""The lines of each outlet's articles that the warehouse knows, and the articles that still carry boilerplate."""

from collections.abc import Collection, Iterable
from dataclasses import fields

import duckdb
import pyarrow as pa

from pipeline.extract.repeated import MOST_COMPARED, REASON
from pipeline.records import Article, OutletLine, RemovedLine
from warehouse.connection import query
from warehouse.frames import arrow_of, frame_of

_REPEATED = pa.schema([("outlet_key", pa.string()), ("line_hash", pa.uint64())])


def stage_lines(connection: duckdb.DuckDBPyConnection, lines: Iterable[OutletLine]) -> None:
    """Show the connection the lines of the articles that are being read, for the functions below."""
    connection.register("staged_outlet_lines", arrow_of("outlet_lines", frame_of("outlet_lines", lines)))


def known_lines(connection: duckdb.DuckDBPyConnection) -> list[OutletLine]:
    """Return the lines of the articles that share one of the staged lines, as far as they are compared."""
    rows = connection.execute(query("outlet_lines"), {"compared": MOST_COMPARED}).fetchall()
    return [OutletLine(*row) for row in rows]


def articles_carrying(
    connection: duckdb.DuckDBPyConnection, repeated: Collection[tuple[str, int]]
) -> list[tuple[Article, list[RemovedLine], list[OutletLine]]]:
    """Return the articles that still carry one of the repeated lines, each with its removed and its repeated lines.

    Those whose lines are staged are left out.

    :param repeated: outlet and hash of lines, as ``pipeline.extract.repeated_lines`` gives them.
    """
    values = [{"outlet_key": outlet, "line_hash": line} for outlet, line in sorted(repeated)]
    connection.register("staged_repeated_lines", pa.Table.from_pylist(values, schema=_REPEATED))
    carried: dict[str, list[OutletLine]] = {}
    for row in connection.execute(query("carriers"), {"reason": REASON}).fetchall():
        line = OutletLine(*row)
        carried.setdefault(line.article_id, []).append(line)
    removed = _removed_lines(connection, carried)
    return [
        (article, removed.get(article.article_id, []), carried[article.article_id])
        for article in _articles(connection, carried)
    ]


def _articles(connection: duckdb.DuckDBPyConnection, article_ids: Collection[str]) -> list[Article]:
    columns = ", ".join(field.name for field in fields(Article))
    rows = connection.execute(
        f"select {columns} from articles where list_contains(?, article_id) order by article_id", [sorted(article_ids)]
    ).fetchall()
    return [Article(*(tuple(value) if isinstance(value, list) else value for value in row)) for row in rows]


def _removed_lines(
    connection: duckdb.DuckDBPyConnection, article_ids: Collection[str]
) -> dict[str, list[RemovedLine]]:
    removed: dict[str, list[RemovedLine]] = {}
    for row in connection.execute(
        "select article_id, position, line, reason from ops.removed_lines where list_contains(?, article_id)",
        [sorted(article_ids)],
    ).fetchall():
        removed.setdefault(row[0], []).append(RemovedLine(*row))
    return removed
