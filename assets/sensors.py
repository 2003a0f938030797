"""What starts runs by itself."""

import time
from pathlib import Path

import dagster as dg

from assets.runs import BATCHES
from hearsay.work import WorkFolder
from pipeline import settings
from pipeline.ingest import plan_batches

SETTLING_SECONDS = 5


def is_being_written(folder: Path) -> bool:
    """Tell whether a file below the folder was changed in the last seconds."""
    changes = (path.stat().st_ctime for path in folder.rglob("*") if path.is_file())
    return time.time() - max(changes, default=0) < SETTLING_SECONDS


@dg.sensor(job_name="build", minimum_interval_seconds=30, default_status=dg.DefaultSensorStatus.RUNNING)
def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Files in the drop folder data/inbox become batches, and each batch a run.

    A batch is named by its contents: a file that is dropped again starts nothing, a changed one does.
    """
    if not settings.INBOX.is_dir():
        return dg.SkipReason(f"There is no folder {settings.INBOX}.")
    if is_being_written(settings.INBOX):
        return dg.SkipReason(f"{settings.INBOX} is being written; the next tick looks again.")
    folders = WorkFolder(settings.DEFAULT_WAREHOUSE).save_plan(plan_batches(settings.INBOX))
    known = set(context.instance.get_dynamic_partitions(BATCHES.name))
    new = [folder.batch_id for folder in folders if folder.batch_id not in known]
    if not new:
        return dg.SkipReason(f"Nothing new in {settings.INBOX}.")
    return dg.SensorResult(
        dynamic_partitions_requests=[BATCHES.build_add_request(new)],
        run_requests=[dg.RunRequest(run_key=batch_id, partition_key=batch_id) for batch_id in new],
    )
