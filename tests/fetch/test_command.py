"""``hearsay fetch`` and ``hearsay build sources.toml``, as they are typed."""

import errno

import pytest
from filelock import FileLock

from hearsay.cli import main
from hearsay.errors import UserError
from hearsay.fetch import captures
from hearsay.inputs import inputs_of
from hearsay.work import WorkFolder
from pipeline.ingest import plan_batches, read_batch

PAGE = "<html><body><p>The bridge will stay closed until Friday, said Anna Keller.</p></body></html>"


@pytest.fixture
def typed(web, tmp_path, monkeypatch):
    """Return what runs a command in a folder with a sources.toml."""
    web.answers |= {"/a": {"body": PAGE}, "/robots.txt": {"status": 404}}
    monkeypatch.chdir(tmp_path)
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "1.txt").write_text("The council met on Tuesday.")
    address = web.url("/a").replace("news.example", "127.0.0.1")
    (tmp_path / "sources.toml").write_text(
        f'[[source]]\nname = "courier"\nkind = "urls"\nurls = ["{address}", "{address}?missing"]\n'
        "allow_private = true\nseconds_between_requests = 0\n"
        '[[source]]\nname = "letters"\nkind = "folder"\npath = "letters"\n'
    )
    return lambda *arguments: main([*arguments, "--warehouse", "news.duckdb"])


def test_a_fetch_says_what_it_found_and_a_build_reads_it(typed, capsys, tmp_path):
    assert typed("fetch") == 0
    said = capsys.readouterr().out
    assert "courier: 1 new or changed, 1 failed" in said
    assert "status 404: http://127.0.0.1" in said and "hearsay build sources.toml" in said
    plan = plan_batches(inputs_of(["sources.toml"], WorkFolder("news.duckdb")))
    read = [read_batch(batch) for batch in plan.batches]
    assert [document.source_name for documents, _ in read for document in documents] == ["courier", "letters"]
    assert [rejection.reason for _, rejections in read for rejection in rejections] == ["status 404"]

    assert typed("fetch", "courier") == 0
    assert "courier: 2 not due yet" in capsys.readouterr().out
    assert typed("fetch", "--recheck") == 0
    assert "courier: 1 unchanged, 1 failed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fetch", "letters"], "no source 'letters' to fetch; there are: courier"),
        (["fetch", "--sources", "none.toml"], "none.toml cannot be read"),
        (["build", "broken.toml"], "broken.toml is not valid TOML"),
    ],
)
def test_what_cannot_be_done_is_said(typed, capsys, tmp_path, arguments, said):
    (tmp_path / "broken.toml").write_text("[[source]")
    assert typed(*arguments) == 2
    assert said in capsys.readouterr().err


def test_two_fetches_do_not_write_at_once(typed, capsys, tmp_path):
    captures = tmp_path / "news.work" / "captures"
    captures.mkdir(parents=True)
    with FileLock(captures / "lock"):
        assert typed("fetch") == 2
    assert "Another fetch" in capsys.readouterr().err


def test_a_disk_without_room_is_said(typed, capsys, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(captures.os, "fsync", full)
    assert typed("fetch") == 2
    said = capsys.readouterr().err
    assert "No space left on device" in said and "What was complete is kept" in said


def test_a_file_without_addresses_has_nothing_to_fetch(tmp_path):
    from hearsay.fetch.command import checked_sources

    (tmp_path / "sources.toml").write_text('[[source]]\nname = "a"\nkind = "folder"\npath = "x"\n')
    with pytest.raises(UserError, match="nothing to fetch"):
        checked_sources(tmp_path / "sources.toml", [])
