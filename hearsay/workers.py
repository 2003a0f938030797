"""Workers: processes beside this one, or tasks on the nodes of a Ray cluster, that run calls of a function.

Whatever a call does to its worker, the others live: a call whose worker dies raises one of ``died``, and only that
call is lost. Nothing is tried again here; :mod:`hearsay.annotation` does that.
"""

import multiprocessing
import os
import signal
import socket
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import load_config

from hearsay.errors import UserError
from hearsay.versions import annotation_fingerprint
from pipeline import settings

INSTALL_RAY = "--engine ray needs Ray, which is not installed. Install it with: pip install -e '.[ray]'"


def open_workers(engine: str, *, count: int = 1, ray_address: str | None = None) -> "Workers | None":
    """Return the workers of an engine; none where this process is to do the work.

    :param engine: ``local`` or ``ray``.
    :param count: of local processes.
    :param ray_address: as :class:`RayTasks` takes it.
    :raises UserError: Ray is not installed, or its cluster cannot be used.
    """
    if engine == "ray":
        return RayTasks(ray_address)
    return processes(count) if count > 1 else None


class Workers(ABC):
    """Run calls of a function, as many at a time as there are workers."""

    died: tuple[type[Exception], ...] = ()  # what a call raises whose worker died

    @property
    @abstractmethod
    def capacity(self) -> int:
        """How many calls it pays to have under way."""

    @abstractmethod
    def submit(self, function: Callable, *arguments: Any) -> Future:
        """Run a function that can be imported, with arguments that can be pickled."""

    def result(self, call: Future) -> Any:
        """Return what a call gave, or raise what it raised."""
        return call.result()

    def map(self, function: Callable, items: Iterable[tuple]) -> Iterator[Any]:
        """Yield what a function gives for each tuple of arguments, in order; this process stands in for the dead."""
        calls: deque[tuple[Future, tuple]] = deque()
        try:
            for arguments in items:
                calls.append((self.submit(function, *arguments), arguments))
                if len(calls) >= self.capacity:
                    yield self._result_or_own(function, *calls.popleft())
            while calls:
                yield self._result_or_own(function, *calls.popleft())
        finally:
            self.abandon(call for call, _ in calls)

    def _result_or_own(self, function: Callable, call: Future, arguments: tuple) -> Any:
        try:
            return self.result(call)
        except self.died:
            return function(*arguments)

    @abstractmethod
    def abandon(self, calls: Iterable[Future]) -> None:
        """End calls that are under way, so that nothing of them is left running."""


class Processes(Workers):
    """Processes of this machine, which outlast one build step, so that each loads its model once.

    :param count: how many; they are started when they are needed.
    """

    died = (BrokenProcessPool,)

    def __init__(self, count: int) -> None:
        self.count = count
        self.at_work: dict[Future, ProcessPoolExecutor] = {}
        self.idle: SimpleQueue[ProcessPoolExecutor] = SimpleQueue()
        for _ in range(count):
            self.idle.put(_one_process())

    @property
    def capacity(self) -> int:
        """One call for each process."""
        return self.count

    def submit(self, function: Callable, *arguments: Any) -> Future:
        """Run a function in a process that is idle; waits for one."""
        process = self.idle.get()
        call = process.submit(function, *arguments)
        self.at_work[call] = process
        call.add_done_callback(self._end)
        return call

    def _end(self, call: Future) -> None:
        process = self.at_work.pop(call)
        has_died = not call.cancelled() and isinstance(call.exception(), BrokenProcessPool)
        self.idle.put(_one_process() if has_died else process)

    def abandon(self, calls: Iterable[Future]) -> None:
        """Kill the processes of the calls."""
        for process in [self.at_work[call] for call in calls if call in self.at_work]:
            for child in list((process._processes or {}).values()):  # kill_workers() needs Python 3.14
                child.kill()


@cache
def processes(count: int) -> Processes:
    """Return the processes of this process."""
    return Processes(count)


def _one_process() -> ProcessPoolExecutor:
    """Return a pool of one: where several share a pool, one that dies takes the calls of all with it."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # numpy reads them when it is loaded, there
        os.environ.setdefault(name, "1")
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Leave Ctrl-C to the parent, and end when it ends, however it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def follow() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


class RayTasks(Workers):
    """Tasks on a Ray cluster.

    :param address: of the cluster, such as ``10.0.0.1:6379``; None: what RAY_ADDRESS says, else the cluster that this
        machine is a node of, else one of this machine alone.
    :raises UserError: Ray is not installed, the cluster cannot be reached, or has other versions.
    """

    def __init__(self, address: str | None = None) -> None:
        self.ray = import_ray()
        errors = self.ray.exceptions
        self.died = (
            errors.WorkerCrashedError, errors.OutOfMemoryError, errors.NodeDiedError, errors.ObjectLostError
        )
        self.tasks: dict[Future, Any] = {}
        if not self.ray.is_initialized():
            self._connect(address)
        if not self._processors():
            raise UserError("No node of the Ray cluster has a processor to offer: add one with ray start --address")

    def _connect(self, address: str | None) -> None:
        shown = address or os.environ.get("RAY_ADDRESS") or "of this machine"
        host, _, port = shown.rpartition(":")
        try:
            if host and port.isdecimal() and "/" not in host:  # Ray itself tries for minutes
                socket.create_connection((host, int(port)), timeout=10).close()
            self.ray.init(address, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
        except (OSError, RuntimeError, ValueError) as error:
            raise UserError(f"The Ray cluster {shown} cannot be used: {error}") from error

    def _processors(self) -> int:
        return int(self.ray.cluster_resources().get("CPU", 0))

    @property
    def capacity(self) -> int:
        """Two calls for each processor that the cluster has at the moment, so that none waits for this process."""
        return 2 * max(1, self._processors())

    def submit(self, function: Callable, *arguments: Any) -> Future:
        """Run a function as a task. Ray itself tries none again: it would a task that runs out of memory for ever."""
        task = self.ray.remote(num_cpus=1, max_retries=0)(function).remote(*arguments)
        call = task.future()
        self.tasks[call] = task
        call.add_done_callback(lambda done: self.tasks.pop(done, None))
        return call

    def result(self, call: Future) -> Any:
        """Return what a call gave, or raise what it raised.

        :raises UserError: the function says so, or Hearsay is not installed on the node.
        """
        try:
            return call.result()
        except self.ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, UserError):
                raise error.cause from None
            if isinstance(error.cause, ImportError) or "failed to import" in str(error):
                message = "A node of the Ray cluster cannot import Hearsay. Install the same version on every node"
                raise UserError(f"{message}: {_last_line(error)}") from error
            raise

    def abandon(self, calls: Iterable[Future]) -> None:
        """Cancel the tasks of the calls, by force where they run."""
        for task in [self.tasks[call] for call in calls if call in self.tasks]:
            with suppress(self.ray.exceptions.RayError):
                self.ray.cancel(task, force=True)


def import_ray():
    """Return the module ``ray``.

    :raises UserError: it is not installed.
    """
    try:
        import ray
    except ImportError as error:
        raise UserError(INSTALL_RAY) from error
    return ray


def _last_line(error: Exception) -> str:
    return str(error).strip().rpartition("\n")[2]


@dataclass(frozen=True, slots=True)
class WorkerModel:
    """Loads the pipeline in a worker, once, for one thread: there is a worker for each processor.

    :param folder: of the pipeline; None: the one that comes with Hearsay, wherever the worker has that.
    :param fingerprint: what :func:`hearsay.versions.annotation_fingerprint` has to give there.
    """

    folder: Path | None
    fingerprint: str

    @classmethod
    def of(cls, folder: Path, fingerprint: str) -> "WorkerModel":
        """Return what loads the pipeline of a folder."""
        folder = folder.resolve()
        return cls(None if folder == settings.MODEL else folder, fingerprint)

    def __call__(self) -> Language:
        """Return the pipeline.

        :raises UserError: it is not there, or is another one.
        """
        return _load(self)


@cache
def _load(model: WorkerModel) -> Language:
    folder, node = model.folder or settings.MODEL, socket.gethostname()
    if not (folder / "meta.json").is_file():
        raise UserError(f"Node {node} has no language model at {folder}: every node needs it under the same path")
    if annotation_fingerprint(folder) != model.fingerprint:
        raise UserError(
            f"Node {node} has another version of Hearsay or of the model at {folder}, which would give other rows. "
            "Install the same version on every node"
        )
    components = load_config(folder / "config.cfg")["components"]
    threads = {name: {"threads": 1} for name, component in components.items() if "threads" in component}
    return spacy.load(folder, config={"components": threads})
