"""Denials that point at what they deny: "There is no such fact" and "dismissed the report" deny another's claim.

What is denied is looked for inside the denial ("rejected a report claiming that ..."), then, where the denial has a
content of its own, among the claims that share its words, and, where it only refers to what was said, among the claims
around it: that of the report, of the accusation, or the nearest that somebody else has made.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from pipeline.link.claims import HELD_TRUE
from pipeline.records import Claim, Quote
from pipeline.rows.claims import is_negated
from pipeline.rows.lexicon import read_lexicon
from pipeline.rows.propositions import AUXILIARIES, FINITE, find_root, has_subject, is_predicate
from pipeline.rows.stances import DENIAL, REPORTS, head_of, noun_of_what_is_said
from pipeline.rows.text import ArticleText, overlaps

_CONTENT_WORDS = frozenset(("NOUN", "PROPN", "VERB", "ADJ", "NUM"))
_EMPTY_WORDS = frozenset("be have do say such thing fact one make take".split())
_OF_TRUTH = frozenset(
    "true truth false lie evidence proof basis sign indication support fake news hoax nonsense".split()
)
_ACCUSED = frozenset("allegation accusation charge insinuation wrongdoing".split())
_MAKERS = frozenset("by from".split())  # "the allegations made by Lee"
_SAID = frozenset("claim assertion statement suggestion contention".split())
_PRINTED = frozenset("report story article account reporting narrative version".split())
_PRINTING = frozenset(("document", "organisation"))
_SHARED = 0.6  # of the words of a denial
_FEWEST_SHARED = 2
_FEWEST_ALIKE = 3  # where the verbs differ, of a denial that has so many
_LONGEST_NAME = 5  # words
_TELLING = frozenset(("acl", "ccomp"))  # "the report that it was sold"
_OF = "nmod"  # "the report of a sale"; "the allegation of fraud" only names what is told elsewhere
_COMPLEMENTS = frozenset(("xcomp", "ccomp"))
_SENTENCES_AWAY = 8
_SENTENCES_JUST_BEFORE = 2  # of "that is false", which names nothing
_OWN_DEED = re.compile(r"^\W*i\b", re.IGNORECASE)  # "I never did" denies what it tells
_ONE_OF_MANY = frozenset("new earlier previous past prior first second third latest other another similar".split())
# The words do not say that something is so: "why she left", "to leave", "if it rains".
_NOT_TOLD = re.compile(
    r"^\W*(?:(?:and|but)\s+)?(?:(?:why|who|whom|whose|which|what|whether)\b|to\s(?!have\b)|(?:when|where|if)\b[^,]*$)",
    re.IGNORECASE,
)
_TO_HAVE = re.compile(r"^\W*to\s+have\b", re.IGNORECASE)  # "claimed to have seen her"
_ACCUSED_OF = re.compile(r"\b(?:of|with|to)\s+\W*\w", re.IGNORECASE)  # "accused her of lying", "charged with fraud"
_THAT = re.compile(r"\bthat\W*$", re.IGNORECASE)
_SUCH = re.compile(r"\b(?:no|any) such\s+(?:[\w-]+\s+)?([\w-]+)", re.IGNORECASE)


def link_denials(claims: Sequence[Claim], quotes: Iterable[Quote], doc: Doc, text: ArticleText) -> tuple[Claim, ...]:
    """Return claims, those that deny another of them with its identifier.

    :param doc: the article's annotation; without lemmas, what a denial shares with other claims is not seen.
    """
    if not any(claim.stance == "denies" for claim in claims):
        return tuple(claims)
    links = _Links(claims, quotes, doc, text)
    return tuple(
        replace(claim, denies_claim_id=links.denied_by(claim)) if claim.stance == "denies" else claim
        for claim in claims
    )


class _Links:
    """What an article's denials deny."""

    def __init__(self, claims: Sequence[Claim], quotes: Iterable[Quote], doc: Doc, text: ArticleText):
        self._quotes = {quote.quote_id: quote for quote in quotes}
        self._doc, self._text = doc, text
        self._claims = [claim for claim in claims if claim.stance in HELD_TRUE and self._is_told(claim)]
        self._words: dict[str, frozenset[str]] = {}

    def denied_by(self, denial: Claim) -> str | None:
        """Return the claim that one denies, ``None`` where it is not told in the article."""
        quote = self._quotes.get(denial.quote_id)
        inside = [claim for claim in self._claims if self._is_inside(claim, quote) and _is_most_of(claim, denial)]
        others = [claim for claim in self._claims if not self._is_same_voice(claim, denial)]
        found = inside[0] if inside else self._referred_to(denial, others) or self._alike(denial, others)
        return found.claim_id if found else None

    def _is_told(self, claim: Claim) -> bool:
        """Whether the words of a claim tell what somebody could deny: a statement, or what somebody is accused of."""
        start = max(0, claim.start_char - len("with “"))
        if claim.stance == "alleges" and _ACCUSED_OF.search(self._text.body, start, claim.end_char):
            return True
        if not self._doc.has_annotation("DEP"):
            return True
        if _NOT_TOLD.match(claim.text):
            return False
        root = find_root(self._doc, (claim.start_char, claim.end_char))
        if root is None or not is_predicate(root):
            before = self._text.body[max(0, claim.start_char - len("that “")) : claim.start_char]
            return _THAT.search(before) is not None
        verbs = (root, *(child for child in root.children if child.dep_ in AUXILIARIES))
        return has_subject(root) or bool(_TO_HAVE.match(claim.text)) or any(verb.tag_ in FINITE for verb in verbs)

    def _is_inside(self, claim: Claim, quote: Quote | None) -> bool:
        inner = self._quotes.get(claim.quote_id)
        if quote is None or quote.cue_class != "deny":
            return False
        while inner and inner.parent_quote_id:
            if inner.parent_quote_id == quote.quote_id:
                return True
            inner = self._quotes.get(inner.parent_quote_id)
        return False

    def _is_same_voice(self, claim: Claim, denial: Claim) -> bool:
        """Whether one who denies has said so himself, or the one claim holds the other's words."""
        if claim.quote_id is not None and claim.quote_id == denial.quote_id:
            return True
        is_same = denial.claimant_name is not None and claim.claimant_name == denial.claimant_name
        return is_same or _overlap(claim, denial)

    def _referred_to(self, denial: Claim, others: list[Claim]) -> Claim | None:
        """Return the claim that a denial refers to without telling it."""
        quoted = [claim for claim in others if claim.quote_id is not None]
        telling = [claim for claim in quoted if len(self._lemmas(claim)) >= _FEWEST_SHARED]
        such = _SUCH.search(denial.text)
        if such:
            named = [claim for claim in others if such[1].casefold().rstrip("s") in self._lemmas(claim)]
            return self._nearest(denial, named, _SENTENCES_AWAY) or self._meant(denial, telling)
        noun = self._noun(denial)
        if noun in REPORTS:
            whose = self._makers(denial)
            of_owner = [claim for claim in telling if not whose or whose & set(self._source(claim).split())]
            if noun in _ACCUSED:
                of_owner = [claim for claim in of_owner if self._may_be_against(claim, denial.claimant_name)]
            fitting = [claim for claim in of_owner if self._fits(claim, noun)]
            said = self._before(denial, of_owner) if noun in _SAID else None
            found = self._nearest(denial, fitting, _SENTENCES_AWAY) or said
            return found if found is not None and self._may_mean(denial, found, noun) else None
        return self._meant(denial, telling) if noun else None

    def _meant(self, denial: Claim, claims: list[Claim]) -> Claim | None:
        """Return the claim just before a denial, unless the denial tells of something else: "no evidence that ..."."""
        found, own = self._before(denial, claims), self._lemmas(denial) - _OF_TRUTH
        tells_of_it = found is not None and not own.isdisjoint(self._lemmas(found))
        return found if tells_of_it or len(own) < _FEWEST_SHARED else None

    def _may_mean(self, denial: Claim, claim: Claim, noun: str) -> bool:
        """Whether "the report", with all that is told of it, may be of a claim.

        "The second allegation" is not told by its nearest, and "any suggestion that hotels are full" tells its own;
        "claims of rising crime" sum up, in other words, what was said just before.
        """
        root = head_of(self._doc, (denial.start_char, denial.end_char))
        if root is None or is_predicate(root):
            return True
        if any(child.lower_ in _ONE_OF_MANY for child in root.children):
            return False
        made_by = {word.i for maker in self._made_by(denial) for word in maker.subtree}
        told = [
            word for child in root.children
            if child.dep_ in _TELLING or (child.dep_ == _OF and noun not in _ACCUSED)
            for word in child.subtree if word.i not in made_by and word.idx < denial.end_char
        ]
        own = _lemmas_of(told) - _OF_TRUTH
        if len(own) < _FEWEST_SHARED or not own.isdisjoint(self._lemmas(claim)):
            return True
        sums_up = noun in _SAID and not any(child.dep_ in _TELLING for child in root.children)
        return sums_up and 0 < self._distance(denial, claim) <= _SENTENCES_JUST_BEFORE

    def _noun(self, denial: Claim) -> str | None:
        """Return the word by which a denial refers to what was said: "report", "it"."""
        noun = noun_of_what_is_said(self._doc, (denial.start_char, denial.end_char))
        if noun is not None:
            return noun
        if not DENIAL.match(denial.text) or _OWN_DEED.match(denial.text):
            return None
        words = [word.rstrip("s") for word in DENIAL.match(denial.text)[0].casefold().split()]
        return next((word for word in words if word in REPORTS), words[0])

    def _makers(self, denial: Claim) -> frozenset[str]:
        """Return the names of those whose allegation, claim or report is denied; empty where nobody is named."""
        named = (name for maker in self._made_by(denial) for name in maker.subtree if name.idx < denial.end_char)
        return frozenset(name.lower_ for name in named if name.pos_ == "PROPN")

    def _made_by(self, denial: Claim) -> list[Token]:
        """Return the words for those whose allegation, claim or report is denied: "Lee" of "Lee's claim"."""
        words = self._doc.char_span(denial.start_char, denial.end_char, alignment_mode="expand")
        root = head_of(self._doc, (denial.start_char, denial.end_char))
        owners = [child for child in root.children if child.dep_ == "nmod:poss"] if root is not None else []
        return owners + [word for word in words if any(child.lower_ in _MAKERS for child in word.children)]

    def _may_be_against(self, claim: Claim, name: str | None) -> bool:
        """Whether an accusation may be one against somebody: it begins with his name, or with nobody's."""
        if name is None:
            return True
        words = self._doc.char_span(claim.start_char, claim.end_char, alignment_mode="expand")
        first = next((word for word in words if word.pos_ in ("NOUN", "PROPN", "PRON")), None)
        if first is None or first.pos_ != "PROPN":
            return True
        phrase = {word.lower_ for word in words if word.pos_ == "PROPN" and word.i - first.i < _LONGEST_NAME}
        return not phrase.isdisjoint(name.casefold().split())

    def _source(self, claim: Claim) -> str:
        quote = self._quotes[claim.quote_id]
        return f"{quote.source_text or ''} {claim.claimant_name or ''}".casefold()

    def _fits(self, claim: Claim, noun: str) -> bool:
        """Whether a claim is what a noun such as "report" or "accusation" names."""
        quote = self._quotes[claim.quote_id]
        if noun in (quote.source_text or "").casefold().split() or noun == quote.cue_lemma:
            return True
        if noun in _ACCUSED:
            return claim.stance == "alleges"
        return noun in _PRINTED and (
            quote.speaker_kind == "document" or (quote.cue_class == "report" and quote.speaker_kind in _PRINTING)
        )

    def _alike(self, denial: Claim, others: list[Claim]) -> Claim | None:
        """Return the claim that shares most of a denial's words, its verb among them."""
        quote = self._quotes.get(denial.quote_id)
        words, root = self._lemmas(denial), head_of(self._doc, (denial.start_char, denial.end_char))
        if len(words) < _FEWEST_SHARED or root is None or not is_predicate(root) or quote is None:
            return None
        says_opposite = not _denies_by_cue(quote)
        turned = [claim for claim in others if (_is_negative(claim) != _is_negative(denial)) == says_opposite]
        return max(
            (claim for claim in turned if self._has_most_words(claim, denial)),
            key=lambda claim: (len(words & self._lemmas(claim)), -abs(self._distance(claim, denial))), default=None,
        )

    def _has_most_words(self, claim: Claim, denial: Claim) -> bool:
        """Whether a claim has a denial's verb and most of its other words, more of them where its own verb differs."""
        words, heads = self._lemmas(denial), self._heads(denial)
        if not heads & self._lemmas(claim):
            return False
        fewest = _FEWEST_SHARED if heads & self._heads(claim) else min(_FEWEST_ALIKE, len(words))
        return len(words & self._lemmas(claim)) >= max(fewest, _SHARED * len(words))

    def _heads(self, claim: Claim) -> frozenset[str]:
        """Return the lemmas of a claim's verb or other head, and of the clauses that complete it."""
        root = head_of(self._doc, (claim.start_char, claim.end_char))
        words = () if root is None else (root, *(word for word in root.children if word.dep_ in _COMPLEMENTS))
        return frozenset(word.lemma_.casefold() for word in words)

    def _nearest(self, denial: Claim, claims: list[Claim], most: int) -> Claim | None:
        """Return the nearest of some claims: of those before the denial, else of those behind it."""
        near = [claim for claim in claims if abs(self._distance(claim, denial)) <= most]
        return min(near, key=lambda c: (c.start_char > denial.start_char, abs(self._distance(c, denial))), default=None)

    def _before(self, denial: Claim, claims: list[Claim]) -> Claim | None:
        """Return the last of some claims before a denial, if it stands close by."""
        earlier = [claim for claim in claims if claim.end_char <= denial.start_char]
        return earlier[-1] if earlier and self._distance(earlier[-1], denial) >= -_SENTENCES_JUST_BEFORE else None

    def _distance(self, claim: Claim, denial: Claim) -> int:
        return (self._text.sentence_at(claim.start_char) or 0) - (self._text.sentence_at(denial.start_char) or 0)

    def _lemmas(self, claim: Claim) -> frozenset[str]:
        if claim.claim_id not in self._words:
            words = self._doc.char_span(claim.start_char, claim.end_char, alignment_mode="expand")
            self._words[claim.claim_id] = _lemmas_of(words)
        return self._words[claim.claim_id]


def _overlap(one: Claim, two: Claim) -> bool:
    return overlaps((one.start_char, one.end_char), (two.start_char, two.end_char))


def _is_most_of(claim: Claim, denial: Claim) -> bool:
    shared = min(claim.end_char, denial.end_char) - max(claim.start_char, denial.start_char)
    return 2 * shared > denial.end_char - denial.start_char


def _lemmas_of(words: Iterable[Token]) -> frozenset[str]:
    """Return the lemmas of the content words among some."""
    return frozenset(word.lemma_.casefold() for word in words if word.pos_ in _CONTENT_WORDS) - _EMPTY_WORDS


def _denies_by_cue(quote: Quote) -> bool:
    """Whether a quote's cue denies what it says, "denied that it rained", where others say that it is not so."""
    cue_class = read_lexicon("cues")["classes"].get(quote.cue_class, {})
    return "denies" in (cue_class.get("stance"), cue_class.get("negated"))


def _is_negative(claim: Claim) -> bool:
    return claim.is_negated or is_negated(claim.text)
