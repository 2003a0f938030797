"""Validate the frames of one batch in the order of their references, and write down what was set aside."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from expectations.validation import SUITES, validate
from pipeline.ids import stable_id
from pipeline.records import Rejection
from pipeline.settings import REJECTED_INPUT_CHARACTERS

STAGE = "validate"


@dataclass(frozen=True, slots=True)
class ValidatedBatch:
    """A batch's frames with valid rows only, what was set aside, and what each expectation found."""

    frames: dict[str, pd.DataFrame]
    rejections: list[Rejection]
    outcomes: list[dict[str, Any]]


def validate_batch(frames: Mapping[str, pd.DataFrame]) -> ValidatedBatch:
    """Validate all tables of a batch; rows whose parent is set aside are set aside with it.

    :param frames: as ``warehouse.frames.frames_of`` gives them; those without a suite pass as they are.
    :raises expectations.validation.BrokenExpectation: when an expectation could not be evaluated.
    """
    valid, rejections, outcomes = dict(frames), [], []
    articles = frames["articles"]
    bodies = dict(zip(articles["article_id"], articles["body"], strict=True))
    sources = dict(zip(articles["article_id"], articles["source_document"], strict=True))
    known_ids: dict[str, set[str]] = {}
    for table, suite in SUITES.items():
        if table not in frames:  # judged once the batch is loaded
            continue
        validated = validate(table, frames[table], bodies=bodies, known_ids=known_ids)
        valid[table] = validated.valid
        known_ids.setdefault(suite.key[-1], set()).update(validated.valid[suite.key[-1]])
        rejections += rejections_of(table, validated.quarantined, sources=sources)
        outcomes += validated.outcomes
    return ValidatedBatch(valid, rejections, outcomes)


def rejections_of(table: str, quarantined: pd.DataFrame, *, sources: Mapping[str, str]) -> list[Rejection]:
    """Return the rows that were set aside as rejections.

    :param sources: the document that each article was read from.
    """
    return [_rejection(table, row, sources) for row in quarantined.to_dict("records")]


def _rejection(table: str, row: dict[str, Any], sources: Mapping[str, str]) -> Rejection:
    reason, detail = row.pop("rejection_reason"), row.pop("rejection_detail")
    article_id = None if pd.isna(row["article_id"]) else row["article_id"]
    rejected = json.dumps(row, default=_plain, ensure_ascii=False)
    return Rejection(
        rejection_id=stable_id("rejection", STAGE, table, reason, rejected), stage=STAGE, reason=reason, detail=detail,
        source_document=row.get("source_document") or sources.get(article_id, "(unknown)"), article_id=article_id,
        table_name=table, input=rejected[:REJECTED_INPUT_CHARACTERS],
    )


def _plain(value: Any) -> Any:
    """Return what JSON has no notation for as what it has."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    return None if value is pd.NA or value is pd.NaT else str(value)
