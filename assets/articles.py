"""From files to rows: documents, articles, annotations, and the rows of each article."""

from collections.abc import Iterator
from functools import partial

import dagster as dg

from assets.metadata import Tally, record_columns
from assets.resources import Build, LanguageModel
from assets.runs import CODE_VERSION, DUCKDB_POOL, HOOKS, OWNERS, clear_failures, folders_of, plan_run
from assets.sources import captures
from hearsay import annotation, boilerplate, stages
from hearsay.operations import open_warehouse
from pipeline.records import Article, Rejection, RemovedLine
from warehouse.connection import Warehouse
from warehouse.load import already_loaded
from warehouse.versions import current_versions

ROWS = {
    "sentences": (
        "Sentences of the articles of this run, as offsets into the bodies.", ("position", "start_char", "end_char")
    ),
    "mentions": (
        "Names, descriptions and pronouns of the articles of this run, each with the entity it stands for.",
        ("text", "form", "label"),
    ),
    "quotes": (
        "Attributions in the articles of this run, in quotation marks or not: a source, a cue and a content.",
        ("kind", "speaker_name", "cue", "content"),
    ),
    "claims": (
        "Propositions in the articles of this run, with who stands behind them.", ("claimant_name", "stance", "text")
    ),
}


@dg.asset(
    deps=[captures], group_name="ingest", kinds={"file", "parquet"}, owners=OWNERS, code_version=CODE_VERSION,
    pool=DUCKDB_POOL, hooks=HOOKS,
)
def documents(context: dg.AssetExecutionContext, build: Build, model: LanguageModel) -> dg.MaterializeResult:
    """What was read, byte for byte: the files, pages and records that were not loaded before.

    Kept as Parquet in `<warehouse>.work/documents`. What is read stands in the Launchpad under resources, build, paths.
    """
    tally = Tally(
        ("documents", "loaded_before", "rejected", "batches"),
        columns=("source_document", "media_type", "retrieved_at"),
    )
    with clear_failures(context):
        warehouse = open_warehouse(build.work)
        for folder in plan_run(context, build=build, model=model, warehouse=warehouse):
            with warehouse.connect(read_only=True) as connection:
                known = partial(already_loaded, connection, fingerprint=model.fingerprint)
                reading = stages.read_documents(folder.load(), known=known, kept=folder.kept_documents())
            folder.write_documents(reading.fresh)
            folder.write("copies", reading.copies)
            folder.write("document_rejections", reading.rejections)
            tally.add(reading.fresh, batches=1, documents=len(reading.fresh), loaded_before=len(reading.copies))
            tally.add(rejected=len(folder.rejections()))
    return dg.MaterializeResult(metadata=tally.metadata(row_count="documents"))


@dg.asset(
    deps=[documents], group_name="extract", kinds={"python"}, owners=OWNERS, code_version=CODE_VERSION,
    pool=DUCKDB_POOL, hooks=HOOKS, metadata={"dagster/column_schema": record_columns("articles")},
)
def articles(context: dg.AssetExecutionContext, build: Build) -> dg.MaterializeResult:
    """Body, title, byline, dates, outlet and language of each document of this run; boilerplate kept apart."""
    tally = Tally(
        ("articles", "removed_lines", "rejected"),
        columns=("title", "outlet", "published_at", "language", "word_count"),
    )
    with clear_failures(context):
        folders = folders_of(context, build)
        for folder in folders:
            extracted = stages.extract_articles(folder.read_documents())
            folder.write("articles", extracted.articles)
            folder.write("removed_lines", extracted.removed_lines)
            folder.write("outlet_lines", extracted.outlet_lines)
            folder.write("article_rejections", extracted.rejections)
        boilerplate.take_out(folders, Warehouse(build.work.database))
        for folder in folders:
            found, removed = folder.read("articles", Article), folder.read("removed_lines", RemovedLine)
            tally.add(found, articles=len(found), removed_lines=len(removed))
            tally.add(rejected=len(folder.read("article_rejections", Rejection)))
    return dg.MaterializeResult(metadata=tally.metadata(row_count="articles"))


@dg.asset(
    deps=[articles], group_name="language", kinds={"spacy"}, owners=OWNERS, code_version=CODE_VERSION, hooks=HOOKS
)
def annotations(context: dg.AssetExecutionContext, build: Build, model: LanguageModel) -> dg.MaterializeResult:
    """The English articles as Docs of spaCy: sentences, names, attributions ... by one pass of one model.

    What was annotated by the same model before is not annotated again, also not after a run that failed here.
    """
    tally = Tally(("articles", "words", "rejected"), columns=("title", "outlet", "word_count"))
    with clear_failures(context):
        folders = folders_of(context, build)
        annotation.annotate_batches(
            folders, workers=build.open_workers(), load=model.load, model=model.folder,
            fingerprint=model.annotation_fingerprint,
        )
        for folder in folders:
            for shard in annotation.shards_of(folder, fingerprint=model.annotation_fingerprint):
                tally.add(shard.articles, articles=len(shard.articles), words=sum(a.word_count for a in shard.articles))
            tally.add(rejected=len(folder.read("annotation_rejections", Rejection)))
    return dg.MaterializeResult(metadata=tally.metadata(row_count="articles"))


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            name, deps=[annotations], group_name="rows", kinds={"python"}, owners=OWNERS, code_version=CODE_VERSION,
            description=description, metadata={"dagster/column_schema": record_columns(name)},
        )
        for name, (description, _) in ROWS.items()
    ],
    hooks=HOOKS,
)
def rows(
    context: dg.AssetExecutionContext, build: Build, model: LanguageModel
) -> Iterator[dg.MaterializeResult]:
    """The rows that each annotated article gives."""
    tallies = {name: Tally([name], columns=columns) for name, (_, columns) in ROWS.items()}
    with clear_failures(context):
        workers = build.open_workers()
        for folder in folders_of(context, build):
            shards = annotation.shards_of(folder, fingerprint=model.annotation_fingerprint)
            current = current_versions(folder.read("articles", Article))
            built = annotation.rows_of(shards, current=current, workers=workers)
            folder.write("rows", built.rows)
            folder.write("earlier_quotes", built.earlier_quotes)
            folder.write("row_rejections", built.rejections)
            for name, tally in tallies.items():
                for article_rows in built.rows:
                    records = getattr(article_rows, name)
                    tally.add(records, **{name: len(records)})
    for name, tally in tallies.items():
        yield dg.MaterializeResult(asset_key=name, metadata=tally.metadata(row_count=name))
