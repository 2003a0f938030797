"""The claims of a batch brought together with those of the warehouse, inside the transaction that loads it.

A batch's articles are compared with those of the same days that tell of the same, a bounded number of them, so that a
batch costs the same in a small warehouse and in a large one; pipeline.link.claims decides.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from pipeline import settings
from pipeline.ids import stable_id
from pipeline.link.claims import (
    Embed,
    Grouper,
    GroupIds,
    Joined,
    Made,
    Placed,
    Score,
    Supported,
    Told,
    Wording,
    place_claims,
    side_of,
    tell,
    word_claim,
)
from warehouse.frames import EMBEDDING_DIMENSIONS

GROUPING = Path(__file__).with_name("grouping")
DAYS = 10  # that articles on one event lie apart at most
NEIGHBOURS = 12  # articles on the same that an article is compared with
LEAST_SHARE = 0.1  # of what an article is about that another must share
MOST_HOLDERS = 2_000  # articles of those days with a key that still tells something
ARTICLES_AT_ONCE = 50
DECIMALS = 3  # of a vector's values: half the space of all digits, and cosines change by less than 0.001


@dataclass(frozen=True, slots=True)
class ClaimModels:
    """What tells what claims mean; without it only nearly equal wordings meet, and no claim has a vector."""

    embed: Embed | None = None
    score: Score | None = None
    description: Mapping[str, str] = field(default_factory=dict)  # for ops.models


NO_MODELS = ClaimModels()


@cache
def load_models(path: Path = settings.CLAIMS_MODEL) -> ClaimModels:
    """Return the models of a folder, loaded once per process.

    :raises pipeline.link.embeddings.EmbeddingError: the folder lacks a file.
    """
    from pipeline.link.embeddings import Embedder
    from pipeline.link.relations import RELATIONS_FILE, Relations

    has_relations = (path / RELATIONS_FILE).is_file()
    return ClaimModels(Embedder(path), Relations(path).score if has_relations else None, _describe(path))


def _describe(path: Path) -> dict[str, str]:
    """Return what identifies the models of a folder."""
    meta = json.loads((path / "meta.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256()
    for file in sorted(path.iterdir()):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    name = f"{meta['lang']}_{meta['name']}"
    return {
        "model_id": stable_id("model", name, meta["version"], digest.hexdigest()), "name": name,
        "version": meta["version"], "sha256": digest.hexdigest(), "license": meta["license"],
    }


def word_claims(connection: duckdb.DuckDBPyConnection, models: ClaimModels) -> None:
    """Give the staged claims vectors, the groups that their wordings found, and their sides in them."""
    made = _made(connection, "staged")
    wordings = {claim.claim_id: word_claim(claim) for claim in made}
    rows = connection.table("staged_claims").to_arrow_table()
    claim_ids = rows.column("claim_id").to_pylist()
    sides = {
        claim.claim_id: side_of(claim.stance, is_negated=claim.is_negated, is_opposite=False) for claim in made
    }
    wording_ids = pa.array([wordings[claim_id].wording_id for claim_id in claim_ids], _TEXT)
    columns = {
        "wording_id": wording_ids,
        "claim_group_id": wording_ids,
        "side": pa.array([sides[claim_id] for claim_id in claim_ids], _TEXT),
    }
    if models.embed:
        columns["embedding"] = _vectors(models.embed, [wordings[claim_id].text for claim_id in claim_ids])
    for name, column in columns.items():
        place = rows.schema.get_field_index(name)
        rows = rows.append_column(name, column) if place < 0 else rows.set_column(place, name, column)
    connection.register("staged_claims", rows)


def group_claims(connection: duckdb.DuckDBPyConnection, models: ClaimModels, *, fingerprint: str) -> None:
    """Find out which claims of the warehouse say the same as the loaded ones, or the opposite.

    What other versions have decided of these claims, and of the articles that they are compared with, is decided anew.

    :param fingerprint: the versions of pipeline and models.
    """
    connection.execute(_sql("keys"))
    round_ = _Round(connection, fingerprint)
    decided, supported = round_.decide(Grouper(embed=models.embed, score=models.score))
    placed = round_.place(decided)
    _register(connection, "decided_wordings", [(*each, fingerprint) for each in decided], _WORDINGS)
    _register(connection, "decided_supports", [(*each, fingerprint) for each in supported], _SUPPORTS)
    _register(connection, "placed_claims", placed, _PLACED)
    connection.execute(_sql("decided"))


class _Round:
    """The articles whose claims are grouped, with those that they are compared with, and what is known of them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, fingerprint: str) -> None:
        self.connection, self.fingerprint = connection, fingerprint
        self.claims: dict[str, list[Made]] = defaultdict(list)  # by article
        self.wordings: dict[str, Wording] = {}  # by claim
        self.joined: dict[str, Joined] = {}  # by wording, decided by these versions
        self.earlier: dict[str, Joined] = {}  # decided by others
        self.articles, self.neighbours = self._compared("loaded")
        outdated = self._outdated()
        if outdated:
            self._list("outdated_articles", "article_id", outdated)
            others, neighbours = self._compared("outdated_articles")
            self.articles += others
            self.neighbours |= neighbours
        self._read({*self.articles, *(other for article in self.articles for other in self.neighbours[article])})

    def decide(self, grouper: Grouper) -> tuple[list[Joined], list[Supported]]:
        """Return what is decided of the articles' wordings, and which of them support one another."""
        group_ids = self._group_ids()
        decided, supported = [], []
        for start in range(0, len(self.articles), ARTICLES_AT_ONCE):
            told = [self._told(article) for article in self.articles[start : start + ARTICLES_AT_ONCE]]
            found = grouper.join(told, self.joined, group_ids=group_ids)
            decided += found[0]
            supported += found[1]
        return decided, supported

    def place(self, decided: Iterable[Joined]) -> list[Placed]:
        """Return the groups of the articles' claims, and of those elsewhere whose wordings were moved."""
        moved = [
            each.wording_id for each in decided
            if each.wording_id in self.earlier and _group(each) != _group(self.earlier[each.wording_id])
        ]
        elsewhere: set[str] = set()
        if moved:
            self._list("wanted_wordings", "wording_id", moved)
            elsewhere = {*self._ids("holders")} - {*self.articles}
            self._read(elsewhere)
        known = self.earlier | self.joined
        return [
            place for article in (*self.articles, *sorted(elsewhere))
            for place in place_claims(self.claims[article], self.wordings, known)
        ]

    def _compared(self, table: str) -> tuple[list[str], dict[str, list[str]]]:
        """Return the articles of a table in the order of publication, and those that each is compared with."""
        self.connection.execute(f"create or replace temp view grouped_articles as from {table}")
        articles = self._ids("ordered")
        parameters = {
            "days": DAYS, "most_holders": MOST_HOLDERS, "least_share": LEAST_SHARE, "neighbours": NEIGHBOURS,
        }
        neighbours: dict[str, list[str]] = defaultdict(list)
        for article, other in self.connection.execute(_sql("neighbours"), parameters).fetchall():
            neighbours[article].append(other)
        return articles, neighbours

    def _outdated(self) -> list[str]:
        """Return the articles beside those loaded whose claims other versions have decided on."""
        others = {other for article in self.articles for other in self.neighbours[article]} - {*self.articles}
        self._list("wanted_articles", "article_id", others)
        return self._ids("outdated", fingerprint=self.fingerprint)

    def _read(self, articles: set[str]) -> None:
        """Read the claims of articles, and what was decided of them."""
        missing = sorted(articles - self.claims.keys())
        self._list("wanted_articles", "article_id", missing)
        for claim in _made(self.connection, "wanted"):
            self.claims[claim.article_id].append(claim)
            self.wordings[claim.claim_id] = word_claim(claim)
        read = [self.wordings[claim.claim_id] for article in missing for claim in self.claims[article]]
        wanted = {wording.wording_id for wording in read if wording.is_comparable}
        self._list("wanted_wordings", "wording_id", wanted)
        parameters = {"fingerprint": self.fingerprint}
        for *values, is_current in self.connection.execute(_sql("wordings"), parameters).fetchall():
            known = self.joined if is_current else self.earlier
            known[values[0]] = Joined(*values)

    def _group_ids(self) -> GroupIds:
        earlier = {wording_id: joined.claim_group_id for wording_id, joined in self.earlier.items()}
        if not earlier:
            return GroupIds()
        self._list("wanted_groups", "claim_group_id", {*earlier, *earlier.values()})
        return GroupIds(earlier, self._ids("taken", fingerprint=self.fingerprint))

    def _told(self, article: str) -> Told:
        others = [
            self.wordings[claim.claim_id] for other in self.neighbours[article] for claim in self.claims[other]
        ]
        return tell(self.claims[article], self.wordings, others)

    def _list(self, name: str, column: str, ids: Iterable[str]) -> None:
        """Register a table of one column, sorted."""
        self.connection.register(name, pa.table({column: pa.array(sorted(ids), _TEXT)}))

    def _ids(self, name: str, **parameters: str) -> list[str]:
        """Return the only column of a query."""
        return [value for value, in self.connection.execute(_sql(name), parameters or None).fetchall()]


def _group(joined: Joined) -> tuple[str, bool]:
    return joined.claim_group_id, joined.is_opposite


def _made(connection: duckdb.DuckDBPyConnection, which: str) -> list[Made]:
    """Return claims as they are compared.

    :param which: ``staged`` or ``wanted``, the file that says of which articles.
    """
    connection.execute(_sql(which))
    return [Made(*row) for row in connection.execute(_sql("claims")).fetchall()]


def _vectors(embed: Embed, texts: Sequence[str]) -> pa.Array:
    """Return vectors as a column of ``FLOAT[384]``."""
    values = np.round(embed(texts), DECIMALS).astype(np.float32).ravel()
    return pa.FixedSizeListArray.from_arrays(pa.array(values), EMBEDDING_DIMENSIONS)


def _register(
    connection: duckdb.DuckDBPyConnection, name: str, rows: Iterable[Sequence[Any]], schema: pa.Schema
) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    connection.register(name, pa.table(arrays, schema=schema))


def _sql(name: str) -> str:
    return (GROUPING / f"{name}.sql").read_text(encoding="utf-8")


_TEXT = pa.string()
_WORDINGS = pa.schema([
    ("wording_id", _TEXT), ("claim_group_id", _TEXT), ("is_opposite", pa.bool_()), ("joined_wording_id", _TEXT),
    ("relation", _TEXT), ("score", pa.float64()), ("evidence", _TEXT), ("fingerprint", _TEXT),
])
_SUPPORTS = pa.schema([
    ("wording_a", _TEXT), ("wording_b", _TEXT), ("score", pa.float64()), ("fingerprint", _TEXT),
])
_PLACED = pa.schema([("claim_id", _TEXT), ("claim_group_id", _TEXT), ("side", _TEXT)])
