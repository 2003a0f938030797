"""What is kept of a fetch."""

import errno
import gzip
import sqlite3
from datetime import timedelta

import pytest
from fastwarc.warc import ArchiveIterator, has_valid_block_digest

from hearsay.fetch import captures, due_sources, fetching
from hearsay.fetch.client import Client
from pipeline.ingest.sources import parse_sources

TEXT = "The bridge will stay closed until Friday, said Anna Keller, who leads the road authority. "
PAGE = f"<html><body><p>{TEXT * 3}</p></body></html>"


def records(path):
    with path.open("rb") as stream:
        return [
            (record.headers.get("WARC-Type"), record.headers.get("WARC-Target-URI"), has_valid_block_digest(record))
            for record in ArchiveIterator(stream, parse_http=False)
        ]


def test_an_answer_stands_in_the_archive_as_it_was_received(web, fetch):
    packed = gzip.compress(PAGE.encode())
    web.answers["/a"] = {"body": packed, "headers": {"Content-Encoding": "gzip", "X-Twice": "a", "ETag": '"1"'}}
    (path,) = fetch("/a").result.captures
    assert records(path) == [
        ("warcinfo", None, True), ("response", web.url("/a"), True), ("request", web.url("/a"), True)
    ]  # fmt: skip
    with path.open("rb") as stream:
        response, request = list(ArchiveIterator(stream, parse_http=True))[1:]
        assert request.headers["WARC-Concurrent-To"] == response.headers["WARC-Record-ID"]
        assert response.headers["WARC-IP-Address"] == "127.0.0.1"
        assert response.http_headers.get("X-Twice") == "a"
        assert request.http_headers.get("Host") == web.root.removeprefix("http://")
    with path.open("rb") as stream:
        assert packed in next(r for r in ArchiveIterator(stream) if r.headers["WARC-Type"] == "response").reader.read()


def test_the_archives_are_all_that_a_build_needs(web, fetch):
    web.answers["/a"] = {"body": PAGE}
    first = fetch("/a")
    web.server.server_close()
    assert [document.content for document in first.documents] == [PAGE.encode()]


def test_a_fetch_without_an_answer_leaves_no_archive(web, fetch):
    web.answers["/a"] = {"body": PAGE}
    assert len(fetch("/a").result.captures) == 1
    assert fetch("/a").result.captures == []


def test_without_its_memory_a_fetch_asks_for_everything_again(web, fetch, tmp_path):
    web.answers["/a"] = {"body": PAGE, "headers": {"ETag": '"1"'}}
    fetch("/a")
    (tmp_path / "captures" / "state.sqlite").unlink()
    again = fetch("/a")
    assert (again.result.fetched, len(again.documents)) == (1, 2)
    assert len({document.sha256 for document in again.documents}) == 1


def test_what_was_fetched_before_a_crash_is_kept(web, fetch, tmp_path, monkeypatch):
    web.answers |= {"/a": {"body": PAGE}, "/b": {"body": PAGE}}
    get = Client.get

    def crash(self, url, *arguments, **options):
        if url.endswith("/b"):
            raise KeyboardInterrupt
        return get(self, url, *arguments, **options)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Client, "get", crash)
        fetch("/a", "/b")
    again = fetch("/a", "/b")
    assert (again.result.fetched, again.result.not_due, len(again.documents)) == (1, 1, 2)


def test_a_file_that_a_killed_fetch_left_is_not_read(web, fetch, tmp_path):
    web.answers["/a"] = {"body": PAGE}
    folder = tmp_path / "captures" / "courier"
    folder.mkdir(parents=True)
    (folder / ".20260302T090000Z-0.warc.gz.new").write_bytes(b"\x1f\x8b\x08half a record")
    fetched = fetch("/a")
    assert (len(fetched.documents), fetched.rejections) == (1, [])


def test_a_long_fetch_begins_new_files(web, fetch, monkeypatch):
    monkeypatch.setattr(fetching, "CAPTURE_PAGES", 2)
    paths = [f"/{number}" for number in range(5)]
    web.answers |= {path: {"body": PAGE + path} for path in paths}
    fetched = fetch(*paths)
    assert (len(fetched.result.captures), len(fetched.documents)) == (3, 5)


def test_addresses_may_stand_in_a_file(web, fetch, tmp_path):
    web.answers |= {"/a": {"body": PAGE}, "/b": {"body": PAGE + "b"}}
    (tmp_path / "urls.txt").write_text(f"# ours\n{web.url('/a')}\n\n{web.url('/b')}\n{web.url('/a')}#top\n")
    assert fetch(path=str(tmp_path / "urls.txt")).result.fetched == 2
    (tmp_path / "urls.txt").write_text("ftp://news.example/\n")
    fetched = fetch(path=str(tmp_path / "urls.txt"))
    assert fetched.reasons == ["addresses cannot be read"]


def test_the_memory_is_an_ordinary_database(web, fetch, tmp_path):
    web.answers["/a"] = {"body": PAGE}
    fetch("/a")
    with sqlite3.connect(tmp_path / "captures" / "state.sqlite") as connection:
        assert connection.execute("select url, failures from pages").fetchall() == [(web.url("/a"), 0)]


def test_a_clock_that_was_wrong_holds_nothing_back(web, fetch, clock, tmp_path):
    web.answers |= {
        "/a": {"body": PAGE}, "/robots.txt": {"body": "User-agent: *\nDisallow: /private\n"},
        "/b": {"status": 429, "headers": {"Retry-After": "7200"}},
    }
    right = clock.time
    clock.time = right + timedelta(days=4000)
    assert fetch("/a", "/b", obey_robots=True).result.fetched == 1
    clock.time = right
    web.answers["/a"] = {"body": PAGE.replace("Friday", "Sunday")}
    web.answers["/robots.txt"] = {"body": "User-agent: *\nDisallow: /a\n"}
    assert fetch("/a", obey_robots=True).reasons == ["forbidden by robots.txt"]
    assert fetch("/a", recheck=True).result.fetched == 1
    sources = parse_sources({"source": [{"name": "courier", "kind": "urls", "urls": [web.url("/a")]}]})
    assert due_sources(sources, tmp_path / "captures", now=right - timedelta(days=1)) == ["courier"]


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + bytes(range(256)) * 40])
def test_a_damaged_memory_is_put_aside(web, fetch, tmp_path, content):
    web.answers["/a"] = {"body": PAGE}
    fetch("/a")
    state = tmp_path / "captures" / "state.sqlite"
    state.write_bytes(content)
    assert fetch("/a").result.fetched == 1
    assert state.with_name("state.sqlite.damaged").read_bytes() == content
    assert fetch("/a").result.not_due == 1


def test_a_full_disk_leaves_nothing_half_written(web, fetch, tmp_path, monkeypatch):
    web.answers["/a"] = {"body": PAGE}

    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(captures.os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            fetch("/a")
    assert list((tmp_path / "captures" / "courier").iterdir()) == []
    assert fetch("/a").result.fetched == 1
