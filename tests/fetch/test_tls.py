"""TLS to a pinned address: the certificate is checked for the name, not for the address."""

import shutil
import ssl
import subprocess

import pytest

from hearsay.fetch import fetch_sources
from hearsay.fetch.client import Client
from pipeline.ingest.sources import parse_sources

PAGE = "<html><body><p>The bridge will stay closed until Friday, said Anna Keller.</p></body></html>"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return the files of a certificate for news.example and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    made = subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example",
         "-addext", "subjectAltName=DNS:news.example", "-keyout", "key.pem", "-out", "certificate.pem"],
        cwd=folder, capture_output=True,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("this openssl makes no certificates")
    return folder / "certificate.pem", folder / "key.pem"


@pytest.fixture
def names(web, certificate):
    """Have the server speak TLS; return the names that it is told by its clients."""
    told = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    context.sni_callback = lambda _socket, name, _context: told.append(name)
    web.server.socket = context.wrap_socket(web.server.socket, server_side=True)
    return told


def fetch(tmp_path, clock, url, *, trusted=None):
    tls = ssl.create_default_context(cafile=trusted)
    sources = parse_sources(
        {"source": [{"name": "a", "kind": "urls", "urls": [url], "obey_robots": False, "limits": {"attempts": 1}}]}
    )
    (result,) = fetch_sources(
        sources, tmp_path,
        make_client=lambda state, _: Client(state, clock=clock, resolve=lambda host, port: ["127.0.0.1"], tls=tls),
    )  # fmt: skip
    return result


def test_the_name_goes_with_the_pinned_address(web, names, certificate, tmp_path, clock):
    web.answers["/a"] = {"body": PAGE}
    result = fetch(tmp_path, clock, f"https://news.example:{web.port}/a", trusted=certificate[0])
    assert (result.failures, result.fetched, names) == ([], 1, ["news.example"])


@pytest.mark.parametrize("host", ["other.example", "127.0.0.1"])
def test_a_certificate_for_another_name_is_refused(web, names, certificate, tmp_path, clock, host):
    web.answers["/a"] = {"body": PAGE}
    result = fetch(tmp_path, clock, f"https://{host}:{web.port}/a", trusted=certificate[0])
    assert [reason for _, reason, _ in result.failures] == ["TLS failed"]
    assert web.asked == []


def test_a_certificate_of_nobody_is_refused(web, names, tmp_path, clock):
    web.answers["/a"] = {"body": PAGE}
    result = fetch(tmp_path, clock, f"https://news.example:{web.port}/a")
    assert [reason for _, reason, _ in result.failures] == ["TLS failed"]
