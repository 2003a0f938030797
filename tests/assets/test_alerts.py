"""Who is told of what, and that nobody is unless it was asked for."""

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import dagster as dg
import duckdb
import pytest

from assets import alerts as sensor
from hearsay.alerts import Alert, AlertNotSent, Channel, channel_of, send
from hearsay.errors import UserError
from pipeline import settings

ALERT = Alert("run_failed", "build", "run build failed: there is no room", "2026-03-02T09:00:00+00:00")
SOURCES = '[[source]]\nname = "letters"\nkind = "folder"\npath = "letters"\n'


class Webhook(BaseHTTPRequestHandler):
    """Keeps what it was sent, and answers as the test says."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, json.loads(body)))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def webhook():
    with HTTPServer(("127.0.0.1", 0), Webhook) as server:
        server.received, server.status = [], 200
        server.url = f"http://127.0.0.1:{server.server_port}/secret"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return a folder in the project's place, with alerts written to a file in it."""
    monkeypatch.setattr(settings, "SOURCES", tmp_path / "sources.toml")
    monkeypatch.setattr(settings, "DEFAULT_WAREHOUSE", tmp_path / "news.duckdb")
    for name in ("URL", "PRIVATE", "QUIET_HOURS"):
        monkeypatch.delenv(f"HEARSAY_ALERTS_{name}", raising=False)
    monkeypatch.setenv("HEARSAY_ALERTS_FILE", str(tmp_path / "alerts.jsonl"))
    return tmp_path


def told(project) -> list[tuple[str, str]]:
    file = project / "alerts.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [(alert["kind"], alert["subject"]) for alert in map(json.loads, lines)]


def test_without_settings_nothing_is_sent(project, monkeypatch):
    monkeypatch.delenv("HEARSAY_ALERTS_FILE")
    with dg.DagsterInstance.ephemeral() as instance:
        assert "is set" in sensor.alerts(dg.build_sensor_context(instance=instance)).skip_message
    assert sensor.alerts.default_status == dg.DefaultSensorStatus.STOPPED


def test_a_webhook_gets_all_alerts_in_one_message(webhook):
    send([ALERT, ALERT], Channel(url=webhook.url, allow_private=True))
    assert webhook.received == [("/secret", {"text": "\n".join([f"Hearsay: {ALERT.text}"] * 2)})]


def test_a_private_address_is_not_asked_unless_it_is_allowed(webhook):
    with pytest.raises(AlertNotSent, match="address not public.*HEARSAY_ALERTS_PRIVATE=yes allows it"):
        send([ALERT], Channel(url=webhook.url))
    with pytest.raises(AlertNotSent, match="address not public"):
        named = Channel(url=webhook.url.replace("127.0.0.1", "chat.example"))
        send([ALERT], named, resolve=lambda host, port: ["127.0.0.1"])
    assert webhook.received == []


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_refusal_is_told_without_the_address_and_a_redirect_not_followed(webhook, status):
    webhook.status = status
    with pytest.raises(AlertNotSent, match=f"status {status}") as caught:
        send([ALERT], Channel(url=webhook.url, allow_private=True))
    assert "secret" not in str(caught.value) and len(webhook.received) == 1


@pytest.mark.parametrize(
    ("name", "value"), [("URL", "ftp://chat.example/"), ("URL", "chat"), ("QUIET_HOURS", "two days")]
)
def test_what_cannot_be_understood_is_told(name, value):
    environment = {"HEARSAY_ALERTS_FILE": "alerts.jsonl", f"HEARSAY_ALERTS_{name}": value}
    with pytest.raises(UserError, match=f"HEARSAY_ALERTS_{name}"):
        channel_of(environment)


def test_the_environment_says_where_alerts_go():
    assert channel_of({}) is None
    channel = channel_of({
        "HEARSAY_ALERTS_URL": "https://chat.example/hook", "HEARSAY_ALERTS_PRIVATE": "yes",
        "HEARSAY_ALERTS_QUIET_HOURS": "6",
    })
    assert channel == Channel("https://chat.example/hook", None, True, timedelta(hours=6))


def ended_run(instance, *, fails: bool, checked: bool = True):
    """Execute an asset that fails, or whose check does."""

    @dg.asset(check_specs=[dg.AssetCheckSpec("rows_add_up", asset="table")])
    def table():
        if fails:
            raise dg.Failure("No space left on device. Make room.")
        return dg.MaterializeResult(
            check_results=[dg.AssetCheckResult(passed=checked, check_name="rows_add_up", description="2 of 3 rows.")]
        )

    return dg.materialize([table], instance=instance, raise_on_error=False)


def test_failed_runs_and_checks_are_told_once(project):
    with dg.DagsterInstance.ephemeral() as instance:
        ended_run(instance, fails=True)  # before the sensor was switched on
        context = dg.build_sensor_context(instance=instance)
        cursor = sensor.alerts(context).cursor
        assert told(project) == []

        run = ended_run(instance, fails=True).run_id[:8]
        ended_run(instance, fails=False)
        ended_run(instance, fails=False, checked=False)
        for _ in range(2):
            cursor = sensor.alerts(dg.build_sensor_context(instance=instance, cursor=cursor)).cursor
    assert [kind for kind, _ in told(project)] == ["run_failed", "check_failed"]
    assert told(project)[1] == ("check_failed", "table: rows_add_up")
    text = (project / "alerts.jsonl").read_text(encoding="utf-8")
    assert f"({run}) failed: table: No space left on device. Make room." in text and "2 of 3 rows." in text


def test_what_could_not_be_sent_is_sent_later(project, monkeypatch):
    with dg.DagsterInstance.ephemeral() as instance:
        cursor = sensor.alerts(dg.build_sensor_context(instance=instance)).cursor
        ended_run(instance, fails=True)
        (project / "alerts.jsonl").mkdir()
        with pytest.raises(dg.Failure, match="1 alerts wait"):
            sensor.alerts(dg.build_sensor_context(instance=instance, cursor=cursor))
        (project / "alerts.jsonl").rmdir()
        sensor.alerts(dg.build_sensor_context(instance=instance, cursor=cursor))
    assert [kind for kind, _ in told(project)] == ["run_failed"]


def test_a_source_that_delivers_nothing_is_told_of_until_it_delivers(project):
    settings.SOURCES.write_text(SOURCES)
    now, channel = datetime(2026, 3, 2, 9, 0, tzinfo=UTC), Channel(quiet=timedelta(hours=24))
    state = {"since": 0, "known": {}, "quiet": []}

    def tick(hours):
        nonlocal state
        found, state = sensor.quiet_sources(channel, state, now=now + timedelta(hours=hours))
        return [alert.subject for alert in found]

    assert [tick(hours) for hours in (0, 24, 25, 26)] == [[], [], ["letters"], []]
    with duckdb.connect(str(settings.DEFAULT_WAREHOUSE)) as connection:
        connection.execute("create schema ops; create table ops.documents (source varchar, loaded_at timestamptz)")
        connection.execute("insert into ops.documents values ('letters', ?)", [now + timedelta(hours=30)])
    assert [tick(hours) for hours in (31, 54, 55)] == [[], [], ["letters"]]
    assert tick(56) == [] and state["quiet"] == ["letters"]
