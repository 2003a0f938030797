from importlib.metadata import version

import pytest

from benchmarks import __main__ as benchmarks


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Return what runs the command with made-up benchmarks that print or fail as told, and the file of results."""
    file, given = tmp_path / "results.md", []

    def run(*arguments, says=("4.2 articles/s\n",), fails=()):
        said = dict(zip(("one", "two"), says, strict=False))

        def run_benchmark(name, _, passed):
            given.append((name, list(passed)))
            return int(name in fails), said.get(name, "nothing\n")

        monkeypatch.setattr(benchmarks, "find_benchmarks", lambda: {"one": "The first.", "two": "The second."})
        monkeypatch.setattr(benchmarks, "run_benchmark", run_benchmark)
        monkeypatch.setattr("sys.argv", ["benchmarks", "--results", str(file), *arguments])
        return benchmarks.main(), file.read_text(encoding="utf-8") if file.is_file() else "", given

    return run


def test_what_was_measured_is_written_with_machine_and_versions(run):
    code, text, _ = run("--note", "nothing else ran")
    assert code == 0
    assert "## one\n\nThe first.\n" in text and "```text\n4.2 articles/s\n```" in text and "## two\n" in text
    assert "nothing else ran" in text and "processors" in text
    assert f"duckdb {version('duckdb')}" in text and "CPython 3." in text


def test_a_section_is_replaced_and_the_others_stay(run):
    run()
    _, text, _ = run("one", says=("5.1 articles/s\n",))
    assert "5.1 articles/s" in text and "4.2" not in text
    assert text.count("## one\n") == 1 and "```text\nnothing\n```" in text
    assert benchmarks.read_sections(benchmarks.RESULTS.with_name("no.md")) == {}


@pytest.mark.parametrize("outcome", [
    {"says": ("skipped: there is no corpus\n",)}, {"says": ("half a li",), "fails": ("one",)},
])
def test_what_was_skipped_or_failed_leaves_what_was_measured_before(run, outcome):
    run()
    code, text, _ = run("one", **outcome)
    assert "4.2 articles/s" in text and outcome["says"][0] not in text
    assert code == int("fails" in outcome)


def test_a_small_run_writes_nothing(run, monkeypatch):
    monkeypatch.setattr(benchmarks, "small_arguments", lambda path: ["--articles", path.stem])
    assert run("--small") == (0, "", [("one", ["--articles", "one"]), ("two", ["--articles", "two"])])


def test_arguments_are_passed_on(run):
    assert run("two", "--", "--articles", "5")[2] == [("two", ["--articles", "5"])]


def test_every_benchmark_says_what_it_measures():
    found = benchmarks.find_benchmarks()
    assert {"whole", "quotations", "loading", "annotation", "incremental", "scaling"} <= set(found)
    assert all(summary.endswith(".") and len(summary) > 40 for summary in found.values())
    assert benchmarks.small_arguments(benchmarks.FOLDER / "whole.py") == ["--articles", "6"]


def test_a_benchmark_runs_in_a_process_of_its_own_and_is_heard(capsys):
    code, output = benchmarks.run_benchmark("extraction", "Summary.", ["--help"])
    assert code == 0 and "--corpora" in output
    assert capsys.readouterr().out == f"\nextraction: Summary.\n{output}"
