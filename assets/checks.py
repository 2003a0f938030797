"""The expectations of each table as asset checks."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import dagster as dg

from expectations.expectation import CRITICAL, Expectation
from expectations.validation import SUITES

EXAMPLES = 5
FORMS = {
    "ExpectColumnValuesToNotBeNull": "{column}_is_present",
    "ExpectColumnValuesToBeUnique": "{column}_is_unique",
    "ExpectCompoundColumnsToBeUnique": "{column}_are_unique",
    "ExpectColumnValuesToBeInSet": "{column}_is_of_a_known_kind",
    "ExpectColumnValuesToBeBetween": "{column}_is_in_range",
    "ExpectColumnValuesToMatchRegex": "{column}_is_well_formed",
    "ExpectColumnValuesToBeNull": "no_{column}",
    "ExpectColumnPairValuesToBeEqual": "{first}_equals_{second}",
    "ExpectColumnPairValuesAToBeGreaterThanB": "{second}_is_not_after_{first}",
}


def check_names(table: str) -> list[str]:
    """Return the names of a table's checks, in the order of its expectations."""
    seen: Counter[str] = Counter()
    names = []
    for expectation in SUITES[table].expectations:
        name = _name(expectation)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return names


def check_specs(table: str, *, asset: dg.AssetKey) -> list[dg.AssetCheckSpec]:
    """Return the checks of a table; none where it has no suite."""
    if table not in SUITES:
        return []
    return [
        dg.AssetCheckSpec(name, asset=asset, description=expectation.why, metadata={"reason": expectation.reason})
        for name, expectation in zip(check_names(table), SUITES[table].expectations, strict=True)
    ]


def check_results(
    table: str, outcomes: Iterable[Mapping[str, Any]], *, asset: dg.AssetKey
) -> Iterator[dg.AssetCheckResult]:
    """Yield what the expectations of a table found in all batches of a run.

    :param outcomes: as ``expectations.batches.validate_batch`` gives them, batch after batch.
    """
    names = check_names(table) if table in SUITES else []
    found = [outcome for outcome in outcomes if outcome["suite"] == table]
    for position, name in enumerate(names):
        yield _result(name, found[position::len(names)], asset, SUITES[table].expectations[position])


def _result(
    name: str, outcomes: list[Mapping[str, Any]], asset: dg.AssetKey, expectation: Expectation
) -> dg.AssetCheckResult:
    severity = dg.AssetCheckSeverity.ERROR if expectation.severity == CRITICAL else dg.AssetCheckSeverity.WARN
    rows = sum(outcome["evaluated_count"] for outcome in outcomes)
    failed = sum(outcome["unexpected_count"] for outcome in outcomes)
    examples = [example for outcome in outcomes for example in json.loads(outcome["examples"])][:EXAMPLES]
    return dg.AssetCheckResult(
        passed=all(outcome["success"] for outcome in outcomes), check_name=name, asset_key=asset, severity=severity,
        description=f"{failed:,} of {rows:,} rows: {expectation.reason}" if failed else f"{rows:,} rows, none fails.",
        metadata={
            "why": expectation.why,
            "expectation": expectation.type,
            "rows looked at": rows,
            "rows that failed": failed,
            **({"examples": dg.MetadataValue.json(examples)} if examples else {}),
        },
    )


def _name(expectation: Expectation) -> str:
    """Return a name that says what is expected, such as ``cue_equals_cue_in_body``."""
    arguments = expectation.arguments
    columns = {
        "column": "_and_".join(arguments.get("column_list", [arguments.get("column", "")])),
        "first": arguments.get("column_A"), "second": arguments.get("column_B"),
    }
    form = "{column}" if arguments.get("value_set") == [True] else FORMS.get(expectation.type, expectation.type)
    return form.format(**columns)
