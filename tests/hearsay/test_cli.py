"""The command line as its user sees it: exit codes, messages, formats."""

import csv
import io
import json
import os
import socket
from importlib.util import find_spec

import duckdb
import pytest

from hearsay.cli import main
from warehouse.report import report, reports


@pytest.fixture(scope="module")
def built(tmp_path_factory, stand_in_model, module_articles):
    """Return a warehouse built from the command line, and what the command said."""
    file = tmp_path_factory.mktemp("built") / "news.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        out, err = io.StringIO(), io.StringIO()
        patch.setattr("sys.stdout", out)
        patch.setattr("sys.stderr", err)
        code = main(["build", str(module_articles), "--warehouse", str(file), "--model", str(stand_in_model)])
    assert code == 0, err.getvalue()
    return file, out.getvalue(), err.getvalue()


def run(capsys, *arguments) -> tuple[int, str, str]:
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as exit:  # argparse
        code = exit.code
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_build_says_what_it_found_and_what_to_ask_next(built):
    file, out, err = built
    words = " ".join(out.split())
    assert "4 documents found. Loaded: 3 articles with 4 quotes" in words
    assert "kept out: 2 documents, values or rows" in words
    assert "Anna Keller" in out and "not valid JSON" in out
    assert f"hearsay report who_said_what --warehouse {file}" in out
    assert "4 documents" in err and "dagster" not in err


def test_the_log_of_dagster_goes_to_the_work_folder(built):
    file, _, _ = built
    log, = (file.parent / "news.work" / "logs").glob("*.log")
    assert "ASSET_MATERIALIZATION" in log.read_text(encoding="utf-8")


def test_what_was_read_is_kept_byte_for_byte(built, module_articles):
    file, _, _ = built
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select source_document, content from read_parquet(?)", [str(file.parent / "news.work/documents/*.parquet")]
        ).fetchall()
    contents = dict(rows)
    assert contents[str(module_articles / "bridge.txt")] == (module_articles / "bridge.txt").read_bytes()
    assert len(contents) == 3


def test_a_second_build_says_that_nothing_has_changed(built, stand_in_model, module_articles, capsys):
    file, _, _ = built
    code, out, _ = run(capsys, "build", module_articles, "--warehouse", file, "--model", stand_in_model)
    assert code == 0
    assert "all of them loaded before" in out
    with duckdb.connect(str(file), read_only=True) as connection:
        assert connection.execute("select status from ops.runs").fetchall() == [("succeeded",)] * 2
        assert connection.execute("select count(distinct run_id) from ops.article_runs").fetchall() == [(1,)]


def test_without_a_name_the_reports_are_listed(capsys):
    code, out, _ = run(capsys, "report")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[1:]] == sorted([*reports(), "entity"])


def test_a_table_fits_the_terminal_and_names_what_it_leaves_out(built, capsys, monkeypatch):
    monkeypatch.setattr("hearsay.output.PLAIN_WIDTH", 80)
    code, out, _ = run(capsys, "report", "who_said_what", "--warehouse", built[0])
    assert code == 0
    *table, hint = [line for line in out.splitlines() if line.strip()]
    assert len(table) >= 5 and all(len(line) <= 80 for line in table)
    assert "excerpt" in out.partition("Not shown:")[2]


def test_a_table_spends_no_room_on_columns_without_values(built, capsys):
    _, table, _ = run(capsys, "report", "denials", "--warehouse", built[0])
    _, full, _ = run(capsys, "report", "denials", "--warehouse", built[0], "--format", "csv")
    assert "asserted_by" not in table and "asserted_by" in full


def test_csv_holds_every_row_and_column_in_full(built, capsys):
    code, out, _ = run(capsys, "report", "who_said_what", "--warehouse", built[0], "--format", "csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    frame = report(built[0], "who_said_what")
    assert [row["content"] for row in rows] == list(frame["content"])
    assert set(rows[0]) == set(frame.columns)
    assert rows[0]["is_anonymous"] in ("True", "False")


def test_json_holds_every_row_and_column(built, capsys):
    code, out, _ = run(capsys, "report", "top_speakers", "--warehouse", built[0], "--format", "json", "--limit", 1)
    row, = json.loads(out)
    assert code == 0
    assert row["speaker"] == "Anna Keller" and row["quotes"] == 3 and row["denials"] == 1


def test_a_report_without_rows_says_so(built, capsys):
    assert run(capsys, "report", "anonymous_sources", "--warehouse", built[0])[:2] == (0, "No rows.\n")


def test_search_finds_quotes_by_their_words(built, capsys):
    code, out, _ = run(capsys, "search", "meeting open", "--warehouse", built[0], "--format", "json")
    assert code == 0
    assert json.loads(out)[0]["text"] == "The meeting is open to everybody"


def test_search_without_a_match_says_so(built, capsys):
    code, out, _ = run(capsys, "search", "zeppelin", "--warehouse", built[0])
    assert (code, out) == (0, "No claims or quotes with these words.\n")


def test_the_version_is_printed(capsys):
    code, out, _ = run(capsys, "--version")
    assert code == 0 and out.startswith("hearsay ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "{tmp}/nowhere"], "There is no file or folder"),
        (["build", "https://news.example/page"], "name them in a sources.toml"),
        (["build", "{tmp}/empty"], "There is nothing to read in"),
        (["build", "{articles}", "--warehouse", "{tmp}"], "is a folder"),
        (["build", "{articles}", "--warehouse", "{tmp}/letter.txt/news.duckdb"], "is no folder"),
        (["build", "{articles}", "--warehouse", "{tmp}/letter.txt"], "cannot be opened as a DuckDB file"),
        (["build", "{articles}", "--warehouse", "{tmp}/other.duckdb"], "no warehouse made by Hearsay"),
        (["build", "{articles}", "--warehouse", "{tmp}/future.duckdb"], "version 99"),
        (["build", "{articles}", "--model", "{tmp}/nowhere"], "There is no language model"),
        (["build"], "Name a file or folder to read"),
        (["report", "who_said_what", "--warehouse", "{tmp}/nowhere.duckdb"], "There is no warehouse at"),
        (["report", "who_knows", "--warehouse", "{tmp}/future.duckdb"], "There is no report 'who_knows'"),
        (["report", "denials", "--warehouse", "{tmp}/future.duckdb"], "version 99"),
        (["report", "denials", "--limit", "0"], "is not a number from 1 up"),
        (["search", "bridge", "--warehouse", "{tmp}/letter.txt"], "cannot be opened as a DuckDB file"),
    ],
)
def test_what_cannot_be_done_as_asked_is_said_clearly(
    arguments, message, tmp_path, articles_folder, stand_in_model, capsys
):
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.txt").write_text("Dear reader, this is a letter and no database.")
    for name, statement in {"other": "create table t (i int)", "future": FUTURE}.items():
        with duckdb.connect(str(tmp_path / f"{name}.duckdb")) as connection:
            connection.execute(statement)
    names = {"tmp": tmp_path, "articles": articles_folder}
    filled = [argument.format(**names) for argument in arguments]
    if arguments[0] == "build" and len(filled) > 1:
        filled += [] if "--warehouse" in filled else ["--warehouse", str(tmp_path / "news.duckdb")]
        filled += [] if "--model" in filled else ["--model", str(stand_in_model)]

    code, _, err = run(capsys, *filled)

    assert code == 2
    assert message in err
    assert "Traceback" not in err
    assert (tmp_path / "letter.txt").read_text().startswith("Dear reader")


FUTURE = "create schema ops; create table ops.schema_version (version int); insert into ops.schema_version values (99)"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_missing_permissions_are_said_clearly(tmp_path, articles_folder, stand_in_model, capsys):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    command = ["build", articles_folder, "--model", stand_in_model, "--warehouse"]
    code, _, err = run(capsys, *command, locked / "news.duckdb")
    assert (code, "No permission to write" in err) == (2, True)
    articles_folder.chmod(0)
    code, _, err = run(capsys, *command, tmp_path / "news.duckdb")
    articles_folder.chmod(0o700)
    assert (code, "No permission to read" in err) == (2, True)


@pytest.mark.skipif(find_spec("ray") is not None, reason="Ray is installed")
def test_ray_that_is_not_installed_is_said_clearly(tmp_path, articles_folder, stand_in_model, capsys):
    code, _, err = run(
        capsys, "build", articles_folder, "--warehouse", tmp_path / "n.duckdb", "--model", stand_in_model,
        "--engine", "ray",
    )
    assert code == 2
    assert "pip install -e '.[ray]'" in err


@pytest.mark.parametrize("options, message", [
    (["--ray-address", "127.0.0.1:6379"], "--ray-address names a cluster for --engine ray"),
    (["--engine", "ray", "--workers", "2"], "--workers counts processes of this machine"),
    (["--storage", "nosuch://news"], "The storage nosuch://news cannot be opened"),
])
def test_options_that_do_not_fit_are_said_clearly(tmp_path, articles_folder, capsys, options, message):
    code, _, err = run(capsys, "build", articles_folder, "--warehouse", tmp_path / "n.duckdb", *options)
    assert (code, message in err) == (2, True), err


def test_a_build_keeps_documents_and_batches_in_its_storage(tmp_path, articles_folder, stand_in_model, capsys):
    command = ["build", "--warehouse", tmp_path / "news.duckdb", "--model", stand_in_model]
    storage = ["--storage", tmp_path / "storage"]
    assert run(capsys, *command, articles_folder, *storage)[0] == 0
    assert list(tmp_path.glob("storage/documents/*.parquet")) and list(tmp_path.glob("storage/batches/*/annotations/*"))
    assert not (tmp_path / "news.work" / "batches").exists()
    with duckdb.connect(str(tmp_path / "news.duckdb"), read_only=True) as connection:
        assert connection.execute("select engine, status from ops.runs").fetchall() == [("local", "succeeded")]


def test_a_port_that_is_taken_is_said_clearly(capsys):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code, _, err = run(capsys, "dev", "--port", port)
    assert code == 2
    assert f"Port {port}" in err and "--port" in err


def test_the_report_on_an_entity_reads_in_sections(built, capsys):
    code, out, _ = run(capsys, "report", "top_speakers", "--format", "json", "--warehouse", built[0])
    speaker = json.loads(out)[0]["speaker"]
    code, out, _ = run(capsys, "report", "entity", speaker, "--warehouse", built[0])
    assert code == 0 and out.startswith("ENTITY") and "QUOTES" in out and speaker in out
    code, out, _ = run(capsys, "report", "entity", speaker, "--format", "json", "--warehouse", built[0])
    assert {row["section"] for row in json.loads(out)} >= {"entity", "aliases", "quotes", "mentions that decided"}
    code, out, _ = run(capsys, "report", "entity", "Nobody Known", "--warehouse", built[0])
    assert code == 0 and out == "No entity called Nobody Known.\n"


@pytest.mark.parametrize("arguments", [("entity",), ("top_speakers", "Jane Roe")])
def test_only_the_report_on_an_entity_takes_a_name(capsys, arguments):
    code, _, err = run(capsys, "report", *arguments)
    assert code == 2 and "entity" in err
