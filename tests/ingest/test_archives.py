"""Web archives: whole, damaged, cut off, of all kinds of records."""

import gzip
import json
import zlib
from datetime import UTC, datetime
from io import BytesIO

import brotli
import pytest
from fastwarc.warc import WarcRecord, WarcRecordType
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import settings as limits
from pipeline.ingest import plan_batches, read_batch

PAGE = b"<html><body><p>The council met on Tuesday, said Anna Keller.</p></body></html>"
HTTP_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def record(body=PAGE, *, kind="response", head=HTTP_HEAD, number=0, content=None, **headers):
    """Return a record as bytes."""
    made = WarcRecord()
    made.init_headers(record_type=getattr(WarcRecordType, kind))
    made.record_date = datetime(2026, 3, 2, 9, number, tzinfo=UTC)
    given = {"WARC-Target-URI": f"https://news.example/{number}", "Content-Type": "application/http;msgtype=response"}
    for name, value in (given | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        made.headers[name] = value
    made.set_bytes_content(head + b"\r\n" + body if content is None else content)
    written = BytesIO()
    made.write(written, checksum_data=True)
    return written.getvalue()


def pages(count):
    return [record(PAGE.replace(b"council", f"council {number}".encode()), number=number) for number in range(count)]


def packed(records):
    return b"".join(map(gzip.compress, records))


def read(folder, **options):
    plan = plan_batches(folder, **options)
    documents, rejections = [], list(plan.rejections)
    for batch in plan.batches:
        found, rejected = read_batch(batch)
        documents += found
        rejections += rejected
    return documents, rejections, plan


@pytest.fixture
def archive(tmp_path):
    def write(content, name="a.warc.gz"):
        (tmp_path / name).write_bytes(content)
        documents, rejections, plan = read(tmp_path)
        numbers = [int(document.source_document.rpartition("#")[2]) for document in documents]
        passed_over = {passed.kind: passed.count for passed in plan.passed_over}
        return numbers, [(r.source_document.rpartition("#")[2], r.reason) for r in rejections], passed_over

    return write


@pytest.mark.parametrize(
    "pack", [packed, b"".join, lambda r: gzip.compress(b"".join(r))], ids=["each", "plain", "whole"]
)
@pytest.mark.parametrize("size", [1, 2, 200])
def test_pages_are_read_however_they_are_packed(tmp_path, pack, size):
    (tmp_path / "a.warc.gz").write_bytes(pack(pages(5)))
    documents, rejections, plan = read(tmp_path, batch_documents=size)
    assert [document.content for document in documents] == [
        PAGE.replace(b"council", f"council {number}".encode()) for number in range(5)
    ]
    assert rejections == [] and len(plan.batches) == -(-5 // size)
    first = documents[0]
    assert (first.media_type, first.retrieved_at) == ("text/html", datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    assert (first.source_document[-11:], first.fields) == ("a.warc.gz#1", {"url": "https://news.example/0"})


def test_records_that_are_no_pages_are_counted_by_kind(archive):
    other = [
        record(kind="warcinfo", content=b"software: x\r\n"),
        record(kind="request", content=b"GET / HTTP/1.1\r\n\r\n"),
        record(kind="request", content=b"GET / HTTP/1.1\r\n\r\n"),
        record(kind="revisit", content=b"HTTP/1.1 304 Not Modified\r\n\r\n"),
        record(kind="metadata", content=b"fetchTimeMs: 3", Content_Type="application/warc-fields"),
        record(head=b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n"),
        record(head=b"HTTP/1.1 301 Moved\r\nLocation: /\r\n"),
        record(head=b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"),
        record(head=b"HTTP/1.1 200 OK\r\nContent-Type: " + b"x" * 500 + b"\r\n"),
        record(kind="response", content=b"93.184.216.34", Content_Type="text/dns"),
        record(kind="resource", content=b"%PDF", Content_Type="application/pdf"),
    ]
    numbers, rejections, passed_over = archive(packed([*other, *pages(2)]))
    assert (numbers, rejections) == ([12, 13], [])
    assert passed_over == {
        "warcinfo": 1, "request": 2, "revisit": 1, "metadata": 1, "response 404": 1, "response 301": 1,
        "response image/png": 1, "response of no media type": 1, "response": 1, "resource application/pdf": 1,
    }  # fmt: skip
    assert sum(passed_over.values()) + len(numbers) == 13


def test_kinds_of_records_do_not_grow_without_end(archive):
    heads = [f"HTTP/1.1 200 OK\r\nContent-Type: x/y{number}\r\n".encode() for number in range(200)]
    _, _, passed_over = archive(packed([record(head=head) for head in heads]))
    assert len(passed_over) == 51 and passed_over["of another kind"] == 150


def flip(content, position):
    return content[:position] + bytes([content[position] ^ 0xFF]) + content[position + 1 :]


@pytest.mark.parametrize("place", [0, 3, 50, -4])
def test_a_damaged_record_of_a_compressed_archive_is_one_rejection(archive, place):
    members = [gzip.compress(page) for page in pages(5)]
    members[2] = flip(members[2], place % len(members[2]))
    numbers, rejections, _ = archive(b"".join(members))
    assert (numbers, rejections) == ([1, 2, 4, 5], [("3", "damaged record")])


@pytest.mark.parametrize("number", [0, 2, 4])
def test_a_record_with_a_wrong_length_is_one_rejection(archive, number):
    records = pages(5)
    length = records[number].index(b"Content-Length: ") + 16
    records[number] = records[number][:length] + b"9" + records[number][length:]
    numbers, rejections, _ = archive(b"".join(records), "a.warc")
    assert numbers == [place for place in (1, 2, 3, 4, 5) if place != number + 1]
    assert [place for place, _ in rejections] == [str(number + 1)]


def test_a_record_that_lost_its_head_is_one_rejection(archive):
    records = pages(4)
    records[1] = b"XXXX" + records[1][4:]
    assert archive(b"".join(records), "a.warc")[:2] == ([1, 3, 4], [("2", "damaged record")])


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize("cut", [1, 30, 100, 200])
def test_a_record_that_is_cut_off_is_one_rejection(archive, name, cut):
    records = pages(3)
    content = b"".join(records) if name == "a.warc" else packed(records)
    content = content[: -cut - (4 if name == "a.warc" else 0)]
    assert archive(content, name)[:2] == (
        [1, 2],
        [("3", "record cut off" if cut < 200 or name != "a.warc" else "damaged record")],
    )


def test_an_archive_that_was_compressed_as_a_whole_and_cut_off_is_read_as_far_as_it_goes(archive):
    numbers, rejections, _ = archive(gzip.compress(b"".join(pages(50)))[:-200])
    assert len(numbers) > 20 and numbers == list(range(1, len(numbers) + 1))
    assert [reason for _, reason in rejections] in (["record cut off"], ["damaged record"])


def test_an_archive_that_was_compressed_as_a_whole_and_damaged_is_read_up_to_the_damage(archive):
    content = gzip.compress(b"".join(pages(60) * 20), mtime=0)
    numbers, rejections, _ = archive(flip(content, len(content) * 3 // 4))
    assert numbers[:60] == list(range(1, 61))
    assert rejections and {reason for _, reason in rejections} <= {"record cut off", "damaged record"}


def test_damage_that_makes_a_member_run_on_does_not_hide_the_next(archive):
    """A flipped byte near a member's end may hide that it ends: what follows is then taken for its data."""
    stored, page = (gzip.compress(KINDS[kind](number), mtime=0) for number, kind in enumerate(("stored", "page")))
    for place in range(len(stored) - 45, len(stored)):
        assert archive(flip(stored, place) + page)[:2] == ([2], [("1", "damaged record")]), place


def test_rubbish_between_records_is_one_rejection(archive):
    members = [gzip.compress(page) for page in pages(2)]
    assert archive(members[0] + b"\x1f\x8b\x08rubbish" * 3 + members[1])[:2] == ([1, 3], [("2", "damaged record")])


@pytest.mark.parametrize("content", [b"hello\n" * 100, gzip.compress(b"hello"), b"WARC/1.1\r\n\r\n", b"\x00"])
def test_what_is_no_archive_is_rejected_as_a_whole(archive, content):
    numbers, rejections, _ = archive(content)
    assert (numbers, [reason for _, reason in rejections]) == ([], ["no web archive"])


def test_an_empty_file_is_rejected(archive):
    assert [reason for _, reason in archive(b"")[1]] == ["empty file"]


def test_a_record_that_is_too_large_is_not_kept(archive, monkeypatch):
    monkeypatch.setattr(limits, "MAXIMUM_DOCUMENT_BYTES", 100_000)
    large = [record(b"x" * 1_000_000), record(b"x" * 1_000_000, head=b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n")]
    for name, pack in (("a.warc.gz", packed), ("a.warc", b"".join)):
        numbers, rejections, passed_over = archive(pack([*large, *pages(1)]), name)
    assert (numbers, rejections) == ([3, 3], [("1", "record too large")] * 2)
    assert passed_over["response video/mp4"] == 1


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"Content-Encoding: gzip\r\n", gzip.compress(PAGE)),
        (b"Content-Encoding: deflate\r\n", zlib.compress(PAGE)),
        (b"Content-Encoding: deflate\r\n", zlib.compress(PAGE)[2:-4]),
        (b"Content-Encoding: br\r\n", brotli.compress(PAGE)),
        (b"Content-Encoding: gzip, br\r\n", brotli.compress(gzip.compress(PAGE))),
        (b"Content-Encoding: gzip\r\n", PAGE),
        (b"Content-Encoding: identity\r\n", PAGE),
        (
            b"Transfer-Encoding: chunked\r\n",
            b"10\r\n" + PAGE[:16] + b"\r\n%x\r\n" % len(PAGE[16:]) + PAGE[16:] + b"\r\n0\r\n\r\n",
        ),
        (b"Transfer-Encoding: chunked\r\n", PAGE),
    ],
)
def test_what_http_puts_around_a_page_is_undone(tmp_path, head, body):
    (tmp_path / "a.warc").write_bytes(record(body, head=HTTP_HEAD + head))
    (document,), rejections, _ = read(tmp_path)
    assert (document.content, rejections) == (PAGE, [])


@pytest.mark.parametrize(
    ("head", "body", "reason"),
    [
        (b"Content-Encoding: gzip\r\n", gzip.compress(PAGE)[:-9], "broken content encoding"),
        (b"Content-Encoding: br\r\n", brotli.compress(PAGE)[:-9], "broken content encoding"),
        (b"Content-Encoding: rot13\r\n", PAGE, "unknown content encoding"),
        (b"Content-Encoding: gzip\r\n", gzip.compress(bytes(30 * 1024**2)), "record too large"),
        (b"Content-Encoding: br\r\n", brotli.compress(bytes(30 * 1024**2)), "record too large"),
        (b"Transfer-Encoding: chunked\r\n", b"ffff\r\n" + PAGE, "broken content encoding"),
        (b"", b"\x89PNG\r\n\x1a\n" * 9, "binary file"),
        (b"", b" \n ", "no text"),
    ],
)
def test_a_page_that_cannot_be_had_is_a_rejection(archive, head, body, reason):
    assert archive(packed([record(body, head=HTTP_HEAD + head), *pages(1)]))[:2] == ([2], [("1", reason)])


def test_stored_records_and_what_their_source_says_are_read(tmp_path):
    entry = json.dumps({"title": "A", "text": "The council met.", "url": "https://news.example/own"}).encode()
    fields = json.dumps({"published_at": "22 Nov 2025 10:51 JST"})
    stored = [
        record(kind="conversion", content=entry, Content_Type="application/json", Hearsay_Source="courier"),
        record(kind="resource", content=PAGE, Content_Type="text/html", Hearsay_Fields=fields),
        record(kind="metadata", content=b"because", Content_Type="text/plain", Hearsay_Fault="took too long"),
        record(Hearsay_Fields="{not json"),
        record(Hearsay_Fields="[1]"),
        record(**{"WARC-Date": "yesterday", "WARC-Target-URI": "<https://news.example/brackets>"}),
    ]
    (tmp_path / "a.warc.gz").write_bytes(packed(stored))
    documents, rejections, _ = read(tmp_path)
    assert documents[0].fields["url"] == "https://news.example/own"
    assert (documents[0].media_type, documents[0].source_name) == ("application/json", "courier")
    assert documents[1].fields == {"url": "https://news.example/0", "published_at": "22 Nov 2025 10:51 JST"}
    assert documents[2].fields == documents[3].fields == {"url": "https://news.example/0"}
    assert documents[4].fields == {"url": "https://news.example/brackets"}
    assert documents[4].retrieved_at.tzinfo is not None
    assert [(r.reason, r.detail, r.input) for r in rejections] == [
        ("took too long", "because", "https://news.example/0")
    ]  # fmt: skip


def test_an_archive_that_grows_keeps_its_full_batches(tmp_path):
    records = pages(9)
    (tmp_path / "a.warc.gz").write_bytes(packed(records[:7]))
    before = [batch.batch_id for batch in plan_batches(tmp_path, batch_documents=3).batches]
    (tmp_path / "a.warc.gz").write_bytes(packed(records))
    after = [batch.batch_id for batch in plan_batches(tmp_path, batch_documents=3).batches]
    assert before[:2] == after[:2] and before[2] != after[2]


def test_an_archive_that_changed_since_the_plan_is_rejected(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(packed(pages(3)))
    (batch,) = plan_batches(tmp_path).batches
    (tmp_path / "a.warc.gz").write_bytes(packed(pages(2)))
    assert [r.reason for r in read_batch(batch)[1]] == ["changed since it was planned"]


def test_records_between_pages_are_counted_with_their_part(tmp_path):
    request = record(kind="request", content=b"GET / HTTP/1.1\r\n\r\n")
    (tmp_path / "a.warc.gz").write_bytes(packed([request, pages(1)[0], request, request, pages(2)[1], request]))
    plan = plan_batches(tmp_path, batch_documents=1)
    assert [dict(batch.parts[0].passed_over) for batch in plan.batches] == [{"request": 3}, {"request": 1}]


KINDS = {
    "page": lambda number: record(PAGE + str(number).encode(), number=number),
    "request": lambda number: record(kind="request", content=b"GET / HTTP/1.1\r\n\r\n"),
    "missing": lambda number: record(head=b"HTTP/1.1 404 Not Found\r\n"),
    "stored": lambda number: record(kind="resource", content=b'{"text": "One."}', Content_Type="application/json"),
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kinds=st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=8),
    damage=st.dictionaries(st.integers(0, 7), st.floats(0, 1), max_size=3),
    size=st.integers(1, 4),
)
def test_every_record_is_accounted_for(tmp_path_factory, kinds, damage, size):
    folder = tmp_path_factory.mktemp("archive")
    members = [gzip.compress(KINDS[kind](number), mtime=0) for number, kind in enumerate(kinds)]
    damaged = {number for number in damage if number < len(members)}
    for number in damaged:  # within the compressed data, whose sum and length follow it
        place = 10 + int(damage[number] * (len(members[number]) - 11))
        members[number] = flip(members[number], place)
    (folder / "a.warc.gz").write_bytes(b"".join(members))
    documents, rejections, plan = read(folder, batch_documents=size)
    found = [int(document.source_document.rpartition("#")[2]) for document in documents]
    whole = [number for number in range(len(kinds)) if number not in damaged]
    if not whole:
        assert {rejection.reason for rejection in rejections} <= {"no web archive", "damaged record"}
    alone = sum(number - 1 not in damaged for number in damaged)  # neighbours that are damaged may be one stretch
    assert alone <= len(rejections) <= len(damaged)
    assert len(found) == sum(kinds[number] in ("page", "stored") for number in whole)
    assert sum(passed.count for passed in plan.passed_over) == len(whole) - len(found)


@pytest.mark.parametrize(
    "other",
    [
        b"Content-Length: 99999999999\r\n", b"Content-Length : 99999999999\r\n", b" Content-Length: 99999999999\r\n",
        b" 99999999999\r\n", b"content-length:-1\r\n", b"X: 1\rContent-Length: 99999999999\r\n",
    ],
)
@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_record_that_states_two_lengths_is_read_by_the_first(archive, name, other):
    message = HTTP_HEAD + b"\r\n" + PAGE
    head = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http;msgtype=response\r\n"
    spoiled = head + b"Content-Length: %d\r\n" % len(message) + other + b"\r\n" + message + b"\r\n\r\n"
    pack = gzip.compress if name.endswith(".gz") else bytes
    numbers, rejections, _ = archive(pack(spoiled) + pack(record(number=1)), name)
    assert (numbers, rejections) == ([1, 2], [])


def test_a_record_whose_lines_end_as_on_unix_is_read(archive):
    head, _, rest = record().partition(b"\r\n\r\n")
    numbers, rejections, _ = archive(head.replace(b"\r\n", b"\n") + b"\n\n" + rest, "a.warc")
    assert (numbers, rejections) == ([1], [])
