"""Which batches a run handles, how it is recorded, and what all assets have alike."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import dagster as dg
import duckdb

from assets.resources import Build, LanguageModel
from hearsay import operations
from hearsay.build import check_model, check_overrides, check_paths
from hearsay.errors import UserError
from hearsay.faults import explain, is_locked
from hearsay.inputs import inputs_of, plan_inputs
from hearsay.versions import describe_versions, pipeline_version
from hearsay.work import BatchFolder
from pipeline import settings
from pipeline.ingest import BatchPlan, IngestError
from warehouse.connection import Warehouse
from warehouse.errors import WarehouseError

BUILD_TAG = "hearsay/build"  # joins the runs that one command starts
WRITES_TAG = "hearsay/writes"  # runs that write the same thing follow one another (dagster.yaml)
CODE_VERSION = pipeline_version()
DUCKDB_POOL = "duckdb"
OWNERS = ["team:hearsay"]
MOST_RETRIES, RETRY_SECONDS = 3, 15  # where another program has DuckDB's file open, after having waited for it

SET_PATHS = "Set what is read in the Launchpad: resources, build, config, paths."

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
    :raises hearsay.errors.UserError: there is no model, or the file of overrides cannot be understood.
    """
    check_model(model.folder)
    check_overrides(settings.OVERRIDES)
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
            f"Batch {context.partition_key} was not planned for {build.warehouse}. Launch the job build, which plans "
            "what there is, or set the warehouse that the batch was planned for.", allow_retries=False,
        )
    return [folder]


def make_partition(instance: dg.DagsterInstance, folder: BatchFolder) -> None:
    """Make a batch that was loaded a partition of the job, so that it can be built again."""
    if not instance.has_dynamic_partition(BATCHES.name, folder.batch_id):
        instance.add_dynamic_partitions(BATCHES.name, [folder.batch_id])


def _plan(build: Build) -> BatchPlan:
    try:
        check_paths(build.input_paths)
        plan = plan_inputs(inputs_of(build.input_paths, build.work), build.work)
    except (IngestError, UserError) as error:
        raise dg.Failure(f"{str(error).rstrip('.')}. {SET_PATHS}", allow_retries=False) from None
    if not plan.batches and not plan.rejections:
        nothing = f"There is nothing to read in {', '.join(build.input_paths)}."
        raise dg.Failure(f"{nothing} {SET_PATHS}", allow_retries=False)
    return plan


@contextmanager
def clear_failures(context: dg.AssetExecutionContext) -> Iterator[None]:
    """Have a step fail with one message that says what to do, where the fault is one that an operator can mend.

    Where another program keeps DuckDB's file open, Dagster tries the step again; nothing else gets better by itself.
    """
    try:
        yield
    except (dg.Failure, dg.RetryRequested):
        raise
    except Exception as error:
        message = explain(error)
        if message is None:
            raise
        if is_locked(error) and context.retry_number < MOST_RETRIES:
            context.log.warning(f"{message} Trying again in {RETRY_SECONDS} seconds.")
            raise dg.RetryRequested(max_retries=MOST_RETRIES, seconds_to_wait=RETRY_SECONDS) from error
        raise dg.Failure(message, allow_retries=False) from None  # the message says it all; Dagster shows no cause


@dg.failure_hook(required_resource_keys={"build", "model"})
def record_failure(context: dg.HookContext) -> None:
    """Record in ``ops.runs`` that a run has failed; of assets, so that it does whatever job they run in."""
    with suppress(UserError, WarehouseError, OSError, duckdb.Error):
        operations.end_run(
            Warehouse(context.resources.build.work.database, lock_seconds=5), run_id(context), status="failed",
            versions=describe_versions(Path(context.resources.model.path)),
        )


HOOKS = {record_failure}
