"""What may stand in the repository, and what an installation carries."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
MAXIMUM_BYTES = 30 * 1024**2
MACHINE_PATH = re.compile(rb"(?<![\w.~:/-])/(?:work|root|farm|home/\w+|Users/\w+)/")


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    if not (PROJECT / ".git").exists():
        pytest.skip("not a git checkout")
    result = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True)
    return [path for name in result.stdout.split("\0") if name and (path := PROJECT / name).is_file()]


def test_no_file_is_large(tracked):
    assert [path.name for path in tracked if path.stat().st_size > MAXIMUM_BYTES] == []


def test_no_file_names_a_path_of_one_machine(tracked):
    found = []
    for path in tracked:
        content = path.read_bytes()
        if b"\0" not in content:
            found += [f"{path.relative_to(PROJECT)}: {match[0].decode()}" for match in MACHINE_PATH.finditer(content)]
    assert found == []


def test_tests_hold_no_package(tracked):
    """``tests/pipeline/__init__.py`` would shadow the package ``pipeline``."""
    assert [path for path in tracked if path.name == "__init__.py" and "tests" in path.relative_to(PROJECT).parts] == []


def test_an_installation_carries_every_file_of_the_packages(tmp_path):
    pyproject = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = [pattern.rstrip("*") for pattern in pyproject["tool"]["setuptools"]["packages"]["find"]["include"]]
    source = tmp_path / "source"
    for package in packages:
        shutil.copytree(PROJECT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, source)
    expected = {
        path.relative_to(source).as_posix()
        for package in packages
        for path in (source / package).rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    build = f"from setuptools import build_meta; build_meta.build_wheel({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=source, capture_output=True, check=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        carried = set(wheel.namelist())
    assert any(name.endswith(".sql") for name in expected)
    assert expected - carried == set()
