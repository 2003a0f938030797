"""A quiet end of the process."""

import atexit
import os
import sys
from contextlib import suppress


def discard_false_leak_reports() -> None:
    """Discard what is written to standard error while the interpreter is torn down.

    DuckDB's binding (nanobind) then reports its own module as leaked wherever spaCy and Dagster were loaded beside it:
    forty lines that look like a fault and are none.
    """
    atexit.register(_discard_standard_error)


def _discard_standard_error() -> None:
    with suppress(OSError, ValueError):
        sys.stderr.flush()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
