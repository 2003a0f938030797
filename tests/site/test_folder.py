import pytest

from hearsay.site.folder import NotASite, replaced, site_folder


def write(folder, text):
    with replaced(folder) as new:
        (new / "index.html").write_text(text)


def test_a_site_replaces_the_one_before_as_a_whole(tmp_path):
    folder = tmp_path / "deep" / "site"
    write(folder, "first")
    (folder / "old.html").write_text("left over")
    write(folder, "second")
    assert (folder / "index.html").read_text() == "second"
    assert not (folder / "old.html").exists()
    assert [path.name for path in folder.parent.iterdir()] == ["site"]


def test_an_empty_folder_is_taken(tmp_path):
    write(tmp_path, "first")
    assert (tmp_path / "index.html").read_text() == "first"


def test_what_somebody_else_wrote_is_left_as_it_is(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(NotASite, match="did not write"):
        write(tmp_path, "first")
    with pytest.raises(NotASite, match="is a file"):
        write(tmp_path / "thesis.txt", "first")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("thesis.txt", "mine")]


def test_a_failure_leaves_the_site_before(tmp_path):
    folder = tmp_path / "site"
    write(folder, "first")
    with pytest.raises(RuntimeError), replaced(folder) as new:
        (new / "index.html").write_text("half")
        raise RuntimeError
    assert (folder / "index.html").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_process_left_is_cleared(tmp_path):
    (tmp_path / ".site.new" / "articles").mkdir(parents=True)
    (tmp_path / ".site.old").mkdir()
    write(tmp_path / "site", "first")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_site_of_a_warehouse_is_beside_it():
    assert site_folder("data/news.duckdb").as_posix() == "data/news.site"
