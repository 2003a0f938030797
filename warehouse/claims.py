"""The claims of a batch brought together with those of the warehouse, inside the transaction that loads it.

A batch's articles are compared with those of the same days that tell of the same, a bounded number of them, so that a
batch costs the same in a small warehouse and in a large one; pipeline.link.claims decides.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from pipeline import settings
from pipeline.ids import stable_id
from pipeline.link.claims import Embed, Grouper, Joined, Made, Score, Wording, place_claims, side_of, tell, word_claim
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
    columns = {
        "wording_id": pa.array([wordings[claim_id].wording_id for claim_id in claim_ids], pa.string()),
        "claim_group_id": pa.array([wordings[claim_id].wording_id for claim_id in claim_ids], pa.string()),
        "side": pa.array([sides[claim_id] for claim_id in claim_ids], pa.string()),
    }
    if models.embed:
        columns["embedding"] = _vectors(models.embed, [wordings[claim_id].text for claim_id in claim_ids])
    for name, column in columns.items():
        place = rows.schema.get_field_index(name)
        rows = rows.append_column(name, column) if place < 0 else rows.set_column(place, name, column)
    connection.register("staged_claims", rows)


def group_claims(connection: duckdb.DuckDBPyConnection, models: ClaimModels) -> None:
    """Find out which claims of the warehouse say the same as the loaded ones, or the opposite."""
    connection.execute(_sql("keys"))
    neighbours = _neighbours(connection)
    grouper = Grouper(embed=models.embed, score=models.score)
    ordered = [article_id for article_id, in connection.execute(_sql("loaded")).fetchall()]
    for start in range(0, len(ordered), ARTICLES_AT_ONCE):
        _group(connection, grouper, ordered[start : start + ARTICLES_AT_ONCE], neighbours)


def _group(
    connection: duckdb.DuckDBPyConnection, grouper: Grouper, articles: Sequence[str], neighbours: dict[str, list[str]]
) -> None:
    """Decide on the claims of some articles, and write down what was decided."""
    wanted = sorted({*articles, *(other for article in articles for other in neighbours[article])})
    _register(connection, "wanted_articles", [(article,) for article in wanted], _ARTICLES)
    claims: dict[str, list[Made]] = defaultdict(list)
    for claim in _made(connection, "wanted"):
        claims[claim.article_id].append(claim)
    wordings = {claim.claim_id: word_claim(claim) for made in claims.values() for claim in made}
    used = {article: [wordings[claim.claim_id] for claim in claims[article]] for article in wanted}
    joined = _known(connection, wordings.values())
    told = [
        tell(claims[article], wordings, [wording for other in neighbours[article] for wording in used[other]])
        for article in articles
    ]
    decided, supported = grouper.join(told, joined)
    placed = [place for article in articles for place in place_claims(claims[article], wordings, joined)]
    moved = [place for place in placed if place.claim_group_id != wordings[place.claim_id].wording_id]
    _register(connection, "decided_wordings", map(astuple, decided), _WORDINGS)
    _register(connection, "decided_supports", supported, _SUPPORTS)
    _register(connection, "moved_claims", map(astuple, moved), _MOVED)
    connection.execute(_sql("decided"))


def _neighbours(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return for each loaded article those that it is compared with."""
    parameters = {
        "days": DAYS, "most_holders": MOST_HOLDERS, "least_share": LEAST_SHARE, "neighbours": NEIGHBOURS,
    }
    neighbours: dict[str, list[str]] = defaultdict(list)
    for article, other, _ in connection.execute(_sql("neighbours"), parameters).fetchall():
        neighbours[article].append(other)
    return neighbours


def _known(connection: duckdb.DuckDBPyConnection, wordings: Iterable[Wording]) -> dict[str, Joined]:
    """Return what was decided of wordings before."""
    wanted = sorted({wording.wording_id for wording in wordings if wording.is_comparable})
    _register(connection, "wanted_wordings", [(wording_id,) for wording_id in wanted], _WANTED)
    return {row[0]: Joined(*row) for row in connection.sql(_sql("wordings")).fetchall()}


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
_ARTICLES = pa.schema([("article_id", _TEXT)])
_WANTED = pa.schema([("wording_id", _TEXT)])
_WORDINGS = pa.schema([
    ("wording_id", _TEXT), ("claim_group_id", _TEXT), ("is_opposite", pa.bool_()), ("joined_wording_id", _TEXT),
    ("relation", _TEXT), ("score", pa.float64()), ("evidence", _TEXT),
])
_SUPPORTS = pa.schema([("wording_a", _TEXT), ("wording_b", _TEXT), ("score", pa.float64())])
_MOVED = pa.schema([("claim_id", _TEXT), ("claim_group_id", _TEXT), ("side", _TEXT)])
