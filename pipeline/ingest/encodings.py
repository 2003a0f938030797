"""What HTTP puts around a body, undone within a limit: chunks and content codings (RFC 9112 and 9110).

Many archives keep a body decoded beside the headers that said it was coded, so a body that does not begin like the
coding is taken as it stands.
"""

import re
import zlib
from io import BytesIO

import brotli
from fastwarc.stream_io import ChunkedReader

from pipeline.ingest.streams import GZIP_MAGIC, StreamFault

CHUNK_BYTES = 1 << 16
CHUNK_HEAD = re.compile(rb"[0-9A-Fa-f]{1,16}[ \t]*(?:;[^\r\n]*)?\r?\n")
GZIP, ZLIB, RAW_DEFLATE = 31, 15, -15


def decode_body(content: bytes, *, codings: str | None, limit: int) -> bytes:
    """Return a body without its content codings.

    :param content: the body as it was received.
    :param codings: value of the header ``Content-Encoding``, in the order in which they were applied.
    :param limit: bytes that the decoded body may have.
    :raises StreamFault: the coding is unknown or broken, or the body is larger than the limit.
    """
    names = [name.strip().casefold() for name in (codings or "").split(",")]
    for name in reversed([name for name in names if name not in ("", "identity")]):
        if name not in DECODERS:
            raise StreamFault("unknown content encoding", name[:40])
        try:
            content = DECODERS[name](content, limit)
        except (zlib.error, brotli.error) as error:
            raise StreamFault("broken content encoding", f"{name}: {error}") from error
    if len(content) > limit:
        raise StreamFault("record too large", f"more than {limit:,} bytes")
    return content


def decode_chunks(content: bytes, *, limit: int) -> bytes:
    """Return a chunked body as one; a body that is not chunked, as it is.

    :raises StreamFault: it ends amid a chunk.
    """
    if not CHUNK_HEAD.match(content):
        return content
    try:
        return ChunkedReader(BytesIO(content)).read(limit + 1)
    except OSError as error:
        raise StreamFault("broken content encoding", f"chunked: {error}") from error


def _gunzip(content: bytes, limit: int) -> bytes:
    if not content.startswith(GZIP_MAGIC):
        return content
    decoded = b""
    while content.startswith(GZIP_MAGIC) and len(decoded) <= limit:
        part, content = _inflate(content, GZIP, limit - len(decoded))
        decoded += part
    return decoded


def _undeflate(content: bytes, limit: int) -> bytes:
    """Inflate ``deflate``, which means the zlib format, and which some servers take for raw deflate."""
    is_zlib = len(content) > 1 and content[0] & 15 == 8 and int.from_bytes(content[:2], "big") % 31 == 0
    return _inflate(content, ZLIB if is_zlib else RAW_DEFLATE, limit)[0]


def _inflate(content: bytes, form: int, limit: int) -> tuple[bytes, bytes]:
    """Return what was decompressed, at most one byte beyond the limit, and what follows it."""
    decompressor = zlib.decompressobj(form)
    decoded = decompressor.decompress(content, limit + 1)
    if len(decoded) > limit:
        raise StreamFault("record too large", f"more than {limit:,} bytes, decompressed")
    if not decompressor.eof:
        raise zlib.error("ends too early")
    return decoded, decompressor.unused_data


def _unbrotli(content: bytes, limit: int) -> bytes:
    decompressor = brotli.Decompressor()
    decoded = decompressor.process(content, output_buffer_limit=limit + 1)
    while not decompressor.is_finished() and len(decoded) <= limit:
        more = decompressor.process(b"", output_buffer_limit=limit + 1 - len(decoded))
        if not more:
            raise brotli.error("ends too early")
        decoded += more
    if len(decoded) > limit:
        raise StreamFault("record too large", f"more than {limit:,} bytes, decompressed")
    return decoded


DECODERS = {"gzip": _gunzip, "x-gzip": _gunzip, "deflate": _undeflate, "br": _unbrotli}
