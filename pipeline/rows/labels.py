"""Spans and labels of names that the article itself tells, where the learnt ones are weak: invented and foreign names.

Equal names have one label. Titles make people; what stands beside a name ("the newspaper Kysten", "shares in Brill"),
its verb ("Ribeira have called"), its short form and the pronouns that take it up make organisations and places.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Protocol

from spacy.tokens import Doc, Token

from pipeline.language.coreference import PREFIX
from pipeline.language.extensions import ATTRIBUTIONS
from pipeline.link.keys import initials_of, name_key
from pipeline.rows.lexicon import words_of
from pipeline.rows.persons import gender_of_honorific, is_given_name, parse_person
from pipeline.rows.places import find_country, known_places
from pipeline.rows.pronouns import GENDERS, IT
from pipeline.rows.propositions import has_child
from pipeline.rows.text import Span, overlaps_any
from pipeline.rows.titles import title_before

# In the order that settles a tie between labels.
NAME_LABELS = ("PERSON", "GPE", "ORG", "NORP", "LOC", "EVENT", "FAC", "PRODUCT", "WORK_OF_ART", "LAW", "MISC")
_STRAY_USES = 2  # more uses of a name under another label are no slip of the model
_CLASSES = frozenset().union(
    *(words_of("nouns", "taken_up", kind) for kind in ("companies", "media", "offices")),
    ("band", "cooperative", "institute", "ministry", "network", "orchestra", "party", "union"),
) - words_of("nouns", "taken_up", "or_persons")
_SHORT_FORM = re.compile(r"\s\((?:the\s)?[“\"]?(?P<letters>[A-Z][A-Za-z&.]{1,7})[”\"]?\)")
_REPEATED = frozenset(("PERSON", "ORG", "PRODUCT", "FAC"))
_SHORTEST_REPEATED = 4  # characters
_CAPITAL = re.compile(r"\b[A-Z]\w*")
_CAPITAL_BEFORE = re.compile(r"(?:[A-Z][\w.’'-]*[ -]|[@#/.’'-])$")
_GOES_ON = re.compile(r"[ -][A-Z]|[\w@/-]|\.\w")
_WORD = re.compile(r"[^\s,;:()“”\"]+")
_GIVEN_BEFORE = re.compile(r"(?:(?<!\S)|(?<=[“\"]))([A-Z][^\W\d_]+) $")
_OTHER_WORDS = frozenset("will may grant mark bill drew rob sue pat hope april june art guy".split())
_LONGEST_GIVEN = 20  # characters
_LONGEST_WIDENED = 100  # characters before a name
_IS_HUMAN = re.compile(r",?\s(?:who\b|\d\d,)")
_APPOSITION = re.compile(
    r",\s(?:an?|the)\s(?:[\w’'-]+\s){0,4}?(?P<noun>[a-z]+)(?=[,.;]|\s(?:that|which|based|in|of|behind|for)\b)"
)
_SUBJECTS = frozenset(("nsubj", "nsubj:pass"))
_BESIDE = frozenset(("appos", "flat", "compound", "nmod", "nmod:desc"))
_COMPANYS = re.compile(
    r"[’']s\s(?:chair|chief\s(?:executive|financial|operating)|CEO|board|shares?\b|profits?|revenues?|shareholders"
    r"|finance\schief|customers|stores|directors|share\sprice|factory|plant)"
)
_OF_COMPANY = re.compile(
    r"\b(?:(?:executive|CEO|chairman|chairwoman|finance chief|co-founder|shareholders|employees) (?:of|at)"
    r"|(?:[Ss]hares|stake|[Ii]nvestors?|[Ss]hareholders?) (?:in|of)|\d ?(?:%|percent|per cent) of|takeover of"
    r"|merger with) $"
)
_IS_PLACE = re.compile(r"\s(?:province|prefecture|county|municipality|peninsula)\b")
_OF_PLACE = re.compile(r"\b(?:mayor|town|city|village|port|people|residents|suburb|outskirts|bishop|governor) of $")
_IN_PLACE = re.compile(
    r"(?<!confidence )(?<!faith )(?<!trust )(?<!interest )(?<!believe )(?<!believed )\b(?:[Ii]n|[Nn]ear|[Oo]utside) $"
)
_DOES_AS_PERSON = re.compile(r",?\s(?:said|says|told|added|who|has|had|was|is|did|asked|wrote|also|\d\d,)\b")
_ADMINISTRATION = re.compile(r"(?:[’']s)?\s+(?:administration|presidency)\b")


class Name(Protocol):
    """A name of the article (:class:`pipeline.rows.entities.Name`)."""

    start: int
    end: int
    text: str
    label: str
    key: str


def whole_names(names: list[Name], body: str, *, make: Callable[..., Name]) -> list[Name]:
    """Return the names with those made whole that were found in parts, in the order of the text.

    "[Brewery] and [Allied Workers’ Union] (BAWU)" is what the short form stands for, "[Kaizuka] [Heavy Engineering]"
    and "[Pell] & [Marrow]" are one name, "Harriet [Osei-Lunn]" has a given name.

    :param make: makes a name of start, end, text and label.
    """
    people = {part for name in names if name.label == "PERSON" and " " in name.text for part in name.key.split()}
    alone = {name.text for name in names if name.label == "PERSON" and " " not in name.text}
    whole: list[Name] = []
    for name in names:
        start, end, label = name.start, name.end, name.label
        if whole and _are_one(whole[-1], name, body, people):
            start, label = whole.pop().start, "ORG"
        elif label == "PERSON" and " " not in name.text:
            given = _with_given_name(start, body, alone)
            start = start if whole and whole[-1].start < given < whole[-1].end else given
        elif label == "ORG":
            start = _as_short_form_says(start, end, body)
        while whole and whole[-1].end > start:
            whole.pop()
        whole.append(name if start == name.start else make(start, end, body[start:end], label))
    return whole


def repeated_names(names: list[Name], body: str, *, make: Callable[..., Name]) -> list[Name]:
    """Return the names with those that stand elsewhere in the same words, where the model did not find them.

    Words that the article also has without a capital are no names by themselves.

    :param make: makes a name of start, end, text and label.
    """
    known: dict[str, dict[str, str]] = defaultdict(dict)  # texts and their labels, by first word
    for name in names:
        first = _CAPITAL.match(name.text) if name.label in _REPEATED else None
        if first and len(name.text) >= _SHORTEST_REPEATED:
            known[first[0]].setdefault(name.text, name.label)
    starts, found = [name.start for name in names], []
    for word in _CAPITAL.finditer(body):
        texts = known.get(word[0])
        place = bisect_right(starts, word.start()) - 1
        if texts and not (place >= 0 and names[place].end > word.start()):
            text = next((t for t in sorted(texts, key=len, reverse=True) if body.startswith(t, word.start())), None)
            end = word.start() + len(text or "")
            is_free = place + 1 >= len(names) or names[place + 1].start >= end
            if text and is_free and _stands_alone(word.start(), end, body) and not _has_word(body, text.lower()):
                found.append(make(word.start(), end, text, texts[text]))
    return sorted([*names, *found], key=lambda name: name.start) if found else names


def _stands_alone(start: int, end: int, body: str) -> bool:
    """Whether what stands at a place is no part of a longer name."""
    return not (_CAPITAL_BEFORE.search(body, max(0, start - 30), start) or _GOES_ON.match(body, end))


def _has_word(body: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", body) is not None


def _are_one(one: Name, two: Name, body: str, people: set[str]) -> bool:
    """Whether two names beside each other are one organisation's."""
    gap = body[one.end : two.start]
    if gap == " & ":
        return one.label in ("PERSON", "ORG") and two.label in ("PERSON", "ORG")
    if gap != " " or {one.label, two.label} != {"PERSON", "ORG"}:
        return False
    person = one if one.label == "PERSON" else two
    is_known = person.key in people or is_given_name(person.text) or gender_of_honorific(body, person.start)
    return person.text.isalpha() and not is_known


def _with_given_name(start: int, body: str, alone: set[str]) -> int:
    """Return where a person's name begins with the given name before it, a common one or one that stands alone, too."""
    given = _GIVEN_BEFORE.search(body, max(0, start - _LONGEST_GIVEN), start)
    is_given = given is not None and (is_given_name(given[1]) or given[1] in alone)
    is_given = is_given and given[1].casefold() not in _OTHER_WORDS
    return given.start(1) if is_given else start


def _as_short_form_says(start: int, end: int, body: str) -> int:
    """Return where an organisation's name begins that a short form behind it spells out."""
    short = _SHORT_FORM.match(body, end)
    if short is None or name_key(short["letters"]) in initials_of(name_key(body[start:end]).split()):
        return start
    line = max(body.rfind("\n", 0, start) + 1, start - _LONGEST_WIDENED)
    for word in reversed(list(_WORD.finditer(body, line, start))):
        words = name_key(body[word.start() : end].replace("-", " ")).split()
        if word[0][0].isupper() and name_key(short["letters"]) in initials_of(words):
            return word.start()
    return start


def _is_head_of_government(name: Name, body: str) -> bool:
    """Whether a name stands before "administration" as a president's does, and no agency's or place's."""
    return (
        _ADMINISTRATION.match(body, name.end) is not None
        and _may_be_family_name(name)
        and name.label in ("ORG", "PERSON")
    )


def _may_be_family_name(name: Name) -> bool:
    return name.text.isalpha() and not name.text.isupper() and name.key not in known_places()


def settle_labels(names: list[Name], body: str) -> None:
    """Give equal names the label that most of them have, and stray family names their person's."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        votes[name.key][name.label] += 1
    winners = {
        key: max(labels, key=lambda label: (labels[label], -NAME_LABELS.index(label))) for key, labels in votes.items()
    }
    families = {
        family
        for name in names
        if winners[name.key] == "PERSON" and (person := parse_person(name.text)).is_full
        for family in person.family_names
    }
    unsure = (name for name in names if winners[name.key] == "ORG" and _may_be_family_name(name))
    titled = {name.key for name in unsure if _has_title(name, body)}
    for name in names:
        key = name.key
        name.label = "PERSON" if key in titled or _is_head_of_government(name, body) else winners[key]
        if name.label in ("ORG", "LOC") and find_country(name.text):
            name.label = "GPE"
        is_stray = name.label != "PERSON" and key in families and sum(votes[key].values()) <= _STRAY_USES
        if is_stray and key not in known_places():
            name.label = "PERSON"


def mend_labels(names: list[Name], doc: Doc, body: str) -> None:
    """Make organisations and places of people whom the article shows to be such: "shares in Brill".

    A name that is part of a person's full name, or has a title, stays.

    :param doc: read for the dependency parse and the coreference chains.
    """
    people = {part for name in names if name.label == "PERSON" and " " in name.text for part in name.key.split()}
    organisations = [name for name in names if name.label == "ORG" and " " in name.key]
    uses_of: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        if name.label == "PERSON" and (" " in name.text or name.key not in people):
            uses_of[name.key].append(name)
    pronouns = _Pronouns(doc)
    for key, uses in uses_of.items():
        if any(_has_title(name, body) or _IS_HUMAN.match(body, name.end) for name in uses):
            continue
        label = _label_shown(key, uses, doc, body, organisations)
        if label is None and not _looks_human(uses[0], body) and pronouns.are_neuter(uses):
            label = "ORG"
        for name in uses if label else ():
            name.label = label


def _label_shown(key: str, uses: list[Name], doc: Doc, body: str, organisations: list[Name]) -> str | None:
    before = [body[max(0, name.start - 30) : name.start] for name in uses]
    if any(_COMPANYS.match(body, name.end) for name in uses) or any(map(_OF_COMPANY.search, before)):
        return "ORG"
    if any(_is_said_to_be_organisation(name, body) for name in uses):
        return "ORG"
    if any(_is_short_for(name, organisations) for name in uses) or any(_is_classed(name, doc, body) for name in uses):
        return "ORG"
    if any(_is_collective(name, doc, body) for name in uses):
        return "ORG"
    if " " in key:
        return None
    if any(map(_OF_PLACE.search, before)) or any(_IS_PLACE.match(body, name.end) for name in uses):
        return "GPE"
    if any(key in (words[0], words[-1]) for words in (other.key.split() for other in organisations)):
        return "ORG"
    if any(_DOES_AS_PERSON.match(body, name.end) for name in uses):
        return None
    return "GPE" if any(map(_IN_PLACE.search, before)) else None


def _is_short_for(name: Name, organisations: Iterable[Name]) -> bool:
    """Whether a name in capitals is made of an organisation's initials: "ARI"."""
    return name.text.isupper() and 2 < len(name.key) <= 8 and any(
        name.key in initials_of(other.key.split()) for other in organisations
    )


def _is_said_to_be_organisation(name: Name, body: str) -> bool:
    """Whether an apposition says what a name is: "Avelin Health, an advisory firm,"."""
    apposition = _APPOSITION.match(body, name.end)
    return apposition is not None and apposition["noun"] in _CLASSES


def _is_classed(name: Name, doc: Doc, body: str) -> bool:
    """Whether a noun before a name says what it is: "the newspaper Kysten", but not "the firm Roe founded"."""
    words = body[max(0, name.start - 30) : name.start].split()
    if not words or words[-1] not in _CLASSES or not doc.has_annotation("DEP"):
        return False
    root = _root(name, doc)
    noun = doc[_first(name, doc) - 1]
    return root.head.i == noun.i and root.dep_ in _BESIDE or noun.head.i == root.i and noun.dep_ in _BESIDE


def _is_collective(name: Name, doc: Doc, body: str) -> bool:
    """Whether the verb of a name in the singular is in the plural: "Ribeira have called", as of a club."""
    if not body.startswith((" have ", " are "), name.end):
        return False
    root = _root(name, doc)
    if root.dep_ not in _SUBJECTS or has_child(root, "conj") or root.i + 1 >= len(doc):
        return False
    behind = root.nbor()
    return behind.lower_ in ("have", "are") and behind.tag_ == "VBP" and behind.head.i in (root.head.i, behind.i)


def _looks_human(name: Name, body: str) -> bool:
    """Whether a name is built as people's are: with a common given name or an initial."""
    first, *others = name.text.split()
    is_full = bool(others) and (is_given_name(first) or any(len(word.rstrip(".")) == 1 for word in (first, *others)))
    return is_full or body.startswith((" family", " brothers", " sisters"), name.end)


def _root(name: Name, doc: Doc) -> Token:
    return doc.char_span(name.start, name.end, alignment_mode="expand").root


def _first(name: Name, doc: Doc) -> int:
    return doc.char_span(name.start, name.end, alignment_mode="expand").start


class _Pronouns:
    """Which pronouns take up the names that speak, as the model's coreference has it.

    :param doc: read for its attributions and for its span groups of coreference.
    """

    def __init__(self, doc: Doc):
        self._doc = doc

    @cached_property
    def _speaking(self) -> list[Span]:
        sources = (span for attribution in self._doc._.get(ATTRIBUTIONS) for span in attribution.source)
        return [(span.start_char, span.end_char) for span in sources if span.text[:1].isupper()]

    @cached_property
    def _chains(self) -> list[tuple[list[Span], bool, bool]]:
        """The names of each chain, and whether "it" and "he" are among its pronouns."""
        chains = []
        for key, group in self._doc.spans.items():
            if key.startswith(PREFIX):
                words = {mention[0].lower_ for mention in group if mention.label_ == "pronoun"}
                if words & (IT | GENDERS.keys()):
                    names = [(mention.start_char, mention.end_char) for mention in group if mention.label_ == "name"]
                    chains.append((names, bool(words & IT), bool(words & GENDERS.keys())))
        return chains

    def are_neuter(self, uses: Iterable[Name]) -> bool:
        """Whether "it" takes up a name that speaks, and nowhere "he" or "she"."""
        spans = [(name.start, name.end) for name in uses]
        if not any(overlaps_any(span, self._speaking) for span in spans):
            return False
        found = [chain for chain in self._chains if any(overlaps_any(name, spans) for name in chain[0])]
        return any(neuter for _, neuter, _ in found) and not any(gendered for *_, gendered in found)


def _has_title(name: Name, body: str) -> bool:
    return gender_of_honorific(body, name.start) is not None or title_before(body, name.start, ()) is not None


