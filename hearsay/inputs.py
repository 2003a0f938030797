"""What a build reads: paths as typed, and what the sources of a ``sources.toml`` have."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from hearsay.versions import pipeline_version
from hearsay.work import WorkFolder
from pipeline.ingest import BatchPlan, Input, plan_batches, read_sources

SOURCES_SUFFIX = ".toml"
MEMORY_FILE = "files.sqlite"
SQLITE = b"SQLite format 3\x00"


def inputs_of(paths: Iterable[str], work: WorkFolder) -> list[str | Input]:
    """Return the files and folders to read.

    :param paths: as typed; one that ends in ``.toml`` stands for its sources: the files that they name, and the
        captures of those that are fetched.
    :param work: the work folder, where the captures are.
    :raises pipeline.ingest.SourcesError: a ``sources.toml`` is wrong.
    """
    inputs: list[str | Input] = []
    for path in paths:
        if str(path).endswith(SOURCES_SUFFIX):
            inputs += read_sources(path).inputs(work.captures)
        else:
            inputs.append(path)
    return inputs


def plan_inputs(inputs: Iterable[str | Input], work: WorkFolder) -> BatchPlan:
    """Plan what a build reads; files that have not changed since the last plan are not read for it.

    :param inputs: as :func:`inputs_of` gives them.
    :param work: the work folder, which remembers what files hold.
    """
    with open_memory(work.path / "plans" / MEMORY_FILE) as memory:
        return plan_batches(inputs, memory=memory)


class Memory:
    """What a plan found in files, in an SQLite file; what another version of the pipeline found does not count."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.version = pipeline_version()
        connection.execute("create table if not exists files (path text primary key, stamp text, found text)")

    def get(self, path: str, *, stamp: str) -> str | None:
        """Return what was kept of a file under the same stamp."""
        statement = "select found from files where path = ? and stamp = ?"
        row = self.connection.execute(statement, (path, self.version + stamp)).fetchone()
        return row[0] if row else None

    def put(self, path: str, *, stamp: str, found: str) -> None:
        """Keep what was found in a file in the place of what was kept of it before."""
        self.connection.execute("insert or replace into files values (?, ?, ?)", (path, self.version + stamp, found))


@contextmanager
def open_memory(path: Path) -> Iterator[Memory]:
    """Yield the memory in a file, and keep what was added to it; what is no such file gives way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and not _is_sqlite(path):
        path.unlink()
    with closing(sqlite3.connect(path, timeout=30)) as connection, connection:
        yield Memory(connection)


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(SQLITE)) in (SQLITE, b"")
