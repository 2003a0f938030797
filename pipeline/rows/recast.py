"""Contents that are no sentence, as the sentence that they put forward.

"accused Lee of taking bribes" says that Lee took bribes, "urged Lee to wait" that Lee should wait, "called Lee a liar"
that Lee is one: objects with an infinitive, a gerund or a predicative complement (Huddleston & Pullum, The Cambridge
Grammar of the English Language, 2002, 4.5 and 14.1). The words stay, but for the verb and what joins it to its subject.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.records import Quote
from pipeline.rows.inflection import past_of, third_person_of
from pipeline.rows.lexicon import read_lexicon, words_of
from pipeline.rows.marks import ALL_MARKS, CLOSING, OPENING, STRAIGHT
from pipeline.rows.pronouns import REFLEXIVES
from pipeline.rows.propositions import (
    AUXILIARIES,
    FINITE,
    NEGATIONS,
    SUBJECTS,
    auxiliaries_before,
    find_root,
    first_word_of,
)
from pipeline.rows.stances import REPORTS
from pipeline.rows.text import Edit, Span

_OTHERS, _OWN = words_of("verbs", "modals", "others"), words_of("verbs", "modals", "own")
_DESCRIBING = words_of("cues", "nested", "describes") | {"consider", "deem", "regard", "see", "slam", "cast"}
_WANTING = frozenset("want desire seek need tell call".split())
_ADDRESSING = frozenset(("for", "on", "upon"))
_ASKING = frozenset("ask request demand".split())  # "asked to be relieved"
_HOPING = frozenset("hope wish like love prefer eager".split())  # and not "was happy to", which tells a fact
_WISHING = frozenset("want seek desire hope wish prefer refuse decline".split())  # of one's own doing
_JUDGING = ("allege", "criticise", "support")  # "accused of", "criticised for", "praised for"
_TELLING = ("allege", "deny", "confirm", "report")  # "denied taking bribes"
_RAISING = ("allege", "believe", "confirm", "know", "report", "say")  # "is said to be", "claims to be"
_JOINING = frozenset(("of", "for", "with"))
_PLURAL = frozenset("they them we us you these those both many several".split())
_NOMINATIVE = {"him": "he", "her": "she", "them": "they", "me": "I", "us": "we"}
_NOUNS = ("NOUN", "PROPN", "PRON", "NUM")
_NEVER_IN_PHRASE = frozenset(("MD", "TO", "WP", "WDT", "WRB"))  # tags
_MODIFYING = frozenset(("acl", "acl:relcl", "amod"))
_BREAKS = frozenset((";", ":", "?", "!"))
_NAMING = frozenset("call label dub brand deem consider".split())


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts where the words of a claim leave it out."""

    is_plural: bool = False
    is_source: bool = False  # who says so


def recast(doc: Doc, span: Span, quote: Quote | None, actor: Actor | None) -> list[Edit]:
    """Return the edits that make a sentence of a content that is none; none where it cannot be told how.

    :param doc: with ``token.dep_``, ``token.head``, ``token.tag_`` and ``token.lemma_``.
    :param span: the content's characters.
    :param quote: the one whose content it is.
    :param actor: who acts where the content leaves it out; ``None`` where nobody is known, or it does not.
    """
    words = doc.char_span(*span, alignment_mode="expand") if quote is not None and doc.has_annotation("DEP") else None
    if words is None or quote.cue_class is None or quote.cue_start_char is None:
        return []
    content = _Content(doc, list(words), quote, actor)
    edits = content.described() or content.accused() or content.to_do() or content.gerund() or content.demanded()
    return edits and [*edits, *content.nominative()]


@dataclass(frozen=True, slots=True)
class _Content:
    doc: Doc
    words: list[Token]
    quote: Quote
    actor: Actor | None

    def described(self) -> list[Edit]:
        """ "called Lee a liar", "described Lee as a liar": Lee is a liar."""
        if not describes(self.quote):
            return []
        for number, word in enumerate(self.words):
            lead = self.words[:number]
            if not _is_phrase(lead) or lead[-1].dep_ == "case" or lead[0].lower_ in REFLEXIVES:
                continue
            if word.lower_ == "as" and not _is_verbal(word.head):
                return [(word.idx, word.idx + len(word), self._be(lead))]
            top = _top(lead)
            is_object = top.dep_ == "obj" and self._is_cue(top.head)
            if (is_object and self._is_complement(word, top)) or self._begins_name(word):
                return [(word.idx, word.idx, f"{self._be(lead)} ")]
        return []

    def _is_complement(self, word: Token, subject: Token) -> bool:
        """Whether a word begins what the cue calls its object."""
        following = word.nbor() if word.text in ALL_MARKS and word.i + 1 < len(self.doc) else word
        above = following
        while above.head.i != above.i and not self._is_cue(above.head) and above.head in self.words:
            above = above.head
        is_first = above.left_edge.i in (following.i, word.i)
        return above.i != subject.i and above.dep_ in ("xcomp", "obj") and is_first and not _is_verbal(above)

    def _begins_name(self, word: Token) -> bool:
        """Whether a word behind a noun begins what it is called: a plan “a bit of a puzzle”, or a plan a puzzle."""
        if self.quote.cue_lemma not in _NAMING or word.nbor(-1).pos_ not in _NOUNS or word.i == self.words[-1].i:
            return False
        following = self.words[-1].nbor().text if self.words[-1].i + 1 < len(self.doc) else ""
        marks = [other for other in self.words if other.i > word.i and other.text in OPENING + CLOSING + STRAIGHT]
        is_last = marks == self.words[-1:] or (not marks and following in CLOSING + STRAIGHT)
        return word.lower_ in ("a", "an") or (word.text in OPENING + STRAIGHT and is_last)

    def accused(self) -> list[Edit]:
        """ "accused Lee of taking bribes": Lee took bribes; "accused Lee of fraud": Lee is accused of fraud."""
        if self.quote.cue_class not in _JUDGING:
            return []
        joint = self._find(lambda word: word.lower_ in _JOINING and word.dep_ in ("case", "mark"))
        if joint is None:
            return []
        told = self._past(joint.head) if joint.head.i > joint.i else []
        if told:
            return [(joint.idx, _next(joint), ""), *told]
        charge = read_lexicon("verbs")["charges"].get(self.quote.cue_lemma, "")
        if charge.split(" ")[-1] != joint.lower_:
            return []
        return [(joint.idx, joint.idx + len(joint), f"{self._be(self._before(joint))} {charge}")]

    def to_do(self) -> list[Edit]:
        """ "urged Lee to wait": Lee should wait; "promised to wait": Lee will wait; "claims to be ill": Lee is ill."""
        to = self._find(lambda word: word.tag_ == "TO" and word.head.i > word.i and _bare(word.head) is not None)
        lead = self._before(to) if to is not None else []
        if to is None or to.head.i > self.words[-1].i or not _may_act(lead, to.head):
            return []
        start = lead[-1].idx if lead and lead[-1].lower_ == "not" else to.idx
        for_ = [(lead[0].idx, _next(lead[0]), "")] if lead and lead[0].lower_ == "for" else []
        modal = modal_of(self.doc, self.quote, None if lead else self.actor)
        if modal:
            negation = " not" if start != to.idx else ""
            joined = [child for child in to.head.children if child.dep_ == "conj"]
            others = [word for word in self.words if word.tag_ == "TO" and word.head in joined]
            return [*for_, (start, to.idx + len(to), modal + negation), *((o.idx, _next(o), "") for o in others)]
        is_said_of = not lead or to.head.dep_ in ("xcomp", "ccomp")
        if self.quote.cue_class not in _RAISING or not is_said_of or start != to.idx or for_:
            return []
        verbs = [_bare(to.head), *(child for child in to.head.children if child.dep_ == "conj" and child.tag_ == "VB")]
        finite = [(verb.idx, verb.idx + len(verb), self._finite(verb, lead)) for verb in verbs]
        return [(to.idx, _next(to), ""), *finite]

    def _finite(self, verb: Token, lead: Sequence[Token]) -> str:
        if _is_past(self.doc, self.quote):
            past = past_of(verb.lemma_)
            return "were" if past == "was" and self._is_plural(lead) else past
        if self._is_plural(lead):
            return "are" if verb.lemma_ == "be" else verb.lemma_
        return third_person_of(verb.lemma_)

    def gerund(self) -> list[Edit]:
        """ "denied taking bribes", "allegations of Lee taking bribes": Lee took bribes."""
        if self.quote.cue_class not in _TELLING or self.quote.kind == "direct" or self.quote.cue_lemma == "blame":
            return []
        verb = self._find(lambda word: word.tag_ == "VBG" and word.dep_ not in ("amod", "compound"))
        if verb is None or any(child.dep_ == "mark" and child.lower_ != "of" for child in verb.children):
            return []
        told, lead = self._past(verb if verb.dep_ not in AUXILIARIES else verb.head), self._before(verb)
        if not lead:
            return told
        whose = next((word for word in reversed(lead) if word.pos_ not in ("ADV", "PART")), lead[-1])
        if whose.pos_ not in ("PROPN", "PRON") and whose.head.i != verb.i:
            return []
        noun = next((word for word in lead if word.lower_ == "of"), None)
        if noun is None:
            return told
        is_report = lead[max(0, lead.index(noun) - 1)].lemma_.casefold() in REPORTS
        return [(lead[0].idx, _next(noun), ""), *told] if is_report else []

    def demanded(self) -> list[Edit]:
        """ "demanded that Lee be heard": Lee should be heard."""
        root = find_root(self.doc, (self.words[0].idx, self.words[-1].idx + len(self.words[-1])))
        if self.quote.cue_class not in _OTHERS or self.quote.kind == "direct" or root is None:
            return []
        subject = next((child for child in root.children if child.dep_ in SUBJECTS and child.i < root.i), None)
        if root.dep_ == "acl:relcl":
            return []
        finite = first_word_of(root)
        is_base = finite.tag_ in ("VB", "VBP") and finite.lower_ == finite.lemma_.casefold()
        if subject is None or subject.i < self.words[0].i or not is_base or _is_question(self.words):
            return []
        start = finite.nbor(-1) if finite.nbor(-1).lower_ == "not" else finite
        return [(start.idx, start.idx, "should ")]

    def nominative(self) -> list[Edit]:
        """Return the edits that make a subject of the object that a content begins with: "him" becomes "he"."""
        first = self.words[1] if self.words[0].lower_ in ("for", "of") and len(self.words) > 1 else self.words[0]
        subject = _NOMINATIVE.get(first.lower_) if first.tag_ == "PRP" else None
        return [(first.idx, first.idx + len(first), subject)] if subject else []

    def _find(self, fits) -> Token | None:
        """Return the first word that fits, where nothing but a noun phrase, or one who acts, stands before it."""
        for number, word in enumerate(self.words):
            if fits(word):
                lead = self.words[:number]
                while lead and (lead[-1].dep_ == "advmod" or lead[-1].lower_ in ("not", "both")):
                    lead = lead[:-1]
                while lead and (lead[0].is_punct or lead[0].lower_ == "for"):
                    lead = lead[1:]
                if _is_phrase(lead) or (not lead and self.actor is not None):
                    return word
        return None

    def _before(self, word: Token) -> list[Token]:
        return [before for before in self.words if before.i < word.i and not before.is_punct]

    def _past(self, verb: Token) -> list[Edit]:
        """Return the edits that put a gerund, and those joined to it, in the past."""
        last = self.words[-1].i
        if verb.i > last:
            return []
        gerund = verb if verb.tag_ == "VBG" and not auxiliaries_before(verb) else next(
            (child for child in auxiliaries_before(verb) if child.tag_ == "VBG" and child.i >= self.words[0].i), None
        )
        if gerund is None:
            return []
        others = [word for word in self.words if word.i > verb.i and _is_joined(word, verb)]
        edits = []
        for form in (gerund, *others):
            before = form.nbor(-1) if form.i > self.words[0].i else form
            if before.lower_ == "not":
                edits.append((before.idx, form.idx + len(form), f"did not {form.lemma_.casefold()}"))
            else:
                past = past_of(form.lemma_.casefold(), form.lower_)
                is_many = past == "was" and self._is_plural(self._before(form))
                edits.append((form.idx, form.idx + len(form), "were" if is_many else past))
        return edits

    def _be(self, lead: Sequence[Token]) -> str:
        return "are" if self._is_plural(lead) else "is"

    def _is_plural(self, lead: Sequence[Token]) -> bool:
        if not lead:
            return self.actor is not None and self.actor.is_plural
        return _is_many(lead)

    def _is_cue(self, token: Token) -> bool:
        return self.quote.cue_start_char <= token.idx < (self.quote.cue_end_char or 0)


def describes(quote: Quote) -> bool:
    """Return whether a quote's cue says what somebody or something is: "called", "described ... as"."""
    return (quote.cue_lemma or "").split(" ")[0] in _DESCRIBING


def modal_of(doc: Doc, quote: Quote, actor: Actor | None) -> str | None:
    """Return what stands for "to" in what somebody is to do: "should", "will" or "would"; ``None`` where none fits.

    Who wants, hopes or declines to do it has not said that he will: there the verb stays, "wants to".

    :param actor: who is to do it, where the content leaves that out.
    """
    is_own = actor is not None and actor.is_source
    if is_own and (quote.cue_class == "decline" or quote.cue_lemma in _WISHING or _is_negated(doc, quote)):
        return _in_own_words(doc, quote, actor)
    if is_own and quote.cue_lemma == "agree":
        return "would" if _is_past(doc, quote) else "will"
    if quote.cue_class in _OTHERS and (not is_own or quote.cue_lemma in _ASKING):
        return "should"
    is_set = actor is not None and quote.cue_class == "promise"  # "are intended to"
    is_told = quote.cue_class == "predict" or is_set or (is_own and quote.cue_class in _OWN | _OTHERS)
    if is_told and (quote.cue_class != "feel" or quote.cue_lemma in _HOPING):
        return "would" if _is_past(doc, quote) else "will"
    return "should" if not is_own and quote.cue_lemma in _WANTING else None


def _in_own_words(doc: Doc, quote: Quote, actor: Actor) -> str | None:
    """Return the verb of a cue with its auxiliaries, as it stands behind its subject: "has repeatedly declined to"."""
    verb = next((word for word in reversed(_cue_of(doc, quote)) if _is_predicative(word)), None)
    if verb is None:
        return f"{_present(quote.cue_lemma, actor)} to" if quote.cue_lemma in _WISHING else None
    words = list(doc[first_word_of(verb).i : verb.i + 1])
    words = [verb] if any(word.pos_ in _NOUNS for word in words) else words
    first, rest = words[0], "".join(word.text_with_ws for word in words[1:])
    contracted = {"VBG": "be", "VBN": "have"}.get(verb.tag_) if first.text[0] in "’'" else first.lemma_.casefold()
    if contracted is None:
        return None
    present = ("VBP", "VBZ", "VBG") if rest else ("VBP", "VBZ", "VBG", "VB")
    is_present = first.text[0] in "’'" or first.tag_ in present
    finite = _present(contracted, actor) if is_present else first.lower_
    never = "never " if len(words) == 1 and any(child.lower_ == "never" for child in verb.children) else ""
    return f"{never}{finite}{first.whitespace_ if rest else ''}{rest}".strip() + " to"


def _is_predicative(word: Token) -> bool:
    return word.tag_.startswith("VB") or (word.pos_ == "ADJ" and bool(auxiliaries_before(word)))


def _present(lemma: str, actor: Actor) -> str:
    if not actor.is_plural:
        return third_person_of(lemma)
    return "are" if lemma == "be" else lemma


def _is_negated(doc: Doc, quote: Quote) -> bool:
    return any(child.lower_ in NEGATIONS for word in _cue_of(doc, quote) for child in word.children)


def _is_past(doc: Doc, quote: Quote) -> bool:
    return any(word.tag_ == "VBD" for word in _cue_of(doc, quote))


def _cue_of(doc: Doc, quote: Quote) -> Sequence[Token]:
    return doc.char_span(quote.cue_start_char, quote.cue_end_char, alignment_mode="expand") or ()


def _is_phrase(words: Sequence[Token]) -> bool:
    """Whether words are a noun phrase without a verb in it."""
    return any(word.pos_ in _NOUNS for word in words) and not any(
        (word.tag_.startswith("VB") and word.dep_ != "amod") or word.tag_ in _NEVER_IN_PHRASE or word.text in _BREAKS
        for word in words
    )


def _may_act(lead: Sequence[Token], verb: Token) -> bool:
    """Whether it is the words before an infinitive that act, and not a noun that it explains: "ways to slow it"."""
    is_marked = bool(lead) and lead[0].i > 0 and bool(_ADDRESSING & {lead[0].lower_, lead[0].nbor(-1).lower_})
    return not lead or is_marked or verb.dep_ != "acl" or _top(lead).pos_ in ("PROPN", "PRON")


def _bare(verb: Token) -> Token | None:
    """Return the word of a verb with its auxiliaries that is in its base form: "be" of "be leaving"."""
    return next((word for word in (*auxiliaries_before(verb), verb) if word.tag_ == "VB"), None)


def _is_joined(word: Token, verb: Token) -> bool:
    """Whether a gerund goes on what another begins, whatever the parse joins it to."""
    if word.tag_ != "VBG" or word.dep_ != "conj":
        return False
    is_after_link = any(child.dep_ == "cc" and child.i < word.i for child in word.children)
    return word.head.i == verb.i or (is_after_link and word.head.i < verb.i)


def _is_question(words: Sequence[Token]) -> bool:
    return words[0].tag_ in ("WP", "WDT", "WRB") or words[0].lower_ in ("whether", "if")


def begins_sentence(words: Sequence[Token]) -> bool:
    """Whether a noun phrase and a finite verb stand first, whatever the parse makes of them: "the plan was to wait"."""
    lead: list[Token] = []
    for word in words:
        if lead and any(up.i > words[0].i and _is_of_noun(up, words[0]) for up in (word, *word.ancestors)):
            continue
        is_main = word.dep_ in ("root", "ccomp", "conj") and word.tag_ in ("VB", "VBN")
        if word.tag_ in FINITE or (is_main and any(child.dep_ in SUBJECTS for child in word.children)):
            return bool(lead) and words[0].pos_ != "ADP" and _is_phrase(lead) and word.dep_ not in _MODIFYING
        lead.append(word)
    return False


def _is_of_noun(verb: Token, first: Token) -> bool:
    """Whether a clause modifies or explains a noun that stands behind a first word, or is it."""
    joints = (child for child in verb.children if child.i > first.i)
    return verb.dep_ == "acl:relcl" or any(says_what_noun_means(joint) for joint in joints)


def says_what_noun_means(joint: Token) -> bool:
    """Whether a word joins a clause to the noun that it explains: "that" of "the rule that nobody may vote"."""
    return joint.lower_ == "that" and joint.dep_ == "mark" and joint.nbor(-1).pos_ in ("NOUN", "PROPN")


def _top(words: Sequence[Token]) -> Token:
    inside = {word.i for word in words}
    return next((word for word in words if word.head.i not in inside and word.pos_ in _NOUNS), words[0])


def _is_many(words: Sequence[Token]) -> bool:
    top = _top([word for word in words if word.lower_ not in _JOINING] or words)
    inside = {word.i for word in words}
    is_joined = any(child.dep_ == "conj" and child.i in inside for child in top.children)
    return top.tag_ in ("NNS", "NNPS") or top.lower_ in _PLURAL or is_joined


def _is_verbal(word: Token) -> bool:
    return word.tag_.startswith("VB") and word.tag_ not in ("VBN", "VBG") or any(c.tag_ == "TO" for c in word.children)


def _next(word: Token) -> int:
    """Return where the next word begins."""
    return word.nbor().idx if word.i + 1 < len(word.doc) else word.idx + len(word)
