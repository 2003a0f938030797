"""A warehouse of the examples, built once by the command that users type."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from examples.goldens import ARTICLES
from pipeline.settings import PROJECT

HEARSAY = [sys.executable, "-c", "import sys; from hearsay.cli import main; sys.exit(main())"]


@pytest.fixture(scope="session")
def build() -> Callable[[Path], None]:
    """Return what builds a warehouse of the examples, as `make run` does."""

    def run(file: Path) -> None:
        command = [*HEARSAY, "build", str(ARTICLES.relative_to(PROJECT)), "--warehouse", str(file)]
        environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
        done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stdout + done.stderr

    return run


@pytest.fixture(scope="session")
def file(build, tmp_path_factory) -> Path:
    """Return the published warehouse."""
    file = tmp_path_factory.mktemp("warehouse") / "examples.duckdb"
    build(file)
    return file
