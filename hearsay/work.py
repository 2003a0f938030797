"""The pipeline's own files, in the folder ``<warehouse>.work`` beside the published warehouse::

    warehouse.duckdb            what the pipeline writes, published as a copy
    captures/<source>/*.warc.gz what was fetched, as received; captures/state.sqlite remembers it
    documents/<batch>.parquet   what was read, byte for byte
    batches/<batch>/            what one stage leaves to the next; can be removed between builds
    plans/<run>.json            the batches of a run
    plans/files.sqlite          what files held when they were last planned; only saves reading them again
    logs/<run>.log              Dagster's log of a build from the command line
    lock                        held by the build that is running

Every file is written under another name and then moved, so that a file that is there is complete. ``documents`` and
``batches``, all that grows without end, may stand in a storage elsewhere: any place that fsspec knows by its URL.
"""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout
from pydantic import TypeAdapter
from upath import UPath

from hearsay.errors import UserError
from pipeline.ids import stable_id
from pipeline.ingest import Batch, BatchPlan
from pipeline.records import Document, Rejection

Record = TypeVar("Record")

REJECTIONS = "rejections"  # begins the id of a batch of what a plan rejected, without documents
DOCUMENT_SCHEMA = pa.schema([
    ("source_document", pa.string()), ("media_type", pa.string()), ("content", pa.binary()), ("sha256", pa.string()),
    ("retrieved_at", pa.timestamp("us", tz="UTC")), ("text", pa.string()), ("fields", pa.string()),
    ("source_name", pa.string()), ("retrieved_at_source", pa.string()),
])


class WorkFolder:
    """The work folder of one warehouse.

    :param warehouse: the published file.
    :param storage: where documents and batches are kept, a folder or a URL of fsspec, such as ``s3://bucket/news``;
        None: in the work folder.
    :raises UserError: what reads such a URL is not installed.
    """

    def __init__(self, warehouse: Path | str, *, storage: str | None = None) -> None:
        self.warehouse = Path(warehouse)
        self.path = self.warehouse.absolute().with_name(f"{self.warehouse.stem}.work")
        self.storage = open_storage(storage) if storage else self.path

    @property
    def database(self) -> Path:
        """The DuckDB file that the pipeline writes."""
        return self.path / "warehouse.duckdb"

    @property
    def captures(self) -> Path:
        """The folder that fetches are kept in, with one below it for each source."""
        return self.path / "captures"

    def batch(self, batch_id: str) -> "BatchFolder":
        """Return the folder of a batch, which need not exist yet."""
        return BatchFolder(self.storage, batch_id)

    def save_plan(self, plan: BatchPlan) -> list["BatchFolder"]:
        """Keep a plan's batches, so that they can be read by their ids.

        What the plan rejected becomes a batch without documents.
        """
        batches = list(plan.batches)
        if plan.rejections:
            rejected = stable_id(REJECTIONS, *(rejection.rejection_id for rejection in plan.rejections))
            batches.append(Batch(rejected, ()))
            self.batch(rejected).write("plan_rejections", plan.rejections)
        for batch in batches:
            self.batch(batch.batch_id).save(batch)
        return [self.batch(batch.batch_id) for batch in batches]

    def kept_batches(self) -> list["BatchFolder"]:
        """Return the batches whose documents have been kept, in the order in which they were."""
        archives = sorted(
            self.storage.glob("documents/*.parquet"), key=lambda path: (path.stat().st_mtime_ns, path.name)
        )
        return [self.batch(path.stem) for path in archives]

    def save_run(self, run_id: str, batches: Iterable["BatchFolder"]) -> None:
        """Keep which batches a run handles."""
        with _replacing(self.path / "plans" / f"{run_id}.json") as path:
            path.write_text(json.dumps([batch.batch_id for batch in batches]), encoding="utf-8")

    def run_batches(self, run_id: str) -> list["BatchFolder"]:
        """Return the batches of a run; of the latest one where that run has planned none itself."""
        plan = self.path / "plans" / f"{run_id}.json"
        if not plan.is_file():
            plan = max(plan.parent.glob("*.json"), key=lambda path: path.stat().st_mtime, default=plan)
        return [self.batch(batch_id) for batch_id in json.loads(plan.read_text())] if plan.is_file() else []

    @contextmanager
    def lock(self, *, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Keep other builds away from this warehouse; the same process may hold it several times.

        The operating system frees the lock of a process that was killed.

        :param on_wait: called once where another build holds it, before it is waited for.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path / "lock", is_singleton=True, thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            on_wait()
            lock.acquire(poll_interval=0.5)
        try:
            yield
        finally:
            lock.release()


class BatchFolder:
    """What one stage leaves to the next for one batch, as files of records.

    :param storage: the folder that it is in, with all others.
    """

    def __init__(self, storage: Path | UPath, batch_id: str) -> None:
        self.batch_id = batch_id
        self.path = storage / "batches" / batch_id
        self.archive = storage / "documents" / f"{batch_id}.parquet"

    @property
    def is_planned(self) -> bool:
        """Whether it is known what the batch consists of."""
        return (self.path / "batch.json").is_file() or self.archive.is_file()

    @property
    def document_count(self) -> int:
        """How many documents the batch was planned with; where that is not known any more, how many were kept."""
        return self.load().document_count or self._kept_count()

    def _kept_count(self) -> int:
        if not self.archive.is_file():
            return 0
        with self.archive.open("rb") as stream:
            return pq.read_metadata(stream).num_rows

    def save(self, batch: Batch) -> None:
        """Keep what the batch consists of."""
        with _replacing(self.path / "batch.json") as path:
            path.write_text(batch.to_json(), encoding="utf-8")

    def load(self) -> Batch:
        """Return what the batch consists of; nothing but what was kept of it where that is all there is.

        :raises FileNotFoundError: the batch was not planned for this warehouse.
        """
        if self.archive.is_file() and not (self.path / "batch.json").is_file():
            return Batch(self.batch_id, ())
        return Batch.from_json((self.path / "batch.json").read_text(encoding="utf-8"))

    def write(self, name: str, records: Iterable[Any]) -> None:
        """Replace the file of that name: one record of ``pipeline.records`` a line, as JSON."""
        with (
            _replacing(self.path / f"{name}.jsonl.gz") as path, path.open("wb") as file,
            gzip.open(file, "wb", compresslevel=3) as stream,
        ):
            for record in records:
                stream.write(_adapter(type(record)).dump_json(record) + b"\n")

    def read(self, name: str, record_type: type[Record]) -> list[Record]:
        """Return the records of the file of that name; none where it is missing."""
        path = self.path / f"{name}.jsonl.gz"
        if not path.is_file():
            return []
        with path.open("rb") as file, gzip.open(file, "rb") as stream:
            return [_adapter(record_type).validate_json(line) for line in stream]

    def rejections(self) -> list[Rejection]:
        """Return what all stages have rejected of the batch."""
        return [
            rejection
            for path in sorted(self.path.glob("*rejections.jsonl.gz"))
            for rejection in self.read(path.name.removesuffix(".jsonl.gz"), Rejection)
        ]

    def write_bytes(self, name: str, content: bytes) -> None:
        """Replace the file of that name."""
        with _replacing(self.path / name) as path:
            path.write_bytes(content)

    def read_bytes(self, name: str) -> bytes:
        """Return the content of the file of that name."""
        return (self.path / name).read_bytes()

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return (self.path / name).is_file()

    def remove(self, name: str) -> None:
        """Remove the file of that name, if it is there."""
        (self.path / name).unlink(missing_ok=True)

    def write_json(self, name: str, value: Any) -> None:
        """Replace the file of that name by a value as JSON."""
        self.write_bytes(f"{name}.json", json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def read_json(self, name: str, default: Any = None) -> Any:
        """Return the value of the file of that name; the default where it is missing."""
        path = self.path / f"{name}.json"
        return json.loads(path.read_bytes()) if path.is_file() else default

    def write_documents(self, documents: Sequence[Document]) -> None:
        """Hand documents to the next stage, and keep them byte for byte, as Parquet that DuckDB can read.

        What an earlier run kept stays.
        """
        if documents:
            new = {(document.source_document, document.sha256) for document in documents}
            kept = (
                document for document in self.kept_documents()
                if (document.source_document, document.sha256) not in new
            )
            rows = [
                {**_fields_of(document), "fields": json.dumps(dict(document.fields))}
                for document in (*documents, *kept)
            ]
            _write_parquet(pa.Table.from_pylist(rows, DOCUMENT_SCHEMA), self.archive)
        self.write_json("documents", [document.source_document for document in documents])

    def read_documents(self) -> list[Document]:
        """Return the documents that were handed on."""
        handed_on = set(self.read_json("documents", []))
        kept = self.kept_documents() if handed_on else []
        return [document for document in kept if document.source_document in handed_on]

    def kept_documents(self) -> list[Document]:
        """Return all documents of the batch that were ever handed on."""
        rows = _read_parquet(self.archive).to_pylist() if self.archive.is_file() else []
        return [Document(**{**row, "fields": json.loads(row["fields"])}) for row in rows]

    def write_frames(self, tables: Mapping[str, pa.Table]) -> None:
        """Hand tables to the next stage, each as Parquet."""
        for name, table in tables.items():
            _write_parquet(table, self.path / "frames" / f"{name}.parquet")

    def read_frames(self) -> dict[str, pd.DataFrame]:
        """Return the tables that were handed on, as frames."""
        return {path.stem: _read_parquet(path).to_pandas() for path in sorted(self.path.glob("frames/*.parquet"))}


@cache
def _adapter(record_type: type) -> TypeAdapter:
    return TypeAdapter(record_type)


def _fields_of(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}


def open_storage(url: str) -> Path | UPath:
    """Return the folder that a path or a URL of fsspec names.

    :raises UserError: what reads such a URL is not installed.
    """
    if "://" not in url:
        return Path(url).absolute()
    try:
        folder = UPath(url)
        folder.fs  # noqa: B018 (loads what reads it)
    except (ImportError, ValueError) as error:
        raise UserError(f"The storage {url} cannot be opened: {error}") from error
    return folder


def _read_parquet(path: Path | UPath) -> pa.Table:
    with path.open("rb") as stream:
        return pq.read_table(stream)


def _write_parquet(table: pa.Table, path: Path | UPath) -> None:
    with _replacing(path) as new, new.open("wb") as stream:
        pq.write_table(table, stream, compression="zstd")


@contextmanager
def _replacing(path: Path | UPath) -> Iterator[Path | UPath]:
    """Yield a new path beside the given one, whose file is moved there at the end; removed on any exception."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        yield new
        new.rename(path)
    finally:
        new.unlink(missing_ok=True)
