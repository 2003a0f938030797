"""The DuckDB file that the pipeline writes: opened, locked, one transaction at a time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipeline.settings import WAREHOUSE_MEMORY
from warehouse.errors import NotAWarehouse, SchemaVersionError, WarehouseLocked, WarehouseMissing

SCHEMA_VERSION = 5
STORAGE_VERSION = "v1.2.0"  # what DuckDB 1.2 and later can open; the default of 2.0 shuts out all 1.x clients
SCHEMA = Path(__file__).with_name("schema")
REPORTS = Path(__file__).with_name("reports")
QUERIES = Path(__file__).with_name("queries")

LOCK_SECONDS = 120.0
_RETRY_SECONDS = 0.1


class Warehouse:
    """One DuckDB file, opened for as long as a statement or a transaction needs it.

    DuckDB lets one process write and shuts out all others meanwhile, so a lock is waited for.

    :param path: the file; its folder is made when needed.
    :param lock_seconds: how long to wait while another process has it open.
    """

    def __init__(self, path: Path | str, *, lock_seconds: float = LOCK_SECONDS) -> None:
        self.path = Path(path)
        self.lock_seconds = lock_seconds

    @contextmanager
    def connect(self, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield a connection and close it, whatever happens.

        :raises WarehouseMissing: when it is to be read and is not there.
        :raises WarehouseLocked: when another process keeps it open.
        :raises NotAWarehouse: when it is no DuckDB file.
        """
        connection = open_database(self.path, read_only=read_only, lock_seconds=self.lock_seconds)
        try:
            connection.execute(f"set timezone = 'UTC'; set memory_limit = '{WAREHOUSE_MEMORY}'")
            yield connection
        finally:
            connection.close()

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield a connection inside a transaction: committed at the end, rolled back on any exception.

        :raises WarehouseError: as :meth:`connect` and :func:`check_version`.
        """
        with self.connect() as connection:
            check_version(connection, self.path)
            connection.begin()
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def create_schema(self) -> None:
        """Make the tables where the file has none; bring the report views up to date.

        :raises SchemaVersionError: when the file's tables are of another version.
        :raises NotAWarehouse: when the file holds something else.
        """
        with self.connect() as connection:
            connection.begin()
            if _is_empty(connection):
                _run_files(connection, SCHEMA)
                connection.execute("insert into ops.schema_version values (?)", [SCHEMA_VERSION])
            check_version(connection, self.path)
            connection.execute("drop schema if exists reports cascade; create schema reports")
            _run_files(connection, REPORTS)
            connection.commit()


def open_database(
    path: Path, *, read_only: bool = False, lock_seconds: float = LOCK_SECONDS
) -> duckdb.DuckDBPyConnection:
    """Return a connection to a DuckDB file, waiting while another process has it open.

    :raises WarehouseMissing: when it is to be read and is not there.
    :raises WarehouseLocked: when another process keeps it open.
    :raises NotAWarehouse: when it is no DuckDB file.
    """
    if read_only and not path.is_file():
        raise WarehouseMissing(
            f"There is no warehouse at {path}. Make one with: hearsay build PATH... --warehouse {path}"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    config = {} if path.is_file() and path.stat().st_size else {"storage_compatibility_version": STORAGE_VERSION}
    deadline = time.monotonic() + lock_seconds
    while True:
        try:
            return duckdb.connect(str(path), read_only=read_only, config=config)
        except (duckdb.IOException, duckdb.CatalogException) as error:  # the latter of a file that ends in .json
            if "Could not set lock" not in str(error):
                raise NotAWarehouse(f"{path} cannot be opened as a DuckDB file: {error}") from error
            if time.monotonic() >= deadline:
                raise WarehouseLocked(f"Another program has {path} open: {error}") from error
        time.sleep(_RETRY_SECONDS)


def check_version(connection: duckdb.DuckDBPyConnection, path: Path | str) -> None:
    """Make sure that a file holds the tables that this version of Hearsay writes.

    :raises NotAWarehouse: when it holds no warehouse at all.
    :raises SchemaVersionError: when its tables are of another version.
    """
    try:
        versions = connection.execute("select version from ops.schema_version").fetchall()
    except duckdb.CatalogException as error:
        raise NotAWarehouse(f"{path} is a DuckDB file, but no warehouse made by Hearsay.") from error
    if versions != [(SCHEMA_VERSION,)]:
        found = ", ".join(str(version) for version, in versions) or "none"
        raise SchemaVersionError(
            f"{path} holds tables of version {found}, this Hearsay writes version {SCHEMA_VERSION}. "
            "Build into a new file, or use the version of Hearsay that made it."
        )


def query(name: str) -> str:
    """Return the SQL statement of that name."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def _is_empty(connection: duckdb.DuckDBPyConnection) -> bool:
    return connection.execute("select count(*) from duckdb_tables() where not internal").fetchall() == [(0,)]


def _run_files(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for file in sorted(folder.glob("*.sql")):
        connection.execute(file.read_text(encoding="utf-8"))
