"""Feeds as files."""

import gzip

import pytest

from pipeline.ingest import plan_batches, read_batch
from pipeline.ingest.feeds import parse_feed

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Courier</title><language>en-gb</language>
<item><title>Bridge &amp; road</title><link>https://news.example/a?id=1&amp;x=2</link>
<pubDate>22 Nov 2025 10:51 JST</pubDate>
<dc:creator>Ann Lee</dc:creator><category>Local</category><description>In short.</description>
<content:encoded><![CDATA[<p>The bridge is closed.</p>]]></content:encoded></item>
<item><title>Only a title</title><link>https://news.example/b</link></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Courier</title>
<entry><id>tag:1</id><title>Bridge</title><link href="/a" rel="alternate"/>
<published>2025-11-22T10:51:00+09:00</published>
<updated>2025-11-22T12:00:00+09:00</updated><author><name>Ann Lee</name></author>
<content type="html">Closed.</content></entry></feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://news.example/a"><title>Bridge</title>
<link>https://news.example/a</link><dc:date>2025-11-22T10:51:00+09:00</dc:date><description>Closed.</description></item>
</rdf:RDF>"""


@pytest.mark.parametrize("name", ["a.rss", "a.xml", "a.atom", "a.rss.gz"])
def test_the_entries_of_a_feed_are_records(tmp_path, name):
    content = RSS.encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    (batch,) = plan_batches(tmp_path).batches
    (document,), (rejection,) = read_batch(batch)
    assert document.source_document.endswith(f"{name}#1")
    assert (document.text, document.media_type) == ("<p>The bridge is closed.</p>", "application/json")
    assert document.fields == {
        "title": "Bridge & road", "url": "https://news.example/a?id=1&x=2", "published_at": "22 Nov 2025 10:51 JST",
        "authors": ["Ann Lee"], "section": "Local", "language": "en-gb",
    }  # fmt: skip
    assert (rejection.reason, rejection.source_document[-2:]) == ("record without text", "#2")


def test_atom_and_rdf_are_read():
    (atom,) = parse_feed(ATOM.encode(), url="https://news.example/feed").entries
    assert (atom.entry_id, atom.url) == ("tag:1", "https://news.example/a")
    assert atom.fields["published_at"] == "2025-11-22T10:51:00+09:00"
    assert atom.fields["modified_at"] == "2025-11-22T12:00:00+09:00"
    (rdf,) = parse_feed(RDF.encode()).entries
    assert (rdf.url, rdf.fields["text"]) == ("https://news.example/a", "Closed.")


def test_the_links_of_a_feed_that_is_a_file_belong_to_its_channel():
    text = "<p>The council met on Tuesday, said Anna Keller.</p>"
    item = f"<item><title>A</title><link>/a</link><description><![CDATA[{text}]]></description></item>"
    channel = f"<channel><title>C</title><link>https://courier.example/news/</link>{item}</channel>"
    content = f'<rss version="2.0">{channel}</rss>'.encode()
    assert [entry.url for entry in parse_feed(content).entries] == ["https://courier.example/a"]
    assert [entry.url for entry in parse_feed(content, url="https://feeds.example/1").entries] == [
        "https://feeds.example/a"
    ]


@pytest.mark.parametrize("content", ["<html><body>No.</body></html>", "<note><to>Ann</to></note>", "plain text"])
def test_other_xml_is_rejected(tmp_path, content):
    (tmp_path / "a.xml").write_text(content)
    assert [r.reason for r in plan_batches(tmp_path).rejections] == ["no feed in it"]


def test_a_feed_without_entries_is_an_empty_file(tmp_path):
    (tmp_path / "a.rss").write_text('<rss version="2.0"><channel><title>X</title></channel></rss>')
    assert [r.reason for r in plan_batches(tmp_path).rejections] == ["empty file"]
