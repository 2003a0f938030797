"""Which batches a run handles, how it is recorded, and what all assets have alike."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import dagster as dg

from assets.resources import Build, LanguageModel
from hearsay import operations
from hearsay.inputs import inputs_of, plan_inputs
from hearsay.versions import describe_versions, pipeline_version
from hearsay.work import BatchFolder
from pipeline.ingest import IngestError
from warehouse.connection import Warehouse
from warehouse.errors import WarehouseError, WarehouseLocked

BUILD_TAG = "hearsay/build"  # joins the runs that one command starts
WRITES_TAG = "hearsay/writes"  # runs that write the same thing follow one another (dagster.yaml)
CODE_VERSION = pipeline_version()
DUCKDB_POOL = "duckdb"
OWNERS = ["team:hearsay"]

BATCHES = dg.DynamicPartitionsDefinition(name="batches")


def run_id(context: dg.AssetExecutionContext | dg.HookContext) -> str:
    """Return the id that a run goes by in ``ops.runs``: its own, or that of the command that started it."""
    run = context.instance.get_run_by_id(context.run_id)
    return (run.tags if run else {}).get(BUILD_TAG, context.run_id)


def plan_run(
    context: dg.AssetExecutionContext, *, build: Build, model: LanguageModel, warehouse: Warehouse
) -> list[BatchFolder]:
    """Record that a run starts, and return its batches: its partition, or all of its paths that are not loaded yet.

    :raises dagster.Failure: there is nothing to read, or the partition's batch is unknown.
    """
    operations.start_run(
        warehouse, run_id(context), versions=describe_versions(model.folder), engine=build.engine.value
    )
    if not context.has_partition_key:
        folders = build.work.save_plan(_plan(build))
        folders = operations.pending_batches(warehouse, folders, fingerprint=model.fingerprint)
        build.work.save_run(context.run_id, folders)
    return folders_of(context, build)


def folders_of(context: dg.AssetExecutionContext, build: Build) -> list[BatchFolder]:
    """Return the batches of a run that :func:`plan_run` has planned.

    :raises dagster.Failure: the partition's batch is unknown.
    """
    if not context.has_partition_key:
        return build.work.run_batches(context.run_id)
    folder = build.work.batch(context.partition_key)
    if not folder.is_planned:
        raise dg.Failure(
            f"Batch {context.partition_key} was not planned for {build.warehouse}. Launch the job without a partition "
            "to plan what there is, or set the warehouse that the batch was planned for."
        )
    return [folder]


def make_partition(instance: dg.DagsterInstance, folder: BatchFolder) -> None:
    """Make a batch that was loaded a partition of the job, so that a backfill can build it again."""
    if not instance.has_dynamic_partition(BATCHES.name, folder.batch_id):
        instance.add_dynamic_partitions(BATCHES.name, [folder.batch_id])


def _plan(build: Build):
    try:
        return plan_inputs(inputs_of(build.input_paths, build.work), build.work)
    except IngestError as error:
        raise dg.Failure(f"{error} Set the resource build's paths in the Launchpad.", allow_retries=False) from error


@contextmanager
def retry_when_locked() -> Iterator[None]:
    """Have Dagster try the step again later where another process keeps DuckDB's file open."""
    try:
        yield
    except WarehouseLocked as error:
        raise dg.RetryRequested(max_retries=3, seconds_to_wait=15) from error


@dg.failure_hook(required_resource_keys={"build", "model"})
def record_failure(context: dg.HookContext) -> None:
    """Record in ``ops.runs`` that a run has failed."""
    with suppress(WarehouseError, OSError):
        operations.end_run(
            Warehouse(context.resources.build.work.database), run_id(context), status="failed",
            versions=describe_versions(Path(context.resources.model.path)),
        )
