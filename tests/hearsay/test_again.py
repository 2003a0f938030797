"""A new model builds again what an older one has built, from what was kept, while the old rows keep serving."""

import json
import shutil

import duckdb
import pytest

from assets import tables
from hearsay.build import build
from hearsay.errors import BuildFailed, UserError
from hearsay.work import WorkFolder


@pytest.fixture
def newer_model(tmp_path, stand_in_model):
    """Return a model that differs from the stand-in by its version."""
    folder = shutil.copytree(stand_in_model, tmp_path / "newer")
    meta = json.loads((folder / "meta.json").read_text())
    (folder / "meta.json").write_text(json.dumps(meta | {"version": "2.0.0"}))
    return folder


def select(file, sql):
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def versions(file):
    return select(file, "select version, count(*) from ops.article_runs join ops.models using (model_id) group by all")


def test_a_newer_model_builds_again_what_was_kept(
    tmp_path, articles_folder, stand_in_model, newer_model, monkeypatch
):
    file = tmp_path / "news.duckdb"
    build([str(articles_folder)], warehouse=file, model=stand_in_model)
    rows = select(file, "from quotes order by all")
    rejections = select(file, "select source_document, reason from ops.rejections order by all")
    shutil.rmtree(articles_folder)
    shutil.rmtree(WorkFolder(file).path / "batches")

    load_batch = tables.load_batch

    def broken(*arguments, **options):
        load_batch(*arguments, **options)
        raise RuntimeError("the power went out")

    with monkeypatch.context() as patch:
        patch.setattr(tables, "load_batch", broken)
        with pytest.raises(BuildFailed):
            build([], warehouse=file, model=newer_model, again=True)
    assert versions(file) == [("1.0.0", 3)]

    built = build([], warehouse=file, model=newer_model, again=True)

    assert (built.documents, built.skipped_batches, built.counts["articles"]) == (3, 0, 3)
    assert versions(file) == [("2.0.0", 3)]
    assert select(file, "from quotes order by all") == rows
    assert select(file, "select source_document, reason from ops.rejections order by all") == rejections
    assert select(file, "select distinct balance from reports.ledger") == [("adds up",)]
    assert build([], warehouse=file, model=newer_model, again=True).skipped_batches == 1


def test_a_file_that_has_changed_is_read_and_what_it_was_is_built_again(
    tmp_path, articles_folder, stand_in_model, newer_model
):
    file, bridge = tmp_path / "news.duckdb", articles_folder / "bridge.txt"
    build([str(articles_folder)], warehouse=file, model=stand_in_model)
    bridge.write_text(bridge.read_text(encoding="utf-8").replace("Friday", "Sunday"), encoding="utf-8")

    build([str(articles_folder)], warehouse=file, model=newer_model, again=True)

    contents = select(file, "select content from quotes where starts_with(content, 'The bridge') order by all")
    assert [content[:36] for content, in contents] == [
        "The bridge will stay closed until Fr", "The bridge will stay closed until Su"
    ]
    assert select(file, "select distinct balance from reports.ledger") == [("adds up",)]
    assert select(file, "select count(*) from ops.rejections where reason like 'changed%'") == [(0,)]


def test_rejected_values_stay_with_their_articles(tmp_path, stand_in_model, newer_model):
    file, source = tmp_path / "news.duckdb", tmp_path / "letters.jsonl"
    text = "The council of the district meets on Thursday evening to speak about the bridge, said Peter Brandt."
    dates = ("0001-01-01", "9999-12-31", "2025-02-30", "2025-03-05")
    source.write_text("".join(
        json.dumps({"text": f"{number} {text}", "url": f"https://courier.example/{number}", "date": date}) + "\n"
        for number, date in enumerate(dates)
    ))
    kept_out = "select kept_out, reason, rejections, example_detail from reports.rejected order by all"
    dated = "select source_document, published_at_raw, published_at is null from articles order by all"
    build([str(source)], warehouse=file, model=stand_in_model)
    before = select(file, kept_out), select(file, dated)
    assert [kept for kept, *_ in before[0]] == ["values"] * len(before[0])
    assert sum(rejections for _, _, rejections, _ in before[0]) == 3
    assert [(raw, is_null) for _, raw, is_null in before[1]] == [(date, date != dates[3]) for date in dates]
    source.unlink()

    build([], warehouse=file, model=newer_model, again=True)

    assert versions(file) == [("2.0.0", 4)]
    assert (select(file, kept_out), select(file, dated)) == before


def test_there_must_be_something_to_build_again(tmp_path, stand_in_model):
    with pytest.raises(UserError, match="Nothing has been read"):
        build([], warehouse=tmp_path / "news.duckdb", model=stand_in_model, again=True)
