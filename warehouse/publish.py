"""The copy that analysts read, replaced in one step while they read it."""

import os
from pathlib import Path

import duckdb

from warehouse.connection import LOCK_SECONDS, Warehouse, check_version, open_database, query
from warehouse.errors import NotAWarehouse, SchemaVersionError

STORAGE_VERSION = "v1.2.0"  # what DuckDB 1.2 and later can open; the default of 2.0 shuts out all 1.x clients
PRIVATE_TABLES = frozenset({("ops", "shingles")})  # of use to the pipeline only; published empty


def publish(work_file: Path | str, warehouse_file: Path | str) -> None:
    """Replace the published file by a copy of the pipeline's own.

    Readers see the old file until the new one is complete on disk, and those that have it open keep it. The work file
    stays locked meanwhile, so that one process publishes at a time.

    :raises NotAWarehouse: when a file that Hearsay did not make stands in the place.
    :raises WarehouseError: when the work file cannot be read.
    """
    work_file, warehouse_file = Path(work_file), Path(warehouse_file)
    _check_replaceable(warehouse_file)
    warehouse_file.parent.mkdir(parents=True, exist_ok=True)
    copy = warehouse_file.with_name(f".{warehouse_file.name}.publishing")
    with Warehouse(work_file).connect() as connection:
        check_version(connection, work_file)
        _remove(copy)  # a killed run's
        try:
            _copy_database(connection, copy)
            _sync(copy)
            _write_ahead_log(warehouse_file).unlink(missing_ok=True)  # of the file that is replaced
            os.replace(copy, warehouse_file)
            _sync(warehouse_file.parent)
        finally:
            _remove(copy)


def _copy_database(connection: duckdb.DuckDBPyConnection, copy: Path) -> None:
    quoted = str(copy).replace("'", "''")
    connection.execute(f"attach '{quoted}' as published (storage_version '{STORAGE_VERSION}')")
    (work,), = connection.execute("select current_database()").fetchall()
    connection.execute(f'copy from database "{work}" to published (schema)')
    for schema, table in connection.execute(query("tables"), {"database": work}).fetchall():
        if (schema, table) in PRIVATE_TABLES:
            continue
        connection.execute(f'insert into published.{schema}.{table} select * from "{work}".{schema}.{table}')
    connection.execute("checkpoint published")
    connection.execute("detach published")


def _check_replaceable(warehouse_file: Path) -> None:
    """Make sure that nothing is overwritten but an older warehouse."""
    if not warehouse_file.exists() or warehouse_file.stat().st_size == 0:
        return
    connection = open_database(warehouse_file, read_only=True, lock_seconds=LOCK_SECONDS)
    try:
        check_version(connection, warehouse_file)
    except SchemaVersionError:
        pass
    except NotAWarehouse as error:
        raise NotAWarehouse(f"{error} It was left as it is: choose another --warehouse.") from error
    finally:
        connection.close()


def _write_ahead_log(file: Path) -> Path:
    return file.with_name(f"{file.name}.wal")


def _remove(file: Path) -> None:
    for path in (file, _write_ahead_log(file)):
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Wait until a file, or a folder's list of files, is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
