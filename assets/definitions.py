"""All that Dagster knows of the project: ``dagster dev -w workspace.yaml`` loads ``defs``."""

import dagster as dg

from assets.alerts import alerts
from assets.articles import annotations, articles, documents, rows
from assets.resources import Build, ClaimModel, LanguageModel
from assets.runs import BATCHES, WRITES_TAG
from assets.sensors import inbox, sources
from assets.site import html_report
from assets.sources import captures, fetch_due, fetch_job
from assets.tables import published_warehouse, tables, validated_rows
from hearsay.teardown import discard_false_leak_reports

discard_false_leak_reports()

BUILT = dg.AssetSelection.all() - dg.AssetSelection.assets(captures)
build_job = dg.define_asset_job(
    "build", selection=BUILT, tags={WRITES_TAG: "warehouse"},
    description="Everything, from files to the published warehouse: all of the resource build's paths; by default the "
    "drop folder data/inbox and sources.toml if there is something in them, else the examples.",
)
# The batches are partitions of a job, not of its assets: Dagster then needs no partition to launch everything at once.
build_batch_job = dg.define_asset_job(
    "build_batch", selection=BUILT, tags={WRITES_TAG: "warehouse"},
    description="The same for one batch of documents, which is a partition: what the sensors launch for new files, and "
    "what builds a batch again.",
    config=dg.PartitionedConfig(partitions_def=BATCHES, run_config_for_partition_key_fn=lambda batch_id: {}),
)

defs = dg.Definitions(
    assets=[captures, documents, articles, annotations, rows, validated_rows, tables, published_warehouse, html_report],
    jobs=[build_job, build_batch_job, fetch_job],
    schedules=[fetch_due],
    sensors=[inbox, sources, alerts],
    resources={"build": Build(), "model": LanguageModel(), "claim_model": ClaimModel()},
    executor=dg.in_process_executor,
)
