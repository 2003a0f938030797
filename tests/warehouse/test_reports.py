import json
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from pipeline.records import Rejection
from warehouse.connection import Warehouse
from warehouse.errors import UnknownReport
from warehouse.publish import publish
from warehouse.report import report, search

CASES = Path(__file__).with_name("cases")
EXPECTED = json.loads((CASES / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def published(make, tmp_path_factory):
    """Return a published file that holds the articles and rejections of cases/given.json."""
    folder = tmp_path_factory.mktemp("reports")
    given = json.loads((CASES / "given.json").read_text(encoding="utf-8"))
    warehouse = Warehouse(folder / "work.duckdb")
    warehouse.create_schema()
    rejections = [
        Rejection(rejection_id=f"rejection_{number}", article_id=None, table_name=None, **rejection)
        for number, rejection in enumerate(given["rejections"])
    ]
    make.load(warehouse, [_article(make, **article) for article in given["articles"]], rejections=rejections)
    publish(warehouse.path, folder / "news.duckdb")
    return folder / "news.duckdb"


def _article(make, *, names=(), quotes=(), published_at, **fields):
    article = make.article(published_at=published_at and datetime.fromisoformat(published_at), **fields)
    return article, make.rows(article, names=[tuple(name) for name in names], quotes=quotes)


def _plain(value):
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    return None if pd.isna(value) else value


@pytest.mark.parametrize("name", EXPECTED)
def test_a_report_gives_the_expected_rows(name, published):
    rows = report(published, name).to_dict("records")
    compared = [{column: _plain(row[column]) for column in EXPECTED[name][0]} for row in rows]
    assert compared == EXPECTED[name]


@pytest.mark.parametrize(("name", "text"), [
    ("who_said_what", "content"), ("denials", "claim"), ("anonymous_sources", "content"),
    ("entity_mentions", "mention"),
])
def test_offsets_in_a_report_lead_to_the_text(name, text, published):
    frame = report(published, name)
    bodies = {row[0]: row[1] for row in _articles(published)}
    for row in frame.to_dict("records"):
        assert row[text] in bodies[row["article_id"]][row["start_char"]:row["end_char"]]


def _articles(published):
    with Warehouse(published).connect(read_only=True) as connection:
        return connection.sql("select article_id, body from articles").fetchall()


def test_a_limit_cuts_a_report(published):
    assert list(report(published, "top_speakers", limit=1)["speaker"]) == ["Jane Roe"]


@pytest.mark.parametrize("name", ["nothing", "coverage; drop table articles", "../coverage", ""])
def test_an_unknown_report_names_the_known_ones(name, published):
    with pytest.raises(UnknownReport, match="who_said_what"):
        report(published, name)


@pytest.mark.parametrize(("text", "first"), [
    ("bridge doe", "John Doe"), ("BRIDGE, Roe?", "Jane Roe"), ("told", "Ann Poe"),
    ("Roe ferry full", "Jane Roe"),
])
def test_search_finds_by_words_and_speaker(text, first, published):
    found = search(published, text)
    assert found["speaker"].iloc[0] == first
    assert found["score"].is_monotonic_decreasing


@pytest.mark.parametrize("text", ["", "   ", "xyzzy", "'; drop table articles; --", "%", "\x00", "🚧", "\\"])
def test_search_for_nothing_that_is_there(text, published):
    assert len(search(published, text)) == 0
    assert len(_articles(published)) == 4


def test_search_is_limited_and_repeatable(published):
    assert len(search(published, "the bridge is closed", limit=1)) == 1
    assert search(published, "the bridge").equals(search(published, "the bridge"))


def test_search_finds_letters_with_marks(make, tmp_path):
    warehouse = Warehouse(tmp_path / "marks.duckdb")
    warehouse.create_schema()
    article = make.article("Zoë Šimić said the café is closed.")
    quote = {"content": "the café is closed", "source": "Zoë Šimić", "cue": "said", "speaker": "Zoë Šimić"}
    make.load(warehouse, [(article, make.rows(article, quotes=[quote]))])
    assert list(search(warehouse.path, "simic CAFE")["text"]) == ["the café is closed"]
