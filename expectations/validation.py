"""Validate frames in memory, before the write: rows that fail are set aside with the reason, the rest goes on."""

import hashlib
import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from expectations.articles import ARTICLE_REVISIONS, ARTICLES
from expectations.claim_groups import CLAIM_GROUPS, CLAIM_LINKS
from expectations.claims import CLAIMS
from expectations.entities import ENTITIES, ENTITY_ROLES
from expectations.expectation import CRITICAL, Expectation, Suite
from expectations.mentions import MENTIONS
from expectations.outlets import OUTLETS
from expectations.quotes import EARLIER_QUOTES, QUOTES
from expectations.removed_lines import REMOVED_LINES
from expectations.sentences import SENTENCES

# In this order each table's rows refer to rows of the tables before it only.
SUITES: dict[str, Suite] = {
    suite.table: suite
    for suite in (
        ARTICLES, ARTICLE_REVISIONS, ENTITIES, ENTITY_ROLES, SENTENCES, MENTIONS, QUOTES, EARLIER_QUOTES, CLAIMS,
        REMOVED_LINES, OUTLETS, CLAIM_GROUPS, CLAIM_LINKS,
    )
}
_EXAMPLES = 5
_EXAMPLE_CHARACTERS = 200
_LATEST_PUBLICATION = pd.Timedelta(days=2)


class BrokenExpectation(Exception):
    """An expectation could not be evaluated: a fault of the project, not of the data."""


@dataclass(frozen=True, slots=True)
class Validated:
    """One table's rows, parted, and what was found."""

    valid: pd.DataFrame
    quarantined: pd.DataFrame  # with two more columns: rejection_reason (the first), rejection_detail (all)
    outcomes: list[dict[str, Any]]  # one per expectation, as in ops.validations


def validate(
    table: str,
    frame: pd.DataFrame,
    *,
    bodies: Mapping[str, str] | None = None,
    known_ids: Mapping[str, Collection[str]] | None = None,
) -> Validated:
    """Part a table's rows into those that meet its expectations and those that do not.

    :param table: a key of ``SUITES``.
    :param bodies: each article's body; without it, offsets are not compared with the text.
    :param known_ids: by ``article_id``, ``entity_id`` ..., the ids that rows may refer to; references without an entry
        are not looked at. What was not looked at is not counted as evaluated.
    :raises BrokenExpectation: when an expectation could not be evaluated.
    """
    suite = SUITES[table]
    frame = frame.reset_index(drop=True)
    helped = _with_helpers(suite, frame, bodies=bodies, known_ids=known_ids or {})
    outcomes, reasons = [], {}
    for expectation, result in _results(suite, helped):
        outcomes.append(_outcome(suite, expectation, result))
        if expectation.severity == CRITICAL:
            for row in result.result.get("unexpected_index_list") or ():
                reasons.setdefault(row, []).append(expectation.reason)
    _quarantine_children(suite, frame, reasons)
    rows = sorted(reasons)
    quarantined = frame.loc[rows].assign(
        rejection_reason=[reasons[row][0] for row in rows],
        rejection_detail=["; ".join(reasons[row]) for row in rows],
    )
    return Validated(frame.drop(index=rows).reset_index(drop=True), quarantined.reset_index(drop=True), outcomes)


def _results(suite: Suite, frame: pd.DataFrame) -> list[tuple[Expectation, Any]]:
    """Return each expectation of a suite with its result, in the order of the suite.

    Which rows fail is asked in a second pass, only of the critical expectations that have such rows: most have none.
    """
    # Great Expectations copies and hashes all that it is given.
    looked_at = frame[frame.columns.intersection(_columns_looked_at(suite.table))]
    batch = _batch_definition(suite.table).get_batch(batch_parameters={"dataframe": looked_at})
    results = _evaluate(batch, _great_expectations_suite(suite.table), result_format="BASIC")
    for expectation, result in zip(suite.expectations, results, strict=True):
        if "element_count" not in result.result:
            raise BrokenExpectation(
                f"{suite.table}: {expectation.type} {dict(expectation.arguments)}: {result.exception_info}"
            )
    failed = [
        position for position, expectation in enumerate(suite.expectations)
        if expectation.severity == CRITICAL and results[position].result["unexpected_count"]
    ]
    if failed:
        complete = _evaluate(batch, _great_expectations_suite(suite.table, tuple(failed)), result_format="COMPLETE")
        for position, result in zip(failed, complete, strict=True):
            results[position] = result
    return list(zip(suite.expectations, results, strict=True))


def _evaluate(batch: Any, suite: Any, *, result_format: str) -> list[Any]:
    """Return the results of a suite of Great Expectations, in its order."""
    results = batch.validate(suite, result_format=result_format).results
    return sorted(results, key=lambda result: result.expectation_config.meta["position"])


@cache
def _context() -> Any:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "False")  # read on import
    import great_expectations

    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    return context


@cache
def _batch_definition(table: str) -> Any:
    source = _context().data_sources.add_pandas(table)
    return source.add_dataframe_asset(table).add_batch_definition_whole_dataframe("batch")


@cache
def _great_expectations_suite(table: str, positions: tuple[int, ...] | None = None) -> Any:
    """Return a table's expectations as a suite of Great Expectations.

    :param positions: of those that are wanted; None: all.
    """
    _context()
    import great_expectations

    expectations = [
        getattr(great_expectations.expectations, expectation.type)(
            **expectation.arguments, notes=expectation.why, severity=expectation.severity, meta={"position": position}
        )
        for position, expectation in enumerate(SUITES[table].expectations)
        if positions is None or position in positions
    ]
    return great_expectations.ExpectationSuite(name=table, expectations=expectations)


@cache
def _columns_looked_at(table: str) -> list[str]:
    """Return the columns that the expectations of a table look at, helpers among them, each once."""
    expectations = SUITES[table].expectations
    conditions = [expectation.condition_on for expectation in expectations if expectation.condition_on]
    return list(dict.fromkeys([*conditions, *(column for each in expectations for column in columns_of(each))]))


def columns_of(expectation: Expectation) -> list[str]:
    """Return the columns that an expectation looks at."""
    arguments = expectation.arguments
    return arguments.get("column_list") or [
        arguments[name] for name in ("column", "column_B", "column_A") if name in arguments
    ]


def _outcome(suite: Suite, expectation: Expectation, result: Any) -> dict[str, Any]:
    found = result.result
    examples = [str(value)[:_EXAMPLE_CHARACTERS] for value in (found.get("partial_unexpected_list") or ())[:_EXAMPLES]]
    return {
        "suite": suite.table,
        "expectation": result.expectation_config.type,
        "columns": ", ".join(columns_of(expectation)),
        "why": expectation.why,
        "severity": expectation.severity,
        "success": bool(result.success),
        "evaluated_count": int(found["element_count"] - found.get("missing_count", 0)),
        "unexpected_count": int(found["unexpected_count"]),
        "examples": json.dumps(examples, ensure_ascii=False),
    }


def _quarantine_children(suite: Suite, frame: pd.DataFrame, reasons: dict[int, list[str]]) -> None:
    """Set aside what refers to a row of the same table that is set aside, and so on."""
    if suite.self_reference is None:
        return
    key, = suite.key
    parents = frame[suite.self_reference]
    while True:
        orphans = frame.index[parents.isin(set(frame.loc[sorted(reasons), key]))].difference(sorted(reasons))
        if orphans.empty:
            return
        for row in orphans:
            reasons[row] = [f"{suite.self_reference} was quarantined"]


def _with_helpers(
    suite: Suite,
    frame: pd.DataFrame,
    *,
    bodies: Mapping[str, str] | None,
    known_ids: Mapping[str, Collection[str]],
) -> pd.DataFrame:
    """Return the frame with the columns that its expectations compare with."""
    helpers: dict[str, pd.Series] = {}
    for column, name in suite.references.items():
        helpers[f"{column}_is_known"] = _is_known(frame[column], known_ids.get(name))
    if suite.self_reference:
        helpers[f"{suite.self_reference}_is_known"] = _is_known(frame[suite.self_reference], frame[suite.key[0]])
    if "body" in frame:
        helpers["body_sha256"] = _texts(frame["body"].map(_sha256, na_action="ignore"))
    if "retrieved_at" in frame:
        helpers["latest_plausible_at"] = frame["retrieved_at"] + _LATEST_PUBLICATION
    if "start_char" in frame:
        # A list, not a column: a column would hold a copy of the whole body for each row.
        article_bodies = [(bodies or {}).get(article_id) for article_id in frame["article_id"]]
        lengths = [len(body) if isinstance(body, str) else None for body in article_bodies]
        helpers["body_length"] = pd.Series(lengths, dtype="Int32", index=frame.index)
        for column, (start, end) in suite.slices.items():
            spans = zip(article_bodies, frame[start], frame[end], strict=True)
            helpers[f"{column}_in_body"] = _texts([_slice(*span) for span in spans])
        if "content_spans" in frame:
            contents = list(map(_joined, article_bodies, frame["content_spans"]))
            looked_at = zip(lengths, contents, strict=True)
            fits = [None if length is None else content is not None for length, content in looked_at]
            helpers["content_in_body"] = _texts(contents)
            helpers["content_spans_fit"] = pd.Series(fits, dtype="boolean", index=frame.index)
    return frame.assign(**helpers)


def _is_known(values: pd.Series, known: Collection[str] | None) -> pd.Series:
    """Return whether each value is known: NA where there is none, or nothing to compare it with."""
    if known is None:
        return pd.Series(pd.NA, index=values.index, dtype="boolean")
    known = set(known)
    return pd.Series([value in known for value in values.tolist()], values.index, "boolean").where(values.notna())


def _texts(values: Any) -> pd.Series:
    return pd.Series(values, dtype="str")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _slice(body: Any, start: Any, end: Any) -> str | None:
    return None if not isinstance(body, str) or pd.isna(start) or pd.isna(end) else body[start:end]


def _joined(body: Any, spans: Any) -> str | None:
    """Return the text of a content's spans; None where they are none, or outside the body."""
    if not isinstance(body, str) or spans is None or len(spans) == 0:
        return None
    if not all(0 <= span["start_char"] < span["end_char"] <= len(body) for span in spans):
        return None
    return " ".join(body[span["start_char"]:span["end_char"]] for span in spans)
