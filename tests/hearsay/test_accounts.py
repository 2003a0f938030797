"""What a build accounts for: every record of an archive, and an article that goes back to an earlier text."""

import gzip
import json
import os
from datetime import UTC, datetime
from io import BytesIO

import duckdb
from fastwarc.warc import WarcRecord, WarcRecordType

from hearsay.build import build

TEXT = "The old bridge over the Lune was closed on Tuesday after a night of rain, said Anna Keller of the district."
PAGE = f"<html><head><title>Bridge closed</title></head><body><article><p>{TEXT * 3}</p></article></body></html>"
EARLIER = "The bridge is closed until Friday, said Anna Keller of the road authority of the district in the valley."
LATER = "The bridge is closed until Sunday, said Anna Keller of the road authority of the district in the valley."


def select(file, sql):
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def member(kind, content, *, number=0, **headers):
    """Return a record of an archive, compressed by itself."""
    record = WarcRecord()
    record.init_headers(record_type=kind)
    record.record_date = datetime(2026, 3, 2, 9, number, tzinfo=UTC)
    for name, value in {"WARC-Target-URI": f"https://courier.example/{number}", **headers}.items():
        record.headers[name.replace("_", "-")] = value
    record.set_bytes_content(content)
    written = BytesIO()
    record.write(written)
    return gzip.compress(written.getvalue())


def answer(body, *, status="200 OK", media_type="text/html", number=0):
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n\r\n"
    message = {"Content-Type": "application/http;msgtype=response"}
    return member(WarcRecordType.response, (head + body).encode(), number=number, **message)


def test_the_records_of_an_archive_add_up(tmp_path, stand_in_model):
    folder, file = tmp_path / "archives", tmp_path / "news.duckdb"
    folder.mkdir()
    request = member(WarcRecordType.request, b"GET / HTTP/1.1\r\n\r\n", Content_Type="application/http;msgtype=request")
    records = [
        member(WarcRecordType.warcinfo, b""), answer(PAGE, number=1), request, answer("", status="301 Moved"), request,
        answer("%PDF", media_type="application/pdf"), answer(PAGE.replace("Lune", "Wyre"), number=2), request,
        answer(" ", number=3), request,
    ]
    damaged = bytearray(answer(PAGE, number=4))
    damaged[40:60] = bytes(20)
    (folder / "1.warc.gz").write_bytes(b"".join([*records, bytes(damaged), *records[-2:]]))
    (folder / "2.warc.gz").write_bytes(b"".join([records[0], request, request]))

    built = build([str(folder)], warehouse=file, model=stand_in_model)

    columns = "records, documents, unreadable, passed_over, missing, balance, passed_over_kinds"
    assert select(file, f"select {columns} from reports.archives order by archive") == [
        (13, 2, 3, 8, 0, "adds up", "request 5, response 301 1, response application/pdf 1, warcinfo 1"),
        (3, 0, 0, 3, 0, "adds up", "request 2, warcinfo 1"),
    ]
    assert select(file, "select articles, rejected, balance from reports.ledger order by day") == [
        (2, 0, "adds up"), (0, 3, "adds up")
    ]
    again = build([str(folder)], warehouse=file, model=stand_in_model)
    assert (again.skipped_batches, again.counts.get("articles", 0)) == (built.batches, 0)


def test_a_record_that_was_lost_is_told(tmp_path, stand_in_model):
    archive, file = tmp_path / "1.warc.gz", tmp_path / "news.duckdb"
    archive.write_bytes(answer(PAGE) + answer(PAGE.replace("Lune", "Wyre"), number=1))
    build([str(archive)], warehouse=file, model=stand_in_model)
    with duckdb.connect(str(file)) as connection:
        connection.execute("delete from ops.documents where ends_with(source_document, '#2')")
    assert select(file, "select records, documents, missing, balance from reports.archives") == [
        (2, 1, 1, "does not add up: 1 lost")
    ]


def test_a_file_that_goes_back_to_its_earlier_text(tmp_path, stand_in_model):
    path, file = tmp_path / "bridge.json", tmp_path / "news.duckdb"
    texts = [EARLIER, LATER, EARLIER]
    for day, text in enumerate(texts, 1):
        path.write_text(json.dumps({"url": "https://courier.example/bridge", "date": "2025-03-01", "text": text}))
        os.utime(path, (datetime(2025, 3, day, 12, tzinfo=UTC).timestamp(),) * 2)
        build([str(path)], warehouse=file, model=stand_in_model)
        assert select(file, "select body, revision from articles") == [(text, day)]
    assert select(file, "select body from article_revisions order by revision") == [(text,) for text in texts]
    assert select(file, "select count(*), sum(missing) from reports.ledger where articles = 1") == [(1, 0)]
    again = build([str(path)], warehouse=file, model=stand_in_model)
    assert again.skipped_batches == again.batches == 1
