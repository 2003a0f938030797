"""Text with its mentions marked in place: ``{key|text}``, nested where they nest, to text and spans."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Form = Literal["name", "nominal", "pronoun"]

_MARK = re.compile(
    r"\\(?P<escaped>[\\{}|])|\{(?P<key>[A-Za-z0-9-]+)(?::(?P<form>name|nominal|pronoun))?\||(?P<other>[{}\\])"
)
_PRONOUN = re.compile(
    r"(?:i|me|my|mine|myself|we|us|our|ours|ourselves|you|your|yours|yourself|he|him|his|himself|she|her|hers|herself|"
    r"it|its|itself|they|them|their|theirs|themselves|both|who|whom|whose)",
    re.IGNORECASE,
)
_NO_PRONOUNS = frozenset({"WHO", "US", "IT"})
_LEADING_WORD = re.compile(r"^(?:the|a|an|his|her|its|their|my|our|this|that|these|those|one|both)\s+", re.IGNORECASE)


class MarkError(ValueError):
    """Marked text cannot be read.

    :param place: where, in code points of the marked text.
    """

    def __init__(self, message: str, place: int) -> None:
        super().__init__(message)
        self.place = place


@dataclass(frozen=True, slots=True)
class Marked:
    """A mention as it was marked.

    :param start, end: code points of the text without marks, end exclusive.
    """

    start: int
    end: int
    key: str
    form: Form


@dataclass(slots=True)
class _Open:
    """A mark that has not been closed yet."""

    start: int
    key: str
    form: Form | None
    place: int


def read_marks(marked: str) -> tuple[str, list[Marked]]:
    r"""Return the text without its marks, and the mentions in the order of the text, the outer before the inner.

    The form is told by the text: a pronoun; a name where something that stands in no inner mark is a capital (a leading
    "The" or "His" not counted); else a nominal. ``{key:nominal|the Prime Minister}`` says otherwise. A backslash takes
    its meaning from the brace, bar or backslash behind it.

    :raises MarkError: a brace has no partner, or opens no ``{key|``; a mark is empty.
    """
    text, mentions, opened = "", [], []
    last = 0
    for match in _MARK.finditer(marked):
        text += marked[last:match.start()]
        last = match.end()
        if match["escaped"]:
            text += match["escaped"]
        elif match["key"]:
            opened.append(_Open(len(text), match["key"], match["form"], match.start()))
        elif match["other"] == "}" and opened:
            mentions.append(_closed(opened.pop(), text, mentions, match.start()))
        else:
            message = f"{match['other']!r} stands alone (a mark is {{key|text}}, a brace of the text \\{{)"
            raise MarkError(message, match.start())
    if opened:
        raise MarkError(f"the mark of {opened[-1].key!r} is not closed", opened[-1].place)
    text += marked[last:]
    return text, sorted(mentions, key=lambda mention: (mention.start, -mention.end))


def _closed(mark: _Open, text: str, mentions: list[Marked], place: int) -> Marked:
    words = text[mark.start:]
    if not words.strip() or words != words.strip():
        raise MarkError(f"the mark of {mark.key!r} is empty or has white space at an end: {words!r}", place)
    inner = [(mention.start, mention.end) for mention in mentions if mention.start >= mark.start]
    return Marked(mark.start, len(text), mark.key, mark.form or form_of(words, mark.start, inner))


def form_of(words: str, start: int, inner: Iterable[tuple[int, int]]) -> Form:
    """Return the form that the words of a mark tell, without those of the marks inside it.

    :param start: where the words begin, in code points; ``inner`` counts from the same place.
    """
    if _PRONOUN.fullmatch(words) and words not in _NO_PRONOUNS:
        return "pronoun"
    own = list(words)
    for first, stop in inner:
        own[first - start:stop - start] = "," * (stop - first)
    return "name" if any(map(str.isupper, _LEADING_WORD.sub("", "".join(own)))) else "nominal"
