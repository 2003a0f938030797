"""What a build reads: paths as typed, and what the sources of a ``sources.toml`` have."""

from collections.abc import Iterable

from hearsay.work import WorkFolder
from pipeline.ingest import Input, read_sources

SOURCES_SUFFIX = ".toml"


def inputs_of(paths: Iterable[str], work: WorkFolder) -> list[str | Input]:
    """Return the files and folders to read.

    :param paths: as typed; one that ends in ``.toml`` stands for its sources: the files that they name, and the
        captures of those that are fetched.
    :param work: the work folder, where the captures are.
    :raises pipeline.ingest.SourcesError: a ``sources.toml`` is wrong.
    """
    inputs: list[str | Input] = []
    for path in paths:
        if str(path).endswith(SOURCES_SUFFIX):
            inputs += read_sources(path).inputs(work.captures)
        else:
            inputs.append(path)
    return inputs
