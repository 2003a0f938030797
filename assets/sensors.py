"""What starts runs by itself."""

import hashlib
import time
from collections.abc import Iterable

import dagster as dg

from assets.runs import BATCHES
from hearsay.inputs import inputs_of, plan_inputs
from hearsay.work import BatchFolder, WorkFolder
from pipeline import settings
from pipeline.ingest import Input, SourcesError
from pipeline.ingest.files import find_files

SETTLING_SECONDS = 5
SECONDS_BETWEEN_LOOKS = 30
DOCUMENTS_TAG, SOURCE_TAG = "hearsay/documents", "hearsay/source"
RUNNING = dg.DefaultSensorStatus.RUNNING


@dg.sensor(job_name="build_batch", minimum_interval_seconds=SECONDS_BETWEEN_LOOKS, default_status=RUNNING)
def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Files in the drop folder data/inbox become batches, and each batch a run.

    A batch is named by its contents: a file that is dropped again starts nothing, a changed one does.
    """
    if not settings.INBOX.is_dir():
        return dg.SkipReason(f"There is no folder {settings.INBOX}.")
    return request_runs(context, [str(settings.INBOX)], what=str(settings.INBOX))


@dg.sensor(job_name="build_batch", minimum_interval_seconds=SECONDS_BETWEEN_LOOKS, default_status=RUNNING)
def sources(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """What the sources of sources.toml have, files and what was fetched, becomes batches, and each batch a run.

    The file is read each time: a new source needs no restart.
    """
    if not settings.SOURCES.is_file():
        return dg.SkipReason(f"There is no {settings.SOURCES}.")
    try:
        inputs = inputs_of([str(settings.SOURCES)], WorkFolder(settings.DEFAULT_WAREHOUSE))
    except SourcesError as error:
        return dg.SkipReason(str(error))
    return request_runs(context, inputs, what=f"the sources of {settings.SOURCES}")


def request_runs(
    context: dg.SensorEvaluationContext, inputs: Iterable[str | Input], *, what: str
) -> dg.SensorResult | dg.SkipReason:
    """Return a run for each batch that is new in the inputs.

    Files are read only where their names, sizes or times have changed since the last look, which the cursor holds.

    :param what: the inputs, in words.
    """
    inputs = list(inputs)
    listing, changed_at = list_files(inputs)
    if listing == context.cursor:
        return dg.SkipReason(f"Nothing new in {what}.")
    if time.time() - changed_at < SETTLING_SECONDS:
        return dg.SkipReason(f"{what[:1].upper()}{what[1:]} is being written; the next tick looks again.")
    work = WorkFolder(settings.DEFAULT_WAREHOUSE)
    folders = work.save_plan(plan_inputs(inputs, work))
    known = set(context.instance.get_dynamic_partitions(BATCHES.name))
    new = [folder.batch_id for folder in folders if folder.batch_id not in known]
    return dg.SensorResult(
        cursor=listing,
        skip_reason=None if new else f"Nothing new in {what}.",
        dynamic_partitions_requests=[BATCHES.build_add_request(new)] if new else [],
        run_requests=[_run_of(folder) for folder in folders if folder.batch_id in new],
    )


def _run_of(folder: BatchFolder) -> dg.RunRequest:
    """Return the run of a batch; its tags say in the list of runs what is in it."""
    source = folder.load().source_name
    tags = {DOCUMENTS_TAG: str(folder.document_count), **({SOURCE_TAG: source} if source else {})}
    return dg.RunRequest(run_key=folder.batch_id, partition_key=folder.batch_id, tags=tags)


def list_files(inputs: Iterable[str | Input]) -> tuple[str, float]:
    """Return a digest of the files' names, sizes and times, and when the last of them was changed."""
    digest, changed_at = hashlib.sha256(), 0.0
    for file in find_files(inputs):
        status = file.status()
        digest.update(f"{file.source}\x1f{file.source_name}\x1f{sorted(file.defaults.items())}\x1f".encode())
        if status is not None:
            digest.update(f"{status.st_size}\x1f{status.st_mtime_ns}\x1e".encode())
            changed_at = max(changed_at, status.st_ctime)
    return digest.hexdigest(), changed_at
