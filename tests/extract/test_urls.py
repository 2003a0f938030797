import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.urls import canonical_url, read_url, url_key


@pytest.mark.parametrize(
    "url",
    [
        "http://www.example.org/a/b/?utm_source=x&fbclid=y&id=12#top",
        "https://example.org:443/a//b?id=12",
        "https://EXAMPLE.org/a/b?ref=home&id=12",
    ],
)
def test_addresses_of_one_article_have_one_key(url):
    assert url_key(url) == "https://example.org/a/b?id=12"


def test_parameters_that_name_the_article_stay():
    assert url_key("https://example.org/story.php?id=1") != url_key("https://example.org/story.php?id=2")
    assert url_key("https://example.org/story.php?1") != url_key("https://example.org/story.php?2")


@given(
    st.from_regex(
        r"https?://(www\.)?[a-z0-9-]{1,9}\.(org|co\.uk)(:\d{2,4})?(/[^\s?#]{0,12}){0,3}(\?[^\s#]{0,20})?(#\w{0,5})?",
        fullmatch=True,
    )
)
def test_the_key_of_a_key_is_the_key(url):
    if read_url(url):
        assert url_key(url_key(url)) == url_key(url)


def test_the_canonical_address_counts_on_the_same_site_only():
    here = "https://www.example.org/a?x=1"
    assert canonical_url(here, "https://news.example.org/a") == "https://news.example.org/a"
    assert canonical_url(here, "https://example.net/a") == here
    assert canonical_url(here, "https://www.example.org/") == here
    assert canonical_url(None, "https://www.example.org/") is None
    assert canonical_url(None, "https://www.example.org/a") == "https://www.example.org/a"


def test_addresses_are_read_or_not():
    assert read_url("//example.org/a") == "https://example.org/a"
    assert read_url("/a", base="https://example.org/b") == "https://example.org/a"
    assert [
        read_url(v) for v in ("ftp://example.org", "http://[x", "http://a.org:b/", "a b", None, 3, "localhost")
    ] == [None] * 7


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_none(text):
    url = read_url(f"https://{text}")
    assert url is None or url_key(url)
