"""The commands that the README shows exist."""

import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(?:sh|bash)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
LINES = [shlex.split(line, comments=True) for block in BLOCKS for line in block.replace("\\\n", " ").splitlines()]
MAKE = [line for line in LINES if line[:1] == ["make"]]
HEARSAY = [line for line in LINES if line and line[0].endswith("hearsay")]


@cache
def help_of(subcommand: str) -> str:
    """Return what ``hearsay SUBCOMMAND --help`` prints."""
    call = "import sys; from hearsay.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", call, subcommand, "--help"]
    result = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    return result.stdout if result.returncode == 0 else ""


def test_the_readme_shows_both_kinds_of_command():
    assert [command for command in (["make", "run"], ["make", "test"]) if command not in MAKE] == []
    assert HEARSAY


@pytest.mark.parametrize("command", MAKE, ids=" ".join)
def test_a_make_command_has_its_target(command):
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{re.escape(command[1])}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("command", HEARSAY, ids=" ".join)
def test_a_hearsay_command_has_its_subcommand_and_options(command):
    _, subcommand, *arguments = command
    text = help_of(subcommand)
    assert text, f"hearsay {subcommand} --help fails"
    assert [option for option in arguments if option.startswith("--") and option not in text] == []


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", README))))
def test_a_link_of_the_readme_leads_to_a_file(target):
    assert (PROJECT / target).exists()
