"""From the folder of examples to a warehouse, by the command that users type; what stands in it is checked as facts."""

from importlib.util import find_spec

import duckdb
import pytest

from pipeline import settings

pytestmark = [
    pytest.mark.skipif(not settings.MODEL.exists(), reason="model not built"),
    pytest.mark.skipif(find_spec("hearsay.cli") is None, reason="command line not built"),
]

ANNOTATED = ["sentences", "mentions", "quotes", "claims"]
SLICES = [
    ("mentions", "text", "start_char", "end_char"),
    ("quotes", "cue", "cue_start_char", "cue_end_char"),
    ("quotes", "source_text", "source_start_char", "source_end_char"),
    ("claims", "text", "start_char", "end_char"),
]


@pytest.fixture
def query(file):
    with duckdb.connect(str(file), read_only=True) as connection:
        yield lambda sql, *parameters: connection.execute(sql, parameters).fetchall()


def article(query, name: str, *columns: str) -> tuple:
    """Return columns of the one article that was read from the document with this name."""
    found = query(f"select {', '.join(columns)} from articles where ends_with(source_document, ?)", f"/{name}")
    assert len(found) == 1, f"{len(found)} articles from {name}"
    return found[0]


def test_every_document_is_an_article_or_a_rejection(query):
    assert query("select count(*) from articles") == [(29,)]
    rejected = query(
        "select stage, parse_filename(source_document) from ops.rejections where article_id is null order by all"
    )
    assert rejected == [("extract", "truncated.html"), ("ingest", "broken_line.jsonl#2"), ("ingest", "empty.txt")]


def test_a_date_that_cannot_be_is_rejected_and_its_article_stays(query):
    values = """select parse_filename(source_document), reason from ops.rejections
        join articles using (article_id, source_document) where stage = 'extract' order by all"""
    found = query(values)
    assert [name for name, _ in found] == ["bad_dates.jsonl#1", "bad_dates.jsonl#2", "bad_dates.jsonl#4"]
    assert all("publication date" in reason for _, reason in found)


def test_a_correction_is_a_second_revision(query):
    revision, body, article_id = article(query, "2_corrected.html", "revision", "body", "article_id")
    assert revision == 2
    assert "a gap of $1.4 million" in body
    versions = query("select revision, body from article_revisions where article_id = ? order by revision", article_id)
    assert [revision for revision, _ in versions] == [1, 2]
    assert "a gap of $14 million" in versions[0][1]


def test_a_reprint_is_a_pair_of_wire_copies(query):
    pairs = query(
        """select parse_filename(a.source_document), parse_filename(b.source_document), kind
        from duplicate_pairs
        join articles as a on a.article_id = article_a
        join articles as b on b.article_id = article_b"""
    )
    assert [(*sorted(documents), kind) for *documents, kind in pairs] == [
        ("lakeside_tribune.html", "pinefield_post.html", "wire")
    ]


def test_tracking_parameters_make_no_second_article(query):
    found = query("select revision from articles where outlet = 'Ellery Business'")
    assert found == [(1,)]


def test_articles_in_other_languages_are_kept_and_not_annotated(query):
    kept = query("select language, status, article_id from articles where language <> 'en' order by language")
    assert [row[:2] for row in kept] == [("es", "unsupported_language"), ("ja", "unsupported_language")]
    for table in ANNOTATED:
        rows = query(f"select count(*) from {table} where list_contains(?, article_id)", [row[2] for row in kept])
        assert rows == [(0,)]


def test_articles_in_english_are_annotated(query):
    for table in ANNOTATED:
        without = query(
            f"""select source_document from articles
            where language = 'en' and article_id not in (select article_id from {table})"""
        )
        assert without == [], table


@pytest.mark.parametrize(("table", "text", "start", "end"), SLICES)
def test_offsets_give_the_text_back(query, table, text, start, end):
    rows, wrong = query(
        f"""select count(*), count(*) filter (substr(body, {start} + 1, {end} - {start}) is distinct from {text})
        from {table} join articles using (article_id) where {start} is not null"""
    )[0]
    assert rows > 0
    assert wrong == 0


def test_impossible_dates_are_null_and_their_text_is_kept(query):
    dates = query(
        """select published_at_raw, published_at is null, published_at_precision from articles
        where source_document like '%bad_dates.jsonl#%' order by source_document"""
    )
    assert dates == [
        ("0001-01-01T00:00:00Z", True, None),
        ("2050-06-01", True, None),
        (None, True, None),
        ("yesterday", True, None),
        ("2025-03-15 09:30", False, "minute"),
    ]


def test_text_in_windows_1252_is_read_as_such(query):
    (body,) = article(query, "quay_chronicle.txt", "body")
    assert "René Aubert" in body
    assert "£40 million" in body


def test_the_gzipped_file_is_read(query):
    outlets = query("select outlet from articles where source_document like '%.gz#%' order by outlet")
    assert outlets == [("Eastmark Business Daily",), ("The Citizen",)]


def test_no_boilerplate_stays_in_a_body(query):
    found = query(
        """select source_document, line from articles,
            unnest(['cookies', 'Sign up', 'Advertisement', 'MOST READ', 'Share this story', 'Photograph:',
                'All rights reserved', 'Follow the rail strike', 'More on this story', 'Read more:']) as lines(line)
        where contains(body, line)"""
    )
    assert found == []


def test_the_denial_is_reported(query):
    denials = query("select denied_by, claim from reports.denials where claim like '%There is no such plan%'")
    assert [denied_by for denied_by, _ in denials] == ["Odile Marchetti"]


def test_a_link_list_makes_no_quotation(query):
    assert query("select count(*) from quotes where content like '%We Were Never Asked%'") == [(0,)]


def test_the_anonymous_officials_are_reported(query):
    sources = {source for (source,) in query("select source from reports.anonymous_sources")}
    assert "two officials with knowledge of the talks" in sources


def test_two_people_with_one_surname_stay_two(query):
    names = query("select name from entities where label = 'PERSON' and name like '% Lindqvist' order by name")
    assert names == [("Jonas Lindqvist",), ("Marta Lindqvist",)]


def test_a_second_build_changes_no_row(build, file, query):
    tables = [f"select * from {table} order by all" for table in ("articles", "entities", *ANNOTATED)]
    before = [query(sql) for sql in tables]
    build(file)
    with duckdb.connect(str(file), read_only=True) as connection:
        assert [connection.execute(sql).fetchall() for sql in tables] == before
