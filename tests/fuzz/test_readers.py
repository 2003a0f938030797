"""Mutated inputs for every reader: no unhandled exception, no endless loop, no memory out of proportion.

An ordinary run tries a small share; ``make fuzz`` sets ``FUZZ_INPUTS`` (100,000 by default, over all readers) and
``FUZZ_SEED``. Input n of a seed is the same on any machine; one that fails is left in the folder that the message
names.
"""

import contextlib
import faulthandler
import gzip
import json
import os
import random
import resource
import signal
import time
import zlib
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from fastwarc.warc import WarcRecord, WarcRecordType

from pipeline import settings
from pipeline.ingest import SourcesError, plan_batches, read_batch, read_sources
from pipeline.ingest.batches import Batch
from pipeline.ingest.encodings import decode_body, decode_chunks
from pipeline.ingest.streams import StreamFault

INPUTS = int(os.environ.get("FUZZ_INPUTS", "450"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
SECONDS = 20.0  # of the processor that one input may take; few take one
DOCUMENT_BYTES = 1024**2  # the limit that fuzzing is done under, so that the constant below shows something
CONSTANT_BYTES = 48 * DOCUMENT_BYTES  # what the largest document that is allowed may take, in all its forms
LARGE_EVERY, LARGE_PLACE = 200, 20  # inputs, of which one is of megabytes
LARGE_BYTES = 4 * 1024**2
LONGEST_INPUT = 8 * 1024**2

PROSE = (
    "Bridge closed after storm\n\nThe old bridge over the Lune was closed on Tuesday after a night of heavy rain.\n\n"
    "“The bridge will stay closed until Friday,” said Anna Keller – né Müller, 日本 🌉.\n"
)
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bridge closed</title>'
    '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-03-02T09:00:00+09:00"}</script>'
    f"</head><body><article><p>{PROSE}</p></article></body></html>"
)
RECORD = {
    "title": "Bridge closed", "url": "https://news.example/a", "date": "2026-03-02", "text": PROSE,
    "authors": ["A", None],
    "fields": {"bodyText": PROSE, "n": 1.5e300}, "source": {"name": "Courier"}, "tags": [[], {}, True],
}  # fmt: skip
RSS = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>C'
    "</title><item><title>Bridge &amp; road</title><link>/a</link><pubDate>22 Nov 2025 10:51 JST</pubDate>"
    f"<content:encoded><![CDATA[<p>{PROSE}</p>]]></content:encoded></item></channel></rss>"
)
ATOM = (
    '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>T</title>'
    f'<link href="/a"/><updated>2025-11-22T10:51:00+09:00</updated><content type="html">{PROSE}</content></entry>'
    "</feed>"
)
SOURCES = """contact = "newsroom@example.org"
[[source]]
name = "courier"
kind = "feed"
url = "https://courier.example/rss"
limits = { documents = 100, seconds = 20.5 }
[[source]]
name = "letters"
kind = "folder"
path = "letters"
[[source]]
name = "statements"
kind = "urls"
urls = ["https://ministry.example/1"]
"""
TOKENS = [
    b"\x1f\x8b\x08", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", b"WARC/1.1\r\n", b"\r\nWARC/1.0\r\n", b"\r\n\r\n",
    b"\n\n", b"Content-Length: 99999999999\r\n", b"Content-Length: -1\r\n", b"WARC-Type: response\r\n",
    b"HTTP/1.1 200 OK\r\n", b"Content-Encoding: gzip\r\n", b"Content-Encoding: br, deflate\r\n",
    b"Transfer-Encoding: chunked\r\n", b"ffffffff\r\n", b"[" * 3000, b"{" * 300, b'{"a":' * 2000, b'"', b"\\",
    b"\\ud800", b"NaN", b"1e999", b"-" + b"9" * 5000, b"null", b"}]", b"<" * 500, b"<div>" * 2000,
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;&#x110000;&#0;", b"<![CDATA[", b"]]>", b"<!--",
    b"<?xml version='1.0' encoding='utf-7'?>", b"<meta charset=utf-16>", b"<item>", b"</item>", b"<script>",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff", b"\x00", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
    b"\r", b"\x85", b" " * 5000, b"[[source]]\n", b"kind = 'warc'\n", b"a.b.c = 1\n", b"= 1979-05-27T07:32:00Z\n",
    b"'''", b"\xe2\x80\xa8",
]  # fmt: skip


def pack(content):
    return gzip.compress(content, mtime=0)


def archive_record(kind, content, **headers):
    made = WarcRecord()
    made.init_headers(record_type=getattr(WarcRecordType, kind), record_urn=b"uuid:0")
    made.record_date = datetime(2026, 3, 2, tzinfo=UTC)
    given = {"WARC-Target-URI": "https://news.example/a", "Content-Type": "application/http;msgtype=response"} | headers
    for name, value in given.items():
        made.headers[name.replace("_", "-")] = value
    made.set_bytes_content(content)
    written = BytesIO()
    made.write(written, checksum_data=True)
    return written.getvalue()


def answer(body, *headers):
    lines = ["HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def archive_records():
    page = PAGE.encode()
    return [
        archive_record("warcinfo", b"software: x\r\n", Content_Type="application/warc-fields"),
        archive_record("response", answer(page)),
        archive_record("response", answer(pack(page), "Content-Encoding: gzip")),
        archive_record("response", answer(zlib.compress(page), "Content-Encoding: deflate")),
        archive_record("response", answer(brotli.compress(page), "Content-Encoding: br")),
        archive_record("response", answer(b"5\r\n<p>Hi\r\n0\r\n\r\n", "Transfer-Encoding: chunked")),
        archive_record("request", b"GET /a HTTP/1.1\r\n\r\n"),
        archive_record("conversion", json.dumps(RECORD).encode(), Content_Type="application/json", Hearsay_Fields="{}"),
        archive_record("metadata", b"why", Content_Type="text/plain", Hearsay_Fault="took too long"),
    ]


@cache
def seeds(kind):
    """Return valid inputs of a reader, each with the suffix that names it."""
    lines = "".join(json.dumps(RECORD | {"title": str(number)}) + "\n" for number in range(3)).encode()
    page, prose, records = PAGE.encode(), PROSE.encode(), archive_records()
    found = {
        "txt": [(".txt", prose), (".txt", PROSE.encode("utf-16")), (".txt", PROSE.encode("cp1252", "ignore"))],
        "html": [(".html", page), (".htm", PAGE.encode("utf-16"))],
        "json": [
            (".json", json.dumps(RECORD).encode()),
            (".json", json.dumps([RECORD] * 3, indent=1).encode()),
            (".json", json.dumps({"status": "ok", "articles": [RECORD, None, 3]}).encode()),
            (".json", lines),
        ],
        "jsonl": [(".jsonl", lines), (".ndjson", lines.replace(b"\n", b"\r\n\r\n"))],
        "gz": [(".txt.gz", prose), (".jsonl.gz", lines), (".html.gz", page), (".rss.gz", RSS.encode())],
        "warc": [
            (".warc", b"".join(records)),
            (".warc.gz", b"".join(map(pack, records))),
            (".warc.gz", pack(b"".join(records))),
        ],
        "feed": [(".rss", RSS.encode()), (".atom", ATOM.encode()), (".xml", RSS.replace("&amp;", "&").encode())],
        "sources": [(".toml", SOURCES.encode())],
        "encodings": [
            ("gzip", pack(page)),
            ("deflate", zlib.compress(page)),
            ("br", brotli.compress(page)),
            ("gzip, br", brotli.compress(pack(page))),
            ("chunked", b"10\r\n" + page[:16] + b"\r\n5;x=y\r\nhello\r\n0\r\n\r\n"),
        ],
    }
    return found[kind]


KINDS = ("txt", "html", "json", "jsonl", "gz", "warc", "feed", "sources", "encodings")
MUTATIONS = []


def mutation(function):
    MUTATIONS.append(function)
    return function


def slice_of(content, random):
    start = random.randrange(len(content) + 1)
    return start, min(len(content), start + random.choice((1, 2, 4, 16, 100, 1000)))


@mutation
def flip_bits(content, random, other):
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 10))):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


@mutation
def set_bytes(content, random, other):
    start, end = slice_of(content, random)
    return content[:start] + random.randbytes(end - start) + content[end:]


@mutation
def delete(content, random, other):
    start, end = slice_of(content, random)
    return content[:start] + content[end:]


@mutation
def repeat(content, random, other):
    start, end = slice_of(content, random)
    return content[:end] + content[start:end] * random.choice((1, 2, 50)) + content[end:]


@mutation
def cut_off(content, random, other):
    return content[: random.randrange(len(content) + 1)]


@mutation
def cut_head(content, random, other):
    return content[random.randrange(len(content) + 1) :]


@mutation
def insert_token(content, random, other):
    start, _ = slice_of(content, random)
    return content[:start] + random.choice(TOKENS) + content[start:]


@mutation
def overwrite_token(content, random, other):
    start, token = slice_of(content, random)[0], random.choice(TOKENS)
    return content[:start] + token + content[start + len(token) :]


@mutation
def splice(content, random, other):
    start, end = slice_of(content, random)
    begin, stop = slice_of(other, random)
    return content[:start] + other[begin:stop] + content[end:]


@mutation
def swap(content, random, other):
    start, end = slice_of(content, random)
    middle = (start + end) // 2
    return content[:start] + content[middle:end] + content[start:middle] + content[end:]


@mutation
def change_number(content, random, other):
    places = [place for place, byte in enumerate(content) if 48 <= byte <= 57]
    if not places:
        return content
    place = random.choice(places)
    return content[:place] + str(random.choice((0, 9, 2**31, 2**63, -1))).encode() + content[place + 1 :]


def make_input(kind, number):
    """Return input ``number`` of a reader: its suffix and its bytes."""
    chance = random.Random(f"{SEED} {kind} {number}")
    originals = seeds(kind)
    suffix, content = chance.choice(originals)
    other = chance.choice(originals)[1]
    if number % LARGE_EVERY == LARGE_PLACE:
        content *= LARGE_BYTES // len(content)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        content = chance.choice(MUTATIONS)(content, chance, other)[:LONGEST_INPUT]
    if kind == "gz":
        content = pack(content)
        if chance.random() < 0.5:
            content = chance.choice(MUTATIONS)(content, chance, other)
    if chance.random() < 0.02 and kind not in ("sources", "encodings"):
        suffix = chance.choice([suffix for suffix, _ in seeds(chance.choice(KINDS[:7]))])
    return suffix, content


def read_file(path):
    """Read a file as a build does, and check that what was planned is what was read."""
    size = 2 if path.stat().st_size < 10_000 else 200  # each batch of a compressed file is read from its start
    plan = plan_batches([path], batch_documents=size)
    count = len(plan.rejections) + sum(passed.count for passed in plan.passed_over)
    for batch in plan.batches:
        documents, rejections = read_batch(Batch.from_json(batch.to_json()))
        count += len(documents) + len(rejections)
        assert len(documents) + len(rejections) == batch.document_count
        assert all(document.text and "\r" not in document.text for document in documents)
        assert all(rejection.reason for rejection in rejections)
    assert count, "nothing was read, nothing rejected"


def try_input(suffix, content, path):
    """Give an input to its reader; only the faults that it may raise are caught."""
    if suffix == ".toml":
        with contextlib.suppress(SourcesError):
            sources = read_sources(path)
            sources.inputs(path.parent)
    elif suffix.startswith("."):
        read_file(path)
    elif suffix == "chunked":
        with contextlib.suppress(StreamFault):
            assert len(decode_chunks(content, limit=DOCUMENT_BYTES)) <= max(len(content), DOCUMENT_BYTES + 1)
    else:
        with contextlib.suppress(StreamFault):
            assert len(decode_body(content, codings=suffix, limit=DOCUMENT_BYTES)) <= DOCUMENT_BYTES


class Memory:
    """The most memory that the process has had resident since a moment, where Linux tells."""

    reset_file, status_file = Path("/proc/self/clear_refs"), Path("/proc/self/status")

    def __init__(self):
        self.can_reset = os.access(self.reset_file, os.W_OK)
        self.before = self.reset()

    def reset(self):
        if self.can_reset:
            self.reset_file.write_text("5")  # "5": the peak starts anew (proc_pid_clear_refs(5))
        return self.peak()

    def peak(self):
        if not self.can_reset:
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        lines = self.status_file.read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024

    def taken(self):
        return self.peak() - self.before


class TooLong(BaseException):
    """An input took too long; none of the errors that a reader may take for a fault of its input."""


def too_long(_number, _frame):
    raise TooLong(f"more than {SECONDS} s")


@contextlib.contextmanager
def watched():
    """Raise where Python code takes too long; where a library does, end the process with its stack."""
    previous = signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    faulthandler.dump_traceback_later(30 * SECONDS, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no timers to watch with")
@pytest.mark.parametrize("kind", KINDS)
def test_mutated_inputs_are_read_or_rejected(kind, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MAXIMUM_DOCUMENT_BYTES", DOCUMENT_BYTES)
    count = -(-INPUTS // len(KINDS))
    slowest = most = 0.0
    for number in range(count):
        suffix, content = make_input(kind, number)
        path = tmp_path / f"input{suffix if suffix.startswith('.') else '.bin'}"
        path.write_bytes(content)
        memory = Memory()
        began = time.process_time()
        try:
            with watched():
                try_input(suffix, content, path)
            taken = memory.taken()
            assert taken <= 2 * len(content) + CONSTANT_BYTES, f"{taken:,} bytes of memory for {len(content):,}"
        except BaseException as error:
            error.add_note(f"input {number} of kind {kind}, seed {SEED}, is {path}")
            raise
        slowest, most = max(slowest, time.process_time() - began), max(most, taken - 2 * len(content))
        path.unlink()
    print(f"{kind}: {count:,} inputs, slowest {slowest:.2f} s, {max(0, most) / 1024**2:.1f} MB over twice the input")
