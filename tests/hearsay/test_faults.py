"""What is told of faults that whoever runs a build can mend."""

import errno
import os
import sqlite3

import duckdb
import pytest

from hearsay.errors import UserError
from hearsay.faults import explain, is_locked
from warehouse.errors import NotAWarehouse, WarehouseLocked


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "news.work/batches/1"),
        OSError(errno.EDQUOT, os.strerror(errno.EDQUOT)),
        duckdb.TransactionException('Failed to commit: Could not write file "news.duckdb": No space left on device'),
        duckdb.OutOfMemoryException("failed to offload data block of size 256.0 KiB (1 GiB/1 GiB used)."),
        sqlite3.OperationalError("database or disk is full"),
        NotAWarehouse("news.duckdb cannot be opened as a DuckDB file: IO Error: No space left on device"),
    ],
)
def test_a_full_disk_is_told_in_one_way(error):
    message = explain(error)
    assert message.startswith("No space left on device") and "Make room" in message and "\n" not in message


def test_what_is_wrapped_around_a_fault_is_passed_over():
    try:
        try:
            raise WarehouseLocked("Another program has news.duckdb open")
        except WarehouseLocked as error:
            raise RuntimeError("a step failed") from error
    except RuntimeError as error:
        assert explain(error) == "Another program has news.duckdb open" and is_locked(error)


def test_a_permission_and_a_user_error_are_told():
    denied = PermissionError(errno.EACCES, "Permission denied", "news.work")
    assert explain(denied).startswith("No permission: news.work")
    assert explain(OSError(errno.EROFS, "Read-only file system", "news.work")).startswith("Read-only file system")
    assert explain(UserError("There is no model")) == "There is no model"


@pytest.mark.parametrize("error", [ValueError("x"), OSError(errno.EIO, "Input/output error"), KeyError("No space")])
def test_faults_of_ours_are_not_explained_away(error):
    assert explain(error) is None and not is_locked(error)
