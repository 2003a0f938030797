"""What all assets of a run share, and what an operator can set in the Launchpad."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import Enum
from functools import cache
from pathlib import Path

import dagster as dg
from pydantic import Field, PrivateAttr
from spacy.language import Language

from hearsay.build import MEND_MODEL, check_warehouse
from hearsay.errors import UserError
from hearsay.faults import explain
from hearsay.versions import annotation_fingerprint, fingerprint
from hearsay.work import WorkFolder
from hearsay.workers import Workers, open_workers
from pipeline import settings
from pipeline.language import describe_model, load_pipeline
from warehouse.claims import ClaimModels, load_models


class Engine(Enum):
    """Where articles are annotated."""

    local = "local"
    ray = "ray"


class Build(dg.ConfigurableResource):
    """What is read, and the warehouse that it goes to."""

    paths: list[str] = Field(
        default=[],
        description="Files and folders to read; a sources.toml stands for all that its sources have. Empty: the drop "
        "folder data/inbox and sources.toml, if there is something in them, else the examples.",
    )
    warehouse: str = Field(
        default=str(settings.DEFAULT_WAREHOUSE), description="DuckDB file to publish, absolute or in the project."
    )
    engine: Engine = Field(default=Engine.local, description="Where to annotate: on this machine, or on Ray.")
    workers: int = Field(
        default=1, ge=1, description="Local processes that annotate, some 500 MB each; 1: the process of the run."
    )
    ray_address: str | None = Field(
        default=None, description="Ray cluster, such as 10.0.0.1:6379; default: RAY_ADDRESS, else this machine."
    )
    storage: str | None = Field(
        default=None, description="Where documents and batches are kept, a folder or an fsspec URL such as "
        "s3://bucket/news; default: beside the warehouse.",
    )

    _fault: str | None = PrivateAttr(default=None)  # why the warehouse cannot be written

    @property
    def _work(self) -> WorkFolder:
        return WorkFolder(self.warehouse, storage=self.storage)

    @property
    def work(self) -> WorkFolder:
        """The work folder of the warehouse.

        :raises hearsay.errors.UserError: the warehouse cannot be written.
        """
        if self._fault:
            raise UserError(self._fault)
        return self._work

    def open_workers(self) -> Workers | None:
        """Return the workers that annotate; none where this process does.

        :raises hearsay.errors.UserError: there is no Ray, or its cluster cannot be used.
        """
        return open_workers(self.engine.value, count=self.workers, ray_address=self.ray_address)

    @property
    def input_paths(self) -> list[str]:
        """The given paths, or the default ones."""
        inbox = settings.INBOX
        has_files = inbox.is_dir() and any(path.is_file() for path in inbox.rglob("[!.]*"))
        defaults = [inbox] * has_files + [settings.SOURCES] * settings.SOURCES.is_file()
        return self.paths or [str(path) for path in defaults or [settings.EXAMPLES]]

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Build"]:
        """Keep other builds away from the warehouse while the run lasts.

        What an operator can mend is raised where the warehouse is asked for: what a resource raises, Dagster hides in
        an error of its own.
        """

        def tell() -> None:
            context.log.warning(f"Another build is writing {self.warehouse}; this one waits until it has ended.")

        with ExitStack() as stack:
            try:
                check_warehouse(self._work)
                stack.enter_context(self._work.lock(on_wait=tell))
            except Exception as error:
                self._fault = explain(error)
                if self._fault is None:
                    raise
            yield self


class LanguageModel(dg.ConfigurableResource):
    """The spaCy pipeline that annotates articles."""

    path: str = Field(
        default=str(settings.MODEL), description="Folder of a spaCy pipeline that sets doc._.attributions."
    )

    @property
    def folder(self) -> Path:
        """Where it is."""
        return Path(self.path)

    @property
    def fingerprint(self) -> str:
        """What tells whether a document has been read by this pipeline and model before."""
        return fingerprint(self.folder)

    @property
    def annotation_fingerprint(self) -> str:
        """What tells whether a text has been annotated by this model before."""
        return annotation_fingerprint(self.folder)

    def load(self) -> Language:
        """Return it, loaded once per process.

        :raises hearsay.errors.UserError: it is missing or broken.
        """
        return _load(self.folder)

    def describe(self) -> dict[str, str]:
        """Return what identifies it."""
        return describe_model(self.load())


class ClaimModel(dg.ConfigurableResource):
    """What tells what claims mean: their vectors, and which of them say the same or the opposite."""

    def load(self) -> ClaimModels:
        """Return it, loaded once per process.

        :raises hearsay.errors.UserError: it is missing or broken.
        """
        try:
            return load_models()
        except Exception as error:
            fault = f"The model of claims at {settings.CLAIMS_MODEL} is broken ({type(error).__name__}: {error})."
            raise UserError(f"{fault} Restore the folder from git.") from error


@cache
def _load(path: Path) -> Language:
    try:
        return load_pipeline(path)
    except Exception as error:  # of spaCy, ONNX Runtime, the tokenizer ...: whatever a broken file leads to
        fault = f"The language model at {path} is broken ({type(error).__name__}: {error})."
        raise UserError(f"{fault} {MEND_MODEL}") from error
