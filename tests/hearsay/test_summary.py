import sys

import pytest

from hearsay import summary


@pytest.fixture
def program(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "hearsay").touch()
    return tmp_path / "bin" / "hearsay"


def test_the_name_is_enough_where_the_shell_finds_it(monkeypatch, program):
    monkeypatch.setattr(summary, "which", lambda name: f"/usr/bin/{name}")
    assert summary._command() == "hearsay"


def test_else_the_path_is_what_to_type(monkeypatch, program, tmp_path):
    monkeypatch.setattr(summary, "which", lambda name: None)
    monkeypatch.chdir(tmp_path)
    assert summary._command() == "bin/hearsay"
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert summary._command() == str(program)
