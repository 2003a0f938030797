"""Rejections of the first stage."""

from pipeline.ids import stable_id
from pipeline.ingest.decoding import replace_surrogates
from pipeline.records import Rejection
from pipeline.settings import REJECTED_INPUT_CHARACTERS

STAGE = "ingest"


def reject(reason: str, source_document: str, *, detail: str | None = None, rejected: str | bytes = "") -> Rejection:
    """Return the rejection of a file or record.

    :param reason: short and countable.
    :param source_document: the file or record.
    :param detail: the particulars.
    :param rejected: what was read of it, if anything.
    """
    if isinstance(rejected, bytes):
        rejected = rejected[: 4 * REJECTED_INPUT_CHARACTERS].decode("utf-8", "replace")
    shown = replace_surrogates(rejected.replace("\x00", ""))[:REJECTED_INPUT_CHARACTERS]
    return Rejection(
        rejection_id=stable_id("rejection", STAGE, source_document, reason, detail, shown),
        stage=STAGE,
        reason=reason,
        detail=detail,
        source_document=source_document,
        article_id=None,
        table_name=None,
        input=shown,
    )
