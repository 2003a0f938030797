"""A headless Chromium, driven by the Chrome DevTools Protocol."""

import base64
import json
import re
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--window-size=1500,1200",
    "--remote-debugging-port=0",
)
SECONDS = 180.0
FIND = """(([selector, pattern]) => {
  const said = (element) => (element.innerText || element.ariaLabel || "").trim();
  const element = [...document.querySelectorAll(selector)].find(
    (candidate) => new RegExp(pattern).test(said(candidate)) && candidate.offsetParent !== null && !candidate.disabled);
  if (!element) return null;
  element.scrollIntoView({block: "center"});
  const box = element.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
})"""


class Page:
    """One page of the browser.

    :param socket: of its DevTools.
    """

    def __init__(self, socket) -> None:
        self.socket, self.number = socket, 0
        self.asked: list[str] = []  # addresses
        self.faults: list[str] = []  # what scripts threw
        for domain in ("Page", "Runtime", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv(timeout=SECONDS))
            if message.get("id") == self.number:
                return message["result"]
            if message["method"] == "Network.requestWillBeSent":
                self.asked.append(message["params"]["request"]["url"])
            if message["method"] == "Runtime.exceptionThrown":
                self.faults.append(str(message["params"]["exceptionDetails"]))

    def run(self, script: str):
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def open(self, url: str) -> None:
        self.call("Page.navigate", url=url)

    def shoot(self, file: Path) -> None:
        """Keep what the page looks like, for somebody to look at."""
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def text(self) -> str:
        return self.run("document.body ? document.body.innerText : ''") or ""

    def wait_for(self, pattern: str) -> str:
        """Return the page's text once something in it matches."""
        end = time.monotonic() + SECONDS
        while not re.search(pattern, text := self.text()):
            path = urlsplit(self.run("location.href")).path
            assert time.monotonic() < end, f"no {pattern!r} in {path}: {text[:2000]}"
            time.sleep(0.3)
        return text

    def click(self, pattern: str, *, selector: str = "a, button", until: str = "") -> None:
        """Click with the mouse on the first element that says it, once there is one; again until the page says more."""
        end = time.monotonic() + SECONDS
        self._click(pattern, selector, end)
        while not re.search(until, self.text()):
            assert time.monotonic() < end, f"clicking {pattern!r} shows no {until!r}: {self.text()[:2000]}"
            time.sleep(1)
            self._click(pattern, selector, end)

    def _click(self, pattern: str, selector: str, end: float) -> None:
        while not (place := self.run(f"{FIND}({json.dumps([selector, pattern])})")):
            assert time.monotonic() < end, f"nothing to click that says {pattern!r}: {self.text()[:2000]}"
            time.sleep(0.3)
        for kind, button in (("mouseMoved", "none"), ("mousePressed", "left"), ("mouseReleased", "left")):
            x, y = place
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button=button, clickCount=1)


@pytest.fixture
def page(tmp_path):
    """Return an empty page of a headless Chromium."""
    from websockets.sync.client import connect

    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} was found")
    command = [chromium, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "about:blank"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        host = next(filter(None, (re.search(r"listening on ws://([^/]+)/", line) for line in process.stderr)))[1]
        with urllib.request.urlopen(f"http://{host}/json") as answer:
            target = next(target for target in json.load(answer) if target["type"] == "page")
        with connect(target["webSocketDebuggerUrl"], max_size=None) as socket:
            yield Page(socket)
    finally:
        process.terminate()
        process.wait(timeout=30)
