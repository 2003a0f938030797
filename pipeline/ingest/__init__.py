"""Files, folders and sources to documents.

Read are plain text (``.txt``), pages (``.html``, ``.htm``), one JSON record or an array of records (``.json``), JSON
Lines (``.jsonl``, ``.ndjson``), web archives (``.warc``) and feeds (``.rss``, ``.atom``, ``.xml``), each also gzipped
(``.gz``). What is fetched over HTTP is first kept as web archives (``hearsay.fetch``). Everything that was found and
cannot be read becomes a :class:`~pipeline.records.Rejection` with a reason; only a wrong request raises::

    IngestError
    ├── PathNotFoundError    a path that was asked for does not exist
    ├── SourcesError         a sources.toml is wrong
    └── BatchFormatError     a stored batch cannot be understood

``source_document`` is the path as typed, joined with the path below it, and ``#n`` for record n of a file of many,
counted from 1 (blank lines are not counted; an archive's records are, whatever they are). A document's ``content`` is
what was decompressed, byte for byte: the whole file, or the record's own bytes. The names that a record's fields may
have stand in :mod:`pipeline.ingest.fields`.
"""

from pipeline.ingest.batches import Batch, BatchPlan, Part, plan_batches
from pipeline.ingest.errors import BatchFormatError, IngestError, PathNotFoundError, SourcesError
from pipeline.ingest.files import Input
from pipeline.ingest.reading import read_batch
from pipeline.ingest.sources import Sources, read_sources

__all__ = [
    "Batch",
    "BatchFormatError",
    "BatchPlan",
    "IngestError",
    "Input",
    "Part",
    "PathNotFoundError",
    "Sources",
    "SourcesError",
    "plan_batches",
    "read_batch",
    "read_sources",
]
