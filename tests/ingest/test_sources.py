"""sources.toml."""

from pathlib import Path

import pytest

from pipeline.ingest import Input, SourcesError, plan_batches, read_batch, read_sources
from pipeline.ingest.batches import Batch

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def sources(tmp_path):
    def write(text):
        (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
        return read_sources(tmp_path / "sources.toml")

    return write


def test_the_example_is_right(tmp_path):
    text = (PROJECT / "examples" / "sources.toml").read_text(encoding="utf-8")
    assert [source.name for source in read_sources(PROJECT / "examples" / "sources.toml").source] == ["examples"]
    lines = [line.removeprefix("# ") if line.startswith(("# [[", "# ")) and "=" in line or "# [[" in line else line
             for line in text.splitlines()[4:]]  # fmt: skip
    (tmp_path / "sources.toml").write_text("\n".join(lines), encoding="utf-8")
    found = read_sources(tmp_path / "sources.toml")
    assert [source.kind for source in found.source] == ["folder", "jsonl", "warc", "feed", "urls"]


def test_every_setting_is_documented():
    from pipeline.ingest import sources as module

    documented = (PROJECT / "docs" / "fetching.md").read_text(encoding="utf-8")
    models = (module.Sources, module.FileSource, module.FeedSource, module.UrlsSource)
    names = {name for model in models for name in model.model_fields} - {"source", "limits"}
    names |= {f"limits.{name}" for name in module.Limits.model_fields}
    assert [name for name in sorted(names) if f"`{name}`" not in documented] == []


def test_files_of_a_source_are_of_its_kind_and_have_its_defaults(sources, tmp_path):
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire" / "monday.log").write_text('{"text": "One."}\n{"text": "Two.", "outlet": "Another"}\n')
    found = sources('[[source]]\nname = "wire"\nkind = "jsonl"\npath = "wire"\noutlet = "Wire"\nlanguage = "en"\n')
    (batch,) = plan_batches(found.inputs(tmp_path)).batches
    documents, rejections = read_batch(Batch.from_json(batch.to_json()))
    assert rejections == []
    assert [(d.source_name, d.fields["outlet"]) for d in documents] == [("wire", "Wire"), ("wire", "Another")]
    assert [d.fields["defaults"] for d in documents] == [{"language": "en"}] * 2


def test_paths_are_relative_to_the_file(sources, tmp_path):
    found = sources(
        '[[source]]\nname = "a"\nkind = "folder"\npath = "in"\n[[source]]\nname = "b"\nkind = "warc"\npath = "/x"\n'
    )
    assert found.inputs(tmp_path) == [Input(str(tmp_path / "in"), None, "a"), Input("/x", "warc", "b")]


def test_a_source_that_is_missing_does_not_keep_the_others_from_being_read(sources, tmp_path):
    (tmp_path / "b.txt").write_text("News.")
    paths = {"a": "gone", "b": "b.txt"}
    found = sources("".join(f'[[source]]\nname = "{a}"\nkind = "folder"\npath = "{b}"\n' for a, b in paths.items()))
    plan = plan_batches(found.inputs(tmp_path))
    assert [(r.reason, r.detail) for r in plan.rejections] == [("file cannot be read", "No such file or directory")]
    assert len(plan.batches) == 1


def test_what_is_new_in_one_source_leaves_the_batches_of_others(sources, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.txt").write_text(f"News of {name}.")
    found = sources("".join(f'[[source]]\nname = "{name}"\nkind = "folder"\npath = "{name}"\n' for name in "ab"))
    before = plan_batches(found.inputs(tmp_path)).batches
    (tmp_path / "a" / "2.txt").write_text("More news.")
    after = plan_batches(found.inputs(tmp_path)).batches
    assert before[0].batch_id != after[0].batch_id and before[1:] == after[1:]


FEED = '[[source]]\nname = "a"\nkind = "feed"\nurl = "https://news.example/rss"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "source: field required"),
        ("source = []", "there is no source in it"),
        ("source = [3]", "source number 1: should be a table"),
        ('[[source]]\nname = "a"', "source 'a': it has no kind"),
        ("source = 3", "source: should be a list"),
        ("[[source]", "is not valid TOML"),
        ("\x00", "is not valid TOML"),
        ("a = " + "9" * 5000, "is not valid TOML"),
        ('[[source]]\nkind = "folder"\npath = "x"', "source number 1: name: field required"),
        ('[[source]]\nname = "A b"\nkind = "folder"\npath = "x"', "source 'A b': name: string should match"),
        ('[[source]]\nname = "../x"\nkind = "folder"\npath = "x"', "source '../x': name: string should match"),
        ('[[source]]\nname = "a"\nkind = "ftp"', "source 'a': its kind is none of folder, jsonl"),
        ('[[source]]\nname = "a"\nkind = "folder"', "source 'a': path: field required"),
        ('[[source]]\nname = "a"\nkind = "feed"', "source 'a': url: field required"),
        ('[[source]]\nname = "a"\nkind = "feed"\nurl = "ftp://x"', "source 'a': url: 'ftp://x' is no address"),
        ('[[source]]\nname = "a"\nkind = "feed"\nurl = "http://u:p@x"', "must not hold a user name or password"),
        ('[[source]]\nname = "a"\nkind = "urls"', "source 'a': give either urls or the path of a file"),
        ('[[source]]\nname = "a"\nkind = "urls"\nurls = ["x"]', "source 'a': urls.0: 'x' is no address"),
        (FEED + FEED, "two sources have the name 'a'"),
        (FEED + 'colour = "red"', "source 'a': colour: there is no such setting"),
        (FEED + "limits = { seconds = 0 }", "source 'a': limits.seconds: input should be greater than 0"),
        (FEED + "limits = { bytes = 1 }", "source 'a': limits.bytes: there is no such setting"),
        (FEED + "every_minutes = inf", "source 'a': every_minutes: input should be a finite number"),
        (FEED + 'allow_private = "no"', "source 'a': allow_private: input should be a valid boolean"),
        ('contact = "a\\nb"\n' + FEED, "contact: string should match"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(sources, text, said):
    with pytest.raises(SourcesError) as raised:
        sources(text)
    assert said in str(raised.value) and "sources.toml" in str(raised.value)


def test_a_file_that_is_missing_is_said(tmp_path):
    with pytest.raises(SourcesError, match="cannot be read: No such file"):
        read_sources(tmp_path / "sources.toml")
