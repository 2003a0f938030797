import pytest

from hearsay.fetch.addresses import is_public
from hearsay.fetch.client import safe_address
from hearsay.fetch.errors import FetchFault

PUBLIC = (
    "8.8.8.8 93.184.216.34 172.32.0.1 100.128.0.1 2606:4700::1111 2a00:1450:4001:82a::200e ::ffff:8.8.8.8 "
    "64:ff9b::808:808"
)
PRIVATE = (
    "0.0.0.0 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.2 127.255.255.255 169.254.169.254 172.16.0.1 172.31.255.255 "
    "192.0.0.1 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 "
    "239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::ffff:10.0.0.1 ::ffff:127.0.0.2 ::127.0.0.1 64:ff9b::7f00:1 "
    "64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1 3fff::1 fc00::1 fd12:3456::1 fe80::1 "
    "fe80::1%eth0 fec0::1 ff02::1 ff0e::1 4000::1 localhost"
)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_public_addresses(address):
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE.split())
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://news.example/a b?c=d e#f", "https://news.example/a%20b?c=d%20e"),
        ("http://nëws.example/ä", "http://xn--nws-jma.example/%C3%A4"),
        (" https://news.example ", "https://news.example"),
        ("https://news.example/a%20b", "https://news.example/a%20b"),
    ],
)
def test_addresses_are_sent_in_ascii(url, sent):
    assert safe_address(url) == sent


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example",
        "/a",
        "ftp://news.example/",
        "file:///etc/passwd",
        "https://",
        "http://a:b@news.example/",
        "http://news.example:99999/",
        "http://[::1",
        "javascript:alert(1)",
        "https://\x00/",
        "http://" + "a" * 70 + "ë.example/",
    ],
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(FetchFault, match="no web address"):
        safe_address(url)
