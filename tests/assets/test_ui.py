"""The Dagster UI as an operator sees it on a fresh clone, in a real browser: nothing is typed, all is clicked."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assets.definitions import defs
from pipeline import settings

PROJECT = Path(__file__).resolve().parents[2]
PARTS = (
    "assets", "expectations", "hearsay", "pipeline", "warehouse", "dagster.yaml", "workspace.yaml", "pyproject.toml"
)
STARTING_SECONDS = 240
pytestmark = pytest.mark.slow


@pytest.fixture
def project(tmp_path, write_articles) -> Path:
    """Return a copy of the project with few articles, and one expectation that two of them fail."""
    if not (settings.MODEL / "meta.json").is_file():
        pytest.skip(f"there is no model at {settings.MODEL}")
    project = tmp_path / "clone"
    for part in PARTS:
        copy = shutil.copytree if (PROJECT / part).is_dir() else shutil.copy
        project.mkdir(exist_ok=True)
        copy(PROJECT / part, project / part)
    (project / "models").symlink_to(settings.MODEL.parent)
    (project / "examples").mkdir()
    write_articles(project / "examples" / "articles")
    suite = project / "expectations" / "articles.py"
    lenient = suite.read_text(encoding="utf-8")
    strict = lenient.replace('between("word_count", low=0,', 'between("word_count", low=50,')
    assert strict != lenient
    suite.write_text(strict, encoding="utf-8")
    return project


@pytest.fixture
def address(project):
    """Return where ``hearsay dev`` shows the UI of the copy."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    command = [sys.executable, "-m", "hearsay.cli", "dev", "--port", str(port)]
    environment = {key: value for key, value in os.environ.items() if key != "DAGSTER_HOME"}
    log = project / "dev.log"
    with log.open("w") as stream:
        process = subprocess.Popen(
            command, cwd=project, env={**environment, "PYTHONPATH": str(project)}, stdout=stream, stderr=stream,
            start_new_session=True,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until_up(address, process, log)
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def wait_until_up(address: str, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + STARTING_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{address}/server_info", timeout=10).close()
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            assert process.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.5)


def test_an_operator_launches_everything_and_looks_at_it(project, address, page):
    page.open(f"{address}/locations/hearsay/jobs/build/playground")
    page.wait_for("No errors")
    page.click("^Launch Run")  # nothing was typed, and nothing is asked
    page.wait_for(r"Runs\s*/")
    text = page.wait_for("Success|Failure|Canceled")
    page.shoot(project / "run.png")
    assert "Success" in text
    assert (project / "data" / "warehouse.duckdb").is_file()

    for spec in defs.resolve_all_asset_specs():
        page.open(f"{address}/assets/{'/'.join(spec.key.path)}")
        for expected in (re.escape(re.split(r"[`:\n]", spec.description)[0]), r"Owners\s+hearsay", r"Jobs\s"):
            page.wait_for(expected)
        if spec.key.path[0] == "warehouse":
            page.wait_for("Column name")
        elif spec.key.path != ["captures"]:
            page.wait_for("Timestamp[\\s\\S]*Value")
        page.shoot(project / f"asset_{'_'.join(spec.key.path)}.png")

    page.open(f"{address}/assets/warehouse/articles?view=checks&checkDetail=word_count_is_in_range")
    for expected in (
        "2 of 3 rows, set aside: word_count is out of range.", "Shares and rates are computed from it.",
        "table_name = 'articles' and contains(detail, 'word_count is out of range')",
    ):
        text = page.wait_for(re.escape(expected))
    page.shoot(project / "check.png")
    checks = project / "data" / "warehouse.site" / "checks.html"
    assert str(checks) in text and "word_count is out of range" in checks.read_text(encoding="utf-8")

    page.open(f"{address}/locations/hearsay/jobs/build_batch/playground")
    page.wait_for("No errors")
    page.click("", selector="input[placeholder=Partition]", until="batch_[0-9a-f]{16}")
    page.wait_for("rejections_[0-9a-f]{16}")  # what the plan rejected
    page.shoot(project / "batches.png")

    page.open(f"{address}/automation")
    for name in ("fetch_due", "inbox", "sources", "alerts"):
        page.wait_for(name)
    page.shoot(project / "automation.png")
    assert page.faults == []
    assert {urlsplit(url).hostname for url in page.asked if url.startswith(("http", "ws"))} == {"127.0.0.1"}
