"""What a reviewer has decided of entities: a small file that wins over the pipeline (docs/entities.md)."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import duckdb
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.ids import stable_id
from warehouse.connection import query
from warehouse.errors import OverridesError

_ENTITY_ID = re.compile(r"entity_[0-9a-f]{16}")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str | None = None  # of the entities, where a name alone is not clear
    reason: str = Field(min_length=1)


class MergeOverride(_Entry):
    """Entities that are one: all become the first."""

    entities: tuple[str, ...] = Field(min_length=2)  # names or ids


class ApartOverride(_Entry):
    """Names that are never one entity."""

    entities: tuple[str, str]


class SplitOverride(_Entry):
    """Articles in which an entity's name means somebody else."""

    entity: str
    articles: tuple[str, ...] = Field(min_length=1)  # ids, addresses or source documents
    name: str = Field(min_length=1)  # of the other


class RenameOverride(_Entry):
    """An entity that is to have another name."""

    entity: str
    name: str = Field(min_length=1)


class Overrides(BaseModel):
    """All that a file decides."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    merge: tuple[MergeOverride, ...] = ()
    apart: tuple[ApartOverride, ...] = ()
    split: tuple[SplitOverride, ...] = ()
    rename: tuple[RenameOverride, ...] = ()


NO_OVERRIDES = Overrides()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of ``ops.overrides``."""

    kind: str
    resolved_entity_id: str
    article_id: str | None
    local_name: str | None
    entity_id: str
    name: str | None
    reason: str


def read_overrides(path: Path) -> Overrides:
    """Read a file of overrides; a file that is not there overrides nothing.

    :raises OverridesError: when the file is not TOML or says what cannot be understood, and where.
    """
    if not path.exists():
        return NO_OVERRIDES
    try:
        return Overrides.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise OverridesError(f"{path} cannot be read as TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        raise OverridesError(f"{path}, {place}: {first['msg']}") from error


def record_overrides(connection: duckdb.DuckDBPyConnection, overrides: Overrides) -> bool:
    """Keep what the overrides change in this warehouse; return whether it is something else than before.

    Entities that the warehouse does not have yet are left out until it has them.
    """
    known = connection.execute("select count(*) from ops.overrides").fetchall()
    if overrides == NO_OVERRIDES and known == [(0,)]:
        return False
    rows = sorted(set(_rows(connection, overrides)), key=repr)
    columns = [field.name for field in fields(_Row)]
    table = pa.table(
        {name: pa.array([getattr(row, name) for row in rows], pa.string()) for name in columns}
    )
    connection.register("wanted_overrides", table)
    is_changed = connection.execute(query("overrides_changed")).fetchall() != [(0,)]
    if is_changed:
        connection.execute(query("record_overrides"))
    return is_changed


def apart_pairs(connection: duckdb.DuckDBPyConnection) -> frozenset[frozenset[str]]:
    """Return the pairs of entities that are never to be merged."""
    rows = connection.execute("select resolved_entity_id, entity_id from ops.overrides where kind = 'apart'").fetchall()
    return frozenset(map(frozenset, rows))


def _rows(connection: duckdb.DuckDBPyConnection, overrides: Overrides) -> Iterator[_Row]:
    for merge in overrides.merge:
        found = [_find(connection, entity, merge.label) for entity in merge.entities]
        first = found[0]
        name = None if _ENTITY_ID.fullmatch(merge.entities[0]) else merge.entities[0]
        for other in found[1:] if first is not None else ():
            if other is not None and other[0] != first[0]:
                yield _Row("merge", other[0], None, None, first[0], name, merge.reason)
    for apart in overrides.apart:
        yield from _apart(connection, apart)
    for split in overrides.split:
        entity = _find(connection, split.entity, split.label)
        for article in _articles(connection, split.articles) if entity else ():
            new = stable_id("entity", "split", entity[0], split.name)
            yield _Row("split", entity[0], article, None, new, split.name, split.reason)
    for rename in overrides.rename:
        entity = _find(connection, rename.entity, rename.label)
        if entity is not None:
            yield _Row("rename", entity[0], None, None, entity[0], rename.name, rename.reason)


def _apart(connection: duckdb.DuckDBPyConnection, apart: ApartOverride) -> Iterator[_Row]:
    """Yield what keeps two names apart: where both were resolved to one entity, the rarer name becomes another."""
    found = [_find(connection, entity, apart.label) for entity in apart.entities]
    if None in found:
        return
    (one, _, _), (two, rarer, _) = sorted(found, key=lambda each: (-each[2], each[1]))
    other = two if two != one else stable_id("entity", "apart", one, rarer.casefold())
    yield _Row("apart", one, None, rarer.lower(), other, None, apart.reason)


def _find(
    connection: duckdb.DuckDBPyConnection, entity: str, label: str | None
) -> tuple[str, str, int] | None:
    """Return an entity's id, the name given and the articles that use it; of several, the one of most articles."""
    is_id = _ENTITY_ID.fullmatch(entity) is not None
    parameters = {"entity": entity, "label": label, "is_id": is_id}
    found = connection.execute(query("find_overridden"), parameters).fetchall()
    return (found[0][0], entity, found[0][1]) if found else None


def _articles(connection: duckdb.DuckDBPyConnection, articles: Iterable[str]) -> list[str]:
    parameters = {"articles": list(articles)}
    return [article for article, in connection.execute(query("overridden_articles"), parameters).fetchall()]
