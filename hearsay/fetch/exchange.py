"""One HTTP request to one checked address, within limits of time and size."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ProtocolError, ReadTimeoutError, SSLError

from hearsay.fetch.errors import TOO_LONG, FetchFault

READ_BYTES = 1 << 16
CONNECT_SECONDS = 10.0
PORTS = {"http": 80, "https": 443}
TOO_LARGE = "answer too large"
FAULTS = (  # kinds of exceptions, the reason that they stand for, whether it may pass; the first that fits counts
    ((ReadTimeoutError, TimeoutError), TOO_LONG, True),
    ((ConnectTimeoutError, RemoteDisconnected), "connection failed", True),
    ((IncompleteRead, ProtocolError), "answer cut off", True),
    ((HTTPException,), "no valid HTTP", False),
    ((HTTPError, OSError), "connection failed", True),
    ((ValueError,), "no valid HTTP", False),
)


@dataclass(frozen=True)
class Answer:
    """What a server answered, as received: content codings undisturbed, the chunks of its transfer joined."""

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    received_at: datetime  # UTC
    address: str  # that it came from
    request_headers: tuple[tuple[str, str], ...]

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """The headers by their names in lower case; those given several times joined by commas."""
        fields: dict[str, str] = {}
        for name, value in self.headers:
            key = name.casefold()
            fields[key] = f"{fields[key]}, {value}" if key in fields else value
        return fields

    @property
    def media_type(self) -> str:
        """The media type, in lower case; empty where none is given."""
        return self.fields.get("content-type", "").partition(";")[0].strip().casefold()


class Deadline:
    """A moment by which everything has to be done: a server that sends a byte a second never meets a limit on silence.

    :param seconds: from now.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.ends_at = time.monotonic() + seconds

    @property
    def remaining(self) -> float:
        """How many seconds are left; never none, so that it can be a timeout."""
        return max(0.001, self.ends_at - time.monotonic())

    def check(self) -> None:
        """Make sure that there is time left.

        :raises FetchFault: there is not.
        """
        if time.monotonic() >= self.ends_at:
            raise FetchFault(TOO_LONG, f"more than {self.seconds:g} seconds", is_passing=True)


def exchange(
    url: str, *, addresses: list[str], headers: Mapping[str, str], deadline: Deadline, size: int,
    tls: ssl.SSLContext | None = None, cut: bool = False, posted: bytes | None = None,
) -> Answer:
    """Request an address and receive the answer.

    :param url: absolute, in ASCII.
    :param addresses: the IP addresses that may be connected to, one after the other until one answers.
    :param size: bytes that the body may have, as sent.
    :param cut: keep the beginning of a body that has more.
    :param posted: what is sent, by POST; None: nothing, by GET.
    :raises FetchFault: there was no whole answer within the limits.
    """
    with _faults(deadline):
        connection, address = _connect(url, addresses, deadline, tls)
        parts = urlsplit(url)
        sent = {"Host": parts.netloc.rpartition("@")[2], **headers, "Connection": "close"}
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        with _closing(connection, deadline):
            method = "GET" if posted is None else "POST"
            connection.request(method, target, posted, headers=sent, preload_content=False, decode_content=False)
            response = connection.getresponse()
            received_at = datetime.now(UTC)
            body = _read_body(response, size=size, cut=cut, deadline=deadline)
        received = tuple((name, _one_line(value)) for name, value in response.headers.iteritems())
        reason = _one_line(response.reason or "")
    return Answer(url, response.status, reason, received, body, received_at, address, tuple(sent.items()))


def _connect(
    url: str, addresses: list[str], deadline: Deadline, tls: ssl.SSLContext | None
) -> tuple[HTTPConnection, str]:
    """Connect to the first address that lets itself be connected to; TLS is negotiated for the name in the URL."""
    parts = urlsplit(url)
    port = parts.port or PORTS[parts.scheme]
    errors: list[Exception] = []
    for address in addresses:
        deadline.check()
        seconds = min(CONNECT_SECONDS, deadline.remaining)
        if parts.scheme == "https":
            host = (parts.hostname or "").rstrip(".")
            connection: HTTPConnection = HTTPSConnection(
                address, port, timeout=seconds, ssl_context=tls or _trusted(), server_hostname=host
            )
        else:
            connection = HTTPConnection(address, port, timeout=seconds)
        try:
            connection.connect()
            return connection, address
        except (OSError, HTTPError) as error:
            connection.close()
            errors.append(error)
    raise errors[0]


def _read_body(response, *, size: int, cut: bool, deadline: Deadline) -> bytes:
    announced = response.headers.get("Content-Length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > size and not cut:
        raise FetchFault(TOO_LARGE, f"{int(announced[:20]):,} bytes announced")
    body = bytearray()
    while data := response.read(READ_BYTES, decode_content=False):
        body += data
        if len(body) > size:
            if cut:
                return bytes(body[:size])
            raise FetchFault(TOO_LARGE, f"more than {size:,} bytes")
    deadline.check()  # a body without a length ends where the connection does, also where the deadline ended it
    return bytes(body)


@contextmanager
def _closing(connection: HTTPConnection, deadline: Deadline) -> Iterator[None]:
    """Close a connection in the end, and shut it down when the deadline has come, whatever is being waited for."""
    sock = connection.sock

    def shut_down() -> None:
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    connection.timeout = deadline.remaining
    sock.settimeout(deadline.remaining)
    timer = threading.Timer(deadline.remaining, shut_down)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connection.close()


@contextmanager
def _faults(deadline: Deadline) -> Iterator[None]:
    """Turn what the libraries raise into faults."""
    try:
        yield
    except FetchFault:
        raise
    except (SSLError, ssl.SSLError) as error:
        deadline.check()
        raise FetchFault("TLS failed", str(error)) from error
    except (OSError, HTTPException, HTTPError, ValueError) as error:
        deadline.check()
        reason, is_passing = next((reason, passing) for kinds, reason, passing in FAULTS if isinstance(error, kinds))
        raise FetchFault(reason, f"{type(error).__name__}: {error}"[:300], is_passing=is_passing) from error


@cache
def _trusted() -> ssl.SSLContext:
    """Return what is checked of a certificate: the name, and the authorities that the system trusts."""
    return ssl.create_default_context()


def _one_line(value: str) -> str:
    return " ".join(value.split())
