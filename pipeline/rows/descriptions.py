"""Noun phrases in the place of pronouns whose chain holds no name: "The regulators ... They" are the regulators.

A wrong phrase turns a true sentence into a false one, a pronoun that stays does not: the phrase has to stand near, to
agree in number, and, for "it", to be the subject, an object of the same sentence, or what its chain keeps naming.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Phrase

from pipeline.language.coreference import PREFIX
from pipeline.rows.lexicon import words_of
from pipeline.rows.pronouns import GENDERS, IT, REFLEXIVES, THEY
from pipeline.rows.propositions import SUBJECTS, has_child
from pipeline.rows.text import Span, sentence_starts

_FARTHEST = 2  # sentences from the phrase to the pronoun
_LONGEST = 10  # words of a phrase
_WINDOW = 12  # words in which the clause follows that "it" announces
_POINTING = frozenset("this that these those".split())
_DEFINITE = _POINTING | {"the"}
_SEVERAL = frozenset("these those many some several both few".split())
_OPEN = frozenset("any no each every either neither what which whatever whichever such".split())
_SINGULAR, _PLURAL = ("NN", "NNP"), ("NNS", "NNPS")
_RELATIVE = frozenset(("acl", "acl:relcl"))
_NO_REFERENT = frozenset(("appos", "vocative", "compound", "flat", "amod", "obl:tmod", "nmod:tmod", "xcomp"))
_ENDS_PHRASE = frozenset(("NOUN", "PROPN", "NUM", "VERB", "ADJ", "ADV", "SYM"))
_UNCERTAIN = frozenset("time day week month year thing way lot part case fact deal bit rest kind sort point".split())
_RANKING = frozenset(("JJS", "JJR", "RBS", "RBR"))
_PERSONS = words_of("nouns", "person") | words_of("nouns", "title") | words_of("nouns", "anonymous")
_EMPTY_VERBS = frozenset(
    "seem appear look sound feel mean happen turn take matter help hurt follow remain depend".split()
)
_OPENING_CLAUSE = frozenset("that to if whether".split())
_AFTER_ADJECTIVE = _OPENING_CLAUSE | {"for"}
_FORMS_OF_BE = frozenset("is was ’s 's be been".split())
_CLAUSES = frozenset(("ccomp", "csubj", "xcomp", "advcl", "acl", "acl:relcl"))


@dataclass(frozen=True, slots=True)
class Description:
    """A pronoun or a bare noun phrase, and the words that say what it means."""

    span: Span
    token: Token  # its head
    words: Span
    article: str  # what stands before the words in the place of their first ``skipped`` characters
    skipped: int


class Descriptions:
    """What the pronouns and bare noun phrases of an article mean that take up no name.

    :param doc: read for its span groups ``coref_clusters_1`` and so on, and its dependency parse; without one there
        are no descriptions.
    """

    def __init__(self, doc: Doc):
        self._doc, self._starts = doc, sentence_starts(doc)
        groups = [group for key, group in doc.spans.items() if key.startswith(PREFIX)]
        self._chains = [
            sorted(group, key=lambda mention: mention.start)
            for group in groups
            if doc.has_annotation("DEP") and all(mention.label_ != "name" for mention in group)
        ]

    def within(self, span: Span) -> Iterator[Description]:
        """Yield the descriptions of what a stretch of text takes up; of each chain, where it is first spoken of."""
        for chain in self._chains:
            place = next((n for n, m in enumerate(chain) if m.start_char >= span[0] and m.end_char <= span[1]), None)
            if place:
                found = self._described(chain[:place], chain[place], span)
                if found is not None:
                    yield found

    def _described(self, before: Sequence[Phrase], mention: Phrase, span: Span) -> Description | None:
        earlier = [each for each in before if each.label_ == "nominal" and each.root.idx < span[0]]
        earlier = [each for each in earlier if _is_referent(each)]
        if not earlier or self._distance(before[-1], mention) > 1:
            return None
        head = mention.root
        if mention.label_ == "nominal":
            return self._fuller(earlier, mention, span)
        is_near = self._distance(earlier[-1], mention) <= _FARTHEST
        if not is_near or not self._is_meant(earlier, head, before):
            return None
        near = earlier[-1].root
        words = _fullest(earlier, near, span)
        if words is None or (_is_possessive(head) and (words[-1].i != words.root.i or _may_be_bound(head, span))):
            return None
        if words.text.casefold() in self._doc.text[span[0] : mention.start_char].casefold():
            return None
        taken_up = _POINTING if earlier[-1].start <= words.start else _POINTING | {"a", "an"}
        article, skipped = _definite(words) if words[0].lower_ in taken_up else ("", 0)
        return Description((mention.start_char, mention.end_char), head, _characters(words), article, skipped)

    def _is_meant(self, earlier: Sequence[Phrase], pronoun: Token, before: Sequence[Phrase]) -> bool:
        """Whether the last of the phrases before a pronoun is surely what the pronoun means."""
        word, last = pronoun.lower_, earlier[-1]
        if word in REFLEXIVES or is_empty(pronoun) or not _agree(word, last.root):
            return False
        if word in GENDERS:
            people = (entity for entity in self._doc.ents if entity.label_ == "PERSON")
            if any(last.start <= person.start < pronoun.i for person in people):
                return False
        distance = self._distance(last, pronoun.doc[pronoun.i : pronoun.i + 1])
        is_object = pronoun.dep_ not in SUBJECTS and not _is_possessive(pronoun)
        if word in IT and is_object and distance > 0:
            return False
        is_kept = Counter(each.root.lemma_ for each in earlier)[last.root.lemma_] > 1 and last[0].lower_ in _DEFINITE
        is_core = last.root.dep_ in SUBJECTS or (last.root.dep_ == "obj" and distance == 0)
        return (is_kept or is_core) and not self._has_rival(last, pronoun, before)

    def _has_rival(self, last: Phrase, pronoun: Token, before: Sequence[Phrase]) -> bool:
        """Whether another subject that a pronoun agrees with stands between it and the phrase."""
        own = {mention.root.i for mention in before}
        between = self._doc[last.end : pronoun.i]
        return any(
            word.dep_ in SUBJECTS and word.i not in own and word.ent_type_ != "PERSON" and _agree(pronoun.lower_, word)
            for word in between
        )

    def _fuller(self, earlier: Sequence[Phrase], mention: Phrase, span: Span) -> Description | None:
        """Return the fullest phrase of the same noun for "the plan", which takes it up."""
        head = mention.root
        is_bare = len(mention) == 2 and mention[0].lower_ in _DEFINITE and head.i == mention.end - 1
        if not is_bare or any(child.i > head.i and not child.is_punct for child in head.children) or _is_part(head):
            return None
        words = _fullest(earlier, head, span)
        if words is None or len(words) < 3 or words[0].pos_ not in ("DET", "NOUN", "ADJ", "PROPN"):
            return None
        if any(word.tag_ in _RANKING for word in words) or head.lower_ in _PERSONS:
            return None
        return Description((mention.start_char, mention.end_char), head, _characters(words), *_definite(words))

    def _distance(self, one: Phrase, two: Phrase) -> int:
        """Return how many sentences lie between where two phrases stand."""
        return bisect_right(self._starts, two.start_char) - bisect_right(self._starts, one.start_char)


def is_empty(pronoun: Token) -> bool:
    """Whether "it" means nothing, as in "it seems that", "it is clear that" and "it is hard to tell"."""
    if pronoun.lower_ != "it":
        return False
    relations = {child.dep_ for child in pronoun.head.children}
    is_said = pronoun.head.lemma_ in _EMPTY_VERBS and relations & _CLAUSES
    is_matter = pronoun.nbor(-1).lower_ == "when" and pronoun.head.lemma_ == "come" if pronoun.i else False
    after = pronoun.doc[pronoun.i + 1 : pronoun.i + 4]  # "makes it easier to"
    is_announcing = bool(after) and after[0].pos_ == "ADJ" and any(w.lower_ in _AFTER_ADJECTIVE for w in after)
    if pronoun.dep_.startswith("expl") or is_said or is_matter or is_announcing:
        return True
    following = []
    for word in pronoun.doc[pronoun.i + 1 : pronoun.i + 1 + _WINDOW]:
        if word.is_sent_start or word.text in (".", ",", ";"):
            break
        following.append(word.lower_)
    is_predicate = "cop" in relations or bool(_FORMS_OF_BE & set(following[:2]))
    is_verbal = pronoun.head.tag_ in ("VBG", "VBN") and "ccomp" not in relations  # "it is moving to", "it was built to"
    is_open = bool(relations & _CLAUSES or _OPENING_CLAUSE & set(following))
    return is_predicate and not is_verbal and (is_open or pronoun.head.lower_ in _UNCERTAIN)


def _is_referent(phrase: Phrase) -> bool:
    """Whether a noun phrase speaks of something, and is no predicate, nor open as "any plan"."""
    head = phrase.root
    is_noun = head.tag_ in _SINGULAR + _PLURAL or head.pos_ == "NUM"
    return (
        is_noun and head.dep_ not in _NO_REFERENT and not has_child(head, "cop") and phrase[0].lower_ not in _OPEN
    )


def _is_part(head: Token) -> bool:
    return head.dep_ in _NO_REFERENT or has_child(head, "cop")


def _is_many(head: Token) -> bool:
    is_number = head.pos_ == "NUM" and head.lower_ != "one"
    return head.tag_ in _PLURAL or head.lower_ in _SEVERAL or has_child(head, "conj") or is_number


def _words(mention: Phrase, span: Span) -> Phrase | None:
    """Return the words of a phrase without what is only said beside; ``None`` where they do not stand alone."""
    doc, head = mention.doc, mention.root
    inside = {token.i for token in head.subtree}
    stop = head.i + 1
    while stop < len(doc) and stop in inside and not _is_break(doc[stop]):
        stop += 1
    for clause in (child for child in head.rights if child.dep_ in _RELATIVE):
        end = max(word.i for word in clause.subtree if not word.is_punct)
        is_cut = end >= stop or end == clause.i
        if is_cut or stop - mention.start > _LONGEST or doc[stop - 1].idx >= span[0]:
            stop = min(stop, clause.left_edge.i)
    while stop > head.i + 1 and doc[stop - 1].pos_ not in _ENDS_PHRASE:
        stop -= 1
    words = doc[mention.start : stop]
    is_alone = 1 < len(words) <= _LONGEST or (len(words) == 1 and head.tag_ in _PLURAL)
    is_apart = words.end_char <= span[0] or words.start_char >= span[1]
    has_pronoun = any(word.tag_ in ("PRP", "PRP$") for word in words)
    return words if is_alone and is_apart and words[0].i <= head.i and not has_pronoun else None


def _is_break(word: Token) -> bool:
    """Whether a phrase ends before a word: at a mark that joins no parts of one, a line's end and "because"."""
    is_inside = bool(word.i) and not word.whitespace_ and not word.nbor(-1).whitespace_
    is_joint = word.dep_ == "mark" and word.lower_ not in ("to", "that")
    return word.is_space or is_joint or (word.is_punct and not is_inside)


def _fullest(earlier: Sequence[Phrase], head: Token, span: Span) -> Phrase | None:
    """Return the longest of the phrases of one noun."""
    same = (each for each in earlier if each.root.lemma_ == head.lemma_ and each.root.tag_ == head.tag_)
    return max(filter(None, (_words(each, span) for each in same)), key=len, default=None)


def _definite(words: Phrase) -> tuple[str, int]:
    """Return the article that a phrase takes when it is taken up, and how many of its characters that replaces."""
    is_article = words[0].pos_ == "DET"
    is_owned = any(child.dep_ == "nmod:poss" and child.i >= words.start for child in words.root.lefts)
    return "" if is_owned and not is_article else "the ", words[1].idx - words[0].idx if is_article else 0


def _agree(pronoun: str, head: Token) -> bool:
    """Whether a pronoun may mean a noun, by number and by whether it is somebody."""
    if pronoun in THEY:
        return _is_many(head)
    is_person = head.lower_ in _PERSONS or head.ent_type_ == "PERSON"
    is_one = head.tag_ in _SINGULAR and not _is_many(head)
    if pronoun in GENDERS:
        return is_one and is_person
    return is_one and pronoun in IT and not is_person and head.lower_ not in _UNCERTAIN


def _is_possessive(pronoun: Token) -> bool:
    return pronoun.tag_ == "PRP$"


def _may_be_bound(pronoun: Token, span: Span) -> bool:
    """Whether a possessive may mean somebody of its own clause: "many lost their savings", "paid women for their"."""
    before = [word for word in pronoun.doc[: pronoun.i] if word.idx >= span[0]] if pronoun.idx > span[0] else []
    return bool(before) and (
        not any(word.dep_ in SUBJECTS for word in before)
        or any(word.dep_ in SUBJECTS and (word.tag_ not in _SINGULAR or pronoun.lower_ != "their") for word in before)
        or (pronoun.lower_ == "their" and any(map(_is_many, before)))
    )


def _characters(words: Phrase) -> Span:
    return words.start_char, words.end_char
