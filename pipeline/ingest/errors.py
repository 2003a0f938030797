"""What may go wrong before a document can even be rejected; the tree is drawn in ``pipeline.ingest``."""

from pathlib import Path


class IngestError(Exception):
    """What the user asked to read cannot be read as asked. The message is meant for the user."""


class PathNotFoundError(IngestError):
    """A path that was asked for does not exist.

    :param path: the path as typed.
    """

    def __init__(self, path: str | Path):
        self.path = str(path)
        hint = " (a build reads files; to fetch addresses, name them in a sources.toml)" if "://" in self.path else ""
        super().__init__(f"There is no file or folder {self.path!r}{hint}")


class SourcesError(IngestError):
    """A ``sources.toml`` is wrong; the message says where and how."""


class BatchFormatError(IngestError):
    """A stored batch cannot be understood: it is no JSON, or of another version."""
