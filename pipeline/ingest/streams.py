"""Reading files as streams of bytes and records, in memory that does not grow with the file.

Offsets count bytes of the decompressed stream, so that a range of records is found again without parsing what lies
before it. A gzip file is known by its first bytes, not by its name: browsers and archives often unpack one silently.
"""

import codecs
import gzip
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from typing import IO

from pipeline import settings

LINES, ARRAY, WRAPPED = "lines", "array", "wrapped"
WRAPPERS = frozenset(
    "articles results items data docs documents entries news posts records response stories value".split()
)
GZIP_MAGIC = b"\x1f\x8b"
CHUNK_BYTES = 1 << 20
BLANK = b" \t\r\n\f\v\xef\xbb\xbf"
SPACE = re.compile(r"\s*")
BETWEEN_VALUES = re.compile(r"[\s,]*")
AFTER_KEY = re.compile(r"\s*:?\s*")


class StreamFault(Exception):
    """A stream cannot be read on: its ``reason`` is short and countable, its ``detail`` says where.

    Internal to ``pipeline.ingest``; it ends as a rejection.
    """

    def __init__(self, reason: str, detail: str):
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as it stands in the stream."""

    offset: int
    end: int
    content: bytes | None  # None: longer than a document may be, and not kept

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing but white space in the record."""
        return self.content is not None and not self.content.strip(BLANK)


@contextmanager
def open_stream(path: str) -> Iterator[IO[bytes]]:
    """Open a file for reading, decompressed if it is gzip.

    :raises StreamFault: it cannot be opened or, while inside, read on.
    """
    try:
        with open(path, "rb") as raw:
            buffered = BufferedReader(raw)  # type: ignore[arg-type]
            if buffered.peek(2)[:2] == GZIP_MAGIC:
                with gzip.open(buffered) as stream:
                    yield stream  # type: ignore[misc]
            else:
                yield buffered
    except EOFError as error:
        raise StreamFault("gzip file ends too early", str(error)) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise StreamFault("broken gzip file", str(error)) from error
    except OSError as error:
        raise StreamFault("file cannot be read", error.strerror or str(error)) from error


def read_whole(stream: IO[bytes], *, limit: int) -> bytes:
    """Read a stream to its end.

    :raises StreamFault: it holds more than ``limit`` bytes, which is how a gzip bomb shows.
    """
    content = stream.read(limit + 1)
    if len(content) > limit:
        raise StreamFault("file too large", f"more than {limit:,} bytes")
    return content


def iterate_records(stream: IO[bytes], kind: str) -> Iterator[RawRecord]:
    """Yield the records of a whole stream, blank lines left out.

    :param kind: ``lines``, ``array`` or ``wrapped``, an object that holds the array.
    :raises StreamFault: the stream is broken; what stands before the fault has been yielded.
    """
    records = iterate_lines(stream) if kind == LINES else iterate_array(stream, is_wrapped=kind == WRAPPED)
    return (record for record in records if not record.is_blank)


def read_range(stream: IO[bytes], kind: str, *, offset: int, end: int) -> Iterator[RawRecord]:
    """Yield the records between two offsets that :func:`iterate_records` gave.

    A gzip stream is decompressed from its start, which costs a fraction of a second for 100 MB, but not parsed. Its
    lines are read as :func:`iterate_records` read them: of a stream that breaks off, zlib gives the last bytes only so.
    """
    if kind == LINES and isinstance(stream, gzip.GzipFile):
        return (record for record in _lines_until(stream, 0, end) if record.offset >= offset)
    stream.seek(offset)
    if kind == LINES:
        return _lines_until(stream, offset, end)
    return iterate_array(BytesIO(b"[" + stream.read(end - offset) + b"]"))


def iterate_lines(stream: IO[bytes], *, offset: int = 0) -> Iterator[RawRecord]:
    """Yield the lines of a stream that stands at ``offset``, without their line ends.

    :raises StreamFault: the stream holds more than ``settings.MAXIMUM_FILE_BYTES``.
    """
    limit = settings.MAXIMUM_DOCUMENT_BYTES
    while line := stream.readline(limit + 2):
        content, end, rest = line.rstrip(b"\r\n"), offset + len(line), line
        is_long = len(content) > limit
        while is_long and not rest.endswith(b"\n") and (rest := stream.readline(CHUNK_BYTES)):
            end += len(rest)
            _check_size(end)
        _check_size(end)
        yield RawRecord(offset, end, None if is_long else content)
        offset = end


def _lines_until(stream: IO[bytes], offset: int, end: int) -> Iterator[RawRecord]:
    """Yield the lines up to an offset, and read none beyond it: the stream may be broken there."""
    if offset >= end:
        return
    for record in iterate_lines(stream, offset=offset):
        if not record.is_blank:
            yield record
        if record.end >= end:
            return


def check_utf8(stream: IO[bytes]) -> None:
    """Check that a stream of many records is in UTF-8, as RFC 8259 (section 8.1) asks.

    :raises StreamFault: it begins like UTF-16 or UTF-32.
    """
    encoding = json.detect_encoding(stream.read(4))
    if not encoding.startswith("utf-8"):
        raise StreamFault("JSON not in UTF-8", encoding)


def iterate_array(stream: IO[bytes], *, is_wrapped: bool = False) -> Iterator[RawRecord]:
    """Yield the elements of the JSON array that a stream holds, each as its own bytes.

    :param is_wrapped: the array is the value of a key of an object, as in an answer of a news service.
    :raises StreamFault: the array is broken; what stands before the fault has been yielded.
    """
    reader = _ArrayReader(stream)
    if is_wrapped:
        reader.enter_wrapper()
    yield from reader


def is_wrapper(stream: IO[bytes]) -> bool:
    """Tell whether a stream holds an object with a list of objects under one of the usual keys.

    :raises StreamFault: the stream cannot be read on.
    """
    reader = _ArrayReader(stream)
    return reader.enter_wrapper() and reader.holds_objects()


class _ArrayReader:
    """Decodes an array element by element over a window that grows only as far as one element needs."""

    def __init__(self, stream: IO[bytes]):
        self.stream = stream
        head = stream.read(len(codecs.BOM_UTF8))
        self.offset = len(codecs.BOM_UTF8) if head == codecs.BOM_UTF8 else 0
        self.decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
        self.window = self.decode(head[self.offset :])
        self.ended = self.is_wrapped = False
        self.scan = json.JSONDecoder().scan_once

    def enter_wrapper(self) -> bool:
        """Move to the array under the first key that names one; return whether there is any."""
        self._skip(SPACE)
        if not self.window.startswith("{"):
            return False
        self._advance(1)
        while True:
            self._skip(BETWEEN_VALUES)
            if not self.window.startswith('"'):
                return False
            key = json.loads(self._element())
            self._advance(len(self._element()))
            self._skip(AFTER_KEY)
            if key.casefold() in WRAPPERS:
                if self.window.startswith("["):
                    self.is_wrapped = True
                    return True
                if self.window.startswith("{"):
                    return self.enter_wrapper()
            self._advance(len(self._element()))

    def holds_objects(self) -> bool:
        """Tell whether the array that the window begins with has an object as its first element."""
        self._advance(1)
        self._skip(SPACE)
        return self.window.startswith("{")

    def __iter__(self) -> Iterator[RawRecord]:
        self._skip(SPACE)
        if not self.window.startswith("["):
            raise StreamFault("not valid JSON", "no array")
        self._advance(1)
        while True:
            self._skip(BETWEEN_VALUES)
            if not self.window or self.window.startswith("]"):
                self._check_end()
                return
            text = self._element()
            start = self.offset
            content = self._advance(len(text))
            yield RawRecord(start, self.offset, content)

    def _element(self) -> str:
        """Return the text of the element at the head of the window, reading on until it is complete."""
        while True:
            try:
                _, end = self.scan(self.window, 0)
                if end < len(self.window) or self.ended:
                    return self.window[:end]
                fault = "ends too early"
            except StopIteration:
                fault = "no value"
            except (ValueError, RecursionError) as error:
                fault = str(error)
            if self.ended:
                raise StreamFault("not valid JSON", f"{fault}, in the element at byte {self.offset}")
            if len(self.window) > settings.MAXIMUM_DOCUMENT_BYTES:
                raise StreamFault(
                    "record too large or not valid JSON", f"{fault}, in the element at byte {self.offset}"
                )
            self._read_more(max(CHUNK_BYTES, len(self.window)))

    def _skip(self, pattern: re.Pattern[str]) -> None:
        while True:
            match = pattern.match(self.window)
            self._advance(match.end() if match else 0)
            if self.window or self.ended:
                return
            self._read_more(CHUNK_BYTES)

    def _read_more(self, size: int) -> None:
        data = self.stream.read(size)
        self.ended = not data
        self.window += self.decode(data, final=self.ended)

    def _advance(self, characters: int) -> bytes:
        content = self.window[:characters].encode("utf-8", "surrogateescape")
        self.window = self.window[characters:]
        self.offset += len(content)
        _check_size(self.offset)
        return content

    def _check_end(self) -> None:
        if not self.window:
            raise StreamFault("not valid JSON", f"the array is not closed at byte {self.offset}")
        self._advance(1)
        self._skip(SPACE)
        if self.window and not self.is_wrapped:
            raise StreamFault("not valid JSON", f"something follows the array at byte {self.offset}")


def _check_size(size: int) -> None:
    if size > settings.MAXIMUM_FILE_BYTES:
        raise StreamFault("file too large", f"more than {settings.MAXIMUM_FILE_BYTES:,} bytes")
