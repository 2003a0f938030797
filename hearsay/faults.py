"""What to tell of a fault that whoever runs a build can mend: one message, and what to do."""

import errno
import sqlite3
from collections.abc import Iterator

import duckdb

from hearsay.errors import UserError
from hearsay.site.folder import NotASite
from pipeline.ingest import IngestError
from warehouse.errors import WarehouseError, WarehouseLocked

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
# DuckDB and SQLite have no error number; the last is DuckDB's, where its temporary files have no room.
NO_ROOM_SAID = (
    "No space left on device", "Disk quota exceeded", "database or disk is full", "failed to offload data block",
)
DATABASES = (duckdb.Error, sqlite3.Error, WarehouseError)


def explain(error: BaseException) -> str | None:
    """Return what to tell the user of a fault that is theirs to mend, and what to do; None of any other.

    :param error: as caught; what Dagster or another library has wrapped around the fault is passed over.
    """
    faults = list(_causes(error))
    for fault in faults:
        if _is_no_room(fault):
            return _no_room(fault)
    for fault in faults:
        if isinstance(fault, UserError | WarehouseError | IngestError | NotASite):
            return str(fault)
        if isinstance(fault, PermissionError):
            return f"No permission: {fault.filename}. Give whoever runs Hearsay the right to it, then start again."
        if isinstance(fault, OSError) and fault.errno == errno.EROFS:
            return f"{fault.strerror}: {fault.filename}. Choose a warehouse in a folder that can be written."
    return None


def is_locked(error: BaseException) -> bool:
    """Tell whether another process has a file open that was needed, so that trying again later helps."""
    return any(isinstance(fault, WarehouseLocked) for fault in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _is_no_room(fault: BaseException) -> bool:
    if isinstance(fault, OSError) and fault.errno in NO_ROOM:
        return True
    return isinstance(fault, DATABASES) and any(said in str(fault) for said in NO_ROOM_SAID)


def _no_room(fault: BaseException) -> str:
    where = getattr(fault, "filename", None) or (str(fault) if isinstance(fault, DATABASES) else "")
    said = "No space left on device" + (f" ({where})" if where else "")
    return f"{said}. Make room, then start the same again: it goes on from here, and nothing that was loaded is lost."
