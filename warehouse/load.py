"""Batches into the pipeline's own DuckDB file, each in one transaction."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from pipeline.ingest.batches import WARC, Part
from pipeline.records import Rejection
from warehouse.claims import NO_MODELS, ClaimModels, group_claims, word_claims
from warehouse.connection import query
from warehouse.errors import LoadError
from warehouse.frames import ARROW_SCHEMAS, arrow_of, frame_of
from warehouse.linking import LOADING, link_batch, move_entities
from warehouse.overrides import NO_OVERRIDES, Overrides
from warehouse.versions import DATED, read_order


@dataclass(frozen=True, slots=True)
class Copy:
    """A document that was skipped because its bytes are loaded already."""

    source_document: str
    document_sha256: str
    source: str | None
    retrieved_at: datetime
    retrieved_at_source: str = "file"  # archive, where that time is no file's


def load_batch(
    connection: duckdb.DuckDBPyConnection,
    frames: Mapping[str, pd.DataFrame],
    *,
    run_id: str,
    batch_id: str,
    fingerprint: str,
    loaded_at: datetime,
    model_id: str | None = None,
    source: str | None = None,
    rejections: Iterable[Rejection] = (),
    outcomes: Iterable[Mapping[str, Any]] = (),
    overrides: Overrides = NO_OVERRIDES,
    claim_models: ClaimModels = NO_MODELS,
) -> dict[str, int]:
    """Replace the rows of a batch's articles, and bring all that depends on them up to date.

    Loading the same frames again changes no row of the main tables. An article's newest version is its current one,
    in whichever order the versions come; all versions stay in ``article_revisions``.

    :param connection: inside a transaction (:meth:`warehouse.connection.Warehouse.transaction`).
    :param frames: validated frames, named like their tables (:func:`warehouse.frames.frames_of`).
    :param fingerprint: the versions of pipeline and model, as for :func:`already_loaded`.
    :param source: the name of the source that the batch was read from, if it has one.
    :param rejections: what validation set aside, in addition to ``frames["rejections"]``.
    :param outcomes: what the expectations found in the batch.
    :param overrides: what a reviewer has decided of entities; it holds for all that is loaded already, too.
    :param claim_models: what tells what claims mean.
    :return: how many articles were loaded, and how many were taken back.
    :raises LoadError: when a document is neither an article nor a rejection.
    """
    batch = {
        "run_id": run_id, "batch_id": batch_id, "fingerprint": fingerprint, "model_id": model_id,
        "source": source, "loaded_at": loaded_at,
    }
    tables = _arrow_tables(frames) | {
        "rejections": _concatenated_rejections(frames, rejections),
        "batch": pa.Table.from_pylist([batch], schema=_BATCH),
        "validations": pa.Table.from_pylist(list(outcomes), schema=_VALIDATIONS),
    }
    for name, table in tables.items():
        connection.register(f"staged_{name}", table)
    for file in sorted(LOADING.glob("*.sql")):
        connection.execute(file.read_text(encoding="utf-8"))
        if file.stem == "01_versions":
            link_batch(connection)
            word_claims(connection, claim_models)
        elif file.stem == "03_counts":
            move_entities(connection, overrides)
        elif file.stem == "04_duplicates":
            group_claims(connection, claim_models, fingerprint=fingerprint)
    lost = connection.execute(query("lost_documents")).fetchall()
    if lost:
        raise LoadError(f"{len(lost)} documents became neither an article nor a rejection, the first is {lost[0][0]}.")
    ((loaded, retired),) = connection.execute(query("batch_counts")).fetchall()
    return {"loaded_articles": loaded, "retired_articles": retired}


def already_loaded(
    connection: duckdb.DuckDBPyConnection, documents: Iterable[Copy], fingerprint: str
) -> set[tuple[str, str]]:
    """Return which documents need not be read: these versions of pipeline and model have read the same bytes before.

    A document that may show that an article went back to an earlier text is to be read: the text's rows are gone.

    :return: path and SHA-256 of each.
    """
    _stage_copies(connection, documents)
    return set(connection.execute(query("already_loaded"), {"fingerprint": fingerprint}).fetchall())


def record_copies(connection: duckdb.DuckDBPyConnection, copies: Iterable[Copy], *, loaded_at: datetime) -> None:
    """Keep the paths of documents that were skipped because their bytes are loaded already.

    To be called before the batch that they came with is loaded: they tell when an article had which text.

    :param copies: those whose path and bytes are known change nothing, unless the path held something else since.
    """
    _stage_copies(connection, copies, loaded_at=loaded_at)
    connection.execute(query("record_copies"))


def _stage_copies(
    connection: duckdb.DuckDBPyConnection, copies: Iterable[Copy], *, loaded_at: datetime | None = None
) -> None:
    rows = [
        asdict(copy) | {
            "is_dated": copy.retrieved_at_source in DATED, "loaded_at": loaded_at,
            "read_order": read_order(copy.retrieved_at, copy.source_document),
        }
        for copy in copies
    ]
    connection.register("staged_copies", pa.Table.from_pylist(rows, schema=_COPIES))


def record_archives(
    connection: duckdb.DuckDBPyConnection, parts: Iterable[Part], *, batch_id: str, fingerprint: str,
    loaded_at: datetime,
) -> None:
    """Keep how many records of which kind the archives of a batch have, those that are no documents included."""
    rows = [
        {
            "archive": part.source, "first_record": part.first, "kind": kind, "records": count,
            "source": part.source_name or part.source, "batch_id": batch_id, "fingerprint": fingerprint,
            "loaded_at": loaded_at,
        }
        for part in parts
        if part.kind == WARC
        for kind, count in {"document": part.count, **part.passed_over}.items()
    ]
    connection.register("staged_archive_records", pa.Table.from_pylist(rows, schema=_ARCHIVE_RECORDS))
    connection.execute(query("record_archives"))


def outlet_documents(connection: duckdb.DuckDBPyConnection, *, batch_id: str, documents: int) -> pd.DataFrame:
    """Return the latest documents of the outlets that a batch has documents of.

    :param documents: how many of each outlet at most.
    :return: ``outlet_key``, ``age`` from 1, ``is_empty``, ``word_count`` and ``quotes`` of each.
    """
    parameters = {"batch_id": batch_id, "documents": documents}
    return connection.execute(query("outlet_documents"), parameters).df()


def loaded_claim_groups(connection: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """Return the rows of ``claim_groups`` and ``claim_links`` that the batch just loaded has touched, by table.

    To be called in the transaction that loaded the batch. Beside the tables' columns stands what the rows of
    ``claims`` give for them: ``claims_found``, ``status_is_borne_out``; ``claim_a_is_known``, ``claim_b_is_known``,
    ``relation_is_borne_out``.
    """
    return {table: connection.execute(query(f"loaded_{table}")).df() for table in ("claim_groups", "claim_links")}


def record_validations(
    connection: duckdb.DuckDBPyConnection, outcomes: Iterable[Mapping[str, Any]], *, run_id: str, batch_id: str,
    validated_at: datetime,
) -> None:
    """Keep what expectations found in a batch after it was loaded, in addition to what :func:`load_batch` keeps."""
    connection.register("staged_outcomes", pa.Table.from_pylist(list(outcomes), schema=_VALIDATIONS))
    parameters = {"run_id": run_id, "batch_id": batch_id, "validated_at": validated_at}
    connection.execute(query("record_validations"), parameters)


def record_run(
    connection: duckdb.DuckDBPyConnection,
    *,
    run_id: str,
    started_at: datetime,
    status: str,
    ended_at: datetime | None = None,
    counts: Mapping[str, Any] | None = None,
    versions: Mapping[str, Any] | None = None,
    engine: str | None = None,
) -> None:
    """Insert or update a run.

    :param status: running, succeeded or failed.
    :param engine: local or ray; where it is not given, what is known of the run stays.
    """
    parameters = {
        "run_id": run_id, "started_at": started_at, "ended_at": ended_at, "status": status,
        "counts": _json(counts), "versions": _json(versions), "engine": engine,
    }
    connection.execute(query("record_run"), parameters)


def record_model(
    connection: duckdb.DuckDBPyConnection, description: Mapping[str, Any], *, first_used_at: datetime
) -> None:
    """Keep what a model says of itself, once.

    :param description: with ``model_id`` and ``name``; ``version`` and ``sha256`` if known; anything else beside.
    """
    parameters = {
        "model_id": description["model_id"], "name": description["name"], "version": description.get("version"),
        "sha256": description.get("sha256"), "description": _json(description), "first_used_at": first_used_at,
    }
    connection.execute(query("record_model"), parameters)


def _arrow_tables(frames: Mapping[str, pd.DataFrame]) -> dict[str, pa.Table]:
    return {
        name: arrow_of(name, frames[name]) if name in frames else schema.empty_table()
        for name, schema in ARROW_SCHEMAS.items()
    }


def _concatenated_rejections(frames: Mapping[str, pd.DataFrame], rejections: Iterable[Rejection]) -> pa.Table:
    earlier = [frames["rejections"]] if "rejections" in frames else []
    return pa.concat_tables(arrow_of("rejections", frame) for frame in (*earlier, frame_of("rejections", rejections)))


def _json(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, sort_keys=True, default=str)


_BATCH = pa.schema([
    ("run_id", pa.string()), ("batch_id", pa.string()), ("fingerprint", pa.string()), ("model_id", pa.string()),
    ("source", pa.string()), ("loaded_at", pa.timestamp("us", tz="UTC")),
])
_ARCHIVE_RECORDS = pa.schema([
    ("archive", pa.string()), ("first_record", pa.int32()), ("kind", pa.string()), ("records", pa.int32()),
    ("source", pa.string()), ("batch_id", pa.string()), ("fingerprint", pa.string()),
    ("loaded_at", pa.timestamp("us", tz="UTC")),
])
_COPIES = pa.schema([
    ("source_document", pa.string()), ("document_sha256", pa.string()), ("source", pa.string()),
    ("retrieved_at", pa.timestamp("us", tz="UTC")), ("is_dated", pa.bool_()), ("read_order", pa.string()),
    ("loaded_at", pa.timestamp("us", tz="UTC")),
])
_VALIDATIONS = pa.schema([
    ("suite", pa.string()), ("expectation", pa.string()), ("columns", pa.string()), ("why", pa.string()),
    ("severity", pa.string()), ("success", pa.bool_()), ("evaluated_count", pa.int32()),
    ("unexpected_count", pa.int32()), ("examples", pa.string()),
])
