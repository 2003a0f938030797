"""Groups and links of claims are held against the claims that they are summed up from."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from expectations.validation import validate

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RIGHT = {
    "claim_groups": {
        "claim_group_id": "claim_group_1", "text": "The bridge is closed", "claim_count": 3, "article_count": 2,
        "outlet_count": 2, "first_claimed_at": NOON, "last_claimed_at": NOON + timedelta(hours=2),
        "status": "corroborated", "claims_found": 3, "status_is_borne_out": True,
    },
    "claim_links": {
        "claim_a": "claim_1", "claim_b": "claim_2", "relation": "same", "score": 1.0, "claim_a_is_known": True,
        "claim_b_is_known": True, "relation_is_borne_out": True,
    },
}


def failed(table, *rows):
    """Return which columns failed."""
    validated = validate(table, pd.DataFrame(rows))
    assert validated.quarantined.empty
    assert {outcome["severity"] for outcome in validated.outcomes} == {"warning"}
    return [outcome["columns"] for outcome in validated.outcomes if not outcome["success"]]


@pytest.mark.parametrize("table", RIGHT)
def test_what_is_summed_up_rightly_passes(table):
    assert failed(table, RIGHT[table]) == []


@pytest.mark.parametrize(("table", "change", "columns"), [
    ("claim_groups", {"text": None}, ["text"]),
    ("claim_groups", {"text": "”"}, ["text"]),
    ("claim_groups", {"claims_found": 4}, ["claim_count, claims_found"]),
    ("claim_groups", {"article_count": 4}, ["claim_count, article_count"]),
    ("claim_groups", {"outlet_count": 3}, ["article_count, outlet_count"]),
    ("claim_groups", {"last_claimed_at": NOON - timedelta(days=1)}, ["last_claimed_at, first_claimed_at"]),
    ("claim_groups", {"status": "doubtful"}, ["status"]),
    ("claim_groups", {"status_is_borne_out": False}, ["status_is_borne_out"]),
    ("claim_links", {"claim_b_is_known": False}, ["claim_b_is_known"]),
    ("claim_links", {"relation": "resembles"}, ["relation"]),
    ("claim_links", {"score": 1.5}, ["score"]),
    ("claim_links", {"relation_is_borne_out": False}, ["relation_is_borne_out"]),
])
def test_what_is_not_is_counted_and_stays(table, change, columns):
    found = failed(table, RIGHT[table] | change)
    assert [sorted(each.split(", ")) for each in found] == [sorted(each.split(", ")) for each in columns]


def test_a_group_or_a_link_is_there_once():
    assert failed("claim_groups", RIGHT["claim_groups"], RIGHT["claim_groups"]) == ["claim_group_id"]
    assert failed("claim_links", RIGHT["claim_links"], RIGHT["claim_links"]) == ["claim_a, claim_b"]
