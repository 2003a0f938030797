"""Source phrases: what kind of speaker a noun phrase names, and whether the outlet withholds who it is."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.rows.anonymity import describe_phrase, is_withheld
from pipeline.rows.entities import ArticleEntities, Cluster, Name
from pipeline.rows.lexicon import words_of
from pipeline.rows.metonyms import seat_of_power
from pipeline.rows.text import Span, spanning, trim

KIND_OF_LABEL = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "organisation",
    "NORP": "group",
    "WORK_OF_ART": "document",
    "LAW": "document",
    "PRODUCT": "organisation",
    "EVENT": "unknown",
}
_ANONYMOUS = words_of("nouns", "anonymous")
_PERSONS = words_of("nouns", "person")
_PLURAL_PERSONS = words_of("nouns", "person", "plurals")
_MASSES = words_of("nouns", "person", "masses")
_ORGANISATIONS = words_of("nouns", "organisation") | (
    words_of("nouns", "taken_up", "companies") - words_of("nouns", "taken_up", "or_persons")
)
_DOCUMENTS = words_of("nouns", "document")
_TITLES = words_of("nouns", "title") | words_of("nouns", "title", "abbreviated")
_OF_PERSONS = re.compile(r"(?:man|woman|person|ologist|ician|ist|year-old)$")
_ABSTRACT = re.compile(r"(?:tion|sion|ment|nesse|ism|ance|ence|ing|ship|age|ure|tie|th)s$|^news$")
# Words before "figure" or "voice" that make a person of it.
_OF_STANDING = words_of("nouns", "anonymous", "ranks") | words_of("nouns", "anonymous", "standing")
_OF_STANDING_ALONE = frozenset("figure figures voice voices".split())
_AS_WHOM = re.compile(
    r"\b(?:(?:identified|described|named|known|introduced)(?:\s[\w’']+){0,4}?\sas|called|named"
    r"|(?:gave|gives|giving)\s(?:his|her|their)\s(?:\w+\s)?name(?:\sonly)?\sas|asked\sto\sbe\scalled|surnamed)\s"
    r"(?:(?:a|the|[A-Z][\w.]*|[a-z]+)\s){0,6}$"
)
RELATIVE_AT_END = re.compile(r",?\s+(?:who|which|that)\Z")  # of a source that a clause was cut from
_PERCENT = re.compile(r"(?<=\d)\s?%")
_IS_SHARE = re.compile(
    r"\d\s?%|\b(?:per\s?cent|majority|plurality|minority|(?:half|third|thirds|quarter|quarters)\s+of)\b", re.IGNORECASE
)
_MAY_BE_JOINED = frozenset(("PERSON", "ORG", "GPE"))
_PARTS_OF_PLACE_NAMES = frozenset("city county state province station service".split())
# Which nominals a name in apposition may name.
_APPOSED = {"PERSON": ("person", "unknown", "organisation", "place"), "ORG": ("organisation", "unknown")}
_ONE_OF_A_PEOPLE = re.compile(
    r"(?:(?:an?|one|another)\s.*(?<!s)|the\s+(?:Republican|Democrat|Conservative|Liberal))$", re.IGNORECASE
)
_ONE = re.compile(r"(?:an?|one|another)\s(?!(?:\w+\s)?(?:number|group|majority|handful)\b)", re.IGNORECASE)
_NAMED_BY = frozenset(
    "agency newspaper network magazine group company firm party daily tabloid channel website broadcaster bank "
    "station".split()
)
_WITHOUT_ROLE = words_of("nouns", "person", "plurals") - frozenset("staff spokesmen spokeswomen mps ceos".split())
_SPOKESPEOPLE = frozenset("spokesman spokeswoman spokesperson".split())
_SPEAKS_FOR = re.compile(
    r"\s+for\s+(?P<whom>[^,;:()–—“”\"]+?)(?=\s+(?:who|said|says|told|in|at|on|and\s+an?)\b|[,;:()–—“”\"]|\s*$)"
)
# Documents that are the voice of who issues them, beside those that only are theirs: "the utility’s rules".
_VOICES = frozenset(
    "report statement editorial story article memo memorandum note notes communique communiqué release announcement "
    "bulletin briefing dispatch commentary column op-ed tweet readout investigation analysis study letter email "
    "e-mail post message".split()
)
_FROM = re.compile(r"(?:\sfrom|^\sby|\s(?:signed|written|sent|issued|posted)\sby)\s")
_ISSUES = re.compile(r"(?P<possessive>[’']s?)?(?:\s+(?!and\b|or\b|of\b)[a-z][\w-]*){0,2}\s+[\w-]+")
_COMPLEMENT = re.compile(r"\s+of\s")  # behind a noun that so says which one is meant: "the newspaper of the party"
_BEFORE_ROLE = re.compile(
    r"^(?:(?:an?|the|this|that|these|those|his|her|its|their|one|two|three|four|five|six|seven|eight|nine|ten|both|some"
    r"|several|many|another|other|unnamed|unidentified|anonymous|at least|\d+)\s+)+",
    re.IGNORECASE,
)
_POSSESSED = re.compile(r"[’']s?\s+\w")  # "Ann Lee, Doe’s finance chief"
_POSSESSOR = re.compile(r".*[’']s?\s+(?=\w)")
_INDEFINITE = frozenset("a an another one".split())
_TITLE_WITH_COMPLEMENT = re.compile(
    r"\b(?:ambassador|secretary|minister|head|director|chief|leader|chair|chairman|chairwoman|president|speaker"
    r"|governor|mayor|justice|bishop|archbishop|king|queen|prince|member|secretary-general|commissioner)"
    r"\s+(?:of|for|to)\s+(?:the\s+)?[\w.&’'-]+(?:\s+[\w.&’'-]+){0,4}\s$",
    re.IGNORECASE,
)
_WITHOUT_NAME = _INDEFINITE | frozenset(
    "this that these those his her its their our my your some all any each every what no".split()
)
_DEFINITE = frozenset("the this that these those his her its their".split())
_ARTICLES = re.compile(r"^(?:the|a|an)\s+(?=\S)", re.IGNORECASE)
_PARTITIVE = re.compile(
    r"((?:at least|about|nearly|more than|almost)\s+)?(?P<number>one|two|three|four|five|six|seven|eight|nine"
    r"|ten|\d+|some|several|many"
    r"|most|few|a few|both|all|none|each|either|neither|half|dozens|hundreds|thousands|scores"
    r"|an? (?:\w+ )?(?:number|group|couple|majority|pair"
    r"|handful|team|coalition|panel|lot|third|quarter)|the (?:majority|rest))\s+(?:\S+\s+)?of\s+",
    re.IGNORECASE,
)
_AFTER_HEAD = re.compile(
    r"\s+(?:who|whom|whose|which|that|with|of|in|at|from|on|for|by|familiar|close|briefed|speaking|citing"
    r"|quoted|including|near"
    r"|about|after|before|under|against|to|as|inside|within|outside|based|involved|aware|informed|obtained"
    r"|published|released|seen|there|here|across|among|between|throughout"
    r"|reviewed|conducted|issued|posted|signed|leaked|dated|run|led|privy|knowledgeable|present|when|while"
    r"|during|because|since|[a-z]+ed\s+(?:to|by|on|in|at|from))\b"
    r"|\s(?:(?:late|early|earlier|later)\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tonight"
    r"|(?:this|last)\s(?:week|month|year|morning|evening|afternoon|weekend|summer|fall|autumn|winter|spring))"
    r"(?=\s*$|\s+(?:morning|afternoon|evening|night|of|by|from|in|on|at|with|for)\b)"
    r"|\s(?:earlier|later)\s*$|\s*[(–—:]|\s-+\s"
)
_ANOTHER_ONE = re.compile(r"\s(?:and|or)\s+(?:an?|the|one|two|three|several|another|his|her|their)\s", re.IGNORECASE)
_JOINED = re.compile(
    r"^\s*(?:\([^)]*\))?\s*,?\s*(?:,|and|or|&|as well as|along with|together with)\s+(?:[A-Z][\w.]*\s+){0,3}$"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is behind an attribution."""

    kind: str  # person, organisation, place, group, document, unknown
    entity: Cluster | None = None
    phrase: str | None = None  # how the text calls an organisation, or what seems to be a name, without an entity
    is_anonymous: bool = False
    head: str | None = None  # the noun of a nominal, in the singular
    role: str | None = None  # what a phrase says that somebody is: "spokesman", "senior White House official"
    seat: str | None = None  # the seat of power that a government is called by: "White House"
    affiliation: str | None = None  # whom somebody on record without a name speaks for, as printed
    affiliation_entity: Cluster | None = None

    @property
    def name(self) -> str | None:
        """The seat of power as printed, the entity's canonical name, else the phrase."""
        return self.seat or (self.entity.canonical_name if self.entity else self.phrase)

    @property
    def is_government(self) -> bool:
        """Whether it is a government or a body of a state, such as a ministry or an embassy."""
        return self.entity is not None and any(name.body is not None for name in self.entity.names)

    def is_same(self, other: "Speaker") -> bool:
        """Whether both are one somebody, as far as the article tells."""
        return self is other or self.entity is not None and self.entity is other.entity


UNKNOWN = Speaker("unknown")


def kind_of_entity(entity: Cluster) -> str:
    """Return the kind of speaker that an entity is; a "White House" is an organisation even where marked as a place."""
    kind = KIND_OF_LABEL.get(entity.label, "unknown")
    last = entity.canonical_name.split()[-1].casefold()
    is_office = kind == "place" and last in _ORGANISATIONS and last not in _PARTS_OF_PLACE_NAMES
    return "organisation" if is_office else kind


def read_source(span: Span, sentence: str, entities: ArticleEntities) -> Speaker:
    """Return the speaker whom a source phrase names or describes.

    :param span: where the phrase stands.
    :param sentence: the sentence around it; tells whether a name is withheld.
    """
    body = entities.body
    span = _whole_names(span, entities)
    segments = _segments(body, span, entities)
    first, last_of_first = segments[0], _core(body, segments[0], entities)
    several = _are_several(span, entities)
    if several:
        return Speaker("group", phrase=None)
    name = _head_name(last_of_first, entities)
    name = name or _identified(span, entities)
    if name and name.label == "PERSON":
        return Speaker("person", name.entity)
    titled = None if name else _titled_with_complement(first, entities)
    if titled:
        return Speaker("person", titled.entity)
    described = _describe_nominal(span, first, last_of_first, sentence, entities)
    known = name.entity if name else None
    if name is None and not _COMPLEMENT.match(body, last_of_first[1]):
        known = entities.known_as(body[slice(*last_of_first)], before=span[0])
    if known and known.label == "NORP" and _ONE_OF_A_PEOPLE.match(body, span[0], last_of_first[1]):
        described = Speaker("person", is_anonymous=_ONE.match(body, span[0]) is not None)
    elif known:
        described = Speaker(kind_of_entity(known), known, seat=name.text if name and seat_of_power(name.text) else None)
    elif described.head in _SPOKESPEOPLE:
        described = _for_whom(described, span, entities)
    elif described.kind == "document":
        described = _issued(described, last_of_first, span, entities)
    for segment in segments[1:]:
        other = _head_name(_core(body, segment, entities), entities)
        if other and _fills(body, other, segment) and described.kind in _APPOSED.get(other.label, ()):
            return Speaker(KIND_OF_LABEL[other.label], other.entity)
    return described


def _for_whom(spokesperson: Speaker, span: Span, entities: ArticleEntities) -> Speaker:
    """Add whom an unnamed spokesperson speaks for: "a spokesman for Acme", "the ministry’s spokeswoman"."""
    said = describe_phrase(span, entities)
    if said.affiliation:
        return replace(spokesperson, affiliation=said.affiliation, affiliation_entity=said.affiliation_entity)
    body = entities.body
    found = _SPEAKS_FOR.search(body, *span)
    if found is None:
        return spokesperson
    whom = found.span("whom")
    entity = entities.known_as(found["whom"], before=whom[0])
    return replace(
        spokesperson, affiliation=_ARTICLES.sub("", " ".join(found["whom"].split())), affiliation_entity=entity
    )


def _issued(document: Speaker, core: Span, span: Span, entities: ArticleEntities) -> Speaker:
    """Add whose voice a document is, where the phrase says so: "a Journal report", "the ministry’s statement".

    :param core: the phrase up to its head.
    :param span: the whole phrase, as in "a letter from the mayor, Ann Lee".
    """
    if document.head not in _VOICES:
        return document
    for name in reversed(entities.names_within(*core)):
        issues = _ISSUES.fullmatch(entities.body, name.end, core[1])
        if name.entity and issues and _may_issue(name, issues):
            return replace(document, entity=name.entity, seat=name.text if seat_of_power(name.text) else None)
    for (start, end), entity in entities.nominals.items():
        is_before = start == core[0] and end < core[1] and entity.label != "PERSON"
        issues = _ISSUES.fullmatch(entities.body, end, core[1]) if is_before else None
        if issues and issues["possessive"]:
            return replace(document, entity=entity)
    sender = _FROM.search(entities.body[core[1] : span[1]])
    start = core[1] + sender.end() if sender else span[1]
    named = entities.names_within(start, span[1])
    if named and named[0].entity and _is_sender(named[0], entities.body[start : named[0].start]):
        return replace(document, entity=named[0].entity)
    return document


def _is_sender(name: Name, before: str) -> bool:
    """Whether a name behind "from" is the sender's: at most a title stands between."""
    is_title = not before or before.split()[-1].casefold() in _TITLES
    return name.label in ("PERSON", "ORG") and len(before.split()) <= 4 and (is_title or before.strip() == "the")


def _may_issue(name: Name, issues: re.Match[str]) -> bool:
    """Whether a name before a document is its issuer’s: any organisation’s, and a person’s in the possessive."""
    if name.label == "PERSON":
        return issues["possessive"] is not None
    return name.label == "ORG" or name.body is not None or seat_of_power(name.text) is not None


def _whole_names(span: Span, entities: ArticleEntities) -> Span:
    """Widen a span to the names that it cuts."""
    return spanning([span, *(name.span for name in entities.names_across(*span))])


def _segments(body: str, span: Span, entities: ArticleEntities) -> list[Span]:
    """Split a phrase at its commas, those within names left alone."""
    inside = entities.names_within(*span)
    edges = [span[0]]
    for comma in re.finditer(",", body[span[0] : span[1]]):
        place = span[0] + comma.start()
        if not any(name.start < place < name.end for name in inside):
            edges += [place, place + 1]
    edges.append(span[1])
    spans = [trim(body, *edge, ' \t\r\n\u00a0“”"') for edge in zip(edges[::2], edges[1::2], strict=True)]
    return [segment for segment in spans if segment[0] < segment[1]] or [span]


def _core(body: str, segment: Span, entities: ArticleEntities) -> Span:
    """Return the phrase up to its head: without "one of", and before what modifies the head from behind."""
    start, end = segment
    partitive = _PARTITIVE.match(body, start, end)
    if partitive and partitive.end() < end and not _counts_people(partitive[0]):
        start = partitive.end()
    inside = entities.names_within(start, end)
    for modifier in _AFTER_HEAD.finditer(body, start, end):
        if not any(name.start <= modifier.start() < name.end for name in inside):
            end = modifier.start()
            break
    return trim(body, start, end) if body[start:end].strip() else segment


def _counts_people(partitive: str) -> bool:
    """Whether what comes before "of" names people by itself: "two members of", not "two of" or "dozens of"."""
    noun = partitive.casefold().split()[-2]
    return noun.endswith(("s", "people", "men", "women")) and kind_of_head(noun)[1] in _PERSONS


def _head_name(core: Span, entities: ArticleEntities) -> Name | None:
    """Return the name that a phrase ends in, or that a noun such as "newspaper" only classes."""
    inside = entities.names_within(*core)
    if not inside:
        return None
    last = inside[-1]
    rest = entities.body[last.end : core[1]]
    if not re.sub(r"^[’'`]s?\b|[’'.\"”)]", "", rest).strip():
        return last
    if last.label == "ORG" and not re.match(r"[’']", rest):
        words = rest.casefold().split()
        if words[-1] in _NAMED_BY and len(words) <= 3:
            return last
    return None


def _identified(span: Span, entities: ArticleEntities) -> Name | None:
    """Return the person as whom somebody is said to be known: "a man identified by police as Ben Roe"."""
    people = [name for name in entities.names_within(*span) if name.label == "PERSON"]
    found = next((name for name in people if _AS_WHOM.search(entities.body[span[0] : name.start])), None)
    return found if found is not None and found is people[0] else None


def _titled_with_complement(segment: Span, entities: ArticleEntities) -> Name | None:
    """Return the person of a title with a complement: "Ambassador to Israel Ann Lee", "head of research Ann Lee"."""
    body, inside = entities.body, entities.names_within(*segment)
    last = next((name for name in reversed(inside) if name.label == "PERSON"), None)
    if last is None or last.end != segment[1] and not body.startswith(" (", last.end):
        return None
    return last if _TITLE_WITH_COMPLEMENT.search(body[segment[0] : last.start]) else None


def _fills(body: str, name: Name, segment: Span) -> bool:
    """Whether an apposition is a name, at most with a title before it."""
    before = body[segment[0] : name.start].split()
    return len(before) <= 4 and not any(word.casefold() in ("of", "for", "at", "in", "with", "who") for word in before)


def _are_several(span: Span, entities: ArticleEntities) -> bool:
    """Whether a phrase names several speakers: "Trump and Xi", "France and Germany"."""
    named = [name for name in entities.names_within(*span) if name.label in _MAY_BE_JOINED]
    return any(
        one.entity is not two.entity
        and (one.label == "PERSON") == (two.label == "PERSON")
        and (one.label == "PERSON" or two.end >= span[1] - 2)
        and _JOINED.match(entities.body[one.end : two.start])
        and not _POSSESSED.match(entities.body, two.end)
        and not _AFTER_HEAD.search(entities.body, span[0], one.start)
        for one, two in pairwise(named)
    )


def _describe_nominal(span: Span, first: Span, core: Span, sentence: str, entities: ArticleEntities) -> Speaker:
    body = entities.body
    words = re.findall(r"[\w.’'-]*\w", _PERCENT.sub(" percent", body[core[0] : core[1]]))
    if not words:
        return UNKNOWN
    head = re.sub(r"[’']s?$", "", words[-1]).casefold()
    head = "nobody" if head == "one" and words[0].casefold() == "no" else head
    kind, singular = kind_of_head(head)
    if head in _OF_STANDING_ALONE and any(word.casefold() in _OF_STANDING for word in words[:-1]):
        kind, singular = ("person" if head == singular_of(head) else "group"), "person"
    opening = body[first[0] : first[1]].casefold().split()
    number = opening[0] if opening else ""
    if kind == "unknown" and singular != head and head.islower() and not _ABSTRACT.search(head):
        kind = "group"  # what speaks in the plural is people, whatever they are
    if kind == "group" and number in ("one", "another") and core[0] > first[0]:
        kind = "person"  # one of the officials
    if kind == "person" and _ANOTHER_ONE.search(body, *core):
        kind = "group"
    if kind == "organisation" and number in ("each", "both", "every"):
        kind = "group"
    if kind == "organisation" and " and " in body[core[0] : core[1]] and head.endswith("s"):
        kind = "group"
    is_human = kind in ("person", "group") and kind_of_head(singular)[0] == "person"
    is_human = is_human or head in _PLURAL_PERSONS
    names_one = any(n.label == "PERSON" and body.startswith(" and ", n.end) for n in entities.names_within(*span))
    source = body[slice(*span)]
    may_be_withheld = is_human and not names_one and not _IS_SHARE.search(source)
    is_anonymous = may_be_withheld and is_withheld(source, sentence, head=head, singular=singular, kind=kind)
    phrase = None
    is_name = kind == "unknown" and all(word[0].isupper() for word in words) and number == words[0].casefold()
    if number not in _WITHOUT_NAME and (is_name or kind == "organisation"):
        end = first[1] if body.startswith(" of ", core[1]) else core[1]
        phrase = re.sub(r"[’']s?$", "", _ARTICLES.sub("", " ".join(body[first[0] : end].split())))
    is_described = is_human and head not in _WITHOUT_ROLE
    role = _BEFORE_ROLE.sub("", _POSSESSOR.sub("", " ".join(body[slice(*core)].split())), count=1)
    role = role if is_described else None
    return Speaker(kind, phrase=phrase, is_anonymous=is_anonymous, head=singular, role=role or None)


def kind_of_head(head: str) -> tuple[str, str]:
    """Return the kind of speaker that a noun names, and its singular."""
    singular = singular_of(head)
    is_plural = singular != head
    if head in _PLURAL_PERSONS | _MASSES:
        return "group", singular
    if head in _ORGANISATIONS:
        return "organisation", singular
    if head in _ANONYMOUS or singular in _PERSONS or singular in _ANONYMOUS:
        return ("group" if is_plural else "person"), singular
    if singular in _ORGANISATIONS:
        return ("group" if is_plural else "organisation"), singular
    if head in _DOCUMENTS or singular in _DOCUMENTS:
        return "document", singular
    if _OF_PERSONS.search(singular):
        return ("group" if is_plural else "person"), singular
    return "unknown", singular


def speaker_of_noun(noun: str) -> Speaker:
    """Return the speaker that a noun alone tells of: a document for "readout"."""
    kind, singular = kind_of_head(noun)
    return Speaker(kind, head=singular)


def singular_of(noun: str) -> str:
    """Return a noun's singular, by the regular rules."""
    if noun in _DOCUMENTS and not noun.endswith("s"):
        return noun
    if noun.endswith("men") and noun != "specimen":
        return noun[:-2] + "an"
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "ches", "shes", "xes")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        return noun[:-1]
    return noun


def is_definite(phrase: str) -> bool:
    """Whether a phrase begins like one that takes up something known: "the officer", "Japan’s prime minister"."""
    words = phrase.split()
    return bool(words) and (words[0].casefold() in _DEFINITE or any(re.search(r"[’']s?$", word) for word in words[:3]))


def named(speaker: Speaker, entity: Cluster) -> Speaker:
    """Return a speaker with its entity found."""
    return replace(speaker, entity=entity, is_anonymous=False)
