"""From rows to what analysts read: validated rows, the tables of the warehouse, the published file."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import dagster as dg
import pandas as pd

from assets.articles import ROWS, articles
from assets.checks import check_results, check_specs, report_command
from assets.metadata import column_lineage, markdown_table, table_columns, table_comment, table_count, table_metadata
from assets.resources import Build, ClaimModel, LanguageModel
from assets.runs import (
    CODE_VERSION,
    DUCKDB_POOL,
    HOOKS,
    OWNERS,
    clear_failures,
    folders_of,
    make_partition,
    run_id,
)
from expectations.batches import validate_batch
from expectations.outlets import MOST_PAST, OUTLETS, RECENT, drift_frame
from expectations.validation import validate
from hearsay.operations import end_run
from hearsay.versions import describe_versions
from hearsay.work import BatchFolder
from pipeline import settings
from pipeline.records import Article, ArticleRows, OutletLine, RemovedLine
from warehouse.claims import NO_MODELS
from warehouse.connection import Warehouse
from warehouse.frames import EarlierQuote, arrow_of, frame_of, frames_of
from warehouse.linking import apply_overrides
from warehouse.load import (
    Copy,
    load_batch,
    loaded_claim_groups,
    outlet_documents,
    record_archives,
    record_copies,
    record_model,
    record_validations,
)
from warehouse.overrides import read_overrides
from warehouse.publish import publish
from warehouse.report import report

# Each table, in its schema, and the tables of the same transaction that it is summed up from.
TABLES = {
    "articles": ("main", ()),
    "article_revisions": ("main", ()),
    "sentences": ("main", ()),
    "mentions": ("main", ()),
    "entity_roles": ("main", ()),
    "quotes": ("main", ()),
    "earlier_quotes": ("main", ()),
    "claims": ("main", ()),
    "removed_lines": ("ops", ()),
    "rejections": ("ops", ()),
    "entities": ("main", ("mentions", "quotes", "claims")),
    "entity_redirects": ("main", ("entities",)),
    "duplicate_pairs": ("main", ("articles",)),
    "claim_groups": ("main", ("claims", "duplicate_pairs")),
    "claim_links": ("main", ("claim_groups",)),
}
# Tables with columns that the records of these assets have by the same names.
RECORDS_OF = {
    "articles": ("articles",), "article_revisions": ("articles",), "sentences": ("sentences",),
    "mentions": ("mentions",), "quotes": ("quotes",), "earlier_quotes": ("quotes", "articles"), "claims": ("claims",),
}


@dg.asset(
    deps=[articles, *ROWS], group_name="validation", kinds={"greatexpectations", "pandas"}, owners=OWNERS,
    code_version=CODE_VERSION, hooks=HOOKS,
)
def validated_rows(context: dg.AssetExecutionContext, build: Build) -> dg.MaterializeResult:
    """Rows of this run that meet what Great Expectations expects of their table; the others set aside with the reason.

    The outcome of each expectation is a check of the table in the group warehouse. Rows that were set aside are in
    `ops.rejections`, and on the page Checks of the asset html_report.
    """
    counts: dict[str, list[int]] = {}
    with clear_failures(context):
        for folder in folders_of(context, build):
            frames = frames_of(
                folder.read("articles", Article), folder.read("rows", ArticleRows), documents=folder.read_documents(),
                removed_lines=folder.read("removed_lines", RemovedLine),
                earlier_quotes=folder.read("earlier_quotes", EarlierQuote),
                outlet_lines=folder.read("outlet_lines", OutletLine),
            )
            validated = validate_batch(frames)
            folder.write_frames({name: arrow_of(name, frame) for name, frame in validated.frames.items()})
            folder.write("validation_rejections", validated.rejections)
            folder.write_json("outcomes", validated.outcomes)
            for name, frame in validated.frames.items():
                valid, aside = counts.get(name, (0, 0))
                counts[name] = [valid + len(frame), aside + len(frames[name]) - len(frame)]
    rows, aside = (sum(found[position] for found in counts.values()) for position in (0, 1))
    preview = markdown_table(("table", "valid", "set aside"), [(name, *found) for name, found in counts.items()])
    return dg.MaterializeResult(metadata={"dagster/row_count": rows, "set aside": aside, "tables": preview})


def _suites(table: str) -> tuple[str, ...]:
    """Return the suites whose outcomes are shown at a table."""
    return (table, OUTLETS.table) if table == "articles" else (table,)


def table_key(table: str) -> dg.AssetKey:
    """Return the asset key of a table."""
    return dg.AssetKey(["warehouse", table])


def _table_spec(table: str, summed_up_from: tuple[str, ...]) -> dg.AssetSpec:
    schema, _ = TABLES[table]
    return dg.AssetSpec(
        table_key(table),
        deps=[table_key(source) for source in summed_up_from] or [validated_rows],
        group_name="link" if summed_up_from else "warehouse",
        kinds={"duckdb", "table"},
        owners=OWNERS,
        code_version=CODE_VERSION,
        description=f"{table_comment(schema, table)}\n\n`select * from {schema}.{table}` in the published warehouse.",
        metadata={"dagster/table_name": f"{schema}.{table}", "dagster/column_schema": table_columns(schema, table)},
    )


@dg.multi_asset(
    specs=[_table_spec(table, sources) for table, (_, sources) in TABLES.items()],
    check_specs=[
        spec for table in TABLES for suite in _suites(table) for spec in check_specs(suite, asset=table_key(table))
    ],
    pool=DUCKDB_POOL, hooks=HOOKS,
)
def tables(
    context: dg.AssetExecutionContext, build: Build, model: LanguageModel, claim_model: ClaimModel
) -> Iterator[dg.MaterializeResult]:
    """The tables of the warehouse: one transaction a batch, and what is summed up across articles with it."""
    outcomes = []
    with clear_failures(context):
        warehouse = Warehouse(build.work.database)
        for folder in folders_of(context, build):
            outcomes += folder.read_json("outcomes", [])
            outcomes += load_folder(warehouse, folder, model=model, claim_model=claim_model, run_id=run_id(context))
            make_partition(context.instance, folder)
        with warehouse.connect(read_only=True) as connection:
            metadata = {table: table_metadata(connection, schema, table) for table, (schema, _) in TABLES.items()}
    for table, (schema, _) in TABLES.items():
        lineage = column_lineage(schema, table, RECORDS_OF.get(table, ()))
        yield dg.MaterializeResult(
            asset_key=table_key(table), metadata={**metadata[table], **lineage},
            check_results=[
                result for suite in _suites(table)
                for result in check_results(suite, outcomes, asset=table_key(table), work=build.work)
            ],
        )


def load_folder(
    warehouse: Warehouse, folder: BatchFolder, *, model: LanguageModel, claim_model: ClaimModel, run_id: str
) -> list[dict[str, Any]]:
    """Load what the stages have left for one batch, in one transaction.

    :return: what the expectations of its outlets, groups and links of claims found.
    """
    frames = folder.read_frames()
    frames["rejections"] = frame_of("rejections", folder.rejections())
    description = model.describe() if len(frames["sentences"]) else None
    claim_models = claim_model.load() if len(frames["claims"]) else NO_MODELS
    batch, now = folder.load(), datetime.now(UTC)
    with warehouse.transaction() as connection:
        for each in filter(None, (description, claim_models.description)):
            record_model(connection, each, first_used_at=now)
        record_copies(connection, folder.read("copies", Copy), loaded_at=now)
        load_batch(
            connection, frames, run_id=run_id, batch_id=folder.batch_id, fingerprint=model.fingerprint, loaded_at=now,
            model_id=description and description["model_id"], source=batch.source_name,
            outcomes=folder.read_json("outcomes", []), overrides=read_overrides(settings.OVERRIDES),
            claim_models=claim_models,
        )
        record_archives(
            connection, batch.parts, batch_id=batch.batch_id, fingerprint=model.fingerprint, loaded_at=now
        )
        latest = outlet_documents(connection, batch_id=folder.batch_id, documents=RECENT + MOST_PAST)
        summed_up = {OUTLETS.table: drift_frame(latest), **loaded_claim_groups(connection)}
        outcomes = [outcome for table, frame in summed_up.items() for outcome in validate(table, frame).outcomes]
        record_validations(connection, outcomes, run_id=run_id, batch_id=folder.batch_id, validated_at=now)
    return outcomes


LEDGER = (
    "Every document that was read is an article, a revision, a duplicate or a rejection, and every record of an "
    "archive is a document, a rejection or of a kind that is passed over."
)


@dg.asset(
    deps=[table_key(table) for table in TABLES], group_name="publication", kinds={"duckdb"}, owners=OWNERS,
    code_version=CODE_VERSION, pool=DUCKDB_POOL, hooks=HOOKS,
    check_specs=[dg.AssetCheckSpec("ledger_adds_up", asset="published_warehouse", description=LEDGER)],
)
def published_warehouse(context: dg.AssetExecutionContext, build: Build, model: LanguageModel) -> dg.MaterializeResult:
    """The DuckDB file that analysts read, replaced in one step by a copy of what the pipeline has written.

    Whoever has it open keeps the version that they opened; opening it again shows the new one. `hearsay report` lists
    the reports in it.
    """
    with clear_failures(context):
        with Warehouse(build.work.database).transaction() as connection:
            apply_overrides(connection, read_overrides(settings.OVERRIDES))
        versions = describe_versions(model.folder)
        counts = end_run(Warehouse(build.work.database), run_id(context), status="succeeded", versions=versions)
        publish(build.work.database, build.work.warehouse)
        balances = {name: report(build.work.warehouse, name) for name in ("ledger", "archives")}
        with Warehouse(build.work.warehouse).connect(read_only=True) as connection:
            sizes = [
                (f"{schema}.{table}", table_count(connection, schema, table)) for table, (schema, _) in TABLES.items()
            ]
    return dg.MaterializeResult(check_results=[_ledger_check(balances, build)], metadata={
        "path": dg.MetadataValue.path(str(build.work.warehouse.absolute())),
        "megabytes": round(build.work.warehouse.stat().st_size / 1e6, 1),
        **{f"{name} in this run": count for name, count in counts.items()},
        "tables": markdown_table(("table", "rows"), sizes),
    })


def _ledger_check(balances: Mapping[str, pd.DataFrame], build: Build) -> dg.AssetCheckResult:
    """Return whether the reports ledger and archives account for everything that was read."""
    unbalanced = {name: found.query("missing > 0") for name, found in balances.items()}
    lost = sum(int(found["missing"].sum()) for found in unbalanced.values())
    named = [source for found in unbalanced.values() for source in found["source"]]
    told = {
        "sources": ", ".join(dict.fromkeys(named)),
        "command": "\n".join(report_command(name, build.work) for name, found in unbalanced.items() if len(found)),
    }
    return dg.AssetCheckResult(
        passed=not lost, check_name="ledger_adds_up",
        description=f"{lost:,} documents or records are lost." if lost else "Nothing is lost.",
        metadata={"why": LEDGER, "lost": lost, **(told if lost else {})},
    )
