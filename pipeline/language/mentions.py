"""Mentions: names, noun phrases and pronouns, found in the parse and described for coreference."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.attrs import DEP, HEAD, POS
from spacy.parts_of_speech import IDS
from spacy.symbols import ADJ, ADP, DET, NOUN, NUM, PRON, PROPN
from spacy.tokens import Doc, Span

from pipeline.language.extensions import ATTRIBUTIONS
from pipeline.language.windows import inside_quotes

KINDS = (
    *("I", "we", "you", "he", "she", "it", "they", "demonstrative", "relative", "indefinite pronoun"),
    *("name", "part of a name", "definite", "possessed", "indefinite", "plural", "singular", "number"),
)
FORMS = ("pronoun",) * 10 + ("name",) * 2 + ("nominal",) * 6  # by kind
GROUPS = np.asarray([0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5])  # by kind
GROUP_COUNT = 6
LABELS = ("none", "PERSON", "ORG", "GPE", "NORP", "work", "time", "number", "other")
ROLES = ("none", "subject", "object", "oblique", "nmod", "possessor", "conjunct", "apposition", "other")
UNKNOWN, SINGULAR, PLURAL = range(3)
MALE, FEMALE = 1, 2

PRONOUNS = {
    word: KINDS.index(kind)
    for kind, words in {
        "I": "i me my mine myself",
        "we": "we us our ours ourselves",
        "you": "you your yours yourself yourselves ya",
        "he": "he him his himself",
        "she": "she her hers herself",
        "it": "it its itself",
        "they": "they them their theirs themselves themself 'em",
        "demonstrative": "this that these those such here there",
        "relative": "who whom whose which what whoever whomever whatever whichever",
        "indefinite pronoun": (
            "someone somebody something anyone anybody anything everyone everybody everything no-one nobody nothing "
            "none one ones other others another each both all some any many most few several either neither"
        ),
    }.items()
    for word in words.split()
}
PLAIN_PRONOUNS = frozenset(word for word, kind in PRONOUNS.items() if kind < 7)
PRONOUN_NUMBER = (SINGULAR, PLURAL, UNKNOWN, SINGULAR, SINGULAR, SINGULAR, PLURAL, UNKNOWN, UNKNOWN, UNKNOWN)
DEFINITE = frozenset("the this that these those".split())
INDEFINITE = frozenset("a an some any no another every each many several few".split())
IGNORED = DEFINITE | INDEFINITE | frozenset(("'s", "’s", "of", "and", "'", "’", '"', "“", "”", ",", ".", "(", ")", "-"))
MALE_WORDS = frozenset(
    "man men boy boys father fathers son sons brother brothers husband husbands uncle grandfather nephew king prince "
    "gentleman gentlemen guy guys mr. mr sir lord actor businessman chairman spokesman congressman dad".split()
)
FEMALE_WORDS = frozenset(
    "woman women girl girls mother mothers daughter daughters sister sisters wife wives aunt grandmother niece queen "
    "princess lady ladies mrs. mrs ms. ms miss actress businesswoman chairwoman spokeswoman congresswoman mom".split()
)
LABEL_NUMBERS = {"PERSON": 1, "ORG": 2, "GPE": 3, "LOC": 3, "FAC": 3, "NORP": 4} | {
    label: 5 + number
    for number, labels in enumerate(
        (
            ("EVENT", "LAW", "PRODUCT", "WORK_OF_ART"),
            ("DATE", "TIME"),
            ("MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"),
            ("MISC",),
        )
    )
    for label in labels
}

NOMINAL_TAGS = frozenset(("NOUN", "PROPN", "PRON"))
STAND_IN_TAGS = frozenset(("NUM", "DET", "ADJ"))
ARGUMENTS = frozenset(("nsubj", "obj", "iobj", "obl", "nmod", "appos", "dislocated", "vocative"))
INNER = frozenset(("flat", "fixed", "goeswith", "det", "case", "punct"))
ROLE_NUMBERS = {"nsubj": 1, "obj": 2, "iobj": 3, "obl": 3, "nmod": 4, "nmod:poss": 5, "conj": 6, "appos": 7}
KEPT_BEFORE = frozenset("det amod compound nmod:poss nummod nmod:desc det:predet flat advmod:emph".split())
KEPT_AFTER = frozenset("nmod flat case appos acl acl:relcl nmod:unmarked det amod fixed goeswith compound".split())
TRAILING = frozenset((",", ".", ";", ":", "—", "–", "-"))


@dataclass(slots=True)
class Mentions:
    """The mentions of a text in the order of their head words; arrays of one number a mention.

    ``bits`` holds a bit for each content word of the name or noun phrase (a hash: two words may share one), so that
    one ``&`` compares two of them.
    """

    word: np.ndarray  # the head word
    first: np.ndarray
    stop: np.ndarray
    kind: np.ndarray  # index in KINDS
    number: np.ndarray
    gender: np.ndarray
    label: np.ndarray  # index in LABELS
    role: np.ndarray  # index in ROLES
    governor: np.ndarray  # the head word's head, -1 for none
    sentence: np.ndarray
    quotation: np.ndarray  # number of the stretch in quotation marks that it stands in, 0 for none
    speaker: np.ndarray  # head word of the source of the attributed content that it stands in, -1 for none
    head: np.ndarray  # number of the head word's lower-case form
    key: np.ndarray  # number of the last word of a name, -1 for other mentions
    bits: np.ndarray  # uint64
    initials: np.ndarray  # number of a name's initials, or of a name in capitals itself; -1 for others

    def __len__(self) -> int:
        return len(self.word)


def is_nominal_head(tag: str, relation: str) -> bool:
    """Say whether a word heads a noun phrase, a name or a pronoun.

    :param tag: its universal part of speech.
    :param relation: its universal dependency, with or without subtype.
    """
    relation = relation.partition(":")[0]
    if tag in STAND_IN_TAGS:
        return relation in ARGUMENTS
    return tag in NOMINAL_TAGS and relation not in INNER and not (relation == "compound" and tag != "PROPN")


def find_spans(doc: Doc) -> list[tuple[int, int, int]]:
    """Return the mentions as ``(head word, first, stop)``, in the order of the heads, at most one a head."""
    return parsed_spans(doc) if doc.has_annotation("DEP") else shallow_spans(doc)


def parsed_spans(doc: Doc) -> list[tuple[int, int, int]]:
    """Return the mentions that a UD parse shows: each nominal head with the dependents that belong to its phrase."""
    columns = doc.to_array([POS, DEP, HEAD])
    tags, heads = columns[:, 0].astype(np.int64), np.arange(len(doc)) + columns[:, 2].astype(np.int64)
    numbers, inverse = np.unique(columns[:, 1], return_inverse=True)
    names = [doc.vocab.strings[number] for number in numbers.tolist()]
    nominal = np.zeros((max(IDS.values()) + 1, len(names)), dtype=bool)
    for tag in NOMINAL_TAGS | STAND_IN_TAGS:
        nominal[IDS[tag]] = [is_nominal_head(tag, name) for name in names]
    found = np.flatnonzero(nominal[tags, inverse])
    found = found[~_inside_name(doc, found, heads, np.asarray([name == "compound" for name in names])[inverse])]
    before, after = (np.asarray([name in kept for name in names])[inverse] for kept in (KEPT_BEFORE, KEPT_AFTER))
    firsts, stops = phrase_edges(heads, before, after)
    spans = zip(found.tolist(), firsts[found].tolist(), stops[found].tolist(), strict=True)
    return [(word, *trimmed(doc, word, first, stop)) for word, first, stop in spans]


def _inside_name(doc: Doc, found: np.ndarray, heads: np.ndarray, compound: np.ndarray) -> np.ndarray:
    """Say which words modify another word of the same name, and so are no mentions of their own."""
    entity = entity_numbers(doc)
    return compound[found] & (entity[found] > 0) & (entity[found] == entity[heads[found]])


def entity_numbers(doc: Doc) -> np.ndarray:
    """Return for each word the number of the entity that it belongs to, 0 for none."""
    numbers = np.zeros(len(doc), dtype=np.int64)
    for number, ent in enumerate(doc.ents, 1):
        numbers[ent.start : ent.end] = number
    return numbers


def phrase_edges(heads: np.ndarray, before: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each word's phrase as firsts and stops: the word and the whole subtrees of the dependents kept.

    :param heads: each word's head, a root's is itself.
    :param before, after: which words belong to the phrase of a head that stands after them, or before them.
    """
    own = np.arange(len(heads))
    left, right = own.copy(), own.copy()
    while True:
        wider = left.copy(), right.copy()
        np.minimum.at(wider[0], heads, left)
        np.maximum.at(wider[1], heads, right)
        if (wider[0] == left).all() and (wider[1] == right).all():
            break
        left, right = wider
    firsts, lasts = own.copy(), own.copy()
    kept = before & (own < heads)
    np.minimum.at(firsts, heads[kept], left[kept])
    kept = after & (own > heads)
    np.maximum.at(lasts, heads[kept], right[kept])
    return firsts, lasts + 1


def trimmed(doc: Doc, word: int, first: int, stop: int) -> tuple[int, int]:
    """Return the span without stops and blanks at its end, and blanks at its start."""
    while stop > word + 1 and (doc[stop - 1].text in TRAILING or doc[stop - 1].is_space):
        stop -= 1
    while first < word and doc[first].is_space:
        first += 1
    return first, stop


def shallow_spans(doc: Doc) -> list[tuple[int, int, int]]:
    """Return the mentions that need no parse: names, personal pronouns and, where there are tags, noun phrases."""
    found = {name_head(ent): (ent.start, ent.end) for ent in doc.ents}
    taken = entity_numbers(doc) > 0
    run: list[int] = []
    for token in doc:
        if token.lower_ in PLAIN_PRONOUNS and not taken[token.i]:
            found[token.i] = (token.i, token.i + 1)
        if token.pos in (DET, ADJ, NOUN, PROPN, NUM) and not taken[token.i]:
            run.append(token.i)
            continue
        if run and doc[run[-1]].pos in (NOUN, PROPN):
            found[run[-1]] = (run[0], run[-1] + 1)
        run = []
    if run and doc[run[-1]].pos in (NOUN, PROPN):
        found[run[-1]] = (run[0], run[-1] + 1)
    return sorted((word, *span) for word, span in found.items())


def name_head(ent: Span) -> int:
    """Return the word that heads a name where there is no parse: a person's first name, else the last before ``of``."""
    if ent.label_ == "PERSON":
        return next((token.i for token in ent if token.lower_ not in MALE_WORDS | FEMALE_WORDS), ent.end - 1)
    stop = next(
        (token.i for token in ent if token.i > ent.start and (token.pos == ADP or token.lower_ == "of")), ent.end
    )
    return stop - 1


def describe(doc: Doc, spans: Sequence[tuple[int, int, int]]) -> Mentions:
    """Describe mentions given as by :func:`find_spans`."""
    entity = entity_numbers(doc)
    ents = doc.ents
    rows = [_describe_one(doc, ents, entity, *span) for span in spans]
    numbers: dict[str, int] = {}
    texts = [
        [numbers.setdefault(row[column], len(numbers)) if row[column] else -1 for row in rows] for column in (6, 7, 9)
    ]
    words = np.asarray([span[0] for span in spans], dtype=np.int64)
    sentence, quotation, speaker = sentence_numbers(doc), quotation_numbers(doc), speakers(doc, words)
    columns = (np.asarray([row[column] for row in rows], dtype=np.int64) for column in range(6))
    kind, number, gender, label, role, governor = columns
    return Mentions(
        word=words,
        first=np.asarray([span[1] for span in spans], dtype=np.int64),
        stop=np.asarray([span[2] for span in spans], dtype=np.int64),
        kind=kind,
        number=number,
        gender=gender,
        label=label,
        role=role,
        governor=governor,
        sentence=sentence[words],
        quotation=quotation[words],
        speaker=speaker[words],
        head=np.asarray(texts[0], dtype=np.int64),
        key=np.asarray(texts[1], dtype=np.int64),
        bits=np.asarray([row[8] for row in rows], dtype=np.uint64),
        initials=np.asarray(texts[2], dtype=np.int64),
    )


def _describe_one(doc: Doc, ents: Sequence[Span], entity: np.ndarray, word: int, first: int, stop: int) -> tuple:
    token = doc[word]
    lower = token.lower_
    ent = ents[entity[word] - 1] if entity[word] else None
    role = ROLE_NUMBERS.get(token.dep_, ROLE_NUMBERS.get(token.dep_.partition(":")[0], 8)) if token.dep else 0
    governor = token.head.i if token.dep and token.head.i != word else -1
    kind = PRONOUNS.get(lower) if ent is None and stop - first <= 2 else None
    if kind is not None and (token.pos in (PRON, DET, ADJ, NUM) or lower in PLAIN_PRONOUNS):
        gender = {3: MALE, 4: FEMALE}.get(kind, UNKNOWN)
        return kind, PRONOUN_NUMBER[kind], gender, 0, role, governor, KINDS[kind], "", 0, ""
    core_first, core_stop = (min(first, ent.start), ent.end) if ent is not None else (first, word + 1)
    while ent is None and core_stop < stop and doc[core_stop].dep_ == "flat":
        core_stop += 1
    core = [doc[index].lower_ for index in range(core_first, core_stop)]
    label = LABEL_NUMBERS.get(ent.label_, 8) if ent is not None else 0
    is_name = label not in (0, 6, 7) or (ent is None and token.pos == PROPN)
    bits = 0
    for part in core:
        if part not in IGNORED:
            bits |= 1 << (hash_of(part) & 63)
    plural = token.tag_ in ("NNS", "NNPS") or (not token.tag_ and lower.endswith("s") and not is_name)
    number = PLURAL if plural else SINGULAR if token.pos in (NOUN, PROPN) else UNKNOWN
    gender = FEMALE if FEMALE_WORDS.intersection(core) else MALE if MALE_WORDS.intersection(core) else UNKNOWN
    if is_name:
        kind = 11 if ent is not None and governor >= 0 and ent.start <= governor < ent.end else 10
    else:
        kind = nominal_kind(core[0], token.pos, plural, any(part in ("'s", "’s") for part in core))
    key = initials = ""
    if is_name:
        key = core[-1] if core[-1] not in IGNORED or len(core) < 2 else core[-2]
        letters = "".join(doc[index].text[0] for index in range(core_first, core_stop) if doc[index].text[0].isupper())
        initials = token.text.replace(".", "") if token.text.isupper() else letters
        initials = initials if len(initials) > 1 else ""
    return kind, number, gender, label, role, governor, lower, key, bits, initials


def nominal_kind(determiner: str, tag: int, plural: bool, genitive: bool) -> int:
    """Return the number in :data:`KINDS` of a noun phrase, by its first word."""
    if determiner in DEFINITE:
        return 12
    if genitive or PRONOUNS.get(determiner, 9) < 7:
        return 13
    if determiner in INDEFINITE:
        return 14
    if tag == NUM:
        return 17
    return 15 if plural else 16


def hash_of(word: str) -> int:
    """Return a number that depends on nothing but the word (FNV-1a over its characters)."""
    number = 2166136261
    for character in word:
        number = ((number ^ ord(character)) * 16777619) & 0xFFFFFFFF
    return number ^ (number >> 16)


def sentence_numbers(doc: Doc) -> np.ndarray:
    """Return the number of its sentence for each word."""
    return np.cumsum([token.is_sent_start is True for token in doc], dtype=np.int64)


def quotation_numbers(doc: Doc) -> np.ndarray:
    """Return for each word the number of the stretch in quotation marks that it stands in, 0 for none."""
    inside = np.asarray(inside_quotes([token.text for token in doc]), dtype=np.int64)
    starts = np.diff(inside, prepend=0) > 0
    return np.cumsum(starts) * inside


def speakers(doc: Doc, heads: np.ndarray) -> np.ndarray:
    """Return for each word the head word of the source of the innermost attributed content around it, -1 for none.

    :param heads: the head words of all mentions, in order: the source's is the first within it.
    """
    speaker = np.full(len(doc), -1, dtype=np.int64)
    for first, stop, source in sorted(attributed_contents(doc), key=lambda content: content[0] - content[1]):
        position = np.searchsorted(heads, source.start)
        if position < len(heads) and heads[position] < source.end:
            speaker[first:stop] = heads[position]
    return speaker


def attributed_contents(doc: Doc) -> Iterator[tuple[int, int, Span]]:
    """Yield each content that has a source, with its first source."""
    found: Iterable = getattr(doc._, ATTRIBUTIONS) if doc.has_extension(ATTRIBUTIONS) else ()
    for attribution in found:
        if attribution.source:
            for span in attribution.content:
                yield span.start, span.end, attribution.source[0]
