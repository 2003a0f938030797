"""What all assets of a run share, and what an operator can set in the Launchpad."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from functools import cache
from pathlib import Path

import dagster as dg
from pydantic import Field
from spacy.language import Language

from hearsay.versions import annotation_fingerprint, fingerprint
from hearsay.work import WorkFolder
from pipeline import settings
from pipeline.language import describe_model, load_pipeline


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
    engine: Engine = Field(default=Engine.local, description="Where to annotate: in this process, or on Ray.")

    @property
    def work(self) -> WorkFolder:
        """The work folder of the warehouse."""
        return WorkFolder(self.warehouse)

    @property
    def input_paths(self) -> list[str]:
        """The given paths, or the default ones."""
        inbox = settings.INBOX
        has_files = inbox.is_dir() and any(path.is_file() for path in inbox.rglob("[!.]*"))
        defaults = [inbox] * has_files + [settings.SOURCES] * settings.SOURCES.is_file()
        return self.paths or [str(path) for path in defaults or [settings.EXAMPLES]]

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Build"]:
        """Keep other builds away from the warehouse while the run lasts."""

        def tell() -> None:
            context.log.warning(f"Another build is writing {self.warehouse}; this one waits until it has ended.")

        with self.work.lock(on_wait=tell):
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
        """Return it, loaded once per process."""
        return _load(self.folder)

    def describe(self) -> dict[str, str]:
        """Return what identifies it."""
        return describe_model(self.load())


@cache
def _load(path: Path) -> Language:
    return load_pipeline(path)
