"""An article that goes back to an earlier text: what its outlet shows last is its current version."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from warehouse.load import Copy, already_loaded, record_copies
from warehouse.report import report
from warehouse.versions import current_versions, distinct_versions

URL = "https://gazette.example/bridge"
CLOSED, OPEN = "Roe said the bridge is closed.", "Roe said the bridge is open."


def version(make, body, hour, *, source="archive", path=None, **fields):
    """Return an article, as it was shown at an hour, with its rows."""
    article = replace(
        make.article(
            body, url=URL, retrieved_at=make.noon + timedelta(hours=hour),
            source_document=path or f"captures/{hour:02}.warc.gz#2", **fields,
        ),
        retrieved_at_source=source,
    )
    content = body.removeprefix("Roe said ").removesuffix(".")
    return article, make.rows(article, quotes=[{"content": content, "cue": "said"}])


def copy_of(article):
    return Copy(
        article.source_document, article.document_sha256, None, article.retrieved_at, article.retrieved_at_source
    )


def read(warehouse, make, *versions, batch_id="batch_1"):
    """Read documents as the pipeline does: those whose bytes are loaded already are recorded as copies."""
    given = [copy_of(article) for article, _ in versions]
    with warehouse.transaction() as connection:
        known = already_loaded(connection, given, "versions_1")
        copies = [copy for copy in given if (copy.source_document, copy.document_sha256) in known]
        record_copies(connection, copies, loaded_at=make.noon + timedelta(days=1))
    fresh = [
        (article, rows) for article, rows in versions
        if (article.source_document, article.document_sha256) not in known
    ]
    make.load(warehouse, fresh, batch_id=batch_id)
    return len(fresh)


def history(warehouse, make):
    revisions = make.select(warehouse, "select revision, body, source_document from article_revisions order by 1")
    ((body, revision, source),) = make.select(warehouse, "select body, revision, source_document from articles")
    assert (revision, body, source) == revisions[-1]
    assert make.select(warehouse, "select 'Roe said ' || content || '.' from quotes") == [(body,)]
    assert set(make.select(warehouse, "select 'Roe said ' || content || '.' from earlier_quotes")) == {
        (text,) for _, text, _ in revisions if text != body
    }
    ledger = report(warehouse.path, "ledger")
    assert set(ledger["balance"]) == {"adds up"} and ledger["articles"].sum() == 1
    return [text for _, text, _ in revisions]


@pytest.fixture
def back_again(make):
    return [version(make, CLOSED, 1), version(make, OPEN, 2), version(make, CLOSED, 3)]


@pytest.mark.parametrize("cut", [(), (2,), (1, 2)])
@pytest.mark.parametrize("order", permutations(range(3)))
def test_the_text_that_is_shown_last_is_the_current_one(warehouse, make, back_again, order, cut):
    versions = [back_again[number] for number in order]
    for start, end in zip((0, *cut), (*cut, 3), strict=True):
        read(warehouse, make, *versions[start:end], batch_id=f"batch_{start}")
    assert history(warehouse, make) == [CLOSED, OPEN, CLOSED]
    before = make.main_rows(warehouse)
    for each in versions:
        read(warehouse, make, each, batch_id="again")
    assert make.main_rows(warehouse) == before


def test_what_vanished_is_told_to_have_appeared_again(warehouse, make, back_again):
    for each in back_again:
        read(warehouse, make, each)
    changes = report(warehouse.path, "revisions")[["change", "content", "from_revision", "to_revision"]]
    assert sorted(changes.itertuples(index=False, name=None)) == [
        ("appeared", "the bridge is closed", 2, 3), ("appeared", "the bridge is open", 1, 2),
        ("vanished", "the bridge is closed", 1, 2), ("vanished", "the bridge is open", 2, 3),
    ]


def test_a_time_that_an_outlet_leaves_standing_does_not_hold_back_what_it_shows(warehouse, make):
    edited = version(make, OPEN, 2, modified_at=make.noon + timedelta(hours=2))
    for each in (version(make, CLOSED, 1), edited, version(make, CLOSED, 3)):
        read(warehouse, make, each)
    assert history(warehouse, make) == [CLOSED, OPEN, CLOSED]


def test_a_text_that_is_shown_all_the_time_is_one_version(warehouse, make):
    for hour in (1, 2, 3):
        read(warehouse, make, version(make, CLOSED, hour))
    assert history(warehouse, make) == [CLOSED]


def test_a_file_that_holds_its_earlier_text_again(warehouse, make):
    bodies = (CLOSED, OPEN, CLOSED)
    versions = [version(make, body, hour, source="file", path="bridge.json") for hour, body in enumerate(bodies)]
    assert [read(warehouse, make, each) for each in versions] == [1, 1, 1]
    assert history(warehouse, make) == [CLOSED, OPEN, CLOSED]
    before = make.main_rows(warehouse)
    assert read(warehouse, make, versions[2]) == 0
    assert make.main_rows(warehouse) == before


def test_a_copy_of_an_old_file_changes_nothing(warehouse, make):
    for hour, body in ((1, CLOSED), (2, OPEN)):
        read(warehouse, make, version(make, body, hour, source="file", path=f"{hour}.json"))
    before = make.main_rows(warehouse)
    assert read(warehouse, make, version(make, CLOSED, 9, source="file", path="backup/1.json")) == 0
    assert make.main_rows(warehouse) == before and history(warehouse, make) == [CLOSED, OPEN]


def test_of_files_the_outlets_own_time_decides(make):
    edited, _ = version(make, OPEN, 1, source="file", modified_at=make.noon + timedelta(hours=2))
    earlier, _ = version(make, CLOSED, 5, source="file")
    assert [article.body for article in distinct_versions([edited, earlier])] == [CLOSED, OPEN]
    assert current_versions([earlier, edited]) == [edited]
    fetched = [replace(article, retrieved_at_source="archive") for article in (edited, earlier)]
    assert [article.body for article in current_versions(fetched)] == [CLOSED]


def test_an_article_loaded_anew_under_other_boilerplate_keeps_its_history(warehouse, make, back_again):
    for each in back_again:
        read(warehouse, make, each)
    (first, _), (_, _), (last, _) = back_again
    body = "Roe said the bridge is shut."
    cleaned = replace(last, body=body, text_sha256=make.article(body).text_sha256)
    make.load(warehouse, [(cleaned, make.rows(cleaned, quotes=[{"content": "the bridge is shut", "cue": "said"}]))])
    assert history(warehouse, make) == [body, OPEN, body]
    assert make.select(warehouse, "select source_document, text_sha256 from ops.documents order by 1")[0] == (
        first.source_document, cleaned.text_sha256
    )
