"""Text as a reader sees it: no control characters, no mojibake, one kind of blank."""

import html
import re
import unicodedata

import ftfy
from ftfy.badness import is_bad

INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
BLANKS = re.compile(r"[^\S\n]+")
ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8}\d{0,2});")


def clean_text(text: str) -> str:
    """Return text in NFC, without mojibake, invisible and control characters, with single blanks; ``\\n`` is kept.

    Mojibake is mended only where ftfy is sure of it; quotation marks stay as they are.
    """
    text = LINE_END.sub("\n", text)
    if is_bad(text):
        text = ftfy.fix_encoding(text)
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
    return "\n".join(line.strip() for line in BLANKS.sub(" ", text).split("\n"))


def clean_value(value: object) -> str | None:
    """Return a metadata value as one clean line, entities resolved; ``None`` if it is no text or empty."""
    if not isinstance(value, str):
        return None
    return " ".join(clean_text(unescape(unescape(value))).split()) or None


def unescape(text: str) -> str:
    """Resolve HTML entities, if there are any that are closed by a semicolon."""
    return html.unescape(text) if ENTITY.search(text) else text
