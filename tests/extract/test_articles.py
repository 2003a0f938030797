import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import settings as limits
from pipeline.extract import articles, extract_article
from pipeline.ids import stable_id, text_sha256
from pipeline.ingest import plan_batches, read_batch
from pipeline.records import Document

RETRIEVED = datetime(2026, 3, 1, tzinfo=UTC)
SENTENCES = (
    "The harbour board will close two of its piers in May, the mayor said on Monday after a long meeting.",
    "“Nobody asked us,” said Ada Moss, who has run a ferry from there for twenty years.",
    "The board did not answer questions about what the closure would cost the town.",
)
SHARED = Path(__file__).resolve().parents[3] / "shared"


CONSENT = (
    "<html><head><title>Two piers to close</title></head><body><div id=cookie-consent><p>Some of our partners look at "
    "your data without asking for consent, and you may object to it.</p><button>Accept all</button></div>"
    "<header><a href=/>Example Times</a><nav><ul><li>News</li><li>Ports</li></ul></nav></header></body></html>"
)
UNMARKED_CONSENT = (
    "<html><body><div><p>We and our 90 partners use cookies to measure visits and show advertising. You can change "
    "your choice at any time.</p><p>Please enable JavaScript to read this site.</p></div></body></html>"
)


def document(text, media_type="text/plain", **fields):
    content = text.encode("utf-8", "surrogatepass")
    return Document("in/a", media_type, content, sha256(content).hexdigest(), RETRIEVED, text, fields)


def page(head="", body=None, lang="en"):
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return document(
        f"<html lang='{lang}'><head>{head}</head><body><article>{body or paragraphs}</article></body></html>",
        "text/html",
    )


def json_ld(**values):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


def test_plain_text_without_anything_but_sentences():
    article = extract_article(document("\n".join(SENTENCES))).article
    assert article.body == "\n\n".join(SENTENCES)
    assert (article.title, article.outlet, article.url, article.published_at, article.authors) == (
        None,
        None,
        None,
        None,
        (),
    )
    assert (article.language, article.status, article.word_count) == ("en", "ok", len(" ".join(SENTENCES).split()))
    assert article.text_sha256 == text_sha256(article.body)
    assert article.article_id == stable_id("article", article.text_sha256)


def test_a_record_gives_its_fields():
    extraction = extract_article(
        document(
            "OSLO (AP) — " + "\n".join(SENTENCES),
            "application/json",
            title="Piers &amp; ferries",
            url="https://www.example.org/piers?utm_source=x",
            outlet={"name": "Example Times"},
            authors="Jane Doe and Ali Roe",
            published_at="2026-02-05",
            retrieved_at="2026-02-06T10:00:00Z",
            language="English",
        )
    )
    article = extraction.article
    assert (article.title, article.outlet, article.authors) == (
        "Piers & ferries",
        "Example Times",
        ("Jane Doe", "Ali Roe"),
    )
    assert (article.url_key, article.article_id) == (
        "https://example.org/piers",
        stable_id("article", "https://example.org/piers"),
    )
    assert (article.published_at, article.published_at_source, article.published_at_precision) == (
        datetime(2026, 2, 5, tzinfo=UTC),
        "record",
        "day",
    )
    assert article.retrieved_at == datetime(2026, 2, 6, 10, tzinfo=UTC)
    assert (article.wire_credit, article.dateline_place) == ("AP", "Oslo")
    assert [(r.line, r.reason, r.article_id) for r in extraction.removed_lines] == [
        ("OSLO (AP) —", "dateline", article.article_id)
    ]


def test_a_page_gives_its_metadata():
    head = (
        json_ld(
            headline="Two piers to close",
            datePublished="2026-02-05T08:15:00+01:00",
            dateModified="2026-02-05T09:00:00+01:00",
            author=[{"@type": "Person", "name": "Jane Doe"}, {"@type": "Organization", "name": "Example Times"}],
            publisher={"name": "Example Times"},
            articleSection=["Local", "Ports"],
        )
        + "<link rel=canonical href='https://www.example.org/piers'><title>Two piers to close | Example Times</title>"
        + "<meta property='article:published_time' content='2026-02-05'>"
    )
    article = extract_article(page(head)).article
    assert article.body == "\n\n".join(SENTENCES)
    assert (article.title, article.outlet, article.section, article.authors) == (
        "Two piers to close",
        "Example Times",
        "Local",
        ("Jane Doe",),
    )
    assert article.published_at.isoformat() == "2026-02-05T08:15:00+01:00"
    assert (article.published_at_source, article.published_at_precision) == ("json-ld", "second")
    assert article.modified_at.isoformat() == "2026-02-05T09:00:00+01:00"
    assert article.url == "https://www.example.org/piers"


@pytest.mark.parametrize(
    ("markup", "byline"),
    [
        ("<p class=byline>By <a rel=author href=a>Jane Doe</a> and <a rel=author href=b>Ali Roe</a></p>", None),
        ("<div class=meta><span class=author>By Jane Doe and Ali Roe</span> · <b>5 February 2026</b></div>", None),
        ("<div itemprop=author>By<!-- --> Jane Doe and Ali Roe | Updated: Feb. 5, 2026</div>", None),
        ("<p class=author-names>Jane Doe, Ali Roe</p>", "Jane Doe, Ali Roe"),
    ],
)
def test_a_page_gives_its_byline_as_printed(markup, byline):
    metadata = json_ld(author=[{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "Ali Roe"}])
    teaser = "<aside><p class=byline>By Tom Poe</p></aside><div class='related'><p class=byline>By Ann Moe</p></div>"
    body = teaser + markup + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    for head in (metadata, "") if byline is None else (metadata,):
        article = extract_article(page(head, body)).article
        assert (article.byline, article.authors) == (byline or "By Jane Doe and Ali Roe", ("Jane Doe", "Ali Roe"))


def test_bylines_of_other_articles_are_no_byline():
    teasers = "<p class=byline>By Tom Poe</p><p class=byline>By Ann Moe</p>"
    body = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES) + f"<div>{teasers}</div>"
    article = extract_article(page(json_ld(author={"@type": "Person", "name": "Jane Doe"}), body)).article
    assert (article.byline, article.authors) == (None, ("Jane Doe",))


def test_authors_and_dates_are_not_invented():
    article = extract_article(
        page("<title>Two piers to close - Example Times</title><meta name=author content='Example Times'>")
    ).article
    assert (article.authors, article.published_at, article.byline) == ((), None, None)
    assert (article.title, article.url) == ("Two piers to close", None)


def test_an_impossible_date_keeps_its_text_and_the_next_one_counts():
    bad = json_ld(datePublished="0001-01-01T00:00:00Z")
    article = extract_article(page(bad)).article
    assert (article.published_at, article.published_at_raw, article.published_at_source) == (
        None,
        "0001-01-01T00:00:00Z",
        "json-ld",
    )
    article = extract_article(page(bad + "<meta name=date content='2026-02-05'>")).article
    assert (article.published_at_raw, article.published_at_source) == ("2026-02-05", "meta")


def test_a_date_that_is_none_is_rejected_as_a_value_and_the_article_stays():
    head = json_ld(datePublished="0001-01-01T00:00:00Z", dateModified="9999-12-31")
    head += "<meta property='article:published_time' content='soon'><meta name=date content='3/4/2025'>"
    extraction = extract_article(page(head))
    article_id = extraction.article.article_id
    assert [(r.reason, r.detail, r.input) for r in extraction.rejected_values] == [
        ("impossible publication date", "json-ld: 0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("unreadable publication date", "opengraph: soon", "soon"),
        ("ambiguous publication date", "meta: 3/4/2025", "3/4/2025"),
        ("impossible modification date", "json-ld: 9999-12-31", "9999-12-31"),
    ]
    assert {(r.stage, r.article_id, r.table_name) for r in extraction.rejected_values} == {
        ("extract", article_id, None)
    }
    assert len({r.rejection_id for r in extraction.rejected_values}) == 4
    article = extraction.article
    assert (article.published_at, article.modified_at, article.modified_at_raw) == (None, None, "9999-12-31")
    assert extract_article(page(json_ld(datePublished="2026-02-05"))).rejected_values == ()


@pytest.mark.parametrize("raw", ["2050-01-01", "0000-00-00", "2026-03-05T00:00:00Z", "1970-01-01T00:00:00Z"])
def test_dates_of_records_are_rejected_likewise(raw):
    extraction = extract_article(document("\n".join(SENTENCES), "application/json", title="T", published_at=raw))
    assert [r.reason for r in extraction.rejected_values] == ["impossible publication date"]
    assert (extraction.article.published_at, extraction.article.published_at_raw) == (None, raw)


@pytest.mark.parametrize(
    ("raw", "zone"),
    [
        ("2026-02-05T08:15:00+01:00", "+01:00"),
        ("2026-02-05T08:15:00Z", "+00:00"),
        ("10:51 JST, February 5, 2026", "+09:00"),
        ("February 5, 2026 8:15 a.m. ET", "-05:00"),
        ("1770279300", "+00:00"),
        ("2026-02-05T08:15:00", None),
        ("2026-02-05", None),
    ],
)
def test_the_zone_is_kept_as_it_was_given(raw, zone):
    article = extract_article(page(json_ld(datePublished=raw))).article
    assert article.published_at is not None and article.published_at_zone == zone


def test_every_value_says_where_it_was_read():
    head = (
        json_ld(headline="Two piers to close", author={"@type": "Person", "name": "Jane Doe"})
        + "<meta property='og:site_name' content='Example Times'><meta name=section content=Local>"
        + "<link rel=canonical href='https://www.example.org/piers'>"
        + "<meta property='article:modified_time' content='2026-02-05T09:00:00Z'>"
    )
    body = "<p class=byline>By Jane Doe</p>" + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    article = extract_article(page(head, body)).article
    assert (article.title_source, article.authors_source, article.byline_source) == ("json-ld", "json-ld", "html")
    assert (article.outlet_source, article.section_source, article.url_source) == ("opengraph", "meta", "link")
    assert (article.modified_at_source, article.modified_at_raw) == ("opengraph", "2026-02-05T09:00:00Z")
    assert article.wire_credit_source is None

    text = "Two piers to close\nBy Jane Doe\nOSLO, Feb 5 (Reuters) — " + "\n".join(SENTENCES)
    article = extract_article(
        document(text, "application/json", url="https://www.example.org/a", section="Local")
    ).article
    assert (article.title_source, article.authors_source, article.byline_source) == ("text", "text", "text")
    assert (article.outlet_source, article.section_source, article.url_source) == ("url", "record", "record")
    assert (article.wire_credit, article.wire_credit_source) == ("Reuters", "text")


def test_a_value_without_a_source_and_a_source_without_a_value_do_not_exist():
    for extraction in (extract_article(page()), extract_article(document("\n".join(SENTENCES)))):
        article = extraction.article
        for name in ("url", "outlet", "title", "authors", "byline", "wire_credit", "section", "modified_at"):
            assert bool(getattr(article, name)) == bool(getattr(article, f"{name}_source")), name


def test_an_agency_that_is_named_as_publisher_is_the_wire_credit():
    head = json_ld(publisher={"name": "Associated Press"}) + "<meta property='og:site_name' content='Example Times'>"
    article = extract_article(page(head)).article
    assert (article.outlet, article.wire_credit) == ("Example Times", "AP")


def test_captions_and_repeated_headlines_of_a_page_are_removed():
    body = "<h1>Two piers to close</h1><figure><img src=a><figcaption>A pier. Photo: J. Doe</figcaption></figure>"
    article = extract_article(page("", body + "".join(f"<p>{s}</p>" for s in SENTENCES))).article
    assert article.body == "\n\n".join(SENTENCES)


def test_a_record_may_hold_a_page_or_markup():
    whole = replace(
        page(json_ld(headline="From the page")),
        media_type="application/json",
        fields={"html": "x", "outlet": "Example Times"},
    )
    article = extract_article(whole).article
    assert (article.title, article.outlet, article.body) == ("From the page", "Example Times", "\n\n".join(SENTENCES))
    fragment = document(
        "".join(f"<p>{s}</p>" for s in SENTENCES) + "<script>x()</script>", "application/json", title="T"
    )
    assert extract_article(fragment).article.body == "\n\n".join(SENTENCES)


def test_other_languages_are_kept_and_marked():
    text = "Le conseil du port fermera deux quais en mai, a annoncé lundi la maire après une longue réunion.\n" * 2
    article = extract_article(document(text)).article
    assert (article.language, article.status) == ("fr", "unsupported_language")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (SENTENCES[1], "partial"),
        (" ".join(SENTENCES) + "… [+2345 chars]", "partial"),
        (SENTENCES[0] + "\nSubscribe to continue reading", "paywalled"),
    ],
)
def test_what_is_only_the_beginning_is_marked(text, status):
    article = extract_article(document(text)).article
    assert article.status == status and "chars]" not in article.body and "Subscribe" not in article.body


@pytest.mark.parametrize(
    ("given_document", "reason"),
    [
        (document("Advertisement\n-\n"), "no article text found"),
        (document("<html></html>", "text/html"), "no article text found"),
        (document(CONSENT, "text/html"), "no article text found"),
        (document(UNMARKED_CONSENT, "text/html"), "no article text found"),
        (document("<" * 500_000, "text/html"), "page cannot be parsed"),
        (document("A word and more. " * 70_000), "body too long"),
    ],
)
def test_what_has_no_article_is_rejected(given_document, reason):
    rejection = extract_article(given_document).rejection
    assert (rejection.stage, rejection.reason, rejection.source_document) == ("extract", reason, "in/a")
    assert len(rejection.input) <= limits.REJECTED_INPUT_CHARACTERS


def test_a_short_article_below_a_banner_is_an_article():
    banner = "<div class='cookie-banner'><p>We use cookies. You can change your choice at any time.</p></div>"
    article = extract_article(
        document(f"<html><body>{banner}<article><p>{SENTENCES[0]}</p></article></body></html>", "text/html")
    ).article
    assert (article.body, article.status) == (SENTENCES[0], "partial")


def test_a_document_that_takes_too_long_is_rejected(monkeypatch):
    def spin(*_args, **_options):
        while True:
            pass

    monkeypatch.setattr(articles, "read_layout", spin)
    monkeypatch.setattr(limits, "EXTRACTION_SECONDS", 0.2)
    assert extract_article(document(SENTENCES[0])).rejection.reason == "extraction took too long"


def test_mojibake_entities_and_control_characters_are_mended():
    text = "\n".join(
        [
            SENTENCES[0] + "\x00\x07",
            "It’s â€œfineâ€\x9d, she said &mdash; and left at once with her boat.",
            SENTENCES[2],
        ]
    )
    body = extract_article(document(text)).article.body
    assert "“fine”" in body and "—" in body and "\x00" not in body and "\x07" not in body


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(max_size=300),
    media_type=st.sampled_from(["text/plain", "text/html", "application/json"]),
    value=st.recursive(
        st.none() | st.integers() | st.text(max_size=9),
        lambda v: (
            st.lists(v, max_size=2) | st.dictionaries(st.sampled_from(["name", "@type", "url", "x"]), v, max_size=2)
        ),
        max_leaves=4,
    ),
)
def test_any_document_gives_an_article_or_a_rejection(text, media_type, value):
    names = (
        "title",
        "url",
        "outlet",
        "authors",
        "published_at",
        "modified_at",
        "retrieved_at",
        "section",
        "language",
        "byline",
    )
    fields = dict.fromkeys(names, value) if media_type == "application/json" else {}
    extraction = extract_article(document(text, media_type, **fields))
    assert (extraction.article is None) != (extraction.rejection is None)
    if extraction.rejection is not None:
        assert extraction.rejection.reason != "extraction failed", extraction.rejection.detail
    else:
        assert extraction.article.body == extraction.article.body.strip() != ""


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the seeds are not there")
def test_the_seeds_come_out_right():
    (batch,) = plan_batches(SHARED / "seeds").batches
    first, second = (extract_article(d) for d in read_batch(batch)[0])
    assert (first.removed_lines, first.article.title, first.article.outlet, first.article.status) == (
        (),
        None,
        None,
        "ok",
    )
    article = second.article
    assert (article.wire_credit, article.dateline_place) == ("Reuters", "Tokyo")
    assert (article.published_at.isoformat(), article.published_at_precision) == ("2025-11-27T10:51:00+09:00", "minute")
    assert article.body.startswith("U.S. President Donald Trump asked") and article.body.endswith(
        "without elaborating."
    )
    assert {r.reason for r in second.removed_lines} == {"caption", "timestamp", "dateline", "link list"}
