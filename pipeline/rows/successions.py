"""Who follows whom in an office: "replaced him with Jane Roe", "Jane Roe, his successor", "chose her to replace him".

From there on "the new minister", and "the minister" alone, is the successor; "the former minister" is the predecessor.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.rows.entities import ArticleEntities, Cluster, Succession
from pipeline.rows.titles import Title

_WHOM = r"(?:him|her|them|[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,2})"
_BEFORE = re.compile(
    rf"(?:(?P<chooser>\breplaced\s+{_WHOM}\s+with)|\b(?:succeeded|replaced)\s+by|\b[Ss]uccessor,)\s(?:[\w’'-]+\s){{0,3}}?$"
)
_CHOSEN = re.compile(r"\b(?:chose|named|appointed|picked|tapped|selected|nominated|elected)\s(?:[\w’'-]+\s){0,2}?$")
_TO_REPLACE = re.compile(rf"[^.\n]{{0,60}}?\bto\s(?:replace|succeed)\s{_WHOM}")
_BEHIND = re.compile(r",\s(?:his|her|their|(?:[A-Z][\w.’'-]*\s){0,2}[A-Z][\w.-]*[’']s?)\ssuccessor\b")
_END = re.compile(r"(?<=[a-z\d][.?!”])\s|\n+")
_REACH = 60  # characters before a name
_LONGEST_SENTENCE = 400  # characters


def find_successions(entities: ArticleEntities) -> list[Succession]:
    """Return who is said to follow whom, in the order of the text; both get the office's title."""
    return list(_successions(entities))


def _successions(entities: ArticleEntities) -> Iterator[Succession]:
    body, people = entities.body, [name for name in entities.names if name.label == "PERSON" and name.entity]
    for number, name in enumerate(people):
        before = body[max(0, name.start - _REACH) : name.start].rpartition("\n")[2]
        found = _BEFORE.search(before)
        is_chosen = bool(found and found["chooser"]) or bool(
            _CHOSEN.search(before) and _TO_REPLACE.match(body, name.end)
        )
        is_successor = bool(found and "uccessor" in found[0] or _BEHIND.match(body, name.end))
        if not (found or is_chosen or is_successor):
            continue
        earlier = [other for other in people[:number] if other.entity is not name.entity]
        if is_successor:  # of whom the sentence before begins with
            start = _sentence_before(body, name.start)
            earlier = [other for other in earlier if other.start >= start][:1]
        others = list(dict.fromkeys(other.entity for other in reversed(earlier)))
        predecessor = next(iter(others[is_chosen:]), None)
        office = _office(predecessor, name.start) if predecessor is not None else None
        if office is not None:
            name.entity.titles.append((name.start, replace(office, qualifiers=office.qualifiers | {"new"})))
            predecessor.titles.append((name.start, replace(office, qualifiers=office.qualifiers | {"former"})))
            yield Succession(name.start, predecessor, name.entity)


def _sentence_before(body: str, place: int) -> int:
    """Return where the sentence before that of a place begins, as far as full stops tell."""
    ends = [end.end() for end in _END.finditer(body, max(0, place - _LONGEST_SENTENCE), place)]
    return ends[-2] if len(ends) > 1 else max(0, place - _LONGEST_SENTENCE)


def _office(person: Cluster, place: int) -> Title | None:
    """Return the title that somebody has been given last before a place."""
    return next((title for start, title in reversed(person.titles) if start < place), None)
