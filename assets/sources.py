"""The sources that are fetched: what they gave, and when they are asked."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
from pydantic import Field

from assets.metadata import markdown_table
from assets.runs import OWNERS, WRITES_TAG, clear_failures
from hearsay.fetch import SourceFetch, due_sources
from hearsay.fetch.command import checked_sources, fetch_locked
from hearsay.work import WorkFolder
from pipeline import settings
from pipeline.ingest import SourcesError, read_sources

FRESHNESS = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=24), warn_window=timedelta(hours=6))
COLUMNS = ("source", "new or changed", "unchanged", "not due", "put off", "failed", "first failure")
ANSWERED = "A source that does not answer, or answers with an error, delivers nothing, and nobody notices."


class Fetch(dg.Config):
    """What is fetched, and the warehouse that it is kept beside."""

    sources: str = Field(default=str(settings.SOURCES), description="The sources.toml, absolute or in the project.")
    names: list[str] = Field(default=[], description="Sources to fetch. Empty: all that have an address.")
    warehouse: str = Field(default=str(settings.DEFAULT_WAREHOUSE), description="DuckDB file that they are for.")
    recheck: bool = Field(default=False, description="Ask for every page again, also for those fetched lately.")


@dg.asset(
    group_name="sources", kinds={"http"}, owners=OWNERS, freshness_policy=FRESHNESS,
    check_specs=[dg.AssetCheckSpec("every_request_succeeded", asset="captures", description=ANSWERED)],
)
def captures(context: dg.AssetExecutionContext, config: Fetch) -> dg.MaterializeResult:
    """What feeds and addresses answered, as received, in web archives: only what is new, due or has changed.

    Which they are stands in `sources.toml` in the project's folder; where that has none, nothing is fetched. A request
    that fails is tried again a few times at once, and later with growing pauses; the others go on.
    """
    with clear_failures(context):
        path = Path(config.sources)
        is_left_out = not config.names and path == settings.SOURCES
        if is_left_out and not (path.is_file() and read_sources(path).fetched()):
            results = []
            context.log.info(f"{path.absolute()} names no feed and no address: there is nothing to fetch.")
        else:
            sources = checked_sources(path, config.names)
            results = fetch_locked(
                sources, WorkFolder(config.warehouse).captures, names=config.names, recheck=config.recheck
            )
    failures = sum(len(result.failures) for result in results)
    rows = [_row(result) for result in results]
    check = dg.AssetCheckResult(
        passed=not failures, check_name="every_request_succeeded", severity=dg.AssetCheckSeverity.WARN,
        description=f"{failures:,} requests failed." if failures else "No request failed.",
        metadata={"why": ANSWERED, "failures": failures, "sources": markdown_table(COLUMNS, rows)},
    )
    return dg.MaterializeResult(check_results=[check], metadata={
        "pages": sum(result.fetched for result in results),
        "failures": failures,
        "warnings": sum(len(result.warnings) for result in results),
        "sources": markdown_table(COLUMNS, rows),
    })


def _row(result: SourceFetch) -> tuple:
    first = next((f"{reason}: {address}" for address, reason, _ in result.failures), None)
    return (
        result.name, result.fetched, result.unchanged, result.not_due, result.put_off, len(result.failures), first
    )


fetch_job = dg.define_asset_job(
    "fetch", selection=dg.AssetSelection.assets(captures), tags={WRITES_TAG: "captures"},
    description="Fetch what is new in the sources of sources.toml; the sensor on them then builds it.",
)


@dg.schedule(
    job=fetch_job, cron_schedule="*/5 * * * *", default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every five minutes: fetches the sources of sources.toml whose every_minutes have passed.",
)
def fetch_due(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Ask for a fetch of the sources that are due. The file is read each time: a new source needs no restart."""
    path = settings.SOURCES
    if not path.is_file():
        return dg.SkipReason(f"There is no {path}.")
    try:
        names = due_sources(read_sources(path), WorkFolder(settings.DEFAULT_WAREHOUSE).captures, now=datetime.now(UTC))
    except SourcesError as error:
        return dg.SkipReason(str(error))
    if not names:
        return dg.SkipReason(f"No source of {path} is due.")
    return dg.RunRequest(run_config={"ops": {captures.op.name: {"config": {"names": names}}}})
