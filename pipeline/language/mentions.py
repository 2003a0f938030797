"""Mentions: names, noun phrases and pronouns, found in the parse and described for coreference."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from spacy.attrs import DEP, IS_SPACE, LOWER, ORTH, POS, SENT_START, TAG
from spacy.parts_of_speech import IDS
from spacy.strings import hash_string
from spacy.symbols import ADJ, ADP, DET, NOUN, NUM, PRON, PROPN
from spacy.tokens import Doc, Span

from pipeline.language.columns import heads_of
from pipeline.language.extensions import get_word_attributions
from pipeline.language.windows import CLOSING_MARKS, OPENING_MARKS, STRAIGHT_MARKS, inside_quotes

KINDS = (
    *("I", "we", "you", "he", "she", "it", "they", "demonstrative", "relative", "indefinite pronoun"),
    *("name", "part of a name", "definite", "possessed", "indefinite", "plural", "singular", "number"),
)
FORMS = ("pronoun",) * 10 + ("name",) * 2 + ("nominal",) * 6  # by kind
GROUPS = np.asarray([0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5], dtype=np.int32)  # by kind
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
PLAIN_PRONOUNS = frozenset(word for word, kind in PRONOUNS.items() if kind < KINDS.index("demonstrative"))
PERSONAL = KINDS.index("demonstrative")  # kinds before this one are personal pronouns
NAME = KINDS.index("name")
PRONOUN_NUMBER = np.asarray([SINGULAR, PLURAL, UNKNOWN, SINGULAR, SINGULAR, SINGULAR, PLURAL, *[UNKNOWN] * 3])
PRONOUN_GENDER = np.asarray([UNKNOWN, UNKNOWN, UNKNOWN, MALE, FEMALE, *[UNKNOWN] * 5])
PLURAL_TAGS = [hash_string(tag) for tag in ("NNS", "NNPS")]
GENITIVES = frozenset(("'s", "’s"))
TITLES = frozenset(
    "mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor sir dame lord lady king queen prince princess pope "
    "president vice chancellor premier minister secretary senator sen sen. rep rep. representative congressman "
    "congresswoman governor gov gov. mayor judge justice general gen gen. colonel col col. captain capt capt. "
    "lieutenant lt lt. major sergeant sgt sgt. admiral officer detective sheriff chairman chairwoman director "
    "commissioner ambassador speaker archbishop bishop cardinal father sister brother rabbi imam sheikh coach reverend "
    "rev rev. emperor empress duke".split()
)
DEFINITE = frozenset("the this that these those".split())
INDEFINITE = frozenset("a an some any no another every each many several few".split())
IGNORED = DEFINITE | INDEFINITE | GENITIVES | frozenset(("of", "and", "'", "’", '"', "“", "”", ",", ".", "(", ")", "-"))
MALE_WORDS = frozenset(
    "man men boy boys father fathers son sons brother brothers husband husbands uncle grandfather nephew king prince "
    "gentleman gentlemen guy guys mr. mr sir lord actor businessman chairman spokesman congressman dad".split()
)
FEMALE_WORDS = frozenset(
    "woman women girl girls mother mothers daughter daughters sister sisters wife wives aunt grandmother niece queen "
    "princess lady ladies mrs. mrs ms. ms miss actress businesswoman chairwoman spokeswoman congresswoman mom".split()
)
MARKS = OPENING_MARKS | CLOSING_MARKS | STRAIGHT_MARKS
VALUE_LABELS = (LABELS.index("time"), LABELS.index("number"))
LABEL_NUMBERS = {"PERSON": 1, "ORG": 2, "GPE": 3, "LOC": 3, "FAC": 3, "NORP": 4} | {
    label: 5 + number
    for number, labels in enumerate(
        (
            ("EVENT", "LAW", "PRODUCT", "WORK_OF_ART"),
            ("DATE", "TIME"),
            ("MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"),
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
    if relation == "nmod:desc":  # a title
        return False
    relation = relation.partition(":")[0]
    if tag in STAND_IN_TAGS:
        return relation in ARGUMENTS
    return tag in NOMINAL_TAGS and relation not in INNER and not (relation == "compound" and tag != "PROPN")


def find_spans(doc: Doc) -> list[tuple[int, int, int]]:
    """Return the mentions as ``(head word, first, stop)``, in the order of the heads, at most one a head."""
    return parsed_spans(doc) if doc.has_annotation("DEP") else shallow_spans(doc)


def parsed_spans(doc: Doc) -> list[tuple[int, int, int]]:
    """Return the mentions that a UD parse and the names show.

    From the parse come each nominal head and the dependents that belong to its phrase. Every name is a mention, also
    where the parse takes it apart, and has its title with it.
    """
    columns = doc.to_array([POS, DEP])
    tags, heads = columns[:, 0].astype(np.int64), heads_of(doc)
    numbers, inverse = np.unique(columns[:, 1], return_inverse=True)
    relations = [doc.vocab.strings[number] for number in numbers.tolist()]
    nominal = np.zeros((max(IDS.values()) + 1, len(relations)), dtype=bool)
    for tag in NOMINAL_TAGS | STAND_IN_TAGS:
        nominal[IDS[tag]] = [is_nominal_head(tag, relation) for relation in relations]
    before, after, compound = (
        np.asarray([relation in wanted for relation in relations], dtype=bool)[inverse]
        for wanted in (KEPT_BEFORE, KEPT_AFTER, ("compound",))
    )
    entity = entity_numbers(doc)
    inner = compound & (entity > 0) & (entity == entity[heads])
    found = np.flatnonzero(nominal[tags, inverse] & ~inner)
    firsts, stops = phrase_edges(heads, before, after)
    phrases = zip(firsts[found].tolist(), stops[found].tolist(), strict=True)
    spans = dict(zip(found.tolist(), phrases, strict=True))
    for ent in doc.ents:
        if LABEL_NUMBERS.get(ent.label_) not in VALUE_LABELS:
            add_name(doc, spans, heads, ent)
    return [(word, *trimmed(doc, word, first, stop)) for word, (first, stop) in sorted(spans.items())]


def add_name(doc: Doc, spans: dict[int, tuple[int, int]], heads: np.ndarray, name: Span) -> None:
    """Make a name a mention, or its mention as wide as the name with the title before it; a title is none itself."""
    first, stop = name.start, name.end
    while name.label_ == "PERSON" and first and doc[first - 1].lower_ in TITLES and doc[first - 1].is_title:
        first -= 1
        spans.pop(first, None)
    inside = heads[name.start : stop]
    outside = (inside < first) | (inside >= stop) | (inside == np.arange(name.start, stop))
    roots = (name.start + np.flatnonzero(outside)).tolist()
    known = [word for word in range(name.start, stop) if word in spans]
    root = next((word for word in roots if word in spans), known[0] if known else (*roots, name.start)[0])
    phrase = spans.get(root, (first, stop))
    spans[root] = min(first, phrase[0]), max(stop, phrase[1])


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
    columns = doc.to_array([LOWER, POS, TAG, DEP, SENT_START])
    lower, tags, heads = columns[:, 0], columns[:, 1].astype(np.int64), heads_of(doc)
    word, first, stop = np.asarray(spans, dtype=np.int64).reshape(-1, 3).T
    entity = entity_numbers(doc)
    label = np.asarray([0, *(LABEL_NUMBERS.get(ent.label_, LABELS.index("other")) for ent in doc.ents)])[entity[word]]
    core_first, core_stop = core_edges(doc, word, first, columns[:, 3], heads, entity)
    pronoun = np.where((label == 0) & (stop - first <= 2), pronoun_kinds(lower[word], tags[word]), -1)
    named = np.where(label == 0, tags[word] == PROPN, ~np.isin(label, VALUE_LABELS)) & (pronoun < 0)
    plural = np.isin(columns[word, 2], PLURAL_TAGS)
    kind = nominal_kinds(lower, tags[word], core_first, core_stop, plural)
    inner = (heads[word] != word) & (entity[word] > 0) & (entity[word] == entity[heads[word]])
    kind = np.where(pronoun >= 0, pronoun, np.where(named, np.where(inner, NAME + 1, NAME), kind))
    number = np.where(plural, PLURAL, np.where(np.isin(tags[word], (NOUN, PROPN)), SINGULAR, UNKNOWN))
    keys = np.where(
        _contained(lower, IGNORED)[core_stop - 1] & (core_stop - core_first > 1), core_stop - 2, core_stop - 1
    )
    quotation, speaker = quotation_numbers(doc), speakers(doc, word)
    found = {
        "word": word,
        "first": first,
        "stop": stop,
        "kind": kind,
        "number": np.where(pronoun >= 0, PRONOUN_NUMBER[np.maximum(pronoun, 0)], number),
        "gender": np.where(pronoun >= 0, PRONOUN_GENDER[np.maximum(pronoun, 0)], genders(lower, core_first, core_stop)),
        "label": label,
        "role": roles(doc, columns[:, 3])[word],
        "governor": np.where(heads[word] == word, -1, heads[word]),
        "sentence": np.cumsum(columns[:, 4] == 1)[word],
        "quotation": quotation[word],
        "speaker": speaker[word],
        "head": _numbered(np.where(pronoun >= 0, pronoun.astype(np.uint64), lower[word])),
        "key": np.where(named, _numbered(lower[keys]), -1),
        "initials": initials(doc, word, core_first, core_stop, named),
    }
    bits = np.where(pronoun >= 0, 0, content_bits(lower, core_first, core_stop)).astype(np.uint64)
    return Mentions(**{name: column.astype(np.int32) for name, column in found.items()}, bits=bits)


def _contained(lower: np.ndarray, words: frozenset[str]) -> np.ndarray:
    known = hashes(words)
    return known[np.searchsorted(known[:-1], lower)] == lower


def _numbered(values: np.ndarray) -> np.ndarray:
    return np.unique(values, return_inverse=True)[1].reshape(-1)


@cache
def hashes(words: frozenset[str]) -> np.ndarray:
    """Return the numbers by which spaCy knows the words."""
    return np.asarray(sorted(hash_string(word) for word in words), dtype=np.uint64)


@cache
def _pronoun_hashes() -> dict[int, int]:
    return {hash_string(word): kind for word, kind in PRONOUNS.items()}


def pronoun_kinds(lower: np.ndarray, tags: np.ndarray) -> np.ndarray:
    """Return the kind of each word that is a pronoun, -1 for others; ``that`` and ``one`` are by their tags."""
    known = _pronoun_hashes()
    kinds = np.asarray([known.get(number, -1) for number in lower.tolist()], dtype=np.int64)
    return np.where((kinds < PERSONAL) | np.isin(tags, (PRON, DET, ADJ, NUM)), kinds, -1)


def core_edges(
    doc: Doc, word: np.ndarray, first: np.ndarray, relations: np.ndarray, heads: np.ndarray, entity: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the words of each mention that name it: the entity, or what stands before the head, and its flat parts."""
    flat = np.flatnonzero((relations == doc.vocab.strings["flat"]) & (heads < np.arange(len(heads))))
    last = np.arange(len(heads))
    np.maximum.at(last, heads[flat], flat)
    starts, ends = (np.asarray([0, *(getattr(ent, edge) for ent in doc.ents)]) for edge in ("start", "end"))
    inside = entity[word] > 0
    core_first = np.where(inside, np.minimum(first, starts[entity[word]]), first)
    return core_first, np.where(inside, ends[entity[word]], last[word] + 1)


def nominal_kinds(
    lower: np.ndarray, tags: np.ndarray, core_first: np.ndarray, core_stop: np.ndarray, plural: np.ndarray
) -> np.ndarray:
    """Return the kind of each noun phrase, by its first word, a genitive in it, its head's tag and number."""
    opening = lower[core_first]
    kind = np.where(plural, KINDS.index("plural"), KINDS.index("singular"))
    kind = np.where(tags == NUM, KINDS.index("number"), kind)
    kind = np.where(_contained(opening, INDEFINITE), KINDS.index("indefinite"), kind)
    possessed = _any_within(_contained(lower, GENITIVES), core_first, core_stop) | _contained(opening, PLAIN_PRONOUNS)
    kind = np.where(possessed, KINDS.index("possessed"), kind)
    return np.where(_contained(opening, DEFINITE), KINDS.index("definite"), kind)


def _any_within(flags: np.ndarray, first: np.ndarray, stop: np.ndarray) -> np.ndarray:
    counts = np.concatenate([[0], np.cumsum(flags)])
    return counts[stop] > counts[first]


def genders(lower: np.ndarray, first: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Return the gender that titles and words for men and women give the spans."""
    female, male = (_any_within(_contained(lower, words), first, stop) for words in (FEMALE_WORDS, MALE_WORDS))
    return np.where(female, FEMALE, np.where(male, MALE, UNKNOWN))


def content_bits(lower: np.ndarray, first: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Return one bit for each content word of the spans, in 64."""
    bits = np.where(_contained(lower, IGNORED), np.uint64(0), np.uint64(1) << (lower % np.uint64(64)))
    edges = np.stack([first, stop], axis=1).reshape(-1)
    return np.bitwise_or.reduceat(np.append(bits, np.uint64(0)), edges)[::2] if len(edges) else edges.astype(np.uint64)


def roles(doc: Doc, relations: np.ndarray) -> np.ndarray:
    """Return the number in :data:`ROLES` of each word, by its dependency."""
    numbers, inverse = np.unique(relations, return_inverse=True)
    names = [doc.vocab.strings[number] for number in numbers.tolist()]
    other = ROLES.index("other")
    known = [ROLE_NUMBERS.get(name, ROLE_NUMBERS.get(name.partition(":")[0], other)) if name else 0 for name in names]
    return np.asarray(known, dtype=np.int64)[inverse.reshape(-1)]


def initials(doc: Doc, word: np.ndarray, first: np.ndarray, stop: np.ndarray, named: np.ndarray) -> np.ndarray:
    """Return a number for each name's initials, or for the name itself if it is in capitals; -1 for others."""
    known: dict[str, int] = {}
    found = np.full(len(word), -1, dtype=np.int64)
    for mention in np.flatnonzero(named).tolist():
        text = doc[int(word[mention])].text
        if not text.isupper():
            letters = (doc[index].text[0] for index in range(int(first[mention]), int(stop[mention])))
            text = "".join(letter for letter in letters if letter.isupper())
        if len(text) > 1:
            found[mention] = known.setdefault(text.replace(".", ""), len(known))
    return found


def quotation_numbers(doc: Doc) -> np.ndarray:
    """Return for each word the number of the stretch in quotation marks that it stands in, 0 for none."""
    columns = doc.to_array([ORTH, IS_SPACE])
    turns = np.flatnonzero(_contained(columns[:, 0], MARKS) | (columns[:, 1] == 1))
    inside = np.zeros(len(doc), dtype=np.int64)
    flags = np.asarray(inside_quotes([doc[turn].text for turn in turns.tolist()]), dtype=np.int64)
    if len(turns):
        inside[turns[0] :] = np.repeat(flags, np.diff(np.append(turns, len(doc))))
    starts = np.diff(inside, prepend=0) > 0
    return np.cumsum(starts) * inside


def speakers(doc: Doc, heads: np.ndarray) -> np.ndarray:
    """Return for each word the head word of the source of the innermost attributed content around it, -1 for none.

    :param heads: the head words of all mentions, in order: the source's is the first within it.
    """
    speaker = np.full(len(doc), -1, dtype=np.int64)
    contents = [
        (first, stop, attribution.source[0])
        for attribution in get_word_attributions(doc)
        if attribution.source
        for first, stop in attribution.content
    ]
    for first, stop, (source_first, source_stop) in sorted(contents, key=lambda content: content[0] - content[1]):
        position = np.searchsorted(heads, source_first)
        if position < len(heads) and heads[position] < source_stop:
            speaker[first:stop] = heads[position]
    return speaker
