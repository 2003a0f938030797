"""What tests of several parts share."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def stand_in_model(tmp_path_factory) -> Path:
    """Return the folder of a rule-based spaCy pipeline that stands in the model's place."""
    spec = importlib.util.spec_from_file_location("stand_in", Path(__file__).with_name("stand_in.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.save(tmp_path_factory.mktemp("model") / "stand_in")


@pytest.fixture(scope="session")
def write_articles() -> Callable[[Path], Path]:
    """Return what fills a folder with three articles, a broken record and a file of a kind that is not read."""

    def write(folder: Path) -> Path:
        folder.mkdir()
        (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
        (folder / "records.jsonl").write_text(RECORDS, encoding="utf-8")
        (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
        return folder

    return write


@pytest.fixture
def articles_folder(tmp_path, write_articles) -> Path:
    """Return a folder of articles that a test may change."""
    return write_articles(tmp_path / "articles")


BRIDGE = """Bridge closed after storm

The old bridge over the Lune was closed on Tuesday after a night of heavy rain and strong winds across the valley.

“The bridge will stay closed until Friday,” said Anna Keller, who leads the road authority of the district.

Residents had asked for a second crossing for years. “There is no money for another bridge,” said Anna Keller.
"""
RECORDS = "\n".join([
    '{"title": "Denial over bridge", "url": "https://observer.example/bridge", "outlet": "Valley Observer", '
    '"date": "2025-03-04T10:00:00Z", "text": "The district has known of the cracks in the old bridge for two years, '
    'two engineers of the county told this newspaper this week.\\n\\n“We never saw such a report,” denied Anna Keller '
    'when she was asked about the cracks on Wednesday morning in the town hall."}',
    '{"title": "Council meets", "url": "https://courier.example/council", "outlet": "Valley Courier", '
    '"date": "2025-03-05", "text": "The council of the district meets on Thursday evening to speak about the bridge '
    'and the money for it.\\n\\n“The meeting is open to everybody,” said Peter Brandt, the mayor, on the steps of the '
    'town hall before he went in."}',
    '{"title": "Broken record", "text": ',
]) + "\n"
