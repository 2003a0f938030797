import pickle
import signal
import subprocess
import sys
import textwrap
import time

import duckdb
import pytest

from warehouse.connection import Warehouse
from warehouse.errors import NotAWarehouse, WarehouseMissing
from warehouse.frames import frames_of
from warehouse.publish import publish
from warehouse.report import report, reports, search

READER = textwrap.dedent("""
    import duckdb, sys
    seen = set()
    print("ready", flush=True)
    while 9 not in seen:
        with duckdb.connect(sys.argv[1], read_only=True) as connection:
            counts = connection.sql("select count(*), (select count(*) from mentions) from articles")
            articles, mentions = counts.fetchall()[0]
            connection.sql("from reports.who_said_what").fetchall()
            if articles != mentions:
                sys.exit(f"{articles} articles with {mentions} mentions")
            seen.add(articles)
    print(len(seen))
""")

PLAIN_CLIENT = textwrap.dedent("""
    import duckdb, sys
    connection = duckdb.connect(sys.argv[1], read_only=True)
    print(connection.sql("from reports.who_said_what").fetchall())
""")


@pytest.fixture
def story(make):
    def story(number):
        body = f"Jane Roe of ward {number} said the bridge is closed."
        article = make.article(body, url=f"https://a.example/{number}")
        quote = {"content": "the bridge is closed", "source": "Jane Roe", "cue": "said", "speaker": "Jane Roe"}
        return article, make.rows(article, names=[("Jane Roe", "PERSON", "Jane Roe")], quotes=[quote])

    return story


def test_the_copy_holds_everything(warehouse, make, story, tmp_path):
    make.load(warehouse, [story(1), story(2)])
    published = tmp_path / "news.duckdb"
    publish(warehouse.path, published)
    assert make.main_rows(Warehouse(published)) == make.main_rows(warehouse)
    sql = "from ops.shingles order by all"
    assert make.select(Warehouse(published), sql) == make.select(warehouse, sql) != []
    for described in ("duckdb_columns()", "duckdb_tables()", "duckdb_views()", "duckdb_functions()"):
        sql = f"select comment from {described} where not internal order by all"
        assert make.select(Warehouse(published), sql) == make.select(warehouse, sql)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["news.duckdb", "news.work"]


def test_the_copy_can_be_opened_by_older_clients(warehouse, tmp_path):
    publish(warehouse.path, tmp_path / "news.duckdb")
    with duckdb.connect(str(tmp_path / "news.duckdb"), read_only=True) as connection:
        (tags,), = connection.sql("select tags from duckdb_databases() where database_name = 'news'").fetchall()
    assert tags["storage_version"].startswith("v1.2.0")


def test_views_run_in_a_plain_client(warehouse, make, story, tmp_path):
    make.load(warehouse, [story(1)])
    publish(warehouse.path, tmp_path / "elsewhere.duckdb")
    command = [sys.executable, "-c", PLAIN_CLIENT, tmp_path / "elsewhere.duckdb"]
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=True)
    assert "the bridge is closed" in result.stdout


def test_an_open_reader_keeps_the_old_file(warehouse, make, story, tmp_path):
    published = tmp_path / "news.duckdb"
    publish(warehouse.path, published)
    with duckdb.connect(str(published), read_only=True) as reader:
        make.load(warehouse, [story(1)])
        publish(warehouse.path, published)
        assert reader.sql("select count(*) from articles").fetchall() == [(0,)]
    assert make.select(Warehouse(published), "select count(*) from articles") == [(1,)]


def test_a_reader_in_a_loop_sees_whole_batches(warehouse, make, story, tmp_path):
    published = tmp_path / "news.duckdb"
    publish(warehouse.path, published)
    command = [sys.executable, "-c", READER, published]
    reader = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    reader.stdout.readline()
    for number in range(0, 9, 3):
        make.load(warehouse, [story(number + each) for each in range(3)])
        publish(warehouse.path, published)
        time.sleep(0.1)
    out, error = reader.communicate(timeout=120)
    assert (reader.returncode, error) == (0, "")
    assert int(out) >= 2


def test_what_a_killed_run_left_is_cleared(warehouse, make, story, tmp_path):
    published = tmp_path / "news.duckdb"
    (tmp_path / ".news.duckdb.publishing").write_text("half a copy")
    (tmp_path / "news.duckdb.wal").write_text("of an older file")
    publish(warehouse.path, published)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["news.duckdb", "news.work"]
    assert make.select(Warehouse(published), "select count(*) from articles") == [(0,)]


def test_a_file_of_something_else_is_not_overwritten(warehouse, tmp_path):
    file = tmp_path / "accounts.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("create table accounts as select 1 as id")
    with pytest.raises(NotAWarehouse, match="left as it is"):
        publish(warehouse.path, file)
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader, " * 1000)
    with pytest.raises(NotAWarehouse):
        publish(warehouse.path, letter)
    with duckdb.connect(str(file)) as connection:
        assert connection.sql("from accounts").fetchall() == [(1,)]
    assert letter.read_text().startswith("Dear reader")


def test_a_path_with_quotes_and_spaces(warehouse, tmp_path):
    published = tmp_path / "the editor's files" / "all news.duckdb"
    publish(warehouse.path, published)
    assert list(report(published, "coverage").columns)[0] == "day"


def test_reading_before_the_first_build_says_what_to_do(tmp_path):
    for read in (lambda: report(tmp_path / "no.duckdb", "coverage"), lambda: search(tmp_path / "no.duckdb", "bridge")):
        with pytest.raises(WarehouseMissing, match="hearsay build"):
            read()


KILLED = textwrap.dedent("""
    import pickle, sys
    from datetime import UTC, datetime
    from warehouse.connection import Warehouse
    from warehouse.load import load_batch
    warehouse, batches = Warehouse(sys.argv[1]), pickle.load(open(sys.argv[2], "rb"))
    for number, frames in enumerate(batches):
        with warehouse.transaction() as connection:
            load_batch(connection, frames, run_id="run_1", batch_id=f"batch_{number}", fingerprint="versions_1",
                       model_id="model_1", loaded_at=datetime(2026, 3, 2, 12, tzinfo=UTC))
            if number + 1 == len(batches):
                print("written", flush=True)
                sys.stdin.read()
        print("committed", flush=True)
""")


@pytest.mark.parametrize("committed", [0, 1, 2])
def test_a_run_killed_inside_a_transaction_leaves_whole_batches(warehouse, make, story, tmp_path, committed):
    stories = [story(number) for number in range(committed + 1)]
    batches = tmp_path / "batches.pickle"
    frames = [frames_of([article], [rows], documents=[make.document(article)]) for article, rows in stories]
    batches.write_bytes(pickle.dumps(frames))
    command = [sys.executable, "-c", KILLED, warehouse.path, batches]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        lines = [process.stdout.readline().strip() for _ in stories]
        assert lines == ["committed"] * committed + ["written"]
        process.send_signal(signal.SIGKILL)
    for table in ("articles", "mentions", "claims", "ops.documents", "ops.article_runs"):
        assert make.select(warehouse, f"select count(*) from {table}") == [(committed,)]
    unbroken = Warehouse(tmp_path / "unbroken.duckdb")
    unbroken.create_schema()
    for target in (warehouse, unbroken):
        for number, each in enumerate(stories):
            make.load(target, [each], batch_id=f"batch_{number}")
    publish(warehouse.path, tmp_path / "news.duckdb")
    assert make.main_rows(Warehouse(tmp_path / "news.duckdb")) == make.main_rows(unbroken)


def test_reports_name_their_grain(make):
    assert set(reports()) == {
        "who_said_what", "top_speakers", "denials", "anonymous_sources", "disputed_claims", "entity_mentions",
        "outlet_sourcing", "coverage", "rejected", "ledger", "revisions", "archives", "reporting_chains",
        "uncertain_links", "claim_sources", "claim_timeline", "claim_spread", "unattributed_claims",
        "check_worthy_claims",
    }
    assert all(grain.startswith("one row per ") for grain in reports().values())
