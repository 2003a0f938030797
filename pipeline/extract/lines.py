"""Plain text to lines, one paragraph each."""

import re
from statistics import median

from pipeline.extract.cleaning import clean_text, unescape
from pipeline.extract.layout import SENTENCE_END, Line

WIDEST_WRAP = 100
NARROWEST_WRAP = 45


def split_lines(text: str) -> list[Line]:
    """Return a text's lines that are not blank, cleaned; lines that were wrapped at a fixed width are joined.

    :param text: decoded text with ``\\n`` as line end.
    """
    raw = [line.rstrip() for line in unescape(text).split("\n")]
    joined = _unwrap(raw) if _is_wrapped(raw) else list(enumerate(raw))
    cleaned = (Line(position, part) for position, line in joined for part in clean_text(line).split("\n"))
    return [line for line in cleaned if line.text]


def _is_wrapped(lines: list[str]) -> bool:
    """Tell wrapped text from one paragraph a line: lines of one width that stop in mid-sentence."""
    inner = [line for line, after in zip(lines, lines[1:], strict=False) if line.strip() and after.strip()]
    followers = [after for line, after in zip(lines, lines[1:], strict=False) if line.strip() and after.strip()]
    if len(inner) < 3 or max(map(len, inner)) > WIDEST_WRAP or median(map(len, inner)) < NARROWEST_WRAP:
        return False
    open_ended = sum(SENTENCE_END.search(line) is None for line in inner)
    continued = sum(line.lstrip()[:1].islower() for line in followers)
    return open_ended >= 0.7 * len(inner) and continued >= 0.4 * len(inner)


def _unwrap(lines: list[str]) -> list[tuple[int, str]]:
    width = max(map(len, lines))
    joined: list[tuple[int, str]] = []
    previous = ""
    for position, line in enumerate(lines):
        starts = not previous.strip() or len(previous) < 0.6 * width or re.match(r"\s{2,}", line) is not None
        if starts or not line.strip() or (SENTENCE_END.search(previous) and len(previous) < 0.85 * width):
            joined.append((position, line))
        else:
            joined[-1] = (joined[-1][0], f"{joined[-1][1]} {line.strip()}")
        previous = line
    return joined
