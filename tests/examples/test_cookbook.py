"""The cookbook's questions can be asked, and its answers are those of the examples; the notebook runs on them."""

import json
import sys
from types import SimpleNamespace

import duckdb

from hearsay.cookbook import COOKBOOK, answered, questions
from pipeline.settings import PROJECT

NOTEBOOK = PROJECT / "docs" / "notebook.ipynb"


def test_the_cookbook_answers_at_least_twenty_questions():
    text = COOKBOOK.read_text(encoding="utf-8")
    assert len(questions(text)) == text.count("\n### ") >= 20


def test_the_answers_are_those_of_the_examples(file):
    text = COOKBOOK.read_text(encoding="utf-8")
    with duckdb.connect(str(file), read_only=True) as connection:
        assert answered(text, connection) == text, "python -m hearsay.cookbook WAREHOUSE writes them anew"


def test_an_answer_is_a_markdown_table_on_one_line_a_row():
    columns = "1.23456::double as a, 'x|y' || chr(10) || 'z' as b, null as c, repeat('w ', 99) as d"
    text = f"```sql\nselect {columns}\n```\nEnd.\n"
    with duckdb.connect() as connection:
        once = answered(text, connection)
        assert answered(once, connection) == once
    assert once.startswith("```sql\nselect") and once.endswith("…  |\nEnd.\n".replace("  ", " "))
    assert "| 1.23 | x\\|y z |  | w w" in once


def test_the_notebook_runs_and_holds_its_outputs(file, monkeypatch):
    shown = SimpleNamespace(HTML=str, SVG=str)  # what a notebook has of itself
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(display=shown))
    monkeypatch.setitem(sys.modules, "IPython.display", shown)
    monkeypatch.setenv("WAREHOUSE", str(file))
    cells = [cell for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    names: dict[str, object] = {}
    for cell in cells:
        exec("".join(cell["source"]), names)
        assert not [output for output in cell["outputs"] if output["output_type"] == "error"]
