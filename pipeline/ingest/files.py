"""Which files there are below the paths that the user typed, and what each is by its name."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.ingest.errors import PathNotFoundError

TEXT, HTML, JSON, LINES = "text", "html", "json", "lines"
KINDS = {".txt": TEXT, ".html": HTML, ".htm": HTML, ".json": JSON, ".jsonl": LINES, ".ndjson": LINES}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was found."""

    path: str  # absolute, to open it from any folder
    source: str  # the path as typed, joined with the relative path
    kind: str | None  # text, html, json, lines; None: not a kind of file that is read
    fault: str | None = None  # why it cannot be opened at all


def find_files(paths: Iterable[str | os.PathLike[str]]) -> Iterator[SourceFile]:
    """Yield the files at and below the given paths, each once, in sorted order within a folder.

    Hidden files and folders (``.name``) are skipped, except where the user named them.

    :raises PathNotFoundError: a path does not exist; raised before anything is yielded.
    """
    typed = [os.fspath(path) for path in paths]
    for path in typed:
        if not os.path.lexists(path):
            raise PathNotFoundError(path)
    return _find(typed)


def _find(typed: list[str]) -> Iterator[SourceFile]:
    seen: set[str] = set()
    for path in typed:
        for found in _walk(path) if os.path.isdir(path) else [path]:
            real = os.path.realpath(found)
            if real not in seen:
                seen.add(real)
                yield describe_file(found)


def _walk(folder: str) -> Iterator[str]:
    """Yield the files of a folder, then those of its subfolders, sorted by name; links to folders are not followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    visible = [entry for entry in entries if not entry.name.startswith(".")]
    yield from (entry.path for entry in visible if not entry.is_dir())
    for entry in visible:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)


def describe_file(path: str) -> SourceFile:
    """Say what a file is by its name, and what hinders its reading if anything does."""
    source = os.fsencode(path.replace(os.sep, "/")).decode("utf-8", "replace")
    suffixes = [suffix.casefold() for suffix in Path(path).suffixes]
    if suffixes[-1:] == [".gz"]:
        suffixes.pop()
    kind = KINDS.get(suffixes[-1]) if suffixes else None
    return SourceFile(os.path.abspath(path), source, kind, _fault(path))


def _fault(path: str) -> str | None:
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        return error.strerror or str(error)
    if stat.S_ISDIR(mode):
        return "the folder cannot be listed"
    return None if stat.S_ISREG(mode) else "not a regular file"
