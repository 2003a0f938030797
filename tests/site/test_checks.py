"""The page of checks: what failed, why, and the rows, by the names that Dagster uses; none of it becomes markup."""

import shutil

import duckdb
import pandas as pd
import pytest
from lxml import html

from expectations.names import check_names
from expectations.validation import SUITES, validate
from hearsay.site import write_site
from hearsay.site.checks import CHECKS_PAGE, named_checks, rejected_rows

SCRIPT = "<script>document.title='pwned'</script>"
OUTCOME = {
    "run_id": "run", "batch_id": "batch", "suite": "removed_lines", "severity": "critical", "success": False,
    "evaluated_count": 3, "unexpected_count": 1, "examples": f'["{SCRIPT}"]',
}


@pytest.fixture
def failed():
    """Return an expectation of removed lines, and what a check of it found, as Great Expectations names it."""
    expectation = next(found for found in SUITES["removed_lines"].expectations if "NotBeNull" in found.type)
    return expectation, {
        **OUTCOME, "expectation": "expect_column_values_to_not_be_null", "columns": expectation.arguments["column"],
        "why": expectation.why,
    }


def test_outcomes_get_the_names_that_dagster_uses():
    frame = pd.DataFrame({column: [None] for column in (
        "outlet_key", "empty_rate_drift", "length_drift", "quote_rate_drift",
    )}, dtype="str")
    named = named_checks(validate("outlets", frame).outcomes)
    assert [row["name"] for row in named] == check_names("outlets")
    assert all(row["reason"] == "the outlet reads differently" and row["sql"] is None for row in named)


def test_what_failed_is_shown_with_its_rows_and_harmlessly(hostile_warehouse, tmp_path, failed):
    expectation, outcome = failed
    file = tmp_path / "news.duckdb"
    shutil.copyfile(hostile_warehouse, file)
    with duckdb.connect(str(file)) as connection:
        marks = ", ".join(f"${name}" for name in outcome)
        connection.execute(
            f"insert into ops.validations ({', '.join(outcome)}, validated_at) values ({marks}, now())", outcome
        )
        connection.execute(
            "insert into ops.rejections by name select 'r1' as rejection_id, 'validate' as stage, $reason as reason, "
            "$reason as detail, $script as source_document, 'x' as source, 'removed_lines' as table_name, "
            "$script as input, 'run' as run_id, 'batch' as batch_id, now() as rejected_at",
            {"reason": expectation.reason, "script": SCRIPT},
        )
        rows = connection.execute(rejected_rows("removed_lines", expectation)).fetchall()
    page = (write_site(file, tmp_path / "site").folder / CHECKS_PAGE).read_text(encoding="utf-8")
    text = html.document_fromstring(page).text_content()
    assert len(rows) == 1 and "1 of 3 rows" in text and expectation.reason in text and expectation.why in text
    assert rejected_rows("removed_lines", expectation) in text
    assert text.count(SCRIPT) == 3 and SCRIPT not in page  # the example, the document, the row


def test_without_outcomes_the_page_says_so(site):
    assert "Nothing has been checked yet" in (site / CHECKS_PAGE).read_text(encoding="utf-8")
