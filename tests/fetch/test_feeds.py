"""Feeds over HTTP."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.extract import extract_article

TEXT = "The bridge will stay closed until Friday, said Anna Keller, who leads the road authority. "


def page(title):
    body = "".join(f"<p>{TEXT}{TEXT}{number}</p>" for number in range(4))
    return {"body": f"<html><head><title>{title}</title></head><body><article>{body}</article></body></html>"}


def item(path, *, published="Sat, 22 Nov 2025 10:51:00 +0000", title="Bridge closed", text=""):
    return (
        f"<item><title>{title}</title><link>{path}</link><guid>{path}</guid><pubDate>{published}</pubDate>"
        f"<description>{text}</description></item>"
    )


def feed(*items, head='<?xml version="1.0"?>', **headers):
    body = f'{head}<rss version="2.0"><channel><title>The Courier</title>{"".join(items)}</channel></rss>'
    return {"body": body, "headers": {"Content-Type": "application/rss+xml", **headers}}


def test_the_pages_of_a_feed_are_fetched_once(web, fetch):
    web.answers |= {"/rss": feed(item("/a"), item("/b")), "/a": page("A"), "/b": page("B")}
    fetched = fetch(feed="/rss")
    assert sorted(document.fields["url"] for document in fetched.documents) == [web.url("/a"), web.url("/b")]
    again = fetch(feed="/rss")
    assert (again.result.fetched, again.result.not_due) == (0, 2)
    assert web.asked == ["/rss", "/a", "/b", "/rss"]


def test_an_entry_that_changed_has_its_page_asked_for_again(web, fetch):
    web.answers |= {"/rss": feed(item("/a")), "/a": page("A")}
    fetch(feed="/rss")
    web.answers |= {"/rss": feed(item("/a", title="Bridge open again")), "/a": page("Other")}
    again = fetch(feed="/rss")
    assert (again.result.fetched, len(again.documents)) == (1, 2)


def test_a_feed_that_has_not_changed_still_brings_what_was_put_off(web, fetch):
    web.answers |= {"/rss": feed(item("/a"), item("/b"), item("/c"), ETag='"1"')}
    web.answers |= {path: page(path) for path in ("/a", "/b", "/c")}
    first = fetch(feed="/rss", limits={"documents": 2})
    assert (first.result.fetched, first.result.put_off) == (2, 1)
    second = fetch(feed="/rss", limits={"documents": 2})
    assert (second.result.fetched, second.result.not_due, web.asked[-1]) == (1, 2, "/c")


def test_pages_of_a_feed_are_checked_for_changes_while_they_are_listed(web, fetch, clock):
    web.answers |= {"/rss": feed(item("/a"), ETag='"1"'), "/a": page("A")}
    fetch(feed="/rss", recheck_hours=6)
    clock.time += timedelta(hours=7)
    web.answers["/a"] = page("Corrected")
    assert fetch(feed="/rss", recheck_hours=6).result.fetched == 1


@pytest.mark.parametrize(
    ("published", "instant"),
    [
        ("Sat, 22 Nov 2025 10:51:00 JST", datetime(2025, 11, 22, 1, 51, tzinfo=UTC)),
        ("Sat, 22 Nov 2025 10:51:00 +0900", datetime(2025, 11, 22, 1, 51, tzinfo=UTC)),
        ("Sat, 22 Nov 2025 10:51:00 EST", datetime(2025, 11, 22, 15, 51, tzinfo=UTC)),
        ("2025-11-22T10:51:00+05:30", datetime(2025, 11, 22, 5, 21, tzinfo=UTC)),
        ("Sat, 22 Nov 2025 10:51:00 GMT", datetime(2025, 11, 22, 10, 51, tzinfo=UTC)),
        ("Sat, 22 Nov 9999 10:51:00 GMT", None),
        ("yesterday-ish", None),
    ],
)
def test_the_time_zone_of_a_feed_counts(web, fetch, published, instant):
    web.answers |= {"/rss": feed(item("/a", published=published)), "/a": page("A")}
    (document,) = fetch(feed="/rss").documents
    article = extract_article(document).article
    assert (article.published_at, article.published_at_raw) == (instant, published)


@pytest.mark.parametrize(
    "head",
    [
        pytest.param('<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>', id="entity"),
        pytest.param("\n\n", id="no declaration"),
        pytest.param('<?xml version="1.0" encoding="klingon"?>', id="unknown encoding"),
    ],
)
def test_a_feed_with_broken_xml_is_read_as_far_as_it_goes(web, fetch, head):
    broken = feed(item("/a", title="Bridges & roads <b>closed"), item("/b"), head=head)
    broken["body"] = broken["body"].replace("</channel></rss>", "<item><title>Cut")
    web.answers |= {"/rss": broken, "/a": page("A"), "/b": page("B")}
    fetched = fetch(feed="/rss")
    assert fetched.result.fetched == 2
    assert "not well-formed" in fetched.result.warnings[0]


@pytest.mark.parametrize("body", ["", "hello", "<html><body>Service unavailable</body></html>", '{"a": 1}', "\x00\x01"])
def test_what_is_no_feed_is_a_fault_and_the_last_entries_hold(web, fetch, clock, body):
    web.answers |= {"/rss": {"body": body, "headers": {"Content-Type": "text/xml", "ETag": '"1"'}}}
    fetched = fetch(feed="/rss")
    assert fetched.reasons == [r.reason for r in fetched.rejections] == ["no feed in it"]

    web.answers |= {"/rss": feed(item("/a"), ETag='"1"'), "/a": page("A")}
    clock.time += timedelta(minutes=11)
    assert fetch(feed="/rss").result.fetched == 1


def test_entities_that_grow_without_end_do_not(web, fetch):
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol" * 100}">' for n in range(9))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]>'
    web.answers |= {"/rss": feed(item("/a", title="&e8;"), head=head), "/a": page("A")}
    assert fetch(feed="/rss").result.fetched == 1


def test_a_feed_of_whole_texts_needs_no_pages(web, fetch):
    text = "&lt;p&gt;" + TEXT * 3 + "&lt;/p&gt;"
    web.answers |= {"/rss": feed(item("/a", text=text), item("/b", text=text, published="22 Nov 2025 10:51 JST"))}
    fetched = fetch(feed="/rss", pages=False, outlet="The Courier")
    assert [document.fields["url"] for document in fetched.documents] == [web.url("/a"), web.url("/b")]
    article = extract_article(fetched.documents[1]).article
    assert (article.outlet, article.title) == ("The Courier", "Bridge closed")
    assert article.published_at == datetime(2025, 11, 22, 1, 51, tzinfo=UTC)
    assert article.body.startswith("The bridge will stay closed")
    again = fetch(feed="/rss", pages=False)
    assert (again.result.fetched, again.result.not_due, len(again.documents)) == (0, 2, 2)
    web.answers |= {"/rss": feed(item("/a", text=text + " More."))}
    assert fetch(feed="/rss", pages=False).result.fetched == 1


def test_what_the_page_says_counts_before_what_the_feed_says(web, fetch):
    said = '<meta property="article:published_time" content="2025-11-21T08:00:00+00:00">'
    dated = page("A")
    dated["body"] = dated["body"].replace("<title>", said + '<meta property="article:section" content="Roads"><title>')
    web.answers |= {"/rss": feed(item("/a"), item("/b")), "/a": dated, "/b": page("B")}
    with_date, without = (
        extract_article(document).article
        for document in fetch(feed="/rss", section="Local", outlet="The Courier").documents
    )
    assert (with_date.published_at, with_date.section) == (datetime(2025, 11, 21, 8, 0, tzinfo=UTC), "Roads")
    assert (without.published_at, without.section) == (datetime(2025, 11, 22, 10, 51, tzinfo=UTC), "Local")
    assert (without.published_at_source, without.outlet) == ("feed", "The Courier")
