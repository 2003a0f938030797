"""What a build does to the pipeline's DuckDB file besides loading: opening it, and the record of runs."""

import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from hearsay.work import BatchFolder, WorkFolder
from warehouse.connection import Warehouse, check_version
from warehouse.load import record_run

QUERIES = Path(__file__).with_name("queries")


def query(name: str) -> str:
    """Return the SQL statement of that name."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def open_warehouse(work: WorkFolder) -> Warehouse:
    """Return the warehouse that the pipeline writes, with its tables.

    Where only the published file is left, it is taken up again, so that nothing published is lost.

    :raises warehouse.WarehouseError: a file is there that this version of Hearsay did not make.
    """
    warehouse = Warehouse(work.database)
    if not work.database.exists() and work.warehouse.exists() and work.warehouse.stat().st_size:
        with Warehouse(work.warehouse).connect(read_only=True) as connection:
            check_version(connection, work.warehouse)
        work.path.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(work.warehouse, work.database)
    warehouse.create_schema()
    return warehouse


def pending_batches(warehouse: Warehouse, folders: Iterable[BatchFolder], *, fingerprint: str) -> list[BatchFolder]:
    """Return the batches that have not been loaded yet by these versions of pipeline and model."""
    with warehouse.connect(read_only=True) as connection:
        rows = connection.execute(query("loaded_batches"), {"fingerprint": fingerprint}).fetchall()
    loaded = {batch_id for batch_id, in rows}
    return [folder for folder in folders if folder.batch_id not in loaded]


def start_run(warehouse: Warehouse, run_id: str, *, versions: Mapping[str, Any], engine: str) -> None:
    """Record that a run has started, unless it has before; runs that were killed are marked as failed.

    :param engine: local or ray.
    """
    with warehouse.transaction() as connection:
        connection.execute(query("abandon_runs"), {"run_id": run_id})
        record_run(
            connection, run_id=run_id, started_at=_started_at(connection, run_id), status="running", versions=versions,
            engine=engine,
        )


def end_run(warehouse: Warehouse, run_id: str, *, status: str, versions: Mapping[str, Any]) -> dict[str, int]:
    """Record that a run has ended, and return what it has loaded.

    :param status: succeeded or failed.
    """
    with warehouse.transaction() as connection:
        counts = run_counts(connection, run_id)
        record_run(
            connection, run_id=run_id, started_at=_started_at(connection, run_id), ended_at=datetime.now(UTC),
            status=status, counts=counts, versions=versions,
        )
    return counts


def run_counts(connection: duckdb.DuckDBPyConnection, run_id: str) -> dict[str, int]:
    """Return how much of each a run has loaded."""
    result = connection.execute(query("run_counts"), {"run_id": run_id})
    names = [column[0] for column in result.description]
    return dict(zip(names, result.fetchall()[0], strict=True))


def _started_at(connection: duckdb.DuckDBPyConnection, run_id: str) -> datetime:
    rows = connection.execute(query("run_started"), {"run_id": run_id}).fetchall()
    return rows[0][0] if rows else datetime.now(UTC)
