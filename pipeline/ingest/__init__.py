"""Files and folders to documents.

Read are plain text (``.txt``), pages (``.html``, ``.htm``), one JSON record or an array of records (``.json``) and JSON
Lines (``.jsonl``, ``.ndjson``), each also gzipped (``.gz``). Everything that was found and cannot be read becomes a
:class:`~pipeline.records.Rejection` with a reason; only a wrong request raises::

    IngestError
    ├── PathNotFoundError    a path that was asked for does not exist
    └── BatchFormatError     a stored batch cannot be understood

``source_document`` is the path as typed, joined with the path below it, and ``#n`` for record n of a file of many,
counted from 1 (blank lines are not counted). A document's ``content`` is what was decompressed, byte for byte: the
whole file, or the record's own bytes. The names that a record's fields may have stand in :mod:`pipeline.ingest.fields`.
"""

from pipeline.ingest.batches import Batch, BatchPlan, Part, plan_batches
from pipeline.ingest.errors import BatchFormatError, IngestError, PathNotFoundError
from pipeline.ingest.reading import read_batch

__all__ = [
    "Batch",
    "BatchFormatError",
    "BatchPlan",
    "IngestError",
    "Part",
    "PathNotFoundError",
    "plan_batches",
    "read_batch",
]
