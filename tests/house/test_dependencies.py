"""What the code imports is declared in pyproject.toml, and what is declared is used."""

import ast
import importlib
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = [pattern.rstrip("*") for pattern in PYPROJECT["tool"]["setuptools"]["packages"]["find"]["include"]]
SHIPPED = sorted(set(PACKAGES) - {"benchmarks", "training"})
NOT_IMPORTED = {
    "dagster-webserver": "the UI, which `dagster dev` starts",
    "tzdata": "time zones for zoneinfo where the system has none",
}


def imported_names(folder: str) -> set[str]:
    """Return the top-level names that the Python files of a folder import, anywhere in them."""
    names = set()
    for path in (PROJECT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - set(PACKAGES)


def distributions_of(folders: list[str]) -> set[str]:
    """Return the distributions that the imports of the folders come from."""
    known = packages_distributions()
    names = set().union(*map(imported_names, folders))
    return {normalise(known.get(name, [name])[0]) for name in names}


def declared(*extras: str) -> set[str]:
    """Return the names of the runtime dependencies and those of the extras."""
    project = PYPROJECT["project"]
    requirements = project["dependencies"] + sum((project["optional-dependencies"][extra] for extra in extras), [])
    return {normalise(re.split(r"[^\w.-]", requirement)[0]) for requirement in requirements}


def normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_what_the_shipped_packages_import_is_declared():
    assert distributions_of(SHIPPED) - declared("ray") == set()


def test_what_training_benchmarks_and_tests_import_is_declared():
    assert distributions_of(["training", "benchmarks", "tests"]) - declared("bench", "dev", "ray", "train") == set()


def test_every_runtime_dependency_is_used():
    assert declared() - distributions_of(SHIPPED) == set(NOT_IMPORTED)


def test_every_package_of_the_project_is_installed():
    found = {path.parent.name for path in PROJECT.glob("*/__init__.py")}
    assert found == set(PACKAGES)


def test_pure_packages_import_no_engine():
    assert distributions_of(["pipeline"]) & {"dagster", "duckdb", "great-expectations", "ray"} == set()


def test_the_entry_points_load():
    project = PYPROJECT["project"]
    for target in [*project["scripts"].values(), *project["entry-points"]["spacy_factories"].values()]:
        module, _, name = target.partition(":")
        assert callable(getattr(importlib.import_module(module), name)), target
