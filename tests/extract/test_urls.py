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


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.org/2026/03/piers/amp",
        "https://www.example.org/2026/03/piers/amp/",
        "https://amp.example.org/2026/03/piers",
        "https://www.example.org/amp/2026/03/piers",
        "https://www.example.org/2026/amp/03/piers",
        "https://www.example.org/2026/03/piers?amp=1",
        "https://www.example.org/2026/03/piers?amp",
        "https://www.example.org/2026/03/piers/?outputType=amp&utm_medium=x",
        "https://m.example.org/2026/03/piers",
        "https://www.example.org/2026/03/piers.amp",
        "https://www.example.org/2026/03/piers/print/",
        "https://www.example.org/print/2026/03/piers",
        "https://www.example.org/2026/03/piers?print=1",
        "https://www.example.org/2026/03/piers?view=print",
        "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/2026/03/piers/amp",
        "https://www.google.com/amp/s/www.example.org/2026/03/piers/amp",
    ],
)
def test_forms_of_one_page_have_one_key(url):
    assert url_key(url) == "https://example.org/2026/03/piers"


def test_the_ending_of_a_file_stays():
    assert url_key("https://example.org/piers.amp.html") == url_key("https://example.org/piers.html")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/?id=123",
        "https://example.org/amp",
        "https://example.org/story?view=2",
        "https://example.org/story?type=blog",
        "https://example.org/story?print=2026-03-01",
        "https://example.org/blueprint",
        "https://example.org/power/amplifiers",
        "https://amp.org/story",
        "https://m.co/story",
    ],
)
def test_what_only_looks_like_a_form_stays(url):
    assert url_key(url) == url.replace("org/?", "org?")


def test_the_canonical_address_of_a_copy_in_a_cache_is_the_page():
    cached = "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/piers/amp"
    assert canonical_url(cached, "https://www.example.org/piers") == "https://www.example.org/piers"
    assert canonical_url(cached, None) == "https://www.example.org/piers/amp"


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
