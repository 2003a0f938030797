"""What is read every day: ``sources.toml``, one table for each source.

::

    contact = "newsroom@example.org"   # said to servers in the User-Agent

    [[source]]
    name = "courier"
    kind = "feed"                      # folder, jsonl, warc, feed or urls
    url = "https://courier.example/rss"
    outlet = "The Courier"             # what its articles have where they do not say otherwise

Paths are relative to the file. A source's name names its folder of captures, so it should stay once it has been read.
"""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    Strict,
    ValidationError,
    model_validator,
)

from pipeline.ingest.errors import SourcesError
from pipeline.ingest.files import LINES, WARC, Input

NAME = r"^[a-z0-9][a-z0-9_-]{0,63}$"
MEBIBYTE = 1024**2
LONGEST_FILE = 1024**2
KINDS = ("folder", "jsonl", "warc", "feed", "urls")
SAID = {  # where pydantic speaks of Python
    "extra_forbidden": "there is no such setting",
    "tuple_type": "should be a list",
    "model_type": "should be a table",
    "model_attributes_type": "should be a table",
    "union_tag_invalid": f"its kind is none of {', '.join(KINDS)}",
    "union_tag_not_found": f"it has no kind; there are {', '.join(KINDS)}",
}


def _is_web_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ValueError(f"{url!r} is no address: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is no address that begins with http:// or https://")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address must not hold a user name or password")
    return url


WebAddress = Annotated[str, AfterValidator(_is_web_address)]
FilePath = Annotated[str, Field(min_length=1)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Limits(_Table):
    """How much one fetch of a source may take."""

    documents: int = Field(default=500, ge=1, le=100_000)  # pages of one fetch
    seconds: Positive = 30.0  # for one request, from the connection to the last byte
    megabytes: Positive = 10.0  # of one answer, as sent; decompressed, what any document may have
    redirects: int = Field(default=5, ge=0, le=20)
    attempts: int = Field(default=3, ge=1, le=10)  # where a fault may pass
    wait_seconds: float = Field(default=60.0, ge=0, le=3600)  # longest wait between two attempts, whoever asks for it

    @property
    def size(self) -> int:
        """The bytes that an answer may have."""
        return int(self.megabytes * MEBIBYTE)


class Source(_Table):
    """What all kinds of sources have."""

    name: str = Field(pattern=NAME)
    outlet: str | None = Field(default=None, min_length=1)
    section: str | None = Field(default=None, min_length=1)
    language: str | None = Field(default=None, pattern=r"^[a-z]{2}$")  # ISO 639-1

    @property
    def defaults(self) -> dict[str, str]:
        """What the source's articles have where they do not say otherwise."""
        given = {"outlet": self.outlet, "section": self.section, "language": self.language}
        return {name: value for name, value in given.items() if value}


class FileSource(Source):
    """Files that others put there."""

    kind: Literal["folder", "jsonl", "warc"]
    path: FilePath  # a file, or a folder with all that is below it


class FetchedSource(Source):
    """What is fetched over HTTP."""

    every_minutes: Positive = 60.0
    recheck_hours: float = Field(default=24.0, ge=0, allow_inf_nan=False)  # until it is asked whether a page changed
    seconds_between_requests: float = Field(default=1.0, ge=0, le=3600)  # to one host; robots.txt may ask for more
    obey_robots: bool = True
    allow_private: bool = False  # fetch from private, loopback and link-local addresses too
    limits: Limits = Limits()


class FeedSource(FetchedSource):
    """An RSS or Atom feed."""

    kind: Literal["feed"]
    url: WebAddress
    pages: bool = True  # False: the entries' own texts are the articles


class UrlsSource(FetchedSource):
    """Addresses of pages."""

    kind: Literal["urls"]
    urls: Annotated[tuple[WebAddress, ...], Strict(False)] = ()
    path: FilePath | None = None  # a file with an address a line; lines with # in front are left out

    @model_validator(mode="after")
    def _has_addresses(self) -> "UrlsSource":
        if bool(self.urls) == (self.path is not None):
            raise ValueError("give either urls or the path of a file with one a line")
        return self


AnySource = Annotated[FileSource | FeedSource | UrlsSource, Field(discriminator="kind")]


class Sources(_Table):
    """All of a ``sources.toml``."""

    contact: str | None = Field(default=None, pattern=r"^[\x21-\x7e]{3,200}$")
    source: Annotated[tuple[AnySource, ...], Strict(False)]
    _folder: Path = PrivateAttr(default=Path())  # that the file's paths are relative to

    @model_validator(mode="after")
    def _names_are_unique(self) -> "Sources":
        names = [source.name for source in self.source]
        if not names:
            raise ValueError("there is no source in it")
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two sources have the name {twice[0]!r}")
        return self

    def fetched(self) -> list[FetchedSource]:
        """Return the sources that are fetched over HTTP."""
        return [source for source in self.source if isinstance(source, FetchedSource)]

    def inputs(self, captures: Path) -> list[Input]:
        """Return the files and folders that the sources are read from.

        :param captures: the folder in which fetches are kept, below it one for each source.
        """
        inputs = []
        for source in self.source:
            if isinstance(source, FileSource):
                kind = {"jsonl": LINES, "warc": WARC}.get(source.kind)
                inputs.append(Input(self.locate(source.path), kind, source.name, source.defaults))
            elif (captures / source.name).is_dir():
                folder, shown = str(captures / source.name), f"captures/{source.name}"
                inputs.append(Input(folder, WARC, source.name, source.defaults, shown))
        return inputs

    def addresses(self, source: UrlsSource) -> list[str]:
        """Return the addresses of a list of them, each once.

        :raises SourcesError: its file cannot be read, or holds something else.
        """
        if source.path is None:
            return list(dict.fromkeys(source.urls))
        path = self.locate(source.path)
        try:
            lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeError) as error:
            raise SourcesError(f"Source {source.name!r}: its addresses cannot be read: {error}") from error
        addresses = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
        for number, address in enumerate(addresses, 1):
            try:
                _is_web_address(address)
            except ValueError as error:
                raise SourcesError(f"{path}, address {number}: {error}") from error
        return list(dict.fromkeys(addresses))

    def locate(self, path: str) -> str:
        """Return a path of the file as one that can be opened."""
        return os.path.join(self._folder, path) if str(self._folder) != "." else path


def read_sources(path: str | os.PathLike[str]) -> Sources:
    """Read a ``sources.toml``.

    :raises SourcesError: it cannot be read, or something in it is wrong; the message says what and where.
    """
    path = Path(path)
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise SourcesError(f"{path} is larger than {LONGEST_FILE:,} bytes")
        content = tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise SourcesError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise SourcesError(f"{path} is not valid TOML: {error}") from error
    return parse_sources(content, folder=path.parent, name=str(path))


def parse_sources(content: dict[str, Any], *, folder: Path = Path(), name: str = "sources.toml") -> Sources:
    """Check what a ``sources.toml`` holds.

    :raises SourcesError: something in it is wrong; the message says what and where.
    """
    try:
        sources = Sources.model_validate(content)
    except ValidationError as error:
        faults = (f"  {_explain(fault, content)}" for fault in error.errors())
        raise SourcesError("\n".join([f"{name}:", *faults])) from None
    sources._folder = folder
    return sources


def _explain(fault: Any, content: dict[str, Any]) -> str:
    """Say what is wrong, and in which source."""
    location, subject = list(fault["loc"]), ""
    if location[:1] == ["source"] and len(location) > 1 and isinstance(location[1], int):
        table = content["source"][location[1]]
        given = table.get("name") if isinstance(table, dict) else None
        subject = f"source {given!r}: " if isinstance(given, str) else f"source number {location[1] + 1}: "
        location = location[3:] if location[2:3] and location[2] in KINDS else location[2:]
    field = ".".join(map(str, location))
    message = SAID.get(fault["type"], fault["msg"].removeprefix("Value error, "))
    return f"{subject}{field + ': ' if field else ''}{message[:1].lower()}{message[1:]}"
