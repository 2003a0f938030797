"""A web server that misbehaves on request, and a fetch with a clock that nobody has to wait for."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hearsay.fetch import addresses, fetch_sources
from hearsay.fetch.client import Client
from hearsay.fetch.clock import Clock
from pipeline.ingest import plan_batches, read_batch
from pipeline.ingest.sources import parse_sources

HOST = "news.example"
PAGE = (
    "<html><head><title>Bridge closed</title></head><body><article><p>The old bridge over the Lune was closed on "
    "Tuesday after a night of heavy rain across the valley.</p><p>“The bridge will stay closed until Friday,” said "
    "Anna Keller, who leads the road authority of the district.</p></article></body></html>"
)


class FakeClock(Clock):
    """Time that passes only where somebody sleeps."""

    def __init__(self):
        self.time = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.sleeps = []

    def now(self):
        return self.time

    def monotonic(self):
        return self.time.timestamp()

    def sleep(self, seconds):
        self.sleeps.append(seconds)
        self.time += timedelta(seconds=seconds)


class Handler(BaseHTTPRequestHandler):
    """Answers as the test says, and keeps what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.requests.append((self.path, dict(self.headers)))
        self.close_connection = True
        answer = self.server.answers.get(self.path)
        if answer is None:
            answer = {"status": 404}
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        try:
            if isinstance(answer, Callable):
                answer(self)
            else:
                self.answer(**answer)
        except (ConnectionError, TimeoutError):
            pass  # the client has had enough

    def answer(self, body=b"", *, status=200, headers=(), length=None):
        body = body.encode() if isinstance(body, str) else body
        given = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(length or len(body)),
            **dict(headers),
        }
        etag = given.get("ETag")
        if etag and self.headers.get("If-None-Match") == etag and status == 200:
            status, body, given = 304, b"", {"ETag": etag}
        self.send_response(status)
        for name, value in given.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Web:
    """The server, what it answers and what it was asked."""

    def __init__(self, server):
        self.server, self.answers, self.port = server, server.answers, server.server_port
        self.root = f"http://{HOST}:{self.port}"

    def url(self, path):
        return self.root + path

    @property
    def asked(self):
        return [path for path, _ in self.server.requests if path != "/robots.txt"]

    def headers(self, path):
        return [headers for asked, headers in self.server.requests if asked == path]


@pytest.fixture
def web():
    """Return a server that answers 404 to everything but what the test puts into ``answers``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.answers, server.requests = {}, []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield Web(server)
    server.shutdown()
    server.server_close()


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture(autouse=True)
def public_server(monkeypatch):
    """Have the server's own address, and no other of the loopback network, count as public."""
    is_public = addresses.is_public
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1" or is_public(address))


class Fetched:
    """What a fetch did, and what a build reads of it."""

    def __init__(self, result, source, captures):
        self.result = result
        plan = plan_batches(parse_sources({"source": [source]}).inputs(captures))
        self.plan = plan
        read = [read_batch(batch) for batch in plan.batches]
        self.documents = [document for documents, _ in read for document in documents]
        self.rejections = [*plan.rejections, *(rejection for _, rejections in read for rejection in rejections)]

    @property
    def reasons(self):
        return [reason for _, reason, _ in self.result.failures]


@pytest.fixture
def fetch(tmp_path, web, clock):
    """Return what fetches a source and reads the captures.

    A source is a list of addresses of the server, or with ``feed`` one of its feeds; limits are tight.
    """
    names = {HOST: ["127.0.0.1"]}

    def resolve(host, port):
        found = names.get(host)
        if found is None:
            return addresses.resolve_host(host, port)
        return found(host) if callable(found) else found

    def run(*paths, feed=None, resolves=None, recheck=False, limits=(), contact=None, **settings):
        names.update(resolves or {})
        source = {"name": "courier", "kind": "feed" if feed else "urls", "obey_robots": False, **settings}
        source["limits"] = {"seconds": 5, "megabytes": 0.05, **dict(limits)}
        if feed:
            source["url"] = web.url(feed)
        elif "path" not in source:
            source["urls"] = [path if "://" in path else web.url(path) for path in paths]
        captures = tmp_path / "captures"
        sources = parse_sources({"source": [source], **({"contact": contact} if contact else {})})
        (result,) = fetch_sources(
            sources,
            captures,
            recheck=recheck,
            make_client=lambda state, sources: Client(state, clock=clock, resolve=resolve, contact=sources.contact),
        )
        return Fetched(result, source, captures)

    return run
