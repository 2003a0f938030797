"""``hearsay build``: the same Dagster assets as in the UI, in this process, batch after batch."""

import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb

from hearsay import operations
from hearsay.errors import BuildFailed, UserError
from hearsay.faults import explain
from hearsay.inputs import inputs_of, plan_inputs
from hearsay.progress import Progress, listener
from hearsay.work import BatchFolder, WorkFolder
from hearsay.workers import open_workers
from pipeline import settings
from pipeline.ingest import BatchPlan, PathNotFoundError
from pipeline.ingest.files import KINDS
from warehouse.connection import Warehouse, check_version
from warehouse.errors import WarehouseError

MEND_MODEL = "Restore the folder from git, or name another (--model; in the Launchpad: resources, model, config, path)."


class BuildProgress(Progress):
    """Hears of the batches of a build as well."""

    def wait(self, warehouse: Path) -> None:
        """Hear that another build has to end first."""

    def begin(self, batches: Sequence[int]) -> None:
        """Hear what is to be done.

        :param batches: the number of documents of each batch.
        """

    def begin_batch(self, number: int) -> None:
        """Hear that a batch begins, counted from 1."""

    def end(self) -> None:
        """Hear that all batches are done."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    run_id: str
    batches: int
    documents: int  # found in the paths
    skipped_batches: int
    seconds: float
    counts: dict[str, int] = field(default_factory=dict)
    steps: dict[str, float] = field(default_factory=dict)  # seconds of each asset, all batches together


def build(
    paths: Sequence[str], *, warehouse: Path = settings.DEFAULT_WAREHOUSE, storage: str | None = None,
    engine: str = "local", workers: int = 1, ray_address: str | None = None, model: Path = settings.MODEL,
    again: bool = False, progress: BuildProgress | None = None,
) -> Built:
    """Read files and folders into a warehouse.

    :param paths: files and folders; a ``sources.toml`` stands for all that its sources have.
    :param warehouse: the DuckDB file to publish.
    :param storage: where documents and batches are kept, a folder or a URL of fsspec; None: beside the warehouse.
    :param engine: ``local`` or ``ray``.
    :param workers: local processes that annotate; 1: this process.
    :param ray_address: of the cluster; None: what RAY_ADDRESS says, else this machine.
    :param model: folder of the spaCy pipeline.
    :param again: also build all batches that were ever read, from the documents as they were kept; as always, those
        that this pipeline and model have built are left out.
    :param progress: hears how far it is.
    :raises UserError: it cannot be done as asked.
    :raises BuildFailed: it broke off.
    """
    started = time.monotonic()
    progress = progress or BuildProgress()
    work = WorkFolder(warehouse, storage=storage)
    check_paths(paths)
    check_warehouse(work)
    check_model(model)
    open_workers(engine, count=workers, ray_address=ray_address)
    check_overrides(settings.OVERRIDES)
    with _user_errors(), work.lock(on_wait=lambda: progress.wait(warehouse)):
        folders = _folders(paths, work, again=again)
        options = {"storage": storage, "engine": engine, "workers": workers, "ray_address": ray_address}
        run = _Run(work, model=model, options=options)
        counts, pending = run.build(folders, progress=progress)
        documents = sum(folder.document_count for folder in folders)
    skipped = len(folders) - len(pending)
    return Built(run.run_id, len(folders), documents, skipped, time.monotonic() - started, counts, dict(run.steps))


class _Run:
    """One build: a Dagster run for each batch, and one that publishes."""

    def __init__(self, work: WorkFolder, *, model: Path, options: Mapping[str, Any]) -> None:
        self.work, self.model, self.engine = work, model, options["engine"]
        self.run_id = str(uuid4())
        self.steps: Counter[str] = Counter()
        self.config = {
            "resources": {
                "build": {"config": {"warehouse": str(work.warehouse), **options}},
                "model": {"config": {"path": str(model)}},
            }
        }

    def build(
        self, folders: Sequence[BatchFolder], *, progress: BuildProgress
    ) -> tuple[dict[str, int], list[BatchFolder]]:
        """Build the batches that are pending and publish them; return what was loaded, and these batches."""
        from hearsay.versions import describe_versions, fingerprint

        versions = describe_versions(self.model)
        warehouse = operations.open_warehouse(self.work)
        pending = operations.pending_batches(warehouse, folders, fingerprint=fingerprint(self.model))
        operations.start_run(warehouse, self.run_id, versions=versions, engine=self.engine)
        token = listener.set(progress)
        try:
            with self._logged():
                self._run_jobs(pending, progress)
        except BaseException:
            with suppress(WarehouseError, OSError, duckdb.Error):
                operations.end_run(warehouse, self.run_id, status="failed", versions=versions)
            raise
        finally:
            listener.reset(token)
            progress.end()
        with warehouse.connect(read_only=True) as connection:
            return operations.run_counts(connection, self.run_id), pending

    def _run_jobs(self, pending: Sequence[BatchFolder], progress: BuildProgress) -> None:
        from dagster import AssetKey, AssetSelection, DagsterInstance

        from assets.definitions import defs
        from assets.runs import BATCHES

        publication = AssetSelection.groups("publication").resolve(defs.resolve_asset_graph())
        everything = defs.resolve_job_def("build").asset_layer.executable_asset_keys
        progress.begin([folder.document_count for folder in pending])
        with DagsterInstance.ephemeral() as instance:
            instance.add_dynamic_partitions(BATCHES.name, [folder.batch_id for folder in pending])
            for number, folder in enumerate(pending, 1):
                progress.begin_batch(number)
                self._execute(defs, instance, everything - publication, partition_key=folder.batch_id)
            # The pages to look at take time that grows with the warehouse: from here they are written when asked for.
            self._execute(defs, instance, {AssetKey("published_warehouse")})

    def _execute(self, defs, instance, selection, *, partition_key: str | None = None) -> None:
        from dagster import DagsterExecutionInterruptedError

        from assets.runs import BUILD_TAG

        job = defs.resolve_job_def("build_batch" if partition_key else "build")
        try:
            result = job.execute_in_process(
                run_config=self.config, instance=instance, partition_key=partition_key, asset_selection=list(selection),
                tags={BUILD_TAG: self.run_id},
            )
        except DagsterExecutionInterruptedError as error:  # what Dagster makes of Ctrl-C
            raise KeyboardInterrupt from error
        for event in result.filter_events(lambda event: event.is_step_success):
            self.steps[event.step_key] += event.step_success_data.duration_ms / 1000

    @contextmanager
    def _logged(self) -> Iterator[None]:
        """Write what Dagster and the libraries say to a log, not over the screen.

        :raises BuildFailed: something broke off that is not the user's to mend.
        """
        log = self.work.path / "logs" / f"{self.run_id}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("w", encoding="utf-8", buffering=1) as stream, redirect_stdout(stream), redirect_stderr(stream):
            try:
                yield
            except Exception as error:
                if explain(error):
                    raise
                message = f"The build broke off: {type(error).__name__}: {error}\nThe log is {log}"
                raise BuildFailed(message) from error


@contextmanager
def _user_errors() -> Iterator[None]:
    """Turn what the parts raise for the user into a UserError."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        if message := explain(error):
            raise UserError(message) from error
        raise


def _folders(paths: Sequence[str], work: WorkFolder, *, again: bool) -> list[BatchFolder]:
    """Return the batches of the paths, and those that were kept if they are to be built again."""
    folders = work.save_plan(_plan(paths, work)) if paths else []
    planned = {folder.batch_id for folder in folders}
    kept = [folder for folder in work.kept_batches() if folder.batch_id not in planned] if again else []
    if not folders and not kept:
        raise UserError(f"Nothing has been read for {work.warehouse} yet that could be built again.")
    return [*kept, *folders]


def _plan(paths: Sequence[str], work: WorkFolder) -> BatchPlan:
    plan = plan_inputs(inputs_of(paths, work), work)
    if not plan.batches and not plan.rejections:
        kinds = ", ".join(KINDS)
        raise UserError(
            f"There is nothing to read in {', '.join(paths)}. Read are {kinds}, each also with .gz; what the sources "
            "of a sources.toml have on the web is fetched by: hearsay fetch"
        )
    return plan


def check_paths(paths: Sequence[str]) -> None:
    """Make sure that what was asked for can be read.

    :raises UserError: it is not there, or may not be read.
    """
    for typed in paths:
        path = Path(typed)
        if not path.exists():
            raise UserError(str(PathNotFoundError(typed)))
        if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
            raise UserError(f"No permission to read {path}")


def check_warehouse(work: WorkFolder) -> None:
    """Make sure that the warehouse can be written, and is one if it is there.

    :raises UserError: it cannot, or is not.
    """
    file = work.warehouse
    folder = next(parent for parent in file.absolute().parents if parent.exists())
    if file.is_dir():
        raise UserError(f"{file} is a folder; --warehouse takes a file, such as {file / 'warehouse.duckdb'}")
    if not folder.is_dir():
        raise UserError(f"{folder} is no folder, so that {file} cannot be written")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UserError(f"No permission to write to the folder {folder}")
    if file.exists() and file.stat().st_size:
        with _user_errors(), Warehouse(file, lock_seconds=5).connect(read_only=True) as connection:
            check_version(connection, file)


def check_model(path: Path) -> None:
    """Make sure that there is a spaCy pipeline.

    :raises UserError: there is none.
    """
    if not (path / "meta.json").is_file():
        raise UserError(f"There is no language model at {path}. {MEND_MODEL}")


def check_overrides(path: Path) -> None:
    """Make sure that the file of overrides, if there is one, can be understood.

    :raises UserError: it cannot.
    """
    from warehouse.overrides import read_overrides

    with _user_errors():
        read_overrides(path)
