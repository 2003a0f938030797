"""Fetches as web archives (WARC 1.1, ISO 28500): what was asked, what was answered, and when.

``hearsay build`` reads the captures like any other archive (:mod:`pipeline.ingest.warc`), so that all that follows a
fetch can be run again without the network. A body stands as it was received, content codings included; the header
``Transfer-Encoding`` is kept under the name ``X-Archive-Orig-Transfer-Encoding``, because the chunks are joined.
"""

import gzip
import hashlib
import json
import os
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit
from uuid import uuid4

from fastwarc.warc import WarcRecord, WarcRecordType

from hearsay.fetch.errors import FetchFault
from hearsay.fetch.exchange import Answer
from pipeline.ingest.warc import FAULT_HEADER, FIELDS_HEADER, SOURCE_HEADER

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
RENAMED = {"transfer-encoding": "X-Archive-Orig-Transfer-Encoding"}


class CaptureWriter:
    """Writes what is fetched for one source, a file of gzip members at a time.

    A file has another name, which is not read, until it is complete.

    :param folder: of the source's captures.
    :param source: its name.
    :param software: what fetches, as the User-Agent says it.
    """

    def __init__(self, folder: Path, *, source: str, software: str) -> None:
        self.folder, self.source, self.software = folder, source, software
        self.stream: IO[bytes] | None = None
        self.path = folder

    @property
    def size(self) -> int:
        """The bytes of the file that is being written."""
        return self.stream.tell() if self.stream else 0

    def write_answer(self, answer: Answer, *, fields: Mapping[str, Any], is_known: bool) -> None:
        """Keep an answer and its request.

        :param fields: what the source says of the article.
        :param is_known: the same body stands in an earlier capture; only the headers are kept.
        """
        head = _head(f"HTTP/1.1 {answer.status} {answer.reason}".rstrip(), answer.headers)
        headers = {"WARC-IP-Address": answer.address, "Content-Type": "application/http;msgtype=response"}
        content, kind = head + answer.body, WarcRecordType.response
        if is_known or answer.status == 304:
            content, kind = head, WarcRecordType.revisit
            headers["WARC-Profile"] = NOT_MODIFIED if answer.status == 304 else IDENTICAL
        elif fields:
            headers[FIELDS_HEADER] = json.dumps(fields)
        response = self._write(kind, answer.url, answer.received_at, headers, content)
        parts = urlsplit(answer.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._write(
            WarcRecordType.request, answer.url, answer.received_at,
            {"WARC-Concurrent-To": response, "Content-Type": "application/http;msgtype=request"},
            _head(f"GET {target} HTTP/1.1", answer.request_headers),
        )

    def write_fault(self, url: str, fault: FetchFault, *, at: datetime) -> None:
        """Keep that an address gave no page, and why."""
        headers = {FAULT_HEADER: _ascii(fault.reason), "Content-Type": "text/plain;charset=utf-8"}
        self._write(WarcRecordType.metadata, url, at, headers, fault.detail.encode("utf-8", "replace"))

    def write_entry(self, url: str, fields: Mapping[str, Any], *, at: datetime) -> None:
        """Keep an entry of a feed as a record of its own, made from the feed."""
        headers = {"Content-Type": "application/json"}
        self._write(WarcRecordType.conversion, url, at, headers, json.dumps(fields, ensure_ascii=False).encode())

    def close(self) -> Path | None:
        """Complete the file, if anything was written, and return where it is.

        :raises OSError: it cannot be completed; it is removed.
        """
        if self.stream is None:
            return None
        stream, self.stream = self.stream, None
        try:
            with stream:
                stream.flush()
                os.fsync(stream.fileno())
        except OSError:  # the disk is full: what is incomplete only takes up room
            self.path.unlink(missing_ok=True)
            raise
        complete = self.path.with_name(self.path.name.removeprefix(".").removesuffix(".new"))
        os.replace(self.path, complete)
        return complete

    def _open(self, at: datetime) -> IO[bytes]:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path = self.folder / f".{at:%Y%m%dT%H%M%SZ}-{uuid4().hex[:8]}.warc.gz.new"
        self.stream = self.path.open("wb")
        about = {"software": self.software, "format": "WARC File Format 1.1", "isPartOf": self.source}
        lines = "".join(f"{name}: {value}\r\n" for name, value in about.items())
        self._write(
            WarcRecordType.warcinfo, None, at, {"Content-Type": "application/warc-fields"}, lines.encode("utf-8")
        )
        return self.stream

    def _write(
        self, kind: WarcRecordType, url: str | None, at: datetime, headers: Mapping[str, str], content: bytes
    ) -> str:
        """Write a record as a gzip member of its own, and return its id."""
        stream = self.stream or self._open(at)
        record = WarcRecord()
        record.init_headers(record_type=kind, record_urn=f"uuid:{uuid4()}".encode())
        record.record_date = at
        for name, value in {"WARC-Target-URI": url, SOURCE_HEADER: self.source, **headers}.items():
            if value is not None:
                record.headers[name] = value
        record.set_bytes_content(content)
        written = BytesIO()
        record.write(written, checksum_data=True)
        stream.write(gzip.compress(written.getvalue(), 6, mtime=0))
        return record.headers["WARC-Record-ID"]


def body_sha256(answer: Answer) -> str:
    """Return the SHA-256 of a body as it was received."""
    return hashlib.sha256(answer.body).hexdigest()


def _head(first_line: str, headers: tuple[tuple[str, str], ...]) -> bytes:
    lines = [first_line, *(f"{RENAMED.get(name.casefold(), name)}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")


def _ascii(text: str) -> str:
    return text.encode("ascii", "replace").decode()
