"""Text of articles made fit to be shown."""

import re
from datetime import date
from hashlib import sha256
from typing import Any

from markupsafe import Markup

REPLACEMENT = "�"
# What turns the direction of the text that follows: embeddings, overrides and isolates (Unicode Standard Annex 9).
_DIRECTIONS = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_NOT_CHARACTERS = [code for plane in range(17) for code in (plane * 0x10000 + 0xFFFE, plane * 0x10000 + 0xFFFF)]
_VISIBLE = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"},  # pictures of control characters
    0x7F: "␡",
    **{code: REPLACEMENT for code in (*range(0x80, 0xA0), *_DIRECTIONS, *range(0xFDD0, 0xFDF0), *_NOT_CHARACTERS)},
}
LABELS = {
    "PERSON": "person", "ORG": "organisation", "GPE": "country, region or city", "LOC": "place", "FAC": "building",
    "NORP": "people or party", "EVENT": "event", "LAW": "law", "PRODUCT": "product", "WORK_OF_ART": "work",
}


def visible(value: Any) -> Any:
    """Return a text with a visible sign for each character that would do something to the page or hide in it.

    These are control characters and those that turn the direction of writing. The text keeps its length. Other values,
    and markup that was made here, are returned as they are.
    """
    if value is None:
        return ""
    return value.translate(_VISIBLE) if isinstance(value, str) and not isinstance(value, Markup) else value


def name_of_file(identifier: str) -> str:
    """Return the name of the page of an article or entity, without its ending: safe on any file system."""
    last = identifier.rpartition("_")[2]
    return last if re.fullmatch("[0-9a-z]{8,64}", last) else sha256(identifier.encode()).hexdigest()[:16]


def day(value: date | None) -> str | Markup:
    """Return a date as it is read, such as 3 July 2018."""
    if value is None:
        return "undated"
    return Markup('<time datetime="{}">{} {} {}</time>').format(
        value.isoformat(), value.day, value.strftime("%B"), value.year
    )


def number(value: int) -> str:
    """Return a whole number with its thousands parted, such as 12,077."""
    return f"{value:,}"


def percent(value: float | None) -> str:
    """Return a share as a percentage."""
    return "–" if value is None else f"{value:.1%}"


def counted(value: int, singular: str, plural: str | None = None) -> str:
    """Return a number with what is counted, such as 1 article, 2 articles."""
    return f"{value:,} {singular if value == 1 else plural or singular + 's'}"


def shortened(text: str, length: int) -> str:
    """Return a text on one line, cut at a word's end where it is longer."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[:length]
    words, _, rest = cut.rpartition(" ")
    return f"{words if len(words) > length // 2 else cut}…"


def label(code: str) -> str:
    """Return what a label of an entity means."""
    return LABELS.get(code, code.lower())
