"""Which roles one person may have: people change posts, but hardly from the pitch to the bench."""

from collections.abc import Iterable
from functools import lru_cache

_FIELDS = {
    "politics": "president minister senator congressman congresswoman representative mayor governor chancellor premier "
    "lawmaker legislator councillor councilman councilwoman mp mep secretary candidate politician king queen prince "
    "princess ambassador diplomat envoy leader",
    "sport": "striker midfielder defender goalkeeper forward winger quarterback linebacker pitcher outfielder coach "
    "manager captain footballer cricketer golfer boxer sprinter swimmer cyclist player batsman bowler",
    "arts": "actor actress singer novelist musician painter sculptor director filmmaker poet playwright rapper "
    "drummer guitarist comedian composer",
    "law enforcement": "sergeant detective sheriff constable inspector deputy patrolman",
    "law": "judge justice lawyer attorney solicitor barrister prosecutor magistrate",
    "medicine": "doctor surgeon physician nurse epidemiologist virologist paediatrician oncologist psychiatrist",
    "research": "professor economist historian physicist biologist chemist researcher scientist astronomer geologist "
    "sociologist psychologist",
    "religion": "bishop archbishop pastor priest rabbi imam reverend cardinal pope",
    "military": "colonel major lieutenant admiral brigadier corporal private",
    "business": "founder executive ceo chairman chairwoman entrepreneur businessman businesswoman banker investor",
    "work": "farmer teacher driver plumber carpenter baker butcher shopkeeper fisherman student pupil retiree",
}
_FIELD_OF = {role: field for field, roles in _FIELDS.items() for role in roles.split()}
_UNRELATED = {
    frozenset(pair)
    for pair in (
        ("politics", "sport"), ("politics", "work"), ("sport", "law"), ("sport", "medicine"), ("sport", "research"),
        ("sport", "religion"), ("sport", "law enforcement"), ("arts", "law enforcement"), ("arts", "law"),
        ("arts", "medicine"), ("law enforcement", "research"), ("law enforcement", "religion"), ("medicine", "law"),
        ("religion", "law"), ("religion", "politics"), ("work", "law"), ("work", "medicine"), ("arts", "religion"),
        ("law enforcement", "medicine"), ("politics", "law enforcement"), ("military", "arts"), ("military", "sport"),
        ("military", "work"), ("politics", "medicine"), ("arts", "research"), ("sport", "arts"), ("sport", "work"),
        ("business", "medicine"), ("business", "law enforcement"), ("business", "religion"), ("business", "work"),
        ("arts", "politics"), ("work", "research"), ("work", "religion"), ("work", "arts"),
    )
}


def conflicting(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether the roles of two are of fields that hardly one person works in."""
    fields, others = _fields(one), _fields(other)
    return bool(fields and others) and all(frozenset({a, b}) in _UNRELATED for a in fields for b in others)


def _fields(roles: Iterable[str]) -> frozenset[str]:
    return frozenset(field for role in roles if (field := _field(role)))


@lru_cache(maxsize=50_000)
def _field(role: str) -> str | None:
    return next((_FIELD_OF[word] for word in reversed(role.casefold().split()) if word in _FIELD_OF), None)
