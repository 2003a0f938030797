"""Whom the parse makes the subject of a cue for which the model found no source.

"Japan denied the report and **called** it false", "Guo urged restraint, **saying** ...", "Taiwan, which rejects the
claim, **has said** ...": the subject stands with the cue, with the verb that it is joined to, or with the verb or noun
that it modifies (Universal Dependencies; control as in Huddleston & Pullum, The Cambridge Grammar of the English
Language, 14.1).
"""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from pipeline.rows.propositions import has_child
from pipeline.rows.text import Span, overlaps_any

_STEPS = 4  # verbs between a cue and its subject
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
_JOINED = frozenset({"conj", "advcl", "xcomp", "parataxis"})
# Verbs whose object is the subject of the verb behind them: "told officials to say".
_OBJECT_CONTROL = frozenset(
    "tell ask urge persuade force allow order press advise want let help lead prompt cause encourage convince "
    "instruct leave".split()
)
# Verbs that say no more than the noun which is their object: "issued a denial", "expressed concern that".
_LIGHT_VERBS = frozenset("make have express voice raise issue offer give share hold repeat reiterate release".split())
# Verbs that quote their object: "quoted the minister as saying".
_QUOTES = frozenset("quote cite report describe".split())
_AGENT_MARKERS = frozenset({"by", "from"})
_PLACING = frozenset({"in", "on", "through", "via"})
# Words that begin a clause whose subject may be left out: "while saying", "by calling".
_OPEN_MARKS = frozenset("to by as in for while when before after without".split())
_NOT_SPEAKING = frozenset("there it".split())
_NOMINAL = frozenset({"NOUN", "PROPN"})
_BEFORE_NOUNS = frozenset({"DET", "ADJ", "NUM", "PART", "SYM"})
# Nouns that say what a participle behind them says, whatever the parse: "a report claiming that".
_SAYING = frozenset(
    "report letter story article memo email e-mail editorial study survey poll statement petition op-ed lawsuit "
    "complaint tweet post message document note".split()
)


class Subjects:
    """The subjects of an article's verbs.

    :param doc: read for its dependency parse; where it has none, no subject is found.
    """

    def __init__(self, doc: Doc):
        self._doc = doc
        self._is_parsed = doc.has_annotation("DEP")

    def subject_of(self, cue: Span, content: Iterable[Span]) -> Span | None:
        """Return where the one stands who does what a cue says; ``None`` where the text names nobody.

        :param cue: where the cue stands.
        :param content: where its content stands; nobody in it can be its source.
        """
        if not self._is_parsed:
            return None
        words = self._doc.char_span(*cue, alignment_mode="expand")
        found = _subject(words.root, _STEPS) if words is not None else None
        if found is None or found.lower_ in _NOT_SPEAKING or found in words:
            return None
        span = _phrase(found, words.start)
        return None if overlaps_any(span, [*content, cue]) else span

    def described(self) -> Iterator[Span]:
        """Yield the noun phrases in the singular that are subjects of main clauses and no names: "a widow"."""
        if not self._is_parsed:
            return
        tags = self._doc.to_array("TAG")
        for number in (tags == self._doc.vocab.strings["NN"]).nonzero()[0].tolist():
            word = self._doc[number]
            if word.dep_ in _SUBJECTS and _is_main(word.head):
                yield _phrase(word, len(self._doc))

    def antecedent_of(self, pronoun: Span) -> Span | None:
        """Return where the noun phrase stands that a relative pronoun takes up: "two employees, who ... said".

        :param pronoun: where the pronoun stands.
        """
        words = self._doc.char_span(*pronoun, alignment_mode="expand") if self._is_parsed else None
        clause = next((up for up in words[0].ancestors if up.dep_ == "acl:relcl"), None) if words is not None else None
        if clause is None or clause.head.i >= words.start or not _may_be_antecedent(clause.head):
            return None
        return _phrase(clause.head, words.start)

    def opened_by(self, determiner: Span, cue: Span) -> Span | None:
        """Return where the noun phrase stands of which a source that was cut short has the first word only: "the".

        :param determiner: where the word stands; the phrase does not reach into the cue.
        """
        words = self._doc.char_span(*determiner) if self._is_parsed else None
        noun = words[0].head if words is not None else None
        if noun is None or noun.pos_ not in _NOMINAL or noun.i < words.start:
            return None
        following = self._doc.char_span(*cue, alignment_mode="expand")
        span = _phrase(noun, following.start if following.start > noun.i else len(self._doc))
        return None if overlaps_any(span, [cue]) else span


def _is_main(verb: Token) -> bool:
    """Whether a verb is that of a sentence, or joined to it."""
    return verb.head == verb or verb.dep_ in ("conj", "parataxis") and verb.head.head == verb.head


def _may_be_antecedent(word: Token) -> bool:
    """Whether a relative clause may say something of a word: a noun, "those", "anyone", "two", but not "what"."""
    return word.pos_ in _NOMINAL | {"PRON", "NUM"} and not word.tag_.startswith("W")


def _subject(word: Token, steps: int) -> Token | None:
    """Return the subject of a verb, a participle or a noun of saying."""
    if word.pos_ in ("NOUN", "PROPN") and not has_child(word, "cop"):
        return _agent(word) or _subject_of_light_verb(word, steps)
    quoted = _quoted(word)
    if quoted is not None:
        return quoted
    own = _child(word, _SUBJECTS)
    if own is not None and own.dep_ != "nsubj:pass":
        return own
    head = word.head
    before = word.nbor(-1) if word.i else word
    if word.tag_ == "VBG" and before.lemma_ in _SAYING and not _marked_by(before, _PLACING):
        return before
    before_and = _joined_before(word)
    if own is None and before_and is not None and steps:
        return _subject(before_and, steps - 1)
    if own is not None or _is_passive(word) or not steps or head is word:
        return _child(word, {"obl:agent"}) or _marked(word, "obl")
    if word.dep_ == "acl" and head.pos_ in ("NOUN", "PROPN", "PRON"):
        return _modified(word, head, steps)
    return _controller(word, head, steps) if word.dep_ in _JOINED and not _has_conjunction(word) else None


def _joined_before(word: Token) -> Token | None:
    """Return the verb before "and" that a parse hangs on the one behind it: "that he [spoke] and advised her"."""
    joint = next((child for child in word.lefts if child.dep_ == "cc"), None)
    clauses = [child for child in word.lefts if child.dep_ == "ccomp" and joint is not None and child.i < joint.i]
    return clauses[-1] if clauses else None


def _quoted(word: Token) -> Token | None:
    """Return who is quoted by another: "the paper quoted the minister as saying"."""
    if word.tag_ != "VBG" or not word.i or word.nbor(-1).lower_ != "as":
        return None
    verb = next((up for up in word.ancestors if up.lemma_ in _QUOTES), None)
    object_ = _child(verb, {"obj", "iobj"}) if verb is not None else None
    return object_ if object_ is not None and object_.i < word.i else None


def _modified(word: Token, noun: Token, steps: int) -> Token | None:
    """Return the noun that a participle modifies; behind a comma it goes with the subject of its clause."""
    is_loose = noun.dep_ not in _SUBJECTS and word.left_edge.i > noun.i + 1 and word.doc[word.left_edge.i - 1].is_punct
    is_loose = is_loose or word.left_edge.text == "," and noun.dep_ not in _SUBJECTS
    clause = next((up for up in noun.ancestors if up.pos_ in ("VERB", "AUX")), None) if is_loose else None
    return _subject(clause, steps - 1) if clause is not None else noun


def _controller(word: Token, head: Token, steps: int) -> Token | None:
    """Return the subject that a verb shares with the one which it is joined to."""
    if word.dep_ == "xcomp" and head.lemma_ in _OBJECT_CONTROL:
        return _child(head, {"obj", "iobj"})
    own = _child(head, _SUBJECTS)  # of a passive, too: "was quoted as saying"
    return own if own is not None else _subject(head, steps - 1)


def _is_passive(word: Token) -> bool:
    """Whether a verb is passive, or a past participle that nothing makes a perfect of: "asked whether", "told that"."""
    if has_child(word, "aux:pass"):
        return True
    is_past_participle = word.tag_ == "VBN"
    return is_past_participle and not any(child.lemma_ == "have" for child in word.children) and word.dep_ != "conj"


def _has_conjunction(word: Token) -> bool:
    """Whether a verb stands in a clause of its own: "because", "that"."""
    return any(child.dep_ == "mark" and child.lower_ not in _OPEN_MARKS for child in word.children)


def _agent(noun: Token) -> Token | None:
    """Return whose saying a noun is: "Trump's claim", "a claim by Trump"."""
    return _child(noun, {"nmod:poss"}) or _marked(noun, "nmod")


def _subject_of_light_verb(noun: Token, steps: int) -> Token | None:
    is_object = noun.dep_ == "obj" and noun.head.lemma_ in _LIGHT_VERBS
    return _subject(noun.head, steps - 1) if is_object and steps else None


def _child(word: Token, relations: Iterable[str]) -> Token | None:
    return next((child for child in word.children if child.dep_ in relations), None)


def _marked(word: Token, relation: str) -> Token | None:
    """Return the dependent that "by" or "from" marks as the agent."""
    children = (child for child in word.children if child.dep_ == relation)
    return next((child for child in children if _marked_by(child, _AGENT_MARKERS)), None)


def _marked_by(noun: Token, markers: Iterable[str]) -> bool:
    return any(mark.dep_ == "case" and mark.lower_ in markers for mark in noun.children)


def _phrase(head: Token, before: int) -> Span:
    """Return the noun phrase of a head: its run of nouns, what stands before them, its complement or apposition.

    :param before: the number of the cue's first word; a phrase that begins before it ends there.
    """
    doc = head.doc
    stop = before if head.i < before else len(doc)
    left = right = head.i
    if head.pos_ in _NOMINAL:
        while right + 1 < stop and doc[right + 1].pos_ in _NOMINAL:
            right += 1
        while left and _may_begin(doc[left - 1]) and not _ends_phrase(doc[left - 1]):
            left -= 1
    for child in head.rights:
        has_verb = any(word.pos_ in ("VERB", "AUX") for word in child.subtree)
        if child.dep_ in ("nmod", "appos", "flat") and child.i > right and not has_verb:
            right = min(child.right_edge.i, stop - 1)
    while right > head.i and (doc[right].is_punct or doc[right].pos_ in ("ADP", "CCONJ", "ADV")):
        right -= 1
    return doc[left].idx, doc[right].idx + len(doc[right])


def _may_begin(word: Token) -> bool:
    """Whether a word before a noun may be of its phrase."""
    return word.pos_ in _NOMINAL | _BEFORE_NOUNS or word.tag_ == "PRP$" or word.text == "-" and not word.whitespace_


def _ends_phrase(word: Token) -> bool:
    """Whether a word before a noun belongs to another phrase: "told reporters Monday the official", a clause's end."""
    following = word.nbor(1)
    return following.pos_ == "DET" or word.is_space or bool(following.is_sent_start)
