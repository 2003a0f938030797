import json
from dataclasses import replace
from datetime import datetime, timedelta
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


def test_the_ledger_adds_up_and_says_so_when_it_does_not(make, warehouse):
    old, new, other = (
        make.article(body, url="https://a.example/1", source_document=f"days/news.jsonl#{number}",
                     retrieved_at=make.noon + timedelta(hours=number))
        for number, body in enumerate(("The bridge is closed.", "The bridge is open.", "The bridge is open."), 1)
    )
    lost = make.article("The ferry is full.", source_document="notes/ferry.txt")
    bad = replace(make.document(lost), source_document="notes/empty.txt", sha256="0" * 64)
    rejections = [
        Rejection("rejection_1", "extract", "no article text found", None, "notes/empty.txt", None, None, ""),
        Rejection("rejection_2", "ingest", "not valid JSON", None, "days/news.jsonl#4", None, None, "{"),
        Rejection("rejection_3", "validate", "cue is malformed", None, "notes/ferry.txt", "a", "quotes", "{}"),
    ]
    articles = [(article, make.rows(article)) for article in (old, new, other, lost)]
    make.load(warehouse, articles, documents=[bad], rejections=rejections)

    ledger = report(warehouse.path, "ledger").set_index(["source", "day"])
    (day,) = {day for source, day in ledger.index if source == "notes"}
    assert dict(ledger.loc["notes", day].drop("balance")) == {
        "documents_read": 2, "articles": 1, "not_annotated": 0, "revisions": 0, "duplicates": 0, "rejected": 1,
        "missing": 0, "articles_without_reprints": 1,
    }
    totals = ledger.loc["days/news.jsonl"].sum(numeric_only=True)
    assert dict(totals) == {
        "documents_read": 4, "articles": 1, "not_annotated": 0, "revisions": 1, "duplicates": 1, "rejected": 1,
        "missing": 0, "articles_without_reprints": 1,
    }
    assert set(ledger["balance"]) == {"adds up"}

    with warehouse.connect() as connection:
        connection.execute("delete from articles where source_document = 'notes/ferry.txt'")
        connection.execute("delete from ops.rejections where rejection_id = 'rejection_1'")
    first = report(warehouse.path, "ledger").iloc[0]
    assert (first["source"], first["missing"], first["balance"]) == ("notes", 2, "does not add up: 2 lost")


def test_every_count_can_be_read_without_reprints(make, warehouse):
    text = " ".join(f"Word{number} of the report on the old bridge" for number in range(60))
    wire, reprint, own = (
        make.article(body, url=f"https://{outlet}.example/1", outlet=outlet,
                     published_at=make.noon + timedelta(hours=hours))
        for body, outlet, hours in (
            (f"Jane Roe said Elm bridge is closed. {text}", "Agency", 0),
            (f"Jane Roe said Elm bridge is closed. {text} The Herald.", "Herald", 2),
            ("Jane Roe said Elm bridge is closed.", "Gazette", 1),
        )
    )
    quote = {"content": "Elm bridge is closed", "source": "Jane Roe", "cue": "said", "speaker": "Jane Roe"}
    denial = quote | {"stance": "denies"}
    names = [("Jane Roe", "PERSON", "Jane Roe")]
    for article, quoted in ((reprint, quote), (wire, quote), (own, denial)):  # the reprint is read first
        make.load(warehouse, [(article, make.rows(article, names=names, quotes=[quoted]))])

    assert make.select(warehouse, "select outlet, reprint_of from articles order by 1") == [
        ("Agency", None), ("Gazette", None), ("Herald", wire.article_id),
    ]
    (speaker,) = report(warehouse.path, "top_speakers").to_dict("records")
    for count in ("quotes", "articles", "outlets"):
        assert (speaker[count], speaker[f"{count}_without_reprints"]) == (3, 2)
    assert (speaker["denials"], speaker["denials_without_reprints"]) == (1, 1)
    (disputed,) = report(warehouse.path, "disputed_claims").to_dict("records")
    for count in ("claims", "articles"):
        assert (disputed[count], disputed[f"{count}_without_reprints"]) == (3, 2)
    for name in ("coverage", "outlet_sourcing"):
        rows = report(warehouse.path, name).set_index("outlet")
        for count in ("articles", "quotes"):
            assert dict(rows[count]) == {"Agency": 1, "Gazette": 1, "Herald": 1}
            assert dict(rows[f"{count}_without_reprints"]) == {"Agency": 1, "Gazette": 1, "Herald": 0}
    for name in ("who_said_what", "entity_mentions", "denials"):
        rows = report(warehouse.path, name)
        assert set(rows[rows["is_reprint"]]["outlet"]) == (set() if name == "denials" else {"Herald"})

    make.load(warehouse, [], documents=[make.document(wire)], rejections=[
        Rejection("rejection_1", "extract", "no article text found", None, wire.source_document, None, None, "")
    ])
    assert make.select(warehouse, "select count(*) from articles where reprint_of is not null") == [(0,)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0), "together"])
def test_quotes_that_appear_and_vanish_between_revisions(make, warehouse, order):
    first = make.article("Roe said the bridge is closed. Doe said it was safe. Poe said nothing\nhappened.",
                         url="https://a.example/1", source_document="a.html")
    edited = "Roe said the bridge is “closed”. Roe said repairs will take a year. Poe said nothing happened."
    second = make.article(edited, url="https://a.example/1", source_document="b.html",
                          modified_at=make.noon + timedelta(hours=3), retrieved_at=make.noon + timedelta(hours=4))
    contents = [["the bridge is closed", "it was safe", "nothing\nhappened"],
                ["the bridge is “closed”", "repairs will take a year"]]
    versions = [
        (article, make.rows(article, quotes=[{"content": content} for content in quoted]))
        for article, quoted in zip((first, second), contents, strict=True)
    ]
    for batch in [versions] if order == "together" else [[versions[number]] for number in order]:
        make.load(warehouse, batch)
        make.load(warehouse, batch)

    rows = report(warehouse.path, "revisions").to_dict("records")
    assert [(row["change"], row["content"], row["from_revision"], row["to_revision"]) for row in rows] == [
        ("vanished", "it was safe", 1, 2), ("appeared", "repairs will take a year", 1, 2),
    ]
    assert [row["content"] in row["excerpt"] for row in rows] == [True, True]
    assert make.select(warehouse, "select count(*), count(distinct text_sha256) from earlier_quotes") == [(3, 1)]


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
