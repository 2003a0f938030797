"""The site in a real browser: no script of an article runs, nothing is logged, nothing is asked for elsewhere."""

import re
import shutil
import subprocess
from urllib.parse import urlsplit

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--enable-logging=stderr",
)
BROWSERS_OWN = ("google.com", "googleapis.com", "gvt1.com")  # whom Chromium asks for itself, whatever page it shows
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=f"no browser: none of {', '.join(NAMES)} was found")


@pytest.fixture
def browse(tmp_path):
    """Return what opens a file, and gives its document as scripts left it, what was logged and what was asked for."""

    def open_page(file):
        net_log = tmp_path / "net.json"
        command = [
            CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", f"--log-net-log={net_log}", "--dump-dom",
            file.absolute().as_uri(),
        ]
        result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=480, check=True)
        logged = [line for line in result.stderr.splitlines() if "CONSOLE" in line]
        addresses = re.findall(r'"url":"([^"]*)"', net_log.read_text(encoding="utf-8", errors="replace"))
        return result.stdout, logged, set(filter(is_foreign, addresses))

    return open_page


def is_foreign(address: str) -> bool:
    """Return whether an address is neither in the folder nor one that the browser asks for itself."""
    host = urlsplit(address).hostname or ""
    own = any(host == name or host.endswith(f".{name}") for name in BROWSERS_OWN)
    return urlsplit(address).scheme in ("http", "https", "ws", "wss", "ftp") and not own


@pytest.mark.parametrize("page", ["articles.html", "disputed.html", "articles/*.html"])
def test_a_page_opens_quietly_and_alone(site, browse, page):
    file = sorted(site.glob(page))[0]
    document, logged, asked = browse(file)
    assert (logged, asked) == ([], set())
    assert "<title>pwned" not in document and "– Hearsay</title>" in document
    rows = file.read_text(encoding="utf-8").count("<tr>") - 1
    assert ('<label class="filter">Find in these articles' in document) == (rows >= 12)  # the site's own script ran


def test_the_test_hears_of_a_fault_and_a_request(browse, tmp_path):
    page = tmp_path / "bad.html"
    page.write_text("<title>x</title><script>console.error('seen')</script><img src='http://127.0.0.1:9/x.png'>")
    _, logged, asked = browse(page)
    assert "seen" in logged[0] and asked == {"http://127.0.0.1:9/x.png"}
