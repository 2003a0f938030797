"""Unnamed sources: who counts as one, what an article says of them, and why it does not name them.

Anonymous is a human source whom the outlet chose not to name: "two officials", "a person familiar with the matter". Not
anonymous are offices and organisations that speak as such ("the foreign ministry", "police"), people in general
("critics", "voters"), documents, and people on record by their office ("a spokesman for the bank", "a judge").
What an article says of a source ("two Japanese government sources", "who requested anonymity because ...") holds for
all that it quotes the same source with: "the sources", "one of them", "they".
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.rows.entities import ArticleEntities, Cluster, Name
from pipeline.rows.lexicon import read_lexicon, words_of
from pipeline.rows.places import country_of_adjective, country_of_capital, find_country
from pipeline.rows.text import ArticleText, Span, covers, trim, word_places

_ANONYMOUS = words_of("nouns", "anonymous")
_PERSONS = words_of("nouns", "person") | words_of("nouns", "person", "plurals") | _ANONYMOUS | {"person"}
_ORGANISATIONS = words_of("nouns", "organisation") | words_of("nouns", "anonymous", "institutions")
_RANKS = words_of("nouns", "anonymous", "ranks")
_SERVES_SOMEBODY = words_of("nouns", "anonymous", "of_somebody")
_ON_RECORD = words_of("nouns", "anonymous", "on_record")
_PARTIES = words_of("nouns", "anonymous", "parties")
_TOO_GENERAL = frozenset("state federal local foreign new".split())
_ALLIED_STATES = re.compile(
    r"\b(?:European|Western|American|U\.?S\.?|NATO|Nato|Gulf|Arab|foreign|key|G7)\s+all(?:y|ies)\b"
)
_OTHER_CLAUSE = re.compile(r",\s+(?:but|while|whereas)\s")
_WITH_AN_OFFICE = re.compile(r"\band\s+(?:its|their|his|her)\s")
_NEVER_ONE = frozenset("side party percent team country".split())
_UNNAMED = re.compile(r"\b(?:unnamed|unidentified|anonymous)\b", re.IGNORECASE)
_INFORMED = re.compile(
    r"\b(?:" + "|".join(map(re.escape, read_lexicon("nouns")["anonymous"]["informed"])) + r")\b", re.IGNORECASE
)
_WHO = re.compile(r"(?:who|speaking|asking|requesting|insisting|declining)\b")
_BY_OFFICE = re.compile(r"the\s+(?:top|chief|highest-ranking|most\s+senior|lead|acting|outgoing)\s", re.IGNORECASE)

_NAMED = (
    r"(?:publicly\s+)?(?:named|identified|quoted)(?:\s+(?:by\s+(?:their|his|her)\s+(?:full\s+)?names?|by\s+name|publicly))?"
)
_NOT = r"(?:\s+not|n[’']t)"
_THEIR_NAMES = r"(?:they|he|she|(?:his|her|their)\s+(?:\w+\s+)?(?:names?|identit(?:y|ies)))"
CONDITION = re.compile(
    r"\b(?:"
    r"(?:on|under)\s+(?:the\s+)?(?:strict\s+)?conditions?\s+of\s+(?:strict\s+|complete\s+)?anonymity"
    rf"|(?:on|under)\s+(?:the\s+)?condition\s+(?:that\s+)?{_THEIR_NAMES}\s+(?:would\s+)?not\s+be"
    rf"\s+(?:used|published|{_NAMED})"
    r"|(?:request(?:ed|ing|s)?|(?:asked|asking|asks)\s+for|sought|seeking|demand(?:ed|ing)|insist(?:ed|ing)?\s+on"
    r"|(?:was|were|been|be)\s+(?:granted|given|promised)|granted|under\s+cover\s+of|spoke\s+under)\s+anonymity"
    r"|(?:asked|asking|asks|requested|requesting|wished|wishing|wanted|wanting|preferred|preferring|prefers|chose|choosing)"
    rf"\s+(?:not\s+to|to\s+not)\s+be\s+{_NAMED}"
    rf"|(?:declined|declining|declines|refused|refusing)\s+to\s+be\s+{_NAMED}"
    rf"|(?:(?:did|do|does){_NOT}\s+(?:want|wish)|not\s+(?:wanting|wishing))\s+to\s+be\s+{_NAMED}"
    r"|(?:asked|asking|asks|wished|wishing|wishes|wanted|wanting|requested|requesting|preferred|preferring|chose)\s+to"
    r"\s+(?:remain|stay|be\s+kept)\s+(?:anonymous|unnamed|unidentified|nameless)"
    r"|(?:asked|asking|requested|requesting)\s+that\s+(?:his|her|their)\s+(?:\w+\s+)?(?:names?|identit(?:y|ies))"
    r"\s+(?:not\s+be\s+\w+|be\s+withheld)"
    r"|(?:declined|declining|refused|refusing)\s+to\s+(?:give|provide|reveal|disclose)\s+(?:his|her|their|a)\s+(?:\w+\s+)?names?"
    rf"|too\s+(?:frightened|afraid|scared)\s+to\s+be\s+{_NAMED}"
    rf"|(?:would|did|could){_NOT}\s+give\s+(?:his|her|their|a)\s+(?:\w+\s+)?names?"
    r"|(?:spoke|speaking|speaks|talked|talking)(?:\s+(?:to|with)\s+[^,.;:“”\"]{1,40}?)?\s+(?:anonymously|on\s+background)"
    rf"|(?:(?:could|may|would|must){_NOT}|cannot|can[’']t)\s+be\s+(?:publicly\s+)?(?:named|identified)"
    r"|whose\s+(?:names?|identit(?:y|ies))\s+(?:\w+\s+){1,3}(?:withheld|disclosed|used)"
    r")\b",
    re.IGNORECASE,
)
_REASON_AFTER = re.compile(
    r",?\s+(?P<reason>(?:because|due\s+to|owing\s+to|given|citing|fearing|for\s+fear|out\s+of\s+(?:fear|concern)|over\s+(?:fears?|concerns?)"
    r"|as(?!\s+(?:an?|well)\s)|since|in\s+light\s+of|in\s+view\s+of|in\s+line\s+with|in\s+keeping\s+with|in\s+accordance\s+with"
    r"|per|under\s+(?:\w+\s+){0,2}(?:rules|terms|policy|protocol)|for\s+(?:\w+\s+){0,3}reasons|in\s+(?=\w+ing\s)"
    r"|in\s+order\s+(?:not\s+)?to|so\s+as\s+(?:not\s+)?to|(?:not\s+)?to(?!\s+(?:the|a|an|reporters|journalists|[A-Z])\b))\s.*)",
    re.DOTALL,
)
_REASON_FIRST = re.compile(r"[“\"]?(?P<reason>(?:Because|Citing|Given|Due\s+to|Owing\s+to|Fearing|For\s+fear)\s[^,]+),")
_WORDS_OF_TERMS = frozenset(  # each match of CONDITION holds one of them, or of _NOT_AUTHORISED
    "anonymity condition conditions named identified quoted anonymous unnamed unidentified nameless name names "
    "identity identities anonymously background authorised authorized permitted allowed cleared publicly".split()
)
_NOT_AUTHORISED = re.compile(
    r"\b(?P<reason>(?:(?:was|were|is|are|am|being)(?:\s+not|n[’']t)|not)\s+(?:\w+\s+)?(?:authori[sz]ed|permitted|allowed|cleared)"
    r"\s+to\s+(?:speak|discuss|comment|talk|brief|share|disclose|be\s+quoted|address|reveal)\b.*"
    r"|(?:would|could|might)\s+be\s+(?:dismissed|fired|sacked|punished|disciplined|prosecuted)\s+if\s+(?:named|identified)\b"
    r"|could\s+not\s+(?:speak|discuss|comment)\s[^,.;]*?publicly.*)",
    re.IGNORECASE | re.DOTALL,
)
_REASON_ENDS = re.compile(
    r"[,;:—–()\n]|[”\"](?=\s|$)|\s-+\s|(?<!\bhe)(?<!\bshe)(?<!\bthey)(?<!\bit)(?<!\bnot)(?<!n[’']t)(?<!\bbeen)\s(?:said|says|say|told(?!\s+(?:not|to)\b)|tells|added|confirmed|described|claimed)\b"
    r"|\s(?:and|but|so)\s(?=(?:thus|so|therefore|requested|asked|spoke|speaking|insisted|declined|provided|who|said)\b)"
)

_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split(), 1
    )
} | {"both": 2, "a": 1, "an": 1, "another": 1, "couple": 2, "pair": 2, "dozen": 12, "half-dozen": 6}
_ONE = frozenset("a an another one this that".split())
_DETERMINERS = frozenset(
    "a an the another one this that these those his her its their our my some several many multiple various numerous "
    "few other others second third fourth fifth first both all more at least about nearly almost around roughly than "
    "couple pair dozen half-dozen number group handful of only just what no any each every".split()
) | _NUMBERS.keys()
_ORDINAL = re.compile(r"the\s+(?:first|second|third|fourth|fifth|other)\s", re.IGNORECASE)
_OTHER_ONE = re.compile(r"the\s+(?:first|second|third|fourth|fifth|other)")
_ANOTHER = re.compile(r"(?:an?|one|two|three|four|five|another|several|other|unnamed)\s")
# "nurses at the San Telmo": particular people, whom their employer's name does not name.
_OF_ONE_HOUSE = re.compile(
    r"(?:\w+ ){0,2}(?:analysts|scientists|researchers|nurses|doctors|engineers|employees|workers|executives|managers"
    r"|staffers|colleagues|teachers|members|technicians|residents)\s+(?:(?:at|inside|within)\s+(?:the\s+)?(?-i:[A-Z])"
    r"|there$)",
    re.IGNORECASE,
)
_SOME_FEW = re.compile(r"(?:an?|the)\s+(?:couple|pair|dozen)\b|at\s+least\s+\w+\s", re.IGNORECASE)
_PARTITIVE = re.compile(
    r"(?:(?:at\s+least|about|nearly|more\s+than|almost)\s+)?(?P<number>\d+|some|several|many|most|few|all|none|neither"
    r"|either|each|any|dozens|hundreds|scores|half|an?\s+(?:\w+\s+)?(?:few|number|group|handful|majority|couple|pair)"
    r"|" + "|".join(word for word in _NUMBERS if len(word) > 2)
    + r")\s+of\s+(?:(?:the|his|her|its|their|these|those)\s+)?",
    re.IGNORECASE,
)
_THEM = re.compile(r"\bof\s+(?:the|these|those)\s+$", re.IGNORECASE)
_CURRENT_AND_FORMER = re.compile(r"(\w+)\s+(?:current|serving)\s+and\s+(\w+)\s+(?:former|retired)\b")
_COUNTED_BY = re.compile(
    r"(?:(?:at\s+least|about|nearly|more\s+than|almost|around|roughly|only|just|the|all|as\s+many\s+as)\s+){0,2}"
    r"(?:(?P<digits>\d{1,3})|(?:a\s+)?(?P<word>[a-z-]+))\b",
    re.IGNORECASE,
)
_BEHIND_HEAD = re.compile(
    r"\s+(?:who|whom|whose|which|that|with|of|in|at|from|on|for|by|to|inside|within|across|familiar|close|briefed|speaking"
    r"|involved|near|advising|working|citing|privy|aware|knowledgeable|present|present|quoted|cited)\b|\s*[(,–—:]|\s-+\s"
)
_BELONGS_TO = re.compile(
    r"\s+(?P<preposition>at|in|from|of|with|inside|within|for|on|to)\s+(?:the\s+|an?\s+)?"
    r"(?P<whom>[^,;:()–—“”\"]+?)(?=\s+(?:who|whom|whose|which|that|with|at|in|from|on|for|by|to|said|says|told|familiar|close"
    r"|briefed|speaking|involved|and\s+(?:an?|the|two|other|another))\b|\s*[,;:()–—“”\"]|\s*$)"
)
_WORKS_AT = re.compile(
    r",?\s+who\s+works?\s+(?P<preposition>at|for|in|with)\s+(?:the\s+)?"
    r"(?P<whom>[^,;:()–—“”\"]+?)(?=\s+(?:and|but|said|who)\b|\s*,|\s*$)"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_PRONOUNS = frozenset(
    "he she they him her them his their who whom which that some both others many most one another neither all "
    "several two three".split()
)
_OF_THEM = re.compile(r"(?P<number>[\w-]+)\s+of\s+(?:them|these|those|whom)(?=$|,)", re.IGNORECASE)
_OTHERS = frozenset("person people lawmaker lawmakers friend friends employee employees executive executives".split())
_SUBJECT = re.compile(
    r"(?P<phrase>\b(?:(?:the|both|all|these|those|this|that|two|three|four|one|a|an|another|most|some|several)\s+)(?:[\w.’'-]+\s+){0,4}?"
    r"(?P<head>" + "|".join(sorted(_ANONYMOUS | _OTHERS))
    + r"))\b|\b(?P<pronoun>they|he|she|all\s+(?:two|three|four|five|of\s+them)|both|neither)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class UnnamedSource:
    """What an article says of a source that it leaves unnamed."""

    count: int | None = None
    affiliation: str | None = None
    affiliation_entity: Cluster | None = None
    country: str | None = None  # ISO 3166-1 alpha-2; several are joined by a comma
    condition: Span | None = None
    reason: Span | None = None


NOTHING_SAID = UnnamedSource()


@dataclass(frozen=True, slots=True)
class AnonymityTerms:
    """Where an article says that somebody asked not to be named, or why."""

    condition: Span | None
    reason: Span | None

    @property
    def span(self) -> Span:
        """From the first to the last of the words."""
        spans = [span for span in (self.condition, self.reason) if span]
        return min(start for start, _ in spans), max(end for _, end in spans)


def is_withheld(source: str, sentence: str, *, head: str, singular: str, kind: str) -> bool:
    """Whether a nominal source is somebody whom the outlet does not name.

    :param source: the phrase, such as ``two officials``, which names nobody.
    :param sentence: the sentence around it; tells whether a name is withheld.
    :param head: the phrase's noun, and in the singular.
    :param kind: ``person`` or ``group``.
    """
    if CONDITION.search(source) or _UNNAMED.search(source):
        return True
    if _ALLIED_STATES.search(source) or _WITH_AN_OFFICE.search(source):
        return False
    if singular in _ON_RECORD and _asks_for_it(source, sentence):
        return True
    if singular in _ON_RECORD or singular in _NEVER_ONE or _BY_OFFICE.match(source):
        return False
    if head in _ANONYMOUS or _INFORMED.search(source) or _is_condition_of(source, sentence):
        return True
    first, *_ = source.casefold().split() or [""]
    if kind == "group" and _OF_ONE_HOUSE.match(source):
        return True
    if kind == "person":
        return first in _ONE - {"this", "that"}
    return first in _NUMBERS.keys() - {"a", "an"} or first.isdigit() or bool(_SOME_FEW.match(source))


def _is_condition_of(source: str, sentence: str) -> bool:
    """Whether a sentence names a condition of anonymity, and no other clause's: "Lee would not, but two aides, who"."""
    before, _, behind = sentence.partition(source)
    condition = CONDITION.search(behind)
    return bool(condition and not _OTHER_CLAUSE.search(behind, 0, condition.start()) or CONDITION.search(before))


def _asks_for_it(source: str, sentence: str) -> bool:
    """Whether a sentence goes on with the terms of its source: "a spokesman, who declined to be named"."""
    behind = sentence.partition(source)[2].lstrip(" ,")
    return bool(CONDITION.match(behind)) or _WHO.match(behind) is not None and bool(CONDITION.search(behind[:90]))


def find_terms(text: ArticleText) -> list[AnonymityTerms]:
    """Return where the article says that somebody is not to be named, and why, in the order of the text."""
    found, places = [], word_places(text.body)
    told_at = {text.sentence_at(place) for word in places.keys() & _WORDS_OF_TERMS for place in places[word]}
    for number in sorted(told_at - {None}):
        start, end = text.sentences[number]
        sentence = text.body[start:end]
        condition = CONDITION.search(sentence)
        reason = _reason_of(sentence, condition)
        if condition or reason:
            found.append(AnonymityTerms(
                condition and (start + condition.start(), start + condition.end()),
                reason and (start + reason[0], start + reason[1]),
            ))
    return found


def _reason_of(sentence: str, condition: re.Match[str] | None) -> Span | None:
    """Return where a sentence states why somebody is not named."""
    if condition:
        for found in (_REASON_AFTER.match(sentence, condition.end()), _REASON_FIRST.match(sentence)):
            if found:
                return _cut(sentence, found.start("reason"), found.end("reason"))
    found = _NOT_AUTHORISED.search(sentence)
    return _cut(sentence, found.start("reason"), found.end("reason")) if found else None


def _cut(sentence: str, start: int, end: int) -> Span:
    stop = _REASON_ENDS.search(sentence, start + 1, end)
    return trim(sentence, start, stop.start() if stop else end, " \t\r\n\u00a0.,;:”\"")


def is_only_terms(content: Iterable[Span], terms: list[AnonymityTerms]) -> bool:
    """Whether what somebody is said to have asked for is no more than not to be named."""
    fragments = list(content)
    return bool(fragments) and any(all(covers(term.span, fragment) for fragment in fragments) for term in terms)


@dataclass(slots=True, eq=False)
class _Group:
    """One unnamed source of an article, under all phrases that mean it."""

    place: int
    phrase: str
    heads: set[str]
    said: UnnamedSource
    condition: Span | None = None
    reason: Span | None = None
    whole: "_Group | None" = None  # of "two of the officials": the officials


class UnnamedSources:
    """The unnamed sources of an article: which phrases mean the same one, and what is said of it."""

    def __init__(self, text: ArticleText, entities: ArticleEntities, terms: list[AnonymityTerms]):
        self._text = text
        self._entities = entities
        self._terms = terms
        self._groups: list[_Group] = []
        self._by_source: dict[Span, tuple[_Group, int | None]] = {}

    def read(self, sources: Iterable[tuple[Span, bool]]) -> None:
        """Take in the article's sources, in the order of the text.

        :param sources: where each source phrase stands, and whether it is unnamed.
        """
        self._groups.clear()
        self._by_source.clear()
        sources = sorted(set(sources))
        for span, is_unnamed in sources:
            if is_unnamed:
                self._by_source[span] = self._assign(span)
        for terms in self._terms:
            for group in self._holders(terms, sources):
                group.condition = group.condition or terms.condition
                group.reason = group.reason or terms.reason

    def takes_up(self, source: Span) -> bool:
        """Whether a phrase means an unnamed source that was quoted before: "the banker", "the person"."""
        phrase = " ".join(self._text.body[slice(*source)].split())
        if not phrase.casefold().startswith(("the ", "this ", "that ")) or not _heads(phrase) & _PERSONS:
            return False
        heads, said = _heads(phrase), describe_phrase(source, self._entities)
        earlier = [group for group in self._groups if group.place < source[0]]
        if any(group.heads & heads and _agree(group.said, said) for group in earlier):
            return True
        if _is_plural(phrase) or heads & _ON_RECORD:
            return False
        introduced = rf"\b(?:an?|one|another)\s+(?:[\w-]+\s+){{0,3}}(?:{'|'.join(map(re.escape, sorted(heads)))})\b"
        return re.search(introduced, self._text.body[: source[0]], re.IGNORECASE) is not None

    def describe(self, source: Span | None, place: int) -> UnnamedSource:
        """Return what the article says of an unnamed source.

        :param source: where its phrase stands; ``None`` for a quotation without one, which continues the speech of the
            source before it.
        :param place: where it is said who speaks.
        """
        if source in self._by_source:
            group, count = self._by_source[source]
        else:
            group = self._last_before(place)
            count = group.said.count if group else None
        if group is None:
            return NOTHING_SAID
        said, whole = group.said, group.whole or group
        return UnnamedSource(
            count,
            said.affiliation,
            said.affiliation_entity,
            said.country,
            group.condition or whole.condition,
            group.reason or whole.reason,
        )

    def _assign(self, span: Span) -> tuple[_Group, int | None]:
        """Return the group that a phrase means, founded where it is new, and how many of it speak."""
        phrase = " ".join(self._text.body[slice(*span)].split())
        folded = phrase.casefold()
        of_them = _OF_THEM.match(folded)
        if _OTHER_ONE.fullmatch(folded) and (group := self._last_before(span[0])):
            return self._found_another(span, group.phrase, NOTHING_SAID, group.heads, group), 1
        if folded in _PRONOUNS or of_them:
            group = self._last_before(span[0])
            number = of_them["number"] if of_them else folded
            if group:
                return group, _pronoun_count(number, group)
            group = self._found(span, phrase, NOTHING_SAID, set())
            return group, _NUMBERS.get(number)
        said = describe_phrase(span, self._entities)
        heads = _heads(phrase)
        group = self._taken_up(phrase, heads, said) if _takes_up(phrase) else None
        partitive = _PARTITIVE.match(phrase)
        if group is None and partitive and _THEM.search(partitive[0]) and not said.affiliation:
            group = self._only_several()
        if group is None:
            return self._found(span, phrase, said, heads), said.count
        if said.affiliation and not group.said.affiliation or _ORDINAL.match(phrase):
            return self._found_another(span, phrase, said, heads, group), 1
        group.heads |= heads
        is_plural = _is_plural(phrase)
        if partitive and _THEM.search(partitive[0]):
            part = self._found(span, phrase, replace(group.said, count=said.count), heads)
            part.whole = group.whole or group
            return part, said.count
        counted = said.count if partitive or said.count else (group.said.count if is_plural else 1)
        return group, counted

    def _found(self, span: Span, phrase: str, said: UnnamedSource, heads: set[str]) -> _Group:
        group = _Group(span[0], phrase, heads, said)
        self._groups.append(group)
        return group

    def _found_another(self, span: Span, phrase: str, said: UnnamedSource, heads: set[str], group: _Group) -> _Group:
        """Found one of some who were told of before: of their affiliation, country and terms."""
        if not said.affiliation:
            said = replace(said, affiliation=group.said.affiliation, affiliation_entity=group.said.affiliation_entity)
        other = self._found(span, phrase, replace(said, country=said.country or group.said.country), heads)
        other.whole = group.whole or group
        return other

    def _taken_up(self, phrase: str, heads: set[str], said: UnnamedSource) -> _Group | None:
        """Return the group that a definite phrase takes up: of the same noun, the likest and latest."""
        groups = [group for group in self._groups if not (group.whole and _is_plural(phrase))]
        fitting = [group for group in groups if group.heads & heads and _agree(group.said, said)]
        words = set(phrase.casefold().split()) - _DETERMINERS
        return max(
            fitting,
            key=lambda group: (len(words & set(group.phrase.casefold().split())), group.place),
            default=None,
        )

    def _only_several(self) -> _Group | None:
        """Return the only group of several people so far: "two senior members" for "one of the lawmakers"."""
        several = [group for group in self._groups if group.whole is None and _is_plural(group.phrase)]
        return several[0] if len(several) == 1 else None

    def _last_before(self, place: int) -> _Group | None:
        spoken = [(span, group) for span, (group, _) in self._by_source.items() if span[0] < place]
        return max(spoken, key=lambda entry: entry[0], default=(None, None))[1]

    def _holders(self, terms: AnonymityTerms, sources: list[tuple[Span, bool]]) -> list[_Group]:
        """Return whom terms of anonymity are of: the source that they stand in or behind, or their own subject."""
        place = terms.condition[0] if terms.condition else terms.reason[0]
        inside = [span for span, _ in sources if span[0] <= place < span[1] and span in self._by_source]
        if inside:
            return [self._by_source[min(inside, key=lambda span: span[1] - span[0])][0]]
        number = self._text.sentence_at(place)
        start, end = self._text.sentences[number] if number is not None else (0, len(self._text.body))
        subject = self._subject(start, place)
        before = [entry for entry in sources if start <= entry[0][0] and entry[0][1] <= place]
        if before and (subject is None or before[-1][0][1] >= subject.end()):
            span, is_unnamed = before[-1]
            return [self._by_source[span][0]] if is_unnamed else []
        if subject:
            return self._named_by(subject)
        after = [span for span, is_unnamed in sources if is_unnamed and place < span[0] < end]
        return [self._by_source[after[0]][0]] if after else []

    def _subject(self, start: int, place: int) -> re.Match[str] | None:
        subjects = list(_SUBJECT.finditer(self._text.body, start, place))
        nouns = [subject for subject in subjects if subject["phrase"]]
        return nouns[-1] if nouns else subjects[0] if subjects else None

    def _named_by(self, subject: re.Match[str]) -> list[_Group]:
        """Return the groups that the subject of a sentence about anonymity means."""
        earlier = [group for group in self._groups if group.place <= subject.start()]
        if subject["pronoun"]:
            last = self._last_before(subject.start())
            return [last] if last else []
        phrase = " ".join(subject["phrase"].split())
        heads = _heads(phrase)
        same = [group for group in earlier if group.heads & heads]
        if _is_plural(phrase) and _takes_up(phrase):
            together = [group.whole or group for group in same if _is_plural(group.phrase)]
            number = _NUMBERS.get(phrase.casefold().split()[0])
            return together[-1:] or same[-number if number else 0 :]
        group = self._taken_up(phrase, heads, NOTHING_SAID) if _takes_up(phrase) else None
        return [group] if group else [group for group in self._groups if group.place == subject.start()]


def _pronoun_count(number: str, group: _Group) -> int | None:
    if number in ("he", "she", "him", "her", "his"):
        return 1
    is_all = number in ("they", "them", "their", "who", "which", "that")
    return _NUMBERS.get(number, group.said.count if is_all else None)


def _takes_up(phrase: str) -> bool:
    first = phrase.casefold().split()[0]
    return first in ("the", "these", "those", "this", "that", "both") or _PARTITIVE.match(phrase) is not None


def _agree(one: UnnamedSource, two: UnnamedSource) -> bool:
    """Whether two descriptions may be of one source: what one says does not contradict the other."""
    for a, b in ((one.affiliation, two.affiliation), (one.country, two.country)):
        if a and b and a.casefold() not in b.casefold() and b.casefold() not in a.casefold():
            return False
    return True


def _core(phrase: str) -> tuple[int, int]:
    """Return where a phrase's noun with what stands before it starts and ends."""
    partitive = _PARTITIVE.match(phrase)
    start = partitive.end() if partitive else 0
    behind = _BEHIND_HEAD.search(phrase, start)
    return start, behind.start() if behind else len(phrase)


def _heads(phrase: str) -> set[str]:
    """Return the nouns of a phrase that mean people, in the singular."""
    words = re.findall(r"[\w-]+", phrase[slice(*_core(phrase))].casefold())
    people = {_singular(word) for word in words if word in _PERSONS or _singular(word) in _PERSONS}
    last = {_singular(words[-1])} if words else set()
    return people if "and" in words and people else people & last or people or last


def _singular(word: str) -> str:
    if word == "people":
        return "person"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _is_plural(phrase: str) -> bool:
    words = re.findall(r"[\w-]+", phrase[slice(*_core(phrase))].casefold())
    return bool(words) and (words[-1] == "people" or words[-1].endswith("s") and not words[-1].endswith("ss"))


def describe_phrase(span: Span, entities: ArticleEntities) -> UnnamedSource:
    """Return what a phrase says of the people it means: how many, of what organisation and nation.

    >>> "two Japanese government sources"  # 2, "Japanese government", JP
    """
    parts = [_describe_part(part, entities) for part in _parts(span, entities.body)]
    counts = [part.count for part in parts]
    affiliations = list(dict.fromkeys(part.affiliation for part in parts if part.affiliation))
    entity = next((part.affiliation_entity for part in parts if part.affiliation_entity), None)
    countries = dict.fromkeys(code for part in parts if part.country for code in part.country.split(", "))
    return UnnamedSource(
        sum(counts) if counts and None not in counts else None,
        "; ".join(affiliations) or None,
        entity if len(affiliations) == 1 else None,
        ", ".join(countries) or None,
    )


def _parts(span: Span, body: str) -> Iterator[Span]:
    """Split "unnamed Japanese officials and an American source" where both sides name people."""
    start, end = span
    for joint in re.finditer(r"(?:\s*,)?\s+and\s+|\s*,\s+", body[slice(*span)]):
        left, right = body[start : span[0] + joint.start()], body[span[0] + joint.end() : end]
        if _names_people(left) and _ANOTHER.match(right) and _names_people(right):
            yield start, span[0] + joint.start()
            start = span[0] + joint.end()
    yield start, end


def _names_people(phrase: str) -> bool:
    return bool(_heads(phrase) & _PERSONS)


def _describe_part(span: Span, entities: ArticleEntities) -> UnnamedSource:
    body = entities.body
    phrase = body[slice(*span)]
    start, end = _core(phrase)
    count = _count(phrase, is_plural=_is_plural(phrase))
    words = [(found.start(), found[0]) for found in re.finditer(r"\S+", phrase[start:end])]
    before = words[:-1]
    while before and (_is_rank(before[0][1]) or before[0][1].isdigit()):
        before = before[1:]
    country, stated_by = _nationality([word for _, word in before])
    joints = [number for number, (_, word) in enumerate(before, 1) if word == "and"]
    if joints and not stated_by > joints[-1] and not all(word[0].isupper() or word == "and" for _, word in before):
        before = before[joints[-1] :]
        state, stated_by = _nationality([word for _, word in before])
        country = ", ".join(dict.fromkeys(code for code in (country, state) if code)) or None
    affiliation = entity = None
    if before:
        words = [(span[0] + start + place, word) for place, word in before]
        affiliation, entity = _affiliation_before(words, stated_by, entities)
    if affiliation is None:
        affiliation, entity, other = _affiliation_behind(span[0] + end, span[1], _heads(phrase), entities)
        country = country or other
    return UnnamedSource(count, affiliation, entity, country)


def _bare(word: str) -> str:
    return word.casefold().strip("“”\"'’,")


def _count(phrase: str, *, is_plural: bool) -> int | None:
    both = _CURRENT_AND_FORMER.match(phrase.casefold())
    if both and both[1] in _NUMBERS and both[2] in _NUMBERS:
        return _NUMBERS[both[1]] + _NUMBERS[both[2]]
    if phrase.casefold().startswith(("half a dozen", "a half-dozen")):
        return 6
    partitive = _PARTITIVE.match(phrase)
    if partitive:
        number = partitive["number"].casefold().split()[-1]
        return _NUMBERS.get(number, int(number) if number.isdigit() else None)
    found = _COUNTED_BY.match(phrase)
    if not found:
        return None
    number = int(found["digits"]) if found["digits"] else _NUMBERS.get((found["word"] or "").casefold())
    if found["digits"] or number not in (None, 1):
        return number
    if is_plural:
        return None
    return 1 if phrase.casefold().split()[0] in _ONE or number == 1 else None


def _nationality(words: list[str]) -> tuple[str | None, int]:
    """Return the countries that the words before a noun state, and how many words state them."""
    codes: dict[str, None] = {}
    position = skipped = 0
    while position < len(words):
        pair = " ".join(_POSSESSIVE.sub("", word.strip(",")) for word in words[position : position + 2])
        for text, length in ((pair, 2), (_POSSESSIVE.sub("", words[position].strip(",")), 1)):
            code = country_of_adjective(text) if text[:1].isupper() else None
            if code and position + length <= len(words):
                codes[code] = None
                position += length
                skipped = position
                break
        else:
            if _bare(words[position]) != "and" or position == 0:
                break
            position += 1
    return ", ".join(codes) or None, skipped


def _affiliation_before(
    words: list[tuple[int, str]], stated_by: int, entities: ArticleEntities
) -> tuple[str | None, Cluster | None]:
    """Read the words before the noun: "Japanese government", "White House", "Trump’s".

    :param words: where each word stands, and the word.
    :param stated_by: how many of them state a nation.
    """
    body, rest = entities.body, words[stated_by:]
    while rest and _is_rank(rest[0][1]):
        rest = rest[1:]
    if not rest:
        return None, None
    start, end = rest[0][0], rest[-1][0] + len(rest[-1][1])
    last = _POSSESSIVE.sub("", rest[-1][1])
    is_institution = _bare(last) in _ORGANISATIONS
    names = [name for name in entities.names_within(start, end) if _is_institution(name)]
    if is_institution and last.islower():
        start = words[0][0] if stated_by else start  # with its nation: "Japanese government"
    elif names:
        end = end if is_institution or last[:1].isupper() else names[-1].end
    elif not is_institution:
        return None, None
    text = " ".join(_POSSESSIVE.sub("", body[start:end].strip("“”\"' ")).split())
    if text.casefold() in _TOO_GENERAL:
        return None, None
    return text or None, _entity_of(names, text, start, entities)


def _is_rank(word: str) -> bool:
    """Whether a word before a noun tells no more than rank or number; "State" and "Federal" may begin a name."""
    bare = _bare(word)
    return bare in _RANKS | _DETERMINERS and not (word[:1].isupper() and bare in _TOO_GENERAL)


def _is_institution(name: Name) -> bool:
    if name.label == "NORP":
        return name.key in _PARTIES
    return name.label in ("ORG", "FAC", "PERSON")


def _entity_of(names: list[Name], text: str, place: int, entities: ArticleEntities) -> Cluster | None:
    for name in reversed(names):
        if name.entity and name.label != "NORP":
            return name.entity
    return entities.known_as(text, before=place)


def _affiliation_behind(
    start: int, end: int, heads: set[str], entities: ArticleEntities
) -> tuple[str | None, Cluster | None, str | None]:
    """Read what stands behind the noun: "at the ministry", "from Japan", "to the president"."""
    body = entities.body
    found = _BELONGS_TO.match(body, start, end) or _WORKS_AT.match(body, start, end)
    if not found or (found["preposition"] == "to" and not heads & _SERVES_SOMEBODY):
        return None, None, None
    whom = found["whom"].strip()
    place = found.start("whom")
    country = find_country(whom)
    if country:
        return None, None, country.code
    names = entities.names_within(place, place + len(whom))
    last = _bare(_POSSESSIVE.sub("", whom.split()[-1]))
    state, _ = _nationality(whom.split())
    capital = country_of_capital(whom)
    if capital and found["preposition"] in ("in", "from"):
        return None, None, capital
    if any(name.label in ("ORG", "FAC", "PERSON") for name in names) or last in _ORGANISATIONS:
        return whom, _entity_of(names, whom, place, entities), state
    return None, None, None
