"""Articles for a whole module of tests."""

from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def module_articles(tmp_path_factory, write_articles) -> Path:
    """Return a folder of articles that the tests of one module share."""
    return write_articles(tmp_path_factory.mktemp("input") / "articles")
