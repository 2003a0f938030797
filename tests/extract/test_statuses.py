import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from pipeline.extract import extract_article
from pipeline.records import Document
from pipeline.settings import ANNOTATED_STATUSES, STATUSES

RETRIEVED = datetime(2026, 3, 1, tzinfo=UTC)
SENTENCES = [
    f"The harbour board said on day {day} that the {thing} would be closed to ferries until the end of summer."
    for day, thing in enumerate(("first pier", "second pier", "old lock", "bridge", "customs house", "quay"), start=1)
]


def status(text, media_type="text/plain", **fields):
    content = text.encode()
    document = Document("in/a", media_type, content, sha256(content).hexdigest(), RETRIEVED, text, fields)
    extraction = extract_article(document)
    return extraction.article.status if extraction.article else extraction.rejection.reason


def page(body, *, head="", **json_ld):
    data = json.dumps({"@type": "NewsArticle", "headline": "Two piers to close", **json_ld})
    script = f'<script type="application/ld+json">{data}</script>' if json_ld else ""
    return f"<html lang=en><head><title>Piers</title>{head}{script}</head><body>{body}</body></html>"


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


ARTICLE = f"<article><h1>Two piers to close</h1>{paragraphs(*SENTENCES)}</article>"
TEASERS = "".join(
    f"<div class=item><h3><a href=/{n}>Harbour board to close pier number {n}</a></h3><p>{SENTENCES[n % 6]}</p></div>"
    for n in range(15)
)


def test_all_statuses_are_known():
    assert set(STATUSES) > ANNOTATED_STATUSES


def test_an_article_is_ok():
    assert status("\n".join(SENTENCES)) == "ok"
    assert status(page(ARTICLE, datePublished="2026-02-05T08:15:00Z"), "text/html") == "ok"
    assert status(page(ARTICLE), "text/html") == "ok"


def test_a_teaser_of_a_paid_article_is_paywalled():
    teaser = f"<article><h1>Two piers to close</h1>{paragraphs(*SENTENCES[:2])}</article>"
    gate = "<div class=gate><h2>Subscribe to continue reading</h2></div>"
    assert status(page(teaser + gate), "text/html") == "paywalled"
    assert status(page(teaser, isAccessibleForFree="False"), "text/html") == "paywalled"
    assert status(page(teaser, isAccessibleForFree=True), "text/html") == "ok"
    long = paragraphs(*SENTENCES, *(sentence.replace("harbour", "ferry") for sentence in SENTENCES))
    assert status(page(f"<article>{long}</article>{gate}"), "text/html") == "ok"


def test_a_live_blog_is_told_by_its_type_or_by_its_times():
    entries = "".join(f"<h3>{hour}:1{hour - 5} GMT</h3><p>{s}</p>" for hour, s in enumerate(SENTENCES, start=8))
    blog = f"<article><h1>Piers: live updates</h1>{entries}</article>"
    live = json.dumps({"@type": "LiveBlogPosting", "headline": "Piers", "datePublished": "2026-02-05"})
    head = f'<script type="application/ld+json">{live}</script>'
    assert status(page(ARTICLE, head=head), "text/html") == "live_blog"
    assert status(page(blog, datePublished="2026-02-05"), "text/html") == "live_blog"
    timed = "\n".join(f"{hour}:1{hour - 5} GMT\n{s}" for hour, s in enumerate(SENTENCES, start=8))
    assert status(f"{SENTENCES[0]}\n{SENTENCES[1]}\n{timed}\n{SENTENCES[2]}") == "live_blog"
    assert status(f"{SENTENCES[0]}\n10:15 GMT\n" + "\n".join(SENTENCES[1:]), title="The piers live on") == "ok"


@pytest.mark.parametrize("head", ["<meta property='og:type' content=website>", ""])
def test_a_page_of_headlines_is_an_index(head):
    assert status(page(f"<main>{TEASERS}</main>", head=head), "text/html") == "index"


def test_headlines_below_an_article_make_no_index():
    assert status(page(f"{ARTICLE}<section>{TEASERS}</section>", datePublished="2026-02-05"), "text/html") == "ok"
    assert status(page(f"{ARTICLE}<section>{TEASERS}</section>"), "text/html") == "ok"


def test_extractors_that_disagree_make_a_body_doubtful(monkeypatch):
    monkeypatch.setattr("pipeline.extract.articles.crosscheck.agreement", lambda html, body: 0.3)
    assert status(page(ARTICLE, datePublished="2026-02-05"), "text/html") == "doubtful"


def test_how_far_extractors_agree_is_kept():
    content = page(ARTICLE, datePublished="2026-02-05").encode()
    document = Document("a", "text/html", content, sha256(content).hexdigest(), RETRIEVED, content.decode())
    assert extract_article(document).article.extractor_agreement > 0.8
    plain = Document("a", "text/plain", b"", "0" * 64, RETRIEVED, "\n".join(SENTENCES))
    assert extract_article(plain).article.extractor_agreement is None


def test_a_few_words_are_partial_and_other_languages_unsupported():
    assert status(SENTENCES[0]) == "partial"
    assert (
        status("Le conseil du port fermera deux quais en mai, a annoncé lundi la maire.\n" * 3)
        == "unsupported_language"
    )
