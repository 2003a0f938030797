"""Who wrote an article: names out of bylines and author fields, and no names that are none."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.extract.agencies import agency_of
from pipeline.extract.cleaning import clean_value
from pipeline.extract.dates import is_timestamp_line

PARTICLES = frozenset(
    "de da do dos das del della di du van von der den ter ten la le al el bin bint ibn abu y e of st".split()
)
NOT_IN_NAMES = frozenset(
    "a abc about an and as at bbc by cbs cnn for from in is january february march april june july august "
    "september october november december "
    "monday tuesday wednesday thursday friday saturday sunday nbc npr on or our the their told to was were "
    "what when which who why with".split()
)
SUFFIXES = re.compile(r",?\s+(?:Jr|Sr|II|III|IV|Ph\.?D|M\.?D|Esq)\.?$")
COMMA_SUFFIX = re.compile(r",\s+((?:Jr|Sr|II|III|IV|Ph\.?D|M\.?D|Esq)\b)")
ROLE = re.compile(
    r"\b(?:reporters?|writers?|correspondents?|editors?|staff|contributors?|columnists?|bureau(?: chief)?"
    r"|producers?|analysts?|journalists?"
    r"|photographers?|anchors?|guest|opinion|special to|news|newspaper|press|media|network|times|post|herald"
    r"|tribune|journal|gazette|today|wires?|agenc(?:y|ies)"
    r"|desk|team|service|magazine|online|digital|web|board|services|columns?|blog|radio|tv|television"
    r"|broadcasting|group|llc|inc)\b",
    re.IGNORECASE,
)
NO_NAME = re.compile(
    r"^(?:admin(?:istrator)?|author|editor|editorial|unknown|none|null|n/?a|anonymous|guest|user|webmaster|root"
    r"|contributors?|various(?: authors)?|about .*"
    r"|view .*|read .*|more .*|all .*|see .*|follow .*|share .*|min(?:ute)? read|updated?.*|published?.*"
    r"|posted.*|was last .*|full bio|bio|biography|email.*|.* stories written)$",
    re.IGNORECASE,
)
AND = r"(?:and|with|und|et|och|og|ve|dan|en|ja|și|та|и)"
SPLIT = re.compile(rf"\s*[;|•·&、，]\s*|\s*,\s*(?:{AND}\s+)?|\s+{AND}\s+|\n", re.IGNORECASE)
SPANISH_AND = re.compile(r"(?<=\w\s)(\S+)\s+[yei]\s+(?=\S+\s+\S)")  # between full names; Ortega y Gasset is one
FOREIGN_BY = re.compile(r"^(?:(?i:von|par|por|door|oleh|av|af|przez|szerző:|autore?:)|di|de)\s+(?=[^\W\d_a-z]\S+\s+\S)")
JOURNALIST = re.compile(r"\s*(?:기자|특파원|논설위원|記者|特派員|记者)$|^(?:记者|記者|本报记者)[\s:：]*")
UNSPACED_OFFICE = re.compile(r".*(?:部|社|局|网|網|报|報|新聞|新闻|ニュース|기자단|뉴스|일보)")
UNSPACED_NAME = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·・]{2,12}")
BY = re.compile(
    r"^(?:(?:written|reported|report|story|words|posted|published|article|analysis|opinion"
    r"|commentary)\s+)?by\b[:\s]+(?=\S)",
    re.IGNORECASE,
)
AFTER_NAMES = re.compile(
    r"\s+(?:[|•·–—-]|in(?=\s[A-Z])|for(?=\s(?:the\s)?[A-Z])|on|at(?=\s[A-Z]))\s+|\s*\b(?:published|updated"
    r"|posted)\b[:\s]",
    re.IGNORECASE,
)
HANDLE = re.compile(r"\(?\s*(?:@\w+|\S+@\S+\.\S+|https?://\S+)\s*\)?")


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline and the names in it."""

    text: str
    authors: tuple[str, ...]
    agency: str | None  # a news agency named as author or employer


def parse_byline(line: str, *, outlet: str | None = None) -> Byline | None:
    """Read a line such as ``By Jane Doe and John Roe, Associated Press``.

    :return: the byline; ``None`` where the line is anything else, such as a sentence that begins with "By".
    """
    if len(line) > 200 or not (start := BY.match(line)):
        return None
    names = AFTER_NAMES.split(HANDLE.sub("", line[start.end() :]), maxsplit=1)
    rest = names[1] if len(names) > 1 else ""
    if re.search(r"[a-z]{2}[.!?][\"”]?$", names[0]) or (len(rest.split()) > 8 and not is_timestamp_line(rest)):
        return None
    return _byline(line, names[0], rest, outlet)


def _byline(line: str, names: str, rest: str, outlet: str | None) -> Byline | None:
    authors, agency = [], None
    names, trailing = _take_employer(names)
    for piece in SPLIT.split(names):
        if found := agency_of(piece):
            agency = agency or found
        elif is_name(piece, outlet=outlet) and len(piece.split()) > 1:
            authors.append(readable_name(piece))
        elif piece.strip() and not (authors and is_name(piece)) and not _is_extra(piece, outlet):
            return None
    agency = agency or agency_of(trailing) or agency_of(rest)
    return Byline(line, tuple(dict.fromkeys(authors)), agency) if authors or agency else None


def _take_employer(names: str) -> tuple[str, str]:
    """Cut an agency's name off that follows the last name without a comma: ``By JANE DOE Associated Press``."""
    words = names.split()
    for size in (3, 2, 1):
        if len(words) >= size + 2 and agency_of(" ".join(words[-size:])):
            return " ".join(words[:-size]), " ".join(words[-size:])
    return names, ""


def _is_extra(piece: str, outlet: str | None) -> bool:
    return bool(ROLE.search(piece)) or is_timestamp_line(piece) or _same(piece, outlet) or len(piece) <= 3


def parse_authors(value: object, *, outlet: str | None = None) -> tuple[str, ...]:
    """Return the persons that an author field names.

    :param value: a name, several in one string, a list of names, or schema.org persons; organisations are no authors.
    :param outlet: the outlet, which is no author of its own articles.
    """
    names: list[str] = []
    for text in _author_texts(value):
        text = SPANISH_AND.sub(r"\1, ", FOREIGN_BY.sub("", BY.sub("", HANDLE.sub("", text))))
        if re.fullmatch(r"[^\W\d_][\w'’-]+,\s+[^\W\d_][\w'’-]+", text) and not ROLE.search(text):
            text = " ".join(reversed(re.split(r",\s+", text)))
        pieces = [piece for piece in SPLIT.split(COMMA_SUFFIX.sub(r" \1", text)) if piece.strip()]
        names += [
            readable_name(piece)
            for piece in (JOURNALIST.sub("", piece.strip()) for piece in pieces)
            if is_name(piece, outlet=outlet) and (len(pieces) == 1 or " " in piece or UNSPACED_NAME.fullmatch(piece))
        ]
    return tuple(dict.fromkeys(names))


def _author_texts(value: object) -> Iterable[str]:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _author_texts(item)
    elif isinstance(value, dict):
        kind = value.get("@type")
        if "Person" in (kind if isinstance(kind, list) else [kind]) or kind is None:
            yield from _author_texts(value.get("name"))
    elif (text := clean_value(value)) and "://" not in text:
        yield text


def is_name(text: str, *, outlet: str | None = None) -> bool:
    """Tell whether a text has the shape of a person's name."""
    text = SUFFIXES.sub("", text.strip(" .,:;-–—*\"'"))
    words = text.split()
    if not 1 <= len(words) <= 6 or len(text) > 60 or re.search(r"\d|[@/\\<>{}\[\]()!?:_%$#=+]", text):
        return False
    if NO_NAME.match(text) or ROLE.search(text) or agency_of(text) or _same(text, outlet):
        return False
    if any(word.casefold() in NOT_IN_NAMES for word in words):
        return False
    named = [word for word in words if word.casefold() not in PARTICLES]
    if UNSPACED_NAME.fullmatch(text):
        return not UNSPACED_OFFICE.fullmatch(text)
    if len(words) == 1:
        return len(text) > 2 and text[0].isupper() and (text[1:].islower() or not text.isascii())
    return bool(named) and all(
        word.lstrip("'’\"“").lstrip("-")[:1].isupper() or not word[:1].isascii() for word in named
    )


def _same(text: str, outlet: str | None) -> bool:
    return outlet is not None and text.casefold() in outlet.casefold()


def readable_name(name: str) -> str:
    """Write a name in capitals as it is written in a sentence; others stay as they are."""
    name = " ".join(name.strip(' ,:;-–—*"').split())
    if not name.isupper():
        return name
    return re.sub(r"[^\W\d_]{2,}", lambda match: match.group().capitalize(), name)
