"""The gold articles as analysts find them: built into a warehouse by ``hearsay build``, and read from it."""

import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import duckdb

from hearsay.build import build
from pipeline.records import Quote
from training.gold.articles import GoldArticle, GoldError, GoldHalf
from warehouse.connection import Warehouse


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A mention of the warehouse, in offsets of the gold's body."""

    start: int
    end: int
    form: str
    entity_id: str | None


@dataclass(frozen=True, slots=True)
class FoundRole:
    """What an article says of an entity, as the warehouse has it."""

    entity_id: str
    role: str
    organisation: str | None
    organisation_entity_id: str | None


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one gold article, in offsets of the gold's body."""

    mentions: tuple[FoundMention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    roles: tuple[FoundRole, ...] = ()


def build_rows_of(half: GoldHalf, model: Path) -> list[Rows]:
    """Build all articles of a half into one warehouse and return the rows of each.

    :param model: folder of the spaCy pipeline.
    :raises hearsay.errors.UserError: the build could not be done.
    :raises GoldError: the pipeline reads another text than the gold's.
    """
    with tempfile.TemporaryDirectory() as folder:
        file, target = Path(folder, "articles.jsonl"), Path(folder, "gold.duckdb")
        file.write_text("".join(f"{json.dumps(_record(article))}\n" for article in half.articles), encoding="utf-8")
        build([str(file)], warehouse=target, model=model)
        with Warehouse(target).connect(read_only=True) as connection:
            return rows_of(half, connection)


def rows_of(half: GoldHalf, connection: duckdb.DuckDBPyConnection) -> list[Rows]:
    """Read the rows of a half's articles from a warehouse.

    :raises GoldError: the pipeline has read another text than the gold's.
    """
    bodies = {row["url"]: (row["article_id"], row["body"]) for row in _read(connection, "articles")}
    tables = {name: _by_article(_read(connection, name)) for name in ("mentions", "quotes", "entity_roles")}
    found = []
    for article in half.articles:
        article_id, body = bodies.get(_url(article), (None, ""))
        shift = article.body.find(body) if body else -1  # a dateline is no part of the warehouse's body
        if shift < 0:
            raise GoldError(f"{article.event}/{article.name}: the warehouse has another text of it: {body[:60]!r}")
        mentions, quotes, roles = (tables[name].get(article_id, []) for name in tables)
        found.append(Rows(
            tuple(_mention(row, shift) for row in mentions),
            tuple(_quote(row, shift) for row in quotes),
            tuple(_of_row(FoundRole, row) for row in roles),
        ))
    return found


def _url(article: GoldArticle) -> str:
    return f"https://{article.name.replace('_', '-')}.example/{article.event.replace('_', '-')}"


def _record(article: GoldArticle) -> dict[str, str]:
    """Return an article as a record that the pipeline reads."""
    return {
        "url": _url(article), "outlet": article.outlet, "date": article.published_at.isoformat(),
        "title": article.title, "text": article.body,
    }


def _read(connection: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    relation = connection.table(table)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def _by_article(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["article_id"], []).append(row)
    return grouped


def _mention(row: dict[str, Any], shift: int) -> FoundMention:
    return FoundMention(row["start_char"] + shift, row["end_char"] + shift, row["form"], row["entity_id"])


def _quote(row: dict[str, Any], shift: int) -> Quote:
    moved = {name: value + shift for name, value in row.items() if name.endswith("_char") and value is not None}
    spans = tuple((span["start_char"] + shift, span["end_char"] + shift) for span in row["content_spans"])
    return _of_row(Quote, row | moved | {"content_spans": spans})


def _of_row(record: type, row: dict[str, Any]) -> Any:
    return record(**{field.name: row[field.name] for field in fields(record)})
