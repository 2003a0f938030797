"""What Dagster is told: the graph as a snapshot, so that an accidental dependency shows in review."""

import dagster as dg

from assets.definitions import defs
from expectations.names import check_names
from expectations.validation import SUITES

GRAPH = {
    "captures": [],
    "documents": ["captures"],
    "articles": ["documents"],
    "annotations": ["articles"],
    "sentences": ["annotations"],
    "mentions": ["annotations"],
    "quotes": ["annotations"],
    "claims": ["annotations"],
    "validated_rows": ["articles", "claims", "mentions", "quotes", "sentences"],
    "warehouse/articles": ["validated_rows"],
    "warehouse/article_revisions": ["validated_rows"],
    "warehouse/sentences": ["validated_rows"],
    "warehouse/mentions": ["validated_rows"],
    "warehouse/entity_roles": ["validated_rows"],
    "warehouse/quotes": ["validated_rows"],
    "warehouse/earlier_quotes": ["validated_rows"],
    "warehouse/claims": ["validated_rows"],
    "warehouse/removed_lines": ["validated_rows"],
    "warehouse/rejections": ["validated_rows"],
    "warehouse/entities": ["warehouse/claims", "warehouse/mentions", "warehouse/quotes"],
    "warehouse/entity_redirects": ["warehouse/entities"],
    "warehouse/duplicate_pairs": ["warehouse/articles"],
    "warehouse/claim_groups": ["warehouse/claims", "warehouse/duplicate_pairs"],
    "warehouse/claim_links": ["warehouse/claim_groups"],
    "published_warehouse": [
        "warehouse/article_revisions", "warehouse/articles", "warehouse/claim_groups", "warehouse/claim_links",
        "warehouse/claims", "warehouse/duplicate_pairs", "warehouse/earlier_quotes", "warehouse/entities",
        "warehouse/entity_redirects", "warehouse/entity_roles", "warehouse/mentions", "warehouse/quotes",
        "warehouse/rejections", "warehouse/removed_lines", "warehouse/sentences",
    ],
    "html_report": ["published_warehouse"],
}
GROUPS = ["extract", "ingest", "language", "link", "publication", "rows", "sources", "validation", "warehouse"]


def specs() -> list[dg.AssetSpec]:
    return list(defs.resolve_all_asset_specs())


def test_the_definitions_load():
    dg.Definitions.validate_loadable(defs)


def test_the_graph_is_that_of_the_snapshot():
    graph = {
        spec.key.to_user_string(): sorted(dependency.asset_key.to_user_string() for dependency in spec.deps)
        for spec in specs()
    }
    assert graph == GRAPH


def test_every_asset_is_described_grouped_and_owned():
    for spec in specs():
        assert spec.description and spec.kinds and spec.owners, spec.key
        assert spec.code_version or spec.key == dg.AssetKey("captures")  # what others answer has no version of ours
    assert sorted({spec.group_name for spec in specs()}) == GROUPS


def keys_of(job: str) -> set[str]:
    return {key.to_user_string() for key in defs.resolve_job_def(job).asset_layer.executable_asset_keys}


def test_one_job_fetches_and_two_do_everything_else_at_once_or_by_batch():
    assert keys_of("fetch") == {"captures"}
    assert keys_of("build") == keys_of("build_batch") == set(GRAPH) - {"captures"}
    assert defs.resolve_job_def("build").partitions_def is None  # its Launchpad asks for nothing
    assert defs.resolve_job_def("build_batch").partitions_def.name == "batches"


def test_what_writes_duckdb_is_in_one_pool():
    pools = {assets.op.name: assets.op.pool for assets in defs.resolve_asset_graph().assets_defs}
    assert {name for name, pool in pools.items() if pool == "duckdb"} == {
        "documents", "articles", "tables", "published_warehouse",
    }


def test_every_expectation_is_a_check():
    checked = {
        (key.asset_key.path[-1], key.name) for key in defs.resolve_asset_graph().asset_check_keys
    }
    shown_at = {"outlets": "articles"}
    expected = {(shown_at.get(table, table), name) for table in SUITES for name in check_names(table)}
    assert checked == expected | {("published_warehouse", "ledger_adds_up"), ("captures", "every_request_succeeded")}


def test_checks_are_named_by_what_is_expected():
    names = check_names("quotes")
    assert len(set(names)) == len(SUITES["quotes"].expectations)
    assert {"quote_id_is_unique", "cue_equals_cue_in_body", "kind_is_of_a_known_kind"} <= set(names)
