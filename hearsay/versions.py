"""What a row depends on besides its document: the code that made it and the model."""

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.ids import stable_id
from pipeline.settings import CLAIMS_MODEL, PROJECT

PACKAGES = ("pipeline", "expectations")  # whose files decide what the rows are
LIBRARIES = ("dagster", "duckdb", "great-expectations", "pyarrow", "spacy", "trafilatura")


def project_version() -> str:
    """Return the version that is installed."""
    try:
        return version("hearsay")
    except PackageNotFoundError:
        return "0 (not installed)"


@cache
def pipeline_version() -> str:
    """Return a digest of the pipeline's files: it changes with any line of them."""
    return digest_files(PROJECT / package for package in PACKAGES)


def model_version(path: Path) -> str:
    """Return a digest of a model's files."""
    return digest_files([path])


def fingerprint(path: Path) -> str:
    """Return what tells whether a document has been read by this pipeline, model and model of claims before."""
    return stable_id("fingerprint", pipeline_version(), model_version(path), model_version(CLAIMS_MODEL))


def annotation_fingerprint(path: Path) -> str:
    """Return what tells whether a text has been annotated by this model before: new rules for rows do not count."""
    return stable_id("annotation", digest_files([PROJECT / "pipeline" / "language"]), model_version(path))


def digest_files(folders) -> str:
    """Return a digest of all files below the folders, by name and content."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
            if "__pycache__" not in path.parts:
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.relative_to(folder).as_posix()}\x1f{content}\n".encode())
    return digest.hexdigest()[:16]


def describe_versions(model: Path) -> dict[str, str]:
    """Return the versions that a run is made with, by name."""
    return {
        "hearsay": project_version(), "pipeline": pipeline_version(), "model": model_version(model),
        "claims_model": model_version(CLAIMS_MODEL), "python": platform.python_version(),
        **{library: version(library) for library in LIBRARIES},
    }
