"""Which files there are below the paths that the user typed, and what each is by its name."""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.ingest.errors import PathNotFoundError

TEXT, HTML, JSON, LINES, WARC, FEED = "text", "html", "json", "lines", "warc", "feed"
KINDS = {
    ".txt": TEXT, ".html": HTML, ".htm": HTML, ".json": JSON, ".jsonl": LINES, ".ndjson": LINES, ".warc": WARC,
    ".rss": FEED, ".atom": FEED, ".xml": FEED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Input:
    """A file or folder that a source is read from."""

    path: str
    kind: str | None = None  # of all its files, whatever they are called; None: each as its name says
    source_name: str | None = None
    defaults: Mapping[str, str] = field(default_factory=dict)  # fields of its documents that do not have them
    shown: str | None = None  # what stands for the path in the names of documents, where it is of one machine


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was found."""

    path: str  # absolute, to open it from any folder
    source: str  # the path as typed, joined with the relative path
    kind: str | None  # text, html, json, lines; None: not a kind of file that is read
    fault: str | None = None  # why it cannot be opened at all
    source_name: str | None = None
    defaults: Mapping[str, str] = field(default_factory=dict)

    def status(self) -> os.stat_result | None:
        """Return size and times of the file; ``None`` where it is not there."""
        try:
            return os.stat(self.path)
        except OSError:
            return None


def find_files(paths: Iterable[str | os.PathLike[str] | Input]) -> Iterator[SourceFile]:
    """Yield the files at and below the given paths, each once, in sorted order within a folder.

    Hidden files and folders (``.name``) are skipped, except where the user named them. An input that is missing is a
    file with a fault: one source must not keep the others from being read.

    :raises PathNotFoundError: a path does not exist; raised before anything is yielded.
    """
    inputs = [path if isinstance(path, Input) else Input(os.fspath(path)) for path in paths]
    for given in inputs:
        if given.source_name is None and not os.path.lexists(given.path):
            raise PathNotFoundError(given.path)
    return _find(inputs)


def _find(inputs: list[Input]) -> Iterator[SourceFile]:
    seen: set[str] = set()
    for given in inputs:
        for found in _walk(given.path) if os.path.isdir(given.path) else [given.path]:
            real = os.path.realpath(found)
            if real not in seen:
                seen.add(real)
                yield describe_file(found, given)


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


def describe_file(path: str, given: Input | None = None) -> SourceFile:
    """Say what a file is by its name or its source, and what hinders its reading if anything does."""
    given = given or Input(path)
    shown = path if given.shown is None else given.shown + path.removeprefix(given.path)
    source = os.fsencode(shown.replace(os.sep, "/")).decode("utf-8", "replace")
    suffixes = [suffix.casefold() for suffix in Path(path).suffixes]
    if suffixes[-1:] == [".gz"]:
        suffixes.pop()
    kind = given.kind or (KINDS.get(suffixes[-1]) if suffixes else None)
    return SourceFile(os.path.abspath(path), source, kind, _fault(path), given.source_name, given.defaults)


def _fault(path: str) -> str | None:
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        return error.strerror or str(error)
    if stat.S_ISDIR(mode):
        return "the folder cannot be listed"
    return None if stat.S_ISREG(mode) else "not a regular file"
