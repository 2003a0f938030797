"""What an outlet says of an article's own history: corrections, updates, editor's notes.

Corrections and editor's notes speak of the article, not of the news: they leave the body. So do lines that only say
that there was an update. An update that brings news (``UPDATE, 4:15 p.m.: The mayor has resigned.``) stays in it.
"""

import re
from dataclasses import dataclass

CORRECTION, UPDATE, EDITORS_NOTE = "correction", "update", "editor's note"
LONGEST = 900
ARTICLE = r"(?:article|story|piece|post|report|column|headline|page|version|item|essay|analysis|entry|op-ed|dispatch)"
OWN = r"(?:article|story|piece|post|column|headline)"  # what "the" before it can only mean the text itself
LABEL_END = r"(?:\s*\([^()]{1,60}\)|,?\s+(?=[^:]{0,40}\d)[^:—–]{1,45})?\s*(?:[:—–]|\s-\s|\|)"
CORRECTION_LABEL = re.compile(
    r"\W*(?:editor['’]?s['’]? note[\s,:—–-]+)?(?:(?:corrections?|clarifications?|amplifications?|corrected)"
    rf"(?:\s*(?:and|&|/)\s*(?:corrections?|clarifications?|amplifications?))?){LABEL_END}",
    re.IGNORECASE,
)
CORRECTION_SENTENCE = re.compile(
    r".{0,80}\b(?:(?:earlier|previous|prior|original|initial) (?:version|edition|headline|caption|post)s? "
    rf"(?:of|for|on|in) (?:this\b|our\b|the {OWN})"
    rf"|(?:this {ARTICLE}|the {OWN}) (?:has been|was|is) (?:amended|corrected|emended|clarified|edited|revised)\b"
    rf"|this {ARTICLE} (?:originally|initially|previously) (?!appear|publish|ran\b|aired|posted|at\b|in\b|on\b)"
    rf"|this {ARTICLE} (?:incorrectly|mistakenly|wrongly|misstated|misidentified)"
    r"|(?:updated|amended|edited) to (?:correct|clarify|more accurately)\b|\bwe regret the error\b)",
    re.IGNORECASE | re.DOTALL,
)
STARTS_NOTE = re.compile(
    r"\W*(?:an?|the|this|due to|because of|in an?|updated?|corrected|editor['’]?s['’]?|note)\b", re.IGNORECASE
)
UPDATE_SENTENCE = re.compile(
    rf"\W*(?:updated?\b[^a-z]{{0,40}}[:—–]\s*)?(?:(?:this|the) (?:above )?{ARTICLE} "
    r"(?:has been|was|is being|will be) (?:continually |continuously |regularly )?updated\b"
    r"|this is a (?:breaking|developing) (?:news )?(?:story|report))",
    re.IGNORECASE,
)
UPDATE_LABEL = re.compile(
    r"\W*(?:updated?|updates)(?:\s+(?:[IVX]{1,4}|\d{1,2})\b)?"
    rf"(?:{LABEL_END}|\s+(?:at )?\d{{1,2}}[:.]?\s?\d{{0,2}}\s*[ap]\.?m\b)",
    re.IGNORECASE,
)
EDITORS_LABEL = re.compile(
    r"\W*(?:editor['’]?s['’]?|editorial|publisher['’]?s) note\b\s*(?:[:—–.-]|\s|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Note:
    """A line in which an outlet speaks of the article."""

    kind: str  # correction, update, editor's note
    is_news: bool  # it belongs to the body all the same


def find_note(line: str) -> Note | None:
    """Return what a line says of the history of its article; ``None`` if it does not.

    :param line: one paragraph. What begins with a quotation mark is taken for somebody's words.
    """
    if len(line) > LONGEST or (line[:1] in '"“‘«„' and any(map(str.isalnum, line))):
        return None
    if CORRECTION_LABEL.match(line) or (STARTS_NOTE.match(line) and CORRECTION_SENTENCE.match(line)):
        return Note(CORRECTION, is_news=False)
    if EDITORS_LABEL.match(line):
        return Note(EDITORS_NOTE, is_news=False)
    if UPDATE_SENTENCE.match(line):
        return Note(UPDATE, is_news=False)
    return Note(UPDATE, is_news=True) if UPDATE_LABEL.match(line) else None
