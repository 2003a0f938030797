"""Bytes to text: what a browser would show.

HTML follows the encoding sniffing of the WHATWG standard (byte order mark, declaration, fallback) by way of w3lib.
Plain text and JSON have no declaration: byte order mark, then UTF-8, then windows-1252, the browsers' fallback.
"""

import codecs
import re

from w3lib.encoding import html_to_unicode, read_bom, to_unicode

BINARY_SAMPLE_BYTES = 65_536
BINARY_CONTROL_SHARE = 0.02
SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
)
CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
ANY_BYTES = frozenset(("cp1252", "iso8859-1", "latin-1", "ascii"))
SURROGATE = re.compile("[\ud800-\udfff]")


def decode_html(content: bytes, *, content_type: str | None = None) -> str:
    """Return an HTML page's text, read in the encoding that a browser would choose; line ends are ``\\n``.

    :param content_type: header that the page was sent with. Its charset comes before the page's own declaration, unless
        it cannot be true: it leaves characters undecoded that the page's own does not, or takes good UTF-8 for one of
        the encodings in which any bytes are text.
    """
    encoding, text = html_to_unicode(content_type, content, auto_detect_fun=_guess_encoding)
    if content_type is not None and ("\ufffd" in text or (encoding in ANY_BYTES and _is_utf8(content))):
        _, other = html_to_unicode(None, content, auto_detect_fun=_guess_encoding)
        text = min(text, other, key=lambda read: (read.count("\ufffd"), read is text))
    return normalise_line_ends(text)


def decode_text(content: bytes) -> str:
    """Return plain text or JSON as text: byte order mark, else UTF-8, else windows-1252; line ends are ``\\n``."""
    encoding, mark = read_bom(content)
    if encoding is None or mark is None:
        return normalise_line_ends(to_unicode(content, _guess_encoding(content)))
    return normalise_line_ends(to_unicode(content[len(mark) :], encoding))


def is_binary(content: bytes) -> bool:
    """Tell whether bytes are no text: a known signature, or more control characters than text ever has."""
    if content.startswith(SIGNATURES):
        return True
    if read_bom(content)[0] is not None:
        return False
    sample = content[:BINARY_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, CONTROL_BYTES))
    return controls > BINARY_CONTROL_SHARE * len(sample)


def normalise_line_ends(text: str) -> str:
    """Turn ``\\r\\n`` and ``\\r`` into ``\\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def replace_surrogates(text: str) -> str:
    """Replace lone surrogates, which JSON's escapes can spell and no database can store."""
    return SURROGATE.sub("\ufffd", text)


def _is_utf8(content: bytes) -> bool:
    """Tell whether bytes are UTF-8 and no mere ASCII, which they can hardly be by chance."""
    try:
        return not content.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _guess_encoding(content: bytes) -> str:
    """Choose UTF-8 or windows-1252.

    A file with a few broken bytes among good multi-byte characters is damaged UTF-8; to read it as windows-1252
    would turn all its curly quotes into rubbish for the sake of one byte.
    """
    text = codecs.decode(content, "utf-8", "replace")
    broken = text.count("\ufffd") - content.count("\ufffd".encode())
    good = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text))) if broken else 0
    return "utf-8" if broken <= good else "cp1252"
