"""Servers that misbehave: each case ends as docs/fetching.md says."""

import gzip
import time
import zlib
from datetime import timedelta
from email.utils import format_datetime

import pytest

TEXT = "The old bridge over the Lune was closed on Tuesday, said Anna Keller of the road authority. "
PAGE = f"<html><head><title>Bridge closed</title></head><body><p>{TEXT * 3}</p></body></html>"
TIGHT = {"seconds": 0.4, "attempts": 1}


def ok(**headers):
    return {"body": PAGE, "headers": {name.replace("_", "-"): value for name, value in headers.items()}}


def drip(first):
    """Return an answer that begins like ``first`` and goes on a byte at a time, for longer than anyone waits."""

    def answer(handler):
        handler.wfile.write(first)
        for _ in range(200):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    return answer


def test_a_good_page_is_kept_and_read(web, fetch):
    web.answers["/a"] = ok()
    fetched = fetch("/a", outlet="The Courier")
    (document,) = fetched.documents
    assert (fetched.result.fetched, fetched.result.failures, fetched.rejections) == (1, [], [])
    assert (document.content, document.media_type) == (PAGE.encode(), "text/html")
    assert document.fields == {"url": web.url("/a"), "outlet": "The Courier"}
    assert document.source_name == "courier"
    assert document.source_document.startswith("captures/courier/")
    assert document.source_document.endswith(".warc.gz#2")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(lambda handler: time.sleep(10), id="silence"),
        pytest.param(drip(b"HTTP/1.1 200 OK\r\nX-Slow: "), id="slow header"),
        pytest.param(drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"), id="slow body"),
        pytest.param(drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"), id="slow body without length"),
    ],
)
def test_a_slow_answer_is_given_up(web, fetch, answer):
    web.answers["/a"] = answer
    began = time.monotonic()
    fetched = fetch("/a", limits=TIGHT)
    assert time.monotonic() - began < 5  # also on a machine that is busy
    assert fetched.reasons == ["took too long"]
    assert [(r.reason, r.input) for r in fetched.rejections] == [("took too long", web.url("/a"))]


def test_a_name_server_that_does_not_answer_is_given_up(web, fetch):
    def silence(host):
        time.sleep(10)
        return ["127.0.0.1"]

    web.answers["/a"] = ok()
    began = time.monotonic()
    fetched = fetch("/a", f"http://dead.example:{web.port}/b", resolves={"dead.example": silence}, limits=TIGHT)
    assert time.monotonic() - began < 5
    assert [(reason, detail) for _, reason, detail in fetched.result.failures] == [
        ("took too long", "no answer of the name server within 0.4 seconds")
    ]
    assert [document.fields["url"] for document in fetched.documents] == [web.url("/a")]


def endless(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n")
    while True:
        handler.wfile.write(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"body": b"x" * 60_000}, id="larger than allowed"),
        pytest.param({"body": b"", "length": 10**12}, id="says so"),
        pytest.param(endless, id="endless"),
    ],
)
def test_a_huge_answer_is_given_up(web, fetch, answer):
    web.answers["/a"] = answer
    fetched = fetch("/a", limits={"attempts": 1})
    assert fetched.reasons == [r.reason for r in fetched.rejections] == ["answer too large"]


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_an_answer_that_unpacks_to_something_huge_is_kept_and_rejected(web, fetch, coding):
    bomb = (gzip.compress if coding == "gzip" else zlib.compress)(bytes(30 * 1024**2))
    assert len(bomb) < 40_000
    web.answers["/a"] = {"body": bomb, "headers": {"Content-Encoding": coding}}
    fetched = fetch("/a")
    assert fetched.reasons == [r.reason for r in fetched.rejections] == ["record too large"]


def test_redirects_are_followed_and_each_is_kept(web, fetch):
    web.answers["/a"] = {"status": 301, "headers": {"Location": "/b?x=1#part"}}
    web.answers["/b?x=1"] = {"status": 302, "headers": {"Location": web.url("/c")}}
    web.answers["/c"] = ok()
    fetched = fetch("/a")
    assert [document.fields["url"] for document in fetched.documents] == [web.url("/c")]
    kinds = {passed.kind: passed.count for passed in fetched.plan.passed_over}
    assert kinds == {"warcinfo": 1, "request": 3, "response 301": 1, "response 302": 1}


def test_an_endless_redirect_is_given_up(web, fetch):
    web.answers["/a"] = {"status": 302, "headers": {"Location": "/a"}}
    fetched = fetch("/a", limits={"redirects": 4})
    assert fetched.reasons == [r.reason for r in fetched.rejections] == ["too many redirects"]
    assert len(web.asked) == 5


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2/",
        "http://10.1.2.3/",
        "http://192.168.0.1:8080/x",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.3]/",
        "http://[64:ff9b::a00:1]/",
        "http://0/",
        "http://2130706434/",
        "http://0x7f000002/",
        "http://internal.example/",
        "https://224.0.0.1/",
    ],
)
def test_a_redirect_to_a_private_address_is_refused(web, fetch, location):
    web.answers["/a"] = {"status": 302, "headers": {"Location": location}}
    fetched = fetch("/a", resolves={"internal.example": ["10.0.0.8", "fd00::8"]})
    assert fetched.reasons == [r.reason for r in fetched.rejections] == ["address not public"]
    assert web.asked == ["/a"]


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://news.example/", "http://me:secret@news.example/", "//["]
)
def test_a_redirect_to_what_is_no_web_address_is_refused(web, fetch, location):
    web.answers["/a"] = {"status": 302, "headers": {"Location": location}}
    assert fetch("/a").reasons == ["no web address"]


def test_a_redirect_to_nowhere_is_a_fault(web, fetch):
    web.answers["/a"] = {"status": 302}
    assert fetch("/a").reasons == ["redirect to nowhere"]


def test_private_addresses_may_be_fetched_where_the_source_says_so(web, fetch):
    web.answers["/a"] = {"status": 302, "headers": {"Location": f"http://intranet.example:{web.port}/b"}}
    web.answers["/b"] = ok()
    resolves = {"intranet.example": ["127.0.0.2"]}  # the server listens on 127.0.0.1 only
    assert fetch("/a", resolves=resolves, limits={"attempts": 1}).reasons == ["address not public"]
    refused = fetch("/a", resolves=resolves, allow_private=True, recheck=True, limits={"attempts": 1})
    assert refused.reasons == ["connection failed"]
    resolves = {"intranet.example": ["127.0.0.2", "127.0.0.1"]}  # where one address fails the next is tried
    assert fetch("/a", resolves=resolves, allow_private=True, recheck=True).result.fetched == 1


def test_the_connection_is_made_to_the_address_that_was_checked(web, fetch):
    answers = [["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]]
    web.answers["/a"] = ok()
    fetched = fetch(
        f"http://rebinding.example:{web.port}/a", resolves={"rebinding.example": lambda host: answers.pop(0)}
    )
    assert (fetched.result.fetched, len(answers)) == (1, 2)
    assert web.headers("/a")[0]["Host"] == f"rebinding.example:{web.port}"


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("caf\xe9 “x”".encode("cp1252"), "text/html; charset=utf-8", "café “x”"),
        ("café “x”".encode(), "text/html; charset=iso-8859-1", "café “x”"),
        ("café “x”".encode("utf-16"), "text/html; charset=utf-8", "café “x”"),
        ("дом".encode("koi8-r"), "text/html; charset=koi8-r", "дом"),
        ("дом".encode("cp1251"), "text/html; charset=nonsense", "äîì"),
        ("日本".encode("shift_jis"), "text/html; charset=Shift_JIS", "日本"),
    ],
)
def test_a_wrong_encoding_is_read_as_well_as_it_can_be(web, fetch, body, content_type, text):
    web.answers["/a"] = {"body": body, "headers": {"Content-Type": content_type}}
    (document,) = fetch("/a").documents
    assert document.text == text


def test_what_has_not_changed_is_not_fetched_again(web, fetch):
    web.answers["/a"] = ok(ETag='"1"', Last_Modified="Mon, 02 Mar 2026 08:00:00 GMT")
    assert fetch("/a", recheck_hours=0).result.fetched == 1
    again = fetch("/a", recheck_hours=0)
    assert (again.result.fetched, again.result.unchanged, len(again.documents)) == (0, 1, 1)
    sent = web.headers("/a")[1]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == ('"1"', "Mon, 02 Mar 2026 08:00:00 GMT")
    assert {passed.kind: passed.count for passed in again.plan.passed_over}["revisit"] == 1

    web.answers["/a"] = ok(ETag='"2"')  # the same page under a new tag
    assert fetch("/a", recheck_hours=0).result.unchanged == 1
    web.answers["/a"] = {"body": PAGE.replace("closed", "open"), "headers": {"ETag": '"3"'}}
    changed = fetch("/a", recheck_hours=0)
    assert (changed.result.fetched, len(changed.documents)) == (1, 2)


def test_a_server_without_conditions_is_asked_no_oftener_and_kept_once(web, fetch, clock):
    web.answers["/a"] = ok()
    assert fetch("/a").result.fetched == 1
    assert fetch("/a").result.not_due == 1
    clock.time += timedelta(hours=25)
    again = fetch("/a")
    assert (again.result.unchanged, len(again.documents), len(web.asked)) == (1, 1, 2)


def test_what_the_server_calls_fresh_is_not_asked_for(web, fetch, clock):
    web.answers["/a"] = ok(Cache_Control="public, max-age=600", Age="300")
    fetch("/a", recheck_hours=0)
    clock.time += timedelta(seconds=290)
    assert fetch("/a", recheck_hours=0).result.not_due == 1
    clock.time += timedelta(seconds=20)
    assert fetch("/a", recheck_hours=0).result.unchanged == 1


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_server_that_asks_to_wait_is_waited_for(web, fetch, clock, form):
    wait = "7" if form == "seconds" else format_datetime(clock.time + timedelta(seconds=7), usegmt=True)
    web.answers["/a"] = [{"status": 429, "headers": {"Retry-After": wait}}, ok()]
    assert fetch("/a", seconds_between_requests=0).result.fetched == 1
    assert clock.sleeps == [7.0]


def test_a_server_that_asks_to_wait_for_long_is_left_alone_until_then(web, fetch, clock):
    web.answers["/a"] = [{"status": 429, "headers": {"Retry-After": "3600"}}, ok()]
    web.answers["/b"] = ok()
    fetched = fetch("/a", "/b")
    assert fetched.reasons == [r.reason for r in fetched.rejections] == ["status 429"]
    assert (fetched.result.put_off, web.asked) == (1, ["/a"])
    clock.time += timedelta(minutes=30)
    assert (fetch("/a", "/b").result.put_off, web.asked) == (2, ["/a"])
    clock.time += timedelta(minutes=40)
    assert (fetch("/a", "/b").result.fetched, web.asked) == (2, ["/a", "/a", "/b"])


@pytest.mark.parametrize("value", ["-5", "soon", "9" * 400, "", "Mon, 02 Mar 0001 08:00:00 GMT"])
def test_nonsense_in_retry_after_does_no_harm(web, fetch, clock, value):
    web.answers["/a"] = [{"status": 503, "headers": {"Retry-After": value}}, ok()]
    fetched = fetch("/a")
    assert fetched.result.fetched == (0 if value.startswith("9") else 1)
    assert sum(clock.sleeps) < 120


def test_a_fault_of_the_server_is_tried_again(web, fetch, clock):
    web.answers["/a"] = [{"status": 500}, {"status": 502}, ok()]
    assert fetch("/a", seconds_between_requests=0).result.fetched == 1
    first, second = clock.sleeps
    assert 1 <= first <= 1.5 and 2 <= second <= 3


def test_a_fault_that_lasts_is_given_up(web, fetch):
    web.answers["/a"] = {"status": 503}
    fetched = fetch("/a")
    assert (fetched.reasons, len(web.asked)) == (["status 503"], 3)
    assert [r.reason for r in fetched.rejections] == ["status 503"]


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451, 204, 206, 300])
def test_a_refusal_is_not_tried_again_soon(web, fetch, clock, status):
    web.answers["/a"] = {"status": status}
    fetched = fetch("/a")
    assert (fetched.reasons, len(web.asked)) == ([f"status {status}"], 1)
    assert fetch("/a").result.not_due == 1
    clock.time += timedelta(minutes=11)
    fetch("/a")
    clock.time += timedelta(minutes=11)
    assert (fetch("/a").result.not_due, len(web.asked)) == (1, 2)


@pytest.mark.parametrize("cut", [10, 40])
def test_a_truncated_gzip_is_kept_and_rejected_and_asked_for_again(web, fetch, clock, cut):
    broken = {"body": gzip.compress(PAGE.encode())[:-cut], "headers": {"Content-Encoding": "gzip", "ETag": '"1"'}}
    web.answers["/a"] = [broken, ok(ETag='"1"')]
    fetched = fetch("/a")
    assert fetched.reasons == [r.reason for r in fetched.rejections] == ["broken content encoding"]
    clock.time += timedelta(minutes=11)
    again = fetch("/a")
    assert (again.result.fetched, len(again.documents), len(again.rejections)) == (1, 1, 1)
    assert "If-None-Match" not in web.headers("/a")[1]


@pytest.mark.parametrize("coding", ["br, gzip", "compress", "zstd"])
def test_an_unknown_coding_is_kept_and_rejected(web, fetch, coding):
    web.answers["/a"] = {"body": b"\x00\x01\x02", "headers": {"Content-Encoding": coding}}
    assert fetch("/a").reasons in (["unknown content encoding"], ["broken content encoding"])


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate"])
def test_a_compressed_page_is_kept_as_received_and_read(web, fetch, coding):
    pack = zlib.compress if coding == "deflate" else gzip.compress
    web.answers["/a"] = {"body": pack(PAGE.encode()), "headers": {"Content-Encoding": coding}}
    (document,) = fetch("/a").documents
    assert document.content == PAGE.encode()


def test_an_answer_that_breaks_off_is_tried_again(web, fetch):
    web.answers["/a"] = [{"body": PAGE[:50], "length": len(PAGE)}, ok()]
    assert fetch("/a").result.fetched == 1
    web.answers["/b"] = {"body": PAGE[:50], "length": len(PAGE)}
    assert fetch("/b").reasons == ["answer cut off"]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"hello\r\n\r\n", "no valid HTTP"),
        (b"HTTP/1.1 999999 ?\r\n\r\n", "no valid HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", "no valid HTTP"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", "no valid HTTP"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello", "answer cut off"),
        (b"", "connection failed"),
    ],
)
def test_what_is_no_http_is_a_fault(web, fetch, raw, reason):
    web.answers["/a"] = lambda handler: handler.wfile.write(raw)
    assert fetch("/a", limits={"attempts": 1}).reasons == [reason]


def test_headers_that_break_lines_cannot_forge_a_record(web, fetch):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-A: one\r\n two\r\nX-B: \xe9\r\nContent-Length: 9"
    raw = head + b"\r\n\r\n<p>Hi</p>"
    web.answers["/a"] = lambda handler: handler.wfile.write(raw)
    (document,) = fetch("/a").documents
    assert document.content == b"<p>Hi</p>"


def test_what_is_no_page_is_kept_and_rejected(web, fetch):
    web.answers["/a"] = {"body": b"%PDF-1.7", "headers": {"Content-Type": "application/pdf"}}
    fetched = fetch("/a")
    assert [(r.reason, r.detail) for r in fetched.rejections] == [("not a page", "application/pdf")]
    assert "response application/pdf" in {passed.kind for passed in fetched.plan.passed_over}


def test_a_page_without_a_type_is_read(web, fetch):
    web.answers["/a"] = {"body": PAGE, "headers": {"Content-Type": None}}
    assert len(fetch("/a").documents) == 1


def test_a_host_that_is_silent_is_left_alone_for_the_rest_of_the_fetch(fetch, clock):
    urls = [f"http://127.0.0.1:1/{number}" for number in range(9)]
    fetched = fetch(*urls)
    assert fetched.reasons == ["connection failed"]  # three attempts
    assert fetched.result.put_off == 8
    assert len(fetched.rejections) == 1


def test_a_name_that_leads_nowhere_is_a_fault(fetch):
    assert fetch("http://nowhere.invalid/", limits={"attempts": 1}).reasons == ["host not found"]
