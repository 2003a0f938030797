"""The expectations of each table as asset checks."""

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import dagster as dg

from expectations.expectation import CRITICAL, Expectation
from expectations.names import check_names
from expectations.validation import SUITES
from hearsay.site import site_folder
from hearsay.site.checks import CHECKS_PAGE, rejected_rows
from hearsay.work import WorkFolder

EXAMPLES = 5


def check_specs(table: str, *, asset: dg.AssetKey) -> list[dg.AssetCheckSpec]:
    """Return the checks of a table; none where it has no suite."""
    if table not in SUITES:
        return []
    return [
        dg.AssetCheckSpec(name, asset=asset, description=expectation.why, metadata={"reason": expectation.reason})
        for name, expectation in zip(check_names(table), SUITES[table].expectations, strict=True)
    ]


def check_results(
    table: str, outcomes: Iterable[Mapping[str, Any]], *, asset: dg.AssetKey, work: WorkFolder
) -> Iterator[dg.AssetCheckResult]:
    """Yield what the expectations of a table found in all batches of a run.

    :param outcomes: as ``expectations.batches.validate_batch`` gives them, batch after batch.
    :param work: the work folder of the warehouse, which a failed check names.
    """
    names = check_names(table) if table in SUITES else []
    found = [outcome for outcome in outcomes if outcome["suite"] == table]
    for position, name in enumerate(names):
        yield _result(name, found[position::len(names)], asset, SUITES[table].expectations[position], work)


def report_command(report: str, work: WorkFolder) -> str:
    """Return what to type to read a report of a warehouse."""
    return f"hearsay report {report} --warehouse {shlex.quote(str(work.warehouse))}"


def _result(
    name: str, outcomes: list[Mapping[str, Any]], asset: dg.AssetKey, expectation: Expectation, work: WorkFolder
) -> dg.AssetCheckResult:
    is_critical = expectation.severity == CRITICAL
    rows = sum(outcome["evaluated_count"] for outcome in outcomes)
    failed = sum(outcome["unexpected_count"] for outcome in outcomes)
    became = "set aside" if is_critical else "loaded all the same"
    return dg.AssetCheckResult(
        passed=all(outcome["success"] for outcome in outcomes), check_name=name, asset_key=asset,
        severity=dg.AssetCheckSeverity.ERROR if is_critical else dg.AssetCheckSeverity.WARN,
        description=f"{failed:,} of {rows:,} rows, {became}: {expectation.reason}." if failed
        else f"{rows:,} rows, none fails.",
        metadata={
            "why": expectation.why,
            "expectation": expectation.type,
            "rows looked at": rows,
            "rows that failed": failed,
            **(_where_to_look(outcomes, expectation, work) if failed else {}),
        },
    )


def _where_to_look(
    outcomes: list[Mapping[str, Any]], expectation: Expectation, work: WorkFolder
) -> dict[str, Any]:
    """Return the values that failed, and where the rows are: the page, the report, the SQL."""
    examples = [str(example) for outcome in outcomes for example in json.loads(outcome["examples"])][:EXAMPLES]
    looked_up = {
        "rejected rows, SQL": rejected_rows(outcomes[0]["suite"], expectation),
        "rejected rows, counted": report_command("rejected", work),
    }
    return {
        **({"examples": " | ".join(" ".join(example.split()) for example in examples)} if examples else {}),
        "page": dg.MetadataValue.path(str(site_folder(work.warehouse).absolute() / CHECKS_PAGE)),
        **(looked_up if expectation.severity == CRITICAL else {}),
    }
