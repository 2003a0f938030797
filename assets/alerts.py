"""An example of alerts: runs that failed, checks that failed, sources that have delivered nothing for long."""

import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import dagster as dg
from dagster import DagsterEventType, DagsterRunStatus, RunRecord, RunsFilter

from hearsay.alerts import FILE, URL, Alert, AlertNotSent, Channel, channel_of, send
from hearsay.errors import UserError
from hearsay.operations import query
from pipeline import settings
from pipeline.ingest import SourcesError, read_sources
from warehouse.connection import Warehouse
from warehouse.errors import WarehouseError

ENDED = [DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE]
MOST_RUNS = 25  # of one tick; the next one goes on
IS_SET = any(os.environ.get(name) for name in (URL, FILE))


@dg.sensor(
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING if IS_SET else dg.DefaultSensorStatus.STOPPED,
    description="Tells a webhook or a file of runs that failed, checks that failed, and sources that have delivered "
    f"nothing for long. Off unless {URL} or {FILE} is set in the environment (docs/operating.md).",
)
def alerts(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Send what is new since the last tick; what could not be sent is sent again with the next."""
    try:
        channel = channel_of()
    except UserError as error:
        return dg.SkipReason(str(error))
    if channel is None:
        return dg.SkipReason(f"Neither {URL} nor {FILE} is set.")
    now = datetime.now(UTC)
    state = json.loads(context.cursor) if context.cursor else {"since": now.timestamp(), "known": {}, "quiet": []}
    runs = ended_runs(context.instance, since=state["since"])
    found = [alert for record in runs for alert in alerts_of_run(context.instance, record)]
    silent, state = quiet_sources(channel, state, now=now)
    found += silent
    if found:
        try:
            send(found, channel)
        except AlertNotSent as error:
            raise dg.Failure(f"{error}. {len(found)} alerts wait for the next tick.") from error
    if runs:
        state["since"] = runs[-1].update_timestamp.timestamp()
    told = f"Sent {len(found)}: {', '.join(alert.subject for alert in found)}" if found else "Nothing to tell."
    return dg.SensorResult(cursor=json.dumps(state), skip_reason=told)


def ended_runs(instance: dg.DagsterInstance, *, since: float) -> list[RunRecord]:
    """Return runs that ended after a moment, the earliest first.

    :param since: seconds since 1970.
    """
    moment = datetime.fromtimestamp(since, UTC)
    records = instance.get_run_records(
        RunsFilter(statuses=ENDED, updated_after=moment), order_by="update_timestamp", ascending=True, limit=MOST_RUNS
    )
    return [record for record in records if record.update_timestamp.timestamp() > since]


def alerts_of_run(instance: dg.DagsterInstance, record: RunRecord) -> Iterator[Alert]:
    """Yield an alert for a run that failed, and one for each of its checks that failed."""
    run, at = record.dagster_run, record.update_timestamp.isoformat(timespec="seconds")
    name = f"{run.job_name} ({run.run_id[:8]})"
    if run.status == DagsterRunStatus.FAILURE:
        yield Alert("run_failed", name, f"run {name} failed: {_why(instance, run.run_id)}", at)
    for entry in instance.all_logs(run.run_id, of_type=DagsterEventType.ASSET_CHECK_EVALUATION):
        check = entry.dagster_event.asset_check_evaluation_data
        if not check.passed:
            subject = f"{check.asset_key.to_user_string()}: {check.check_name}"
            text = f"check {subject} failed in run {name} ({check.severity.value}): {check.description}"
            yield Alert("check_failed", subject, text, at)


def _why(instance: dg.DagsterInstance, run_id: str) -> str:
    """Return what the first step that failed says of it, on one line."""
    failures = instance.all_logs(run_id, of_type=DagsterEventType.STEP_FAILURE)
    for entry in failures:
        data = entry.dagster_event.step_failure_data
        failure = data.user_failure_data
        message = failure.description if failure else data.error and data.error.message
        if message:
            return f"{entry.step_key}: {' '.join(message.split())[:500]}"
    return "no step says why; see the run's log"


def quiet_sources(
    channel: Channel, state: Mapping[str, Any], *, now: datetime
) -> tuple[list[Alert], dict[str, Any]]:
    """Return an alert for each source that has turned quiet, and the state with those that are.

    A source that has never delivered is counted from when it was first seen here.

    :param state: ``known``, when each source was first seen, and ``quiet``, those that were told of.
    """
    last, names = _last_documents(), _source_names()
    known = {name: state["known"].get(name, now.isoformat()) for name in names}
    quiet = {}
    for name in names:
        since = last.get(name) or datetime.fromisoformat(known[name])
        if now - since > channel.quiet:
            quiet[name] = since
    alerts = [
        Alert(
            "source_quiet", name, f"source {name} has delivered nothing new since {since:%Y-%m-%d %H:%M} UTC, for more "
            f"than {channel.quiet / timedelta(hours=1):g} hours.", now.isoformat(timespec="seconds"),
        )
        for name, since in quiet.items() if name not in state["quiet"]
    ]
    return alerts, {**state, "known": known, "quiet": sorted(quiet)}


def _last_documents() -> dict[str, datetime]:
    """Return when each source had a document loaded last; none where there is no warehouse to read yet."""
    try:
        with Warehouse(settings.DEFAULT_WAREHOUSE, lock_seconds=5).connect(read_only=True) as connection:
            return dict(connection.execute(query("last_documents")).fetchall())
    except WarehouseError:
        return {}


def _source_names() -> list[str]:
    """Return the names of the sources; of a file that is wrong, none: the sensor on the sources says so."""
    try:
        return [source.name for source in read_sources(settings.SOURCES).source]
    except SourcesError:
        return []
