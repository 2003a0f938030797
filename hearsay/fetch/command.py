"""``hearsay fetch``."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from filelock import FileLock, Timeout
from rich.console import Console
from rich.markup import escape

from hearsay.errors import UserError
from hearsay.fetch.fetching import SourceFetch, fetch_sources
from hearsay.work import WorkFolder
from pipeline.ingest import Sources, SourcesError, read_sources

SHOWN_FAILURES = 10


def fetch(path: Path, *, warehouse: Path, names: Iterable[str], recheck: bool, console: Console) -> None:
    """Fetch the sources of a file and say what was found.

    :param path: the ``sources.toml``.
    :param warehouse: whose work folder keeps the captures.
    :param names: the sources to fetch; empty: all.
    :param recheck: ask for every page again.
    :raises UserError: it cannot be done as asked.
    """
    sources = checked_sources(path, names)
    captures = WorkFolder(warehouse).captures
    results = fetch_locked(
        sources, captures, names=names, recheck=recheck, on_fetched=lambda fetched: _show(fetched, console)
    )
    if any(result.captures for result in results):
        console.print(f"Kept in {escape(str(captures))}. To read it: hearsay build {escape(str(path))}", soft_wrap=True)


def checked_sources(path: Path, names: Iterable[str]) -> Sources:
    """Return the sources of a file.

    :raises UserError: the file is wrong, or has no source of one of the names.
    """
    try:
        sources = read_sources(path)
    except SourcesError as error:
        raise UserError(str(error)) from error
    fetched = [source.name for source in sources.fetched()]
    if not fetched:
        raise UserError(f"{path} has no source of kind feed or urls, so that there is nothing to fetch")
    if unknown := [name for name in names if name not in fetched]:
        raise UserError(f"{path} has no source {unknown[0]!r} to fetch; there are: {', '.join(fetched)}")
    return sources


def fetch_locked(sources: Sources, captures: Path, **options) -> list[SourceFetch]:
    """Fetch sources while no other fetch writes to the same captures.

    :raises UserError: another fetch does, or they cannot be written.
    """
    try:
        captures.mkdir(parents=True, exist_ok=True)
        with FileLock(captures / "lock", timeout=0):
            return fetch_sources(sources, captures, **options)
    except Timeout as error:
        raise UserError(f"Another fetch is writing to {captures}; wait until it has ended") from error
    except (OSError, sqlite3.OperationalError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UserError(f"Cannot write to {captures}: {reason}. What was complete is kept") from error


def _show(fetched: SourceFetch, console: Console) -> None:
    counts = {
        "new or changed": fetched.fetched, "unchanged": fetched.unchanged, "not due yet": fetched.not_due,
        "put off": fetched.put_off, "failed": len(fetched.failures),
    }
    said = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count) or "nothing new"
    console.print(f"{fetched.name}: {said}", markup=False)
    for warning in fetched.warnings:
        console.print(f"  {warning}", markup=False, soft_wrap=True)
    for address, reason, detail in fetched.failures[:SHOWN_FAILURES]:
        about = f" ({detail})" if detail and detail != address else ""
        console.print(f"  {reason}: {address}{about}", markup=False, soft_wrap=True)
    if (more := len(fetched.failures) - SHOWN_FAILURES) > 0:
        console.print(f"  and {more:,} more; after a build, hearsay report rejected counts them", markup=False)
