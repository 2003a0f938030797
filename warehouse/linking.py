"""The entities of a batch joined to those of the warehouse, inside the transaction that loads it.

What has to be compared is fetched by the keys of the batch's names, so that a batch costs the same in a small warehouse
and in a large one; pipeline.link.resolver decides.
"""

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipeline.link.contexts import gender_of, make_context
from pipeline.link.keys import entity_id
from pipeline.link.names import PERSON, plain_name
from pipeline.link.profiles import CONTEXTS, Context, LocalEntity, Profile
from pipeline.link.resolver import (
    CANDIDATES_A_KEY,
    Known,
    Link,
    Merge,
    Resolver,
    keys_to_look_up,
    local_keys,
)
from warehouse.overrides import Overrides, apart_pairs, record_overrides

RESOLUTION = Path(__file__).with_name("resolution")
LOADING = Path(__file__).with_name("loading")
# The columns that hold an entity, and the column of the same row that has its name as printed.
ENTITY_COLUMNS = (
    ("mentions", "entity_id", "text"),
    ("entity_roles", "entity_id", None),
    ("entity_roles", "organisation_entity_id", "organisation"),
    ("quotes", "speaker_entity_id", "speaker_name"),
    ("quotes", "source_affiliation_entity_id", "source_affiliation"),
    ("claims", "subject_entity_id", "subject"),
    ("claims", "object_entity_id", "object"),
    ("claims", "claimant_entity_id", "claimant_name"),
)
STORED_IN = {"entity_roles": "ops.article_roles"}
_NAMING = {"name": "names", "alias": "aliases", "label": "labels"}
_DESCRIBING = {"country": "countries", "gender": "genders", "role": "roles", "organisation": "organisations"}


@dataclass(frozen=True, slots=True)
class Linked(Link):
    """A link, with what the article says of the entity."""

    name: str = ""
    label: str = ""
    country_code: str | None = None
    gender: str | None = None
    mention_count: int = 0
    aliases: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


def link_batch(connection: duckdb.DuckDBPyConnection) -> None:
    """Find out which entities of the warehouse the staged articles mention, and write their ids into the staged rows.

    Leaves ``linked`` (one row per entity of an article), ``merged`` and what they touch as temporary tables for the
    files in ``warehouse/loading``.
    """
    with _uncollected():
        articles = _articles(connection)
        entities = [local for _, entities in articles for local in entities]
        resolver = Resolver(_known(connection, entities))
        _describe(connection, resolver.known, resolver.uncertain(entities) | set(resolver.known.links.values()))
        links = resolver.resolve(articles)
        _stage(connection, articles, links, resolver.merges())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no cycles meanwhile: among so many new objects, none of them in one, that takes a third of the time."""
    is_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_enabled:
            gc.enable()


def apply_overrides(connection: duckdb.DuckDBPyConnection, overrides: Overrides) -> None:
    """Bring what is loaded to what the overrides say, without a batch; changes nothing where it does already.

    :param connection: inside a transaction.
    """
    connection.execute(_sql("no_batch"))
    move_entities(connection, overrides)
    if connection.execute("select count(*) from recounted_entities").fetchall() != [(0,)]:
        connection.execute((LOADING / "03_entities.sql").read_text(encoding="utf-8"))


def _stage(
    connection: duckdb.DuckDBPyConnection,
    articles: list[tuple[Context, list[LocalEntity]]],
    links: list[Link],
    merges: list[Merge],
) -> None:
    moved = {merge.old_entity_id: merge.entity_id for merge in merges}
    known = {(local.article_id, local.local_entity_id): local for _, entities in articles for local in entities}
    linked = [_linked(link, known[link.article_id, link.local_entity_id], moved) for link in links]
    _register(connection, "linked", linked, _LINKED)
    _register(connection, "merged", merges, _MERGED)
    _register(connection, "article_contexts", [context for context, _ in articles], _CONTEXTS)
    if merges:
        connection.execute(_sql("merges"))
    connection.execute(_sql("links"))
    for table, column, _ in ENTITY_COLUMNS:
        rows = connection.sql(_sql("staged_column").format(table=table, column=column))
        connection.register(f"staged_{table}", rows.to_arrow_table())


def move_entities(connection: duckdb.DuckDBPyConnection, overrides: Overrides) -> None:
    """Bring the rows of main tables to what the overrides and the merges of the batch say.

    :param overrides: those of an earlier load that are not among them any more are undone.
    """
    is_changed = record_overrides(connection, overrides)
    ((merges,),) = connection.execute("select count(*) from merged").fetchall()
    ((overridden,),) = connection.execute("select count(*) from ops.overrides").fetchall()
    if not (is_changed or merges or overridden):
        return
    connection.execute(_sql("moves"))
    if connection.execute("select count(*) from moves").fetchall() == [(0,)]:
        return
    for table, column, printed in ENTITY_COLUMNS:
        stored = STORED_IN.get(table, table)
        sql = _sql("moved_column").format(table=stored, column=column, printed=printed or "entity_id")
        connection.execute(sql)


def _articles(connection: duckdb.DuckDBPyConnection) -> list[tuple[Context, list[LocalEntity]]]:
    """Return the staged articles with their entities."""
    entities: dict[str, list[LocalEntity]] = defaultdict(list)
    for row in _rows(connection, "entities"):
        entities[row["article_id"]].append(_local(row))
    return [
        (make_context(row["article_id"], row["body"], entities[row["article_id"]], seen_at=row["seen_at"]),
         entities[row["article_id"]])
        for row in _rows(connection, "articles")
    ]


def _local(row: dict[str, Any]) -> LocalEntity:
    is_person = row["label"] == PERSON
    return LocalEntity(
        article_id=row["article_id"], local_entity_id=row["entity_id"], name=row["name"], label=row["label"],
        country_code=row["country_code"], aliases=tuple(row["aliases"]), mention_count=row["mention_count"],
        gender=gender_of(row["name"], row["aliases"], row["pronouns"]) if is_person else None,
        roles=frozenset(row["roles"]),
        organisations=frozenset(plain_name(organisation) for organisation in row["organisations"]),
    )


def _known(connection: duckdb.DuckDBPyConnection, entities: list[LocalEntity]) -> Known:
    """Return what the warehouse calls all that the batch's entities may be."""
    keys = set().union(*map(keys_to_look_up, entities)) if entities else set()
    connection.register("looked_up", pa.table({"key": pa.array(sorted(keys), pa.string())}))
    found = connection.execute(_sql("candidates"), {"candidates": CANDIDATES_A_KEY}).fetchall()
    index: dict[str, Counter[str]] = defaultdict(Counter)
    for key, entity, count in found:
        index[key][entity] = count
    links = {(article, local): entity for article, local, entity in connection.execute(_sql("kept")).fetchall()}
    profiles: dict[str, Profile] = {}
    _register_ids(connection, "candidates", {entity for _, entity, _ in found} | set(links.values()))
    _add_facts(connection, profiles, _NAMING)
    _register_ids(connection, "founding", {entity_id(local.label, local.name) for local in entities})
    ((articles,),) = connection.execute("select count(*) from articles").fetchall()
    return Known(
        profiles=profiles, index=index, links=links, articles=articles,
        apart=apart_pairs(connection),
        taken=frozenset(entity for entity, in connection.execute(_sql("taken")).fetchall()),
    )


def _describe(connection: duckdb.DuckDBPyConnection, known: Known, entities: set[str]) -> None:
    """Add what is known of some entities beside their names, and the articles that named them last."""
    _register_ids(connection, "candidates", entities)
    _add_facts(connection, known.profiles, _DESCRIBING)
    connection.execute(_sql("latest"), {"contexts": CONTEXTS})
    contexts = {
        row["article_id"]: Context(
            row["article_id"], frozenset(row["names"]), frozenset(row["words"]), frozenset(row["countries"]),
            row["seen_at"],
        )
        for row in _rows(connection, "contexts")
    }
    for entity, articles in connection.sql("from latest").fetchall():
        if entity in known.profiles:
            known.profiles[entity].contexts = [contexts[article] for article in articles if article in contexts]


def _add_facts(
    connection: duckdb.DuckDBPyConnection, profiles: dict[str, Profile], kinds: dict[str, str]
) -> None:
    """Add what the warehouse counts of the candidates.

    :param profiles: by entity; those of candidates that are missing are made.
    :param kinds: of facts, with the counter of a profile that they stand in.
    """
    for entity, kind, value, count in connection.execute(_sql("facts"), {"kinds": list(kinds)}).fetchall():
        if entity not in profiles:
            profiles[entity] = Profile(entity)
        getattr(profiles[entity], kinds[kind])[value] = count


def _linked(link: Link, local: LocalEntity, moved: dict[str, str]) -> Linked:
    values = {field.name: getattr(link, field.name) for field in fields(link)}
    values["entity_id"] = moved.get(link.entity_id, link.entity_id)
    return Linked(
        **values, name=local.name, label=local.label, country_code=local.country_code, gender=local.gender,
        mention_count=local.mention_count, aliases=local.aliases, keys=local_keys(local),
        roles=tuple(sorted(local.roles)), organisations=tuple(sorted(local.organisations)),
    )


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    return connection.sql(_sql(name)).to_arrow_table().to_pylist()


def _register(connection: duckdb.DuckDBPyConnection, name: str, records: list[Any], schema: pa.Schema) -> None:
    """Make a temporary table of records."""
    columns = [
        pa.array([_plain(getattr(record, field.name)) for record in records], field.type) for field in schema
    ]
    connection.register(f"{name}_records", pa.table(columns, schema=schema))
    connection.execute(f"create or replace temp table {name} as from {name}_records")


def _register_ids(connection: duckdb.DuckDBPyConnection, name: str, entities: Iterable[str]) -> None:
    connection.register(name, pa.table({"entity_id": pa.array(sorted(entities), pa.string())}))


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _sql(name: str) -> str:
    return (RESOLUTION / f"{name}.sql").read_text(encoding="utf-8")


_TEXTS = pa.list_(pa.string())
_TYPES = {
    "score": pa.float64(), "other_score": pa.float64(), "mention_count": pa.int32(), "aliases": _TEXTS, "keys": _TEXTS,
    "roles": _TEXTS, "organisations": _TEXTS,
}
_LINKED = pa.schema([(field.name, _TYPES.get(field.name, pa.string())) for field in fields(Linked)])
_MERGED = pa.schema([(field.name, _TYPES.get(field.name, pa.string())) for field in fields(Merge)])
_CONTEXTS = pa.schema([
    ("article_id", pa.string()), ("names", _TEXTS), ("words", _TEXTS), ("countries", _TEXTS),
])
