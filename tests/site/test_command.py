"""``hearsay report --html``, and the asset that writes the same beside the warehouse."""

import dagster as dg

from assets.resources import Build, LanguageModel
from assets.site import html_report
from hearsay.cli import main
from hearsay.site import site_folder


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    return code, *capsys.readouterr()


def test_the_command_says_what_it_wrote(hostile_warehouse, tmp_path, capsys):
    folder = tmp_path / "deep" / "site"
    code, out, _ = run(capsys, "report", "--html", folder, "--warehouse", hostile_warehouse)
    pages = len(list(folder.rglob("*.html")))
    assert code == 0
    assert out.startswith(f"Wrote {pages} pages (") and f"Open {folder / 'index.html'}" in out


def test_what_cannot_be_done_is_said(hostile_warehouse, tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("mine")
    for arguments, message in (
        (("--html", tmp_path), "did not write"),
        (("denials", "--html", tmp_path / "site"), "leave out the name"),
        (("--html", tmp_path / "site", "--warehouse", tmp_path / "none.duckdb"), "There is no warehouse"),
    ):
        code, out, err = run(capsys, "report", "--warehouse", hostile_warehouse, *arguments)
        assert (code, out) == (2, "") and message in err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_the_asset_writes_the_site_beside_the_published_warehouse(hostile_warehouse):
    resources = {"build": Build(warehouse=str(hostile_warehouse)), "model": LanguageModel()}
    result = dg.materialize([html_report], resources=resources)
    metadata = result.asset_materializations_for_node("html_report")[0].metadata
    site = site_folder(hostile_warehouse)
    assert metadata["path"].value == str(site / "index.html")
    assert metadata["pages"].value == len(list(site.rglob("*.html")))
