"""Attributions inside attributions: "officials said that Trump told Takaichi to wait, the WSJ reported, citing aides".

The model finds the outermost one of a sentence; who speaks inside what it says is read here, by the words of the cue
lexicon and what follows them (a clause with "that" or without, an infinitive, a fragment in quotation marks), with the
tagger's parts of speech and, for subjects that stand apart, the parse. Precision goes first: a source must be somebody
who can speak. Whom an attribution cites is a level of its own, between the one who cites and what is cited.
"""

import re
from bisect import bisect_left, bisect_right

from spacy.symbols import NOUN
from spacy.tokens import Doc, Token

from pipeline.rows.cues import analyse_cue, lemma_of
from pipeline.rows.entities import ArticleEntities
from pipeline.rows.lexicon import read_lexicon, words_of
from pipeline.rows.marks import DOUBLE, Quotation
from pipeline.rows.phrases import complete_phrases
from pipeline.rows.propositions import FINITE
from pipeline.rows.quotes import Draft
from pipeline.rows.quoting import is_within, kind_of, tidy_content
from pipeline.rows.sources import kind_of_head, singular_of
from pipeline.rows.subjects import Subjects
from pipeline.rows.text import ArticleText, Span, covers, overlaps, overlaps_any, spanning, trim

CONFIDENCE = 0.6
_NESTED = read_lexicon("cues")["nested"]
_BARE_CLAUSE = words_of("cues", "nested", "bare_clause")
_OWN_INFINITIVE = words_of("cues", "nested", "own_infinitive")
_OTHERS_INFINITIVE = words_of("cues", "nested", "others_infinitive")
_DESCRIBES = words_of("cues", "nested", "describes")
_OBJECT = words_of("cues", "nested", "object")
_NOT_SPEECH = words_of("cues", "nested", "not_speech")
_PREPOSITIONS: dict[str, frozenset[str]] = {
    verb: frozenset(prepositions.split()) for verb, prepositions in _NESTED["prepositions"].items()
}
_NOUNS_OF_ACTION = words_of("cues", "nested", "nouns_of_action")
_NOUNS_OF_SPEECH = words_of("cues", "nested", "nouns_of_speech")
_CLASSES = frozenset(
    "say report confirm deny ask urge propose promise predict believe know feel allege criticise".split()
)
_CLAUSE_WORDS = frozenset("whether how why if".split())
_SPEAKS = ("PERSON", "ORG", "GPE", "NORP", "FAC")
_MAY = re.compile(r"\b(?:can|could|might|may|should|must)\b(?!(?:\s+not|n[’']t)\s+(?:confirm|verify|say))")
_BARE_INFINITIVE = frozenset("ask tell urge advise".split())  # "asked Takaichi avoid", as agencies may print it
_BEHIND = frozenset("say report add claim tell confirm".split())
_TOLD = frozenset("tell warn assure inform remind convince persuade advise notify promise show ask".split())
_OBJECTS = frozenset("him them us me himself herself themselves".split())
_BE = frozenset("be is was were been being are am".split())
_PERSONAL = frozenset("he she they i we".split())
_ONESELF = frozenset({"i", "we"})
_THOUGHTS = frozenset({"believe", "know", "feel"})
_SAYING = _CLASSES - _THOUGHTS - {"ask", "propose"}
_RELATIVE = frozenset("who which that".split())
_WHEN = frozenset("after before while".split())
_NOMINAL = frozenset({"NOUN", "PROPN"})
_BEFORE_NOUN = _NOMINAL | {"DET", "ADJ", "NUM", "PART", "SYM"}
_INSIDE = frozenset(("at", "inside"))  # "nurses at the hospital"
_REACH = 12  # words between a cue and what it introduces
_CUT_AFTER_COMMA = frozenset(
    "which who whom but while although though after before according adding saying noting citing quoting despite "
    "where when".split()
)
_LIGHT = frozenset("express make issue voice repeat raise renew reject relay convey".split())
_WITH_ARTICLE = re.compile(r"(?:an?|the)\s+\w+(?:\s+\w+)?", re.IGNORECASE)
_MAY_CITE = frozenset("say report write state claim announce tell note add".split())
_CITES = re.compile(r"\b(?:citing|quoting|cited|quoted)\b")
_ACCORDING_TO_WHO_CITES = re.compile(
    r"\b(?P<cue>[Aa]ccording\s+to)\s+(?P<source>[^,.;:“”\n]{2,60}?),"
    r"\s+(?:which|who)\s+(?P<cites>cite[sd]|quote[sd])\s"
)
# What is quoted behind a verb within a quotation, to the mark that closes it: “He said, ‘Beer is beer.’”.
_QUOTED_INSIDE = re.compile(
    r"(?:\s+(?:to\s+)?(?:me|him|her|us|them|you|(?:my|his|her)\s+\w+|[A-Z]\w+))?[,:]?\s[‘'](?P<content>[^\n“”\"]+?[,.?!…])[’'](?!\w)"
)
_ONE_AT_END = re.compile(r"[—–-]\s*one\Z")
_THAT = re.compile(r"\s+(?:that|which|who)\b")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]\.){2}\Z")
_FEW_WORDS = re.compile(r"[^\S\n]*(?:[\w’'-]+[^\S\n]+){0,3}")
_SAID_BEHIND = re.compile(
    r"\s(?P<cue>said|says|say|told|reported|added)\b(?:\s(?!(?:that|it|he|she|they|we|I|if|whether|no|a|an|in)\b)[\w’'.-]+){0,5}?"
    r"(?:\.(?=\s|$)|,\s(?P<more>(?:in|on|at|with|but|and|to|for|from|by)\s))"
)
_ACCORDING_TO = re.compile(r"[Aa]ccording\s+to(?=\s)")
_OPENS_OR_CLOSES = re.compile(r"(?:[.!?”\"\n]\s*|^|,\s+)\Z")  # before "according to"
_WHICH = re.compile(r",\s+(?:which|who)\b")
_WHO_OR_WHICH = re.compile(r",\s+(?:which|who)\s")
_REFUSES = re.compile(
    r"\s(?P<cue>(?:(?:did|does|do|has|have|had|could)\s?n[o’']t\s+(?:immediately\s+|yet\s+|directly\s+)?(?:respond(?:ed)?|repl(?:y|ied)"
    r"|return(?:ed)?)|(?:would|could)(?:\s+not|n[’']t)(?=\s+(?:immediately\s+)?comment\b)"
    r"|(?:would|could)(?:\s+not|n[’']t)\s+(?:say|confirm|discuss)))\s+(?P<content>(?!,)[^,.;:\n“”\"]+?)"
    r"(?=[,.;:\n“”\"]|\s(?:and|but)\s)"
)
_FEWEST_QUOTED = 4  # words
_ATTRIBUTED = re.compile(r"\battributed\s+to\s+")


def find_nested(
    drafts: list[Draft],
    doc: Doc,
    text: ArticleText,
    quotations: list[Quotation],
    entities: ArticleEntities,
    subjects: Subjects,
) -> list[Draft]:
    """Return the attributions that stand in the contents of others, and those whom others cite.

    Contents that were cut before what they report are made whole, and fragments that belong to another sentence go.

    :param drafts: the attributions found so far; their contents may change.
    :param subjects: those of the doc's verbs.
    """
    if not doc.has_annotation("TAG"):
        return []
    complete_phrases(drafts, doc, quotations)
    reader = _Reader(drafts, doc, text, quotations, entities, subjects)
    reader.mend()
    reader.find_behind()
    reader.find_refusals()
    reader.find_cited()
    reader.find_according_to()
    reader.find_within()
    reader.find_in_sources()
    return reader.found


class _Reader:
    """What is needed to read attributions off an article's words."""

    def __init__(
        self,
        drafts: list[Draft],
        doc: Doc,
        text: ArticleText,
        quotations: list[Quotation],
        entities: ArticleEntities,
        subjects: Subjects,
    ):
        self.drafts, self.doc, self.text, self.body = drafts, doc, text, text.body
        self.quotations, self.entities, self.subjects = quotations, entities, subjects
        self.found: list[Draft] = []
        self._starts = doc.to_array("IDX").tolist()
        self._list_cues()

    def _list_cues(self) -> None:
        self._cues = sorted(draft.cue_span for draft in self.drafts if draft.cue_span)

    # Contents -----------------------------------------------------------------------------------------------------

    def mend(self) -> None:
        """Drop fragments of other sentences; take into a content what it is said to report."""
        for draft in self.drafts:
            sentence = self.text.sentence_at(draft.cue_span[0]) if draft.cue_span else None
            if len(draft.content) > 1 and sentence is not None:
                draft.content = [
                    span
                    for span in draft.content
                    if is_within(span, self.quotations) or self.text.sentence_at(span[0]) == sentence
                ] or draft.content
            draft.content = self._merged(draft)
            self._complete(draft)
        for draft in list(self.drafts):
            self._part(draft)
        self._list_cues()
        for inner in self.drafts:
            for outer in self.drafts:
                if outer is not inner and outer.cue_span and inner.cue_span:
                    self._take_in(outer, inner)

    def _merged(self, draft: Draft) -> list[Span]:
        """Join fragments that no more than a few words part, and none of them who speaks or how."""
        merged = draft.content[:1]
        for start, end in draft.content[1:]:
            gap = merged[-1][1], start
            is_own = any(part and overlaps(part, gap) for part in (draft.source, draft.cue_span))
            if start >= gap[0] and not is_own and _FEW_WORDS.fullmatch(self.body, *gap):
                merged[-1] = merged[-1][0], end
            else:
                merged.append((start, end))
        return merged

    def _complete(self, draft: Draft) -> None:
        """Take in the clause that tells what a content's last "one" is: "a truce—one that includes prisoners"."""
        first, last = draft.content[-1]
        if _ONE_AT_END.search(self.body, first, last) and _THAT.match(self.body, last):
            end = self.text.sentence_around(last)[1]
            draft.content[-1] = first, end if _ABBREVIATED.search(self.body, first, end) else end - 1
            draft.span = draft.span[0], max(draft.span[1], end)

    def _part(self, draft: Draft) -> None:
        """Part what two joined verbs say: "summoning the ambassador and [warning] citizens against travel"."""
        start, end = draft.content[-1]
        if draft.cue_span is None or draft.cue_span[1] > start:
            return
        tag = self.doc[self._index(draft.cue_span[1]) - 1].tag_
        for word in self.doc[self._index(start) : self._index(end)]:
            is_joined = word.pos_ == "VERB" and word.tag_ == tag and self.doc[word.i - 1].pos_ == "CCONJ"
            if is_joined and self.doc[word.i - 1].idx > start and analyse_cue(word.text).cue_class in _CLASSES:
                behind = trim(self.body, word.idx + len(word), end)
                if self._says_something(behind):
                    draft.content[-1] = trim(self.body, start, self.doc[word.i - 1].idx, " ,\t\r\n\u00a0")
                    cue = word.idx, word.idx + len(word)
                    if not self._is_taken(cue):
                        self.drafts.append(self._draft([behind], draft.source, cue))
                return
            is_clause = word.pos_ in ("VERB", "AUX") and word.tag_ in FINITE | {"VB"}
            if is_clause or word.text in DOUBLE or word.lower_ in _CLAUSE_WORDS | _RELATIVE:
                return

    def _take_in(self, outer: Draft, inner: Draft) -> None:
        """Widen "rejected [a report] claiming that ..." to the whole of what the report claims, which is its source."""
        first, last = outer.content[-1]
        if not 0 <= inner.cue_span[0] - last <= 12:
            return
        gap = self.body[last : inner.cue_span[0]]
        if re.fullmatch(r",?\s+as\s+", gap) and inner.source and overlaps((first, last), inner.source):
            outer.content = [*outer.content[:-1], (first, inner.span[1])]  # "quoted the minister as saying that ..."
            outer.span = outer.span[0], max(outer.span[1], inner.span[1])
            return
        if outer.cue_span[1] > first or not re.fullmatch(r"\s*|,?\s*(?:which|that)(?:\s+had|\s+has)?\s*", gap):
            return
        phrase = re.sub(r",?\s+(?:which|that)$", "", self.body[first:last])
        lead = re.match(r"to\s+", phrase)
        kinds = [kind_of_head(word.casefold())[0] for word in re.findall(r"[\w-]+", phrase)]
        words = self.doc[self._index(first) : self._index(first + len(phrase))]
        has_verb = any(word.pos_ in ("VERB", "AUX") and word.tag_ in FINITE | {"VB"} for word in words)
        is_source = inner.source is None or inner.source == outer.source or covers((first, last), inner.source)
        if has_verb or not (is_source or self._is_relative(inner.source)) or "document" not in kinds:
            return
        if self.text.sentence_at(first) == self.text.sentence_at(inner.content[-1][0]) and inner.content[0][0] >= last:
            inner.source = first + (lead.end() if lead else 0), first + len(phrase)
            inner.span = first, max(inner.span[1], inner.content[-1][1])
            outer.content = [*outer.content[:-1], (first, inner.span[1])]
            outer.span = outer.span[0], max(outer.span[1], inner.span[1])

    def _is_relative(self, source: Span | None) -> bool:
        return source is not None and self.body[slice(*source)].casefold() in _RELATIVE

    # Who is named behind what is said ------------------------------------------------------------------------------

    def find_behind(self) -> None:
        """Find the attributions at the ends of sentences: "the port is for sale, two officials told the paper"."""
        for found in _SAID_BEHIND.finditer(self.body):
            number = self._index(found.start("cue"))
            verb = self.doc[number]
            cue = self._cue_span(verb)
            if self._is_taken(cue) or is_within(cue, self.quotations) or verb.tag_ not in ("VBD", "VBZ", "VBP", "VBN"):
                continue
            start, end = self.text.sentence_around(cue[0])
            source = self._source(verb, cue, cue) if verb.dep_ in ("ROOT", "parataxis", "ccomp") else None
            before = self.body[start : source[0]].rstrip() if source else ""
            if not before.endswith((",", ",”", ',"')) or before.count(",") > 3 or not self._speaks(source):
                continue
            words = self.doc[self._index(start) : self._index(source[0])]
            content = [tidy_content(self.body, (start, start + len(before)), self.quotations)]
            if found["more"]:
                content.append(tidy_content(self.body, (found.start("more"), end), self.quotations))
            if any(word.tag_ in FINITE for word in words) and self._says_something(content[0]):
                self.drafts.append(self._draft(content, source, cue))
        self._list_cues()

    def find_according_to(self) -> None:
        """Find whom a sentence is according to, where that was not found: "“...,” Lee said, according to the Post"."""
        for found in _ACCORDING_TO.finditer(self.body):
            cue = found.span()
            number = self._index(cue[1] + 1)
            is_set_off = _OPENS_OR_CLOSES.search(self.body, max(0, cue[0] - 3), cue[0])
            if not is_set_off or self._is_taken(cue) or self._is_said(cue) or number >= len(self.doc):
                continue
            start, end = self.text.sentence_around(cue[0])
            source = self._phrase_from(number, end)
            if source is None or not self._speaks(source) or _WHICH.match(self.body, source[1]):
                continue
            first = self._start_of_quotation(start)
            is_first = not self.body[start : cue[0]].strip()
            behind = source[1], end - self.body.endswith(".", start, end)
            content = tidy_content(self.body, behind if is_first else (first, cue[0]), self.quotations)
            is_closed = self.body[source[1] : source[1] + 1] in (",", ".", ";", "")
            if is_closed and len(self.body[slice(*content)].split()) >= _FEWEST_QUOTED:
                self.drafts.append(self._draft([content], source, cue))
        self._list_cues()

    def _start_of_quotation(self, place: int) -> int:
        """Return where the quotation opens that a sentence goes on, in its paragraph; else the place itself."""
        holding = next((q for q in self.quotations if q.start < place < q.end), None)
        return holding.start if holding and "\n" not in self.body[holding.start : place] else place

    def _is_said(self, span: Span) -> bool:
        """Whether words are part of what somebody says."""
        return any(draft.holds(span) for draft in self.drafts)

    def find_refusals(self) -> None:
        """Find who does not answer: "Acme did not respond to a request for comment", "Lee would not comment"."""
        for found in _REFUSES.finditer(self.body):
            cue = found.span("cue")
            if self._is_taken(cue) or self._is_said(cue) or is_within(cue, self.quotations):
                continue
            number = self._index(cue[0])
            before = self.doc[number - 1] if number else None
            source = self._subject_before(before, self.text.sentence_around(cue[0])[0])
            content = tidy_content(self.body, found.span("content"), self.quotations)
            if source and self._speaks(source):
                self.drafts.append(self._draft([content], source, cue))
        self._list_cues()

    def _subject_before(self, last: Token | None, start: int) -> Span | None:
        """Return the noun phrase or pronoun that ends in a word of its sentence."""
        if last is None or last.idx < start:
            return None
        if last.lower_ in _PERSONAL | {"it", "neither", "both"}:
            return last.idx, last.idx + len(last)
        return self._phrase_before(last) if last.pos_ in _NOMINAL else None

    # Whom an attribution cites ------------------------------------------------------------------------------------

    def find_cited(self) -> None:
        """Make a level of its own of whom an attribution cites, quotes or is attributed to."""
        self._find_citing()
        self._find_cited_between()
        self._find_quoting()
        for draft in list(self.drafts):
            for pattern in (_CITES, _ATTRIBUTED):
                cited = self._cited(draft, pattern) if draft in self.drafts else None
                if cited:
                    self._add_cited(draft, *cited)
                    break

    def _find_cited_between(self) -> None:
        """Find who reports what somebody else is cited for, where only who is cited, or the two apart, were found.

        "The Post reported on Friday, citing a cable, that ..."; "The Post, citing a cable, reported that ...".
        """
        citing = [draft for draft in self.drafts if draft.cue_span and _CITES.fullmatch(self.body, *draft.cue_span)]
        for draft in citing:
            sentence = self.text.sentence_around(draft.cue_span[0])
            cited = self._phrase_from(self._index(draft.cue_span[1] + 1), sentence[1])
            if cited is None or not self.body.startswith(",", cited[1]):
                continue
            behind = self._index(cited[1] + 2)
            is_behind = self.doc[behind].lower_ == "that"
            verb = self._verb_before(draft.cue_span[0]) if is_behind else self.doc[behind]
            if verb is None or verb.pos_ != "VERB" or analyse_cue(verb.text).cue_class not in _CLASSES:
                continue
            cue = self._cue_span(verb)
            said = next((d for d in self.drafts if d.has_cue_at(cue) and d is not draft), None)
            introduced = tidy_content(self.body, self._said_from(verb, behind, sentence), [])
            content = list(said.content) if said and not is_behind else [introduced]
            reporter = (said and said.source) or draft.source or self._source(verb, cue, content[0])
            if reporter and reporter[1] <= cue[0] and self._speaks(reporter) and self._says_something(content[0]):
                self._remove(draft.cue_span)
                self._remove(cue)
                self.drafts.append(self._draft(content, reporter, cue))
                self.found.append(self._draft(content, cited, draft.cue_span, parent=self.drafts[-1]))

    def _verb_before(self, place: int) -> Token | None:
        """Return the verb that a participle behind a comma goes with: "reported late on Friday, citing"."""
        number = self._index(place) - 1
        if number < 1 or self.doc[number].text != ",":
            return None
        words = reversed(self.doc[max(0, number - 6) : number])
        return next((word for word in words if word.is_punct or word.pos_ in ("VERB", "AUX")), None)

    def _said_from(self, verb: Token, first: int, sentence: Span) -> Span:
        """Return what a verb of reporting introduces, from "that" on."""
        words = self.doc[max(first, verb.i) : max(first, verb.i) + 8]
        that = next((word for word in words if word.lower_ == "that"), None)
        end = sentence[1] - self.body.endswith(".", *sentence)
        return (that.idx, end) if that is not None else (end, end)

    def _find_quoting(self) -> None:
        """Find who quotes: "the Post quoted Ann Lee as saying ...", where only whom it quotes was found."""
        for draft in list(self.drafts):
            if not draft.source or not draft.cue_span or not self.body.endswith(" as ", 0, draft.cue_span[0]):
                continue
            number = self._index(draft.source[0])
            verb = self.doc[number - 1] if number else self.doc[0]
            if verb.pos_ != "VERB" or lemma_of(verb.text) not in ("quote", "cite"):
                continue
            cue, content = self._cue_span(verb), (draft.source[0], draft.span[1])
            reporter = None if self._is_taken(cue) else self._source(verb, cue, content)
            if reporter and self._speaks(reporter):
                self.drafts.append(self._draft([content], reporter, cue))

    def _find_citing(self) -> None:
        """Find who says what somebody else is cited for: "according to the Post, which cited two officials, ..."."""
        for found in _ACCORDING_TO_WHO_CITES.finditer(self.body):
            cue, source = found.span("cue"), found.span("source")
            number = self.text.sentence_at(cue[0])
            if number is None or any(d.has_cue_at(cue) for d in self.drafts):
                continue
            start, end = self.text.sentences[number]
            cited = self._phrase_from(self._index(found.end("cites") + 1), end)
            said = (start, cue[0]) if cue[0] > start else (cited[1], end) if cited else (start, start)
            content = tidy_content(self.body, said, self.quotations)
            if cited is None or not self._says_something(content) or not self._speaks(source):
                continue
            self._remove(found.span("cites"))
            self.drafts.append(self._draft([content], source, cue))
            self.found.append(self._draft([content], cited, found.span("cites"), parent=self.drafts[-1]))

    def _remove(self, cue: Span) -> None:
        self.drafts[:] = [draft for draft in self.drafts if not draft.has_cue_at(cue)]

    def _cited(self, draft: Draft, pattern: re.Pattern[str]) -> tuple[Span, Span] | None:
        """Return the cue and the source of whom a draft cites, if its sentence says so outside of its content."""
        if not draft.cue_span or not draft.source or draft.cue.cue_class not in ("say", "report", "confirm", None):
            return None
        if _CITES.match(self.body, draft.cue_span[0]):
            return None
        start, end = self.text.sentence_around(draft.cue_span[0])
        for found in pattern.finditer(self.body, start, end):
            cue = trim(self.body, *found.span())
            rival = any(
                other is not draft and other.cue_span and not overlaps(other.cue_span, cue)
                and draft.cue_span[0] < other.cue_span[0] < cue[0] and other.source
                for other in self.drafts
            )
            is_found = any(other.has_cue_at(cue) for other in self.found)
            is_inside = draft.holds(cue) and not self._ends_content(draft, cue)
            if is_inside or rival or is_found or not self._is_cited_by(draft, cue):
                continue
            source = self._phrase_from(self._index(found.end() if pattern is _ATTRIBUTED else cue[1] + 1), end)
            is_name = source and self.doc[self._index(source[1]) - 1].pos_ == "PROPN"
            is_near = source and source[0] - cue[1] <= 2 and not overlaps(source, draft.source)
            if is_near and (is_name or self._speaks(source)):
                return cue, source
        return None

    def _ends_content(self, draft: Draft, cue: Span) -> bool:
        """Whether "citing officials" was taken for the end of what is said, where nobody inside it says anything."""
        start, end = draft.content[-1]
        cited = self._phrase_from(self._index(cue[1] + 1), end)
        if cited is None or cited[1] != end or not start < cue[0]:
            return False
        words = self.doc[self._index(start) : self._index(cue[0])]
        return not any(word.pos_ == "VERB" and lemma_of(word.text) in _MAY_CITE for word in words)

    def _is_cited_by(self, draft: Draft, cue: Span) -> bool:
        """Whether "citing" goes with a draft: "X reported ..., citing Y", "X, citing Y, said", "X, which cited Y"."""
        word = self.body[slice(*cue)]
        if word.startswith("attributed"):
            return cue[0] - draft.cue_span[1] < 30 and cue[0] >= draft.cue_span[0]
        before = self.body[: cue[0]].rstrip()
        if word.endswith("ing"):
            return before.endswith((",", "”", '"', "—", "–"))
        return bool(re.search(r"\bwhich\s+(?:also\s+)?$", self.body[max(0, cue[0] - 14) : cue[0]])) and any(
            0 <= cue[0] - edge < 14 for edge in (draft.source[1], draft.cue_span[1])
        ) or covers(draft.source, cue)

    def _add_cited(self, draft: Draft, cue: Span, source: Span) -> None:
        for other in [other for other in self.drafts if other.has_cue_at(cue)]:
            if other is not draft and not other.content[0][1] <= draft.span[0]:
                self.drafts.remove(other)
        if covers(draft.source, cue):
            draft.source = trim(self.body, draft.source[0], cue[0], " ,\t\n\u00a0")
            shortened = re.search(r",?\s+which(?:\s+also)?$", self.body[slice(*draft.source)])
            if shortened:
                draft.source = draft.source[0], draft.source[0] + shortened.start()
        if overlaps(draft.cue_span, cue):
            draft.cue_span = trim(self.body, draft.cue_span[0], cue[0])
        if draft.holds(cue):
            draft.content[-1] = tidy_content(self.body, (draft.content[-1][0], cue[0]), self.quotations)
        self.found.append(self._draft(list(draft.content), source, cue, parent=draft))

    # Who speaks inside --------------------------------------------------------------------------------------------

    def find_within(self) -> None:
        """Find the attributions in the contents of others, those in what was found included."""
        outer = list(self.drafts)
        spans = sorted({span for draft in outer for span in draft.content})
        last = -1
        for start, end in spans:
            for number in range(max(self._index(start), last + 1), self._index(end)):
                last = number
                self._read(self.doc[number], (start, end))
        for number in (self.doc.to_array("POS") == NOUN).nonzero()[0].tolist():
            token = self.doc[number]
            if token.lower_ in _NOUNS_OF_ACTION and number > 0:
                self._read_noun_of_action(token)

    def find_in_sources(self) -> None:
        """Find what a source is told to have said on another occasion: "Lee, who denies the charges, told ..."."""
        for source in sorted({draft.source for draft in self.drafts if draft.source}):
            relative = _WHO_OR_WHICH.search(self.body, *source)
            words = self.doc[self._index(relative.end()) : self._index(source[1])] if relative else []
            for word in words:
                if word.pos_ == "VERB" and analyse_cue(word.text).cue_class in _SAYING:
                    self._read_verb(word, source)

    def _read_noun_of_action(self, token: Token) -> None:
        """Read a noun; what the model has without a source, "a demand for", gives way to a reading that has one."""
        before, found = list(self.drafts), len(self.found)
        noun = token.idx, token.idx + len(token)
        self.drafts[:] = [draft for draft in before if not (draft.has_cue_at(noun) and self._is_sourceless(draft))]
        self._list_cues()
        self._read_noun(token, (0, len(self.body)), needs_source=True)
        if len(self.found) == found:
            self.drafts[:] = before
            self._list_cues()

    def _is_sourceless(self, draft: Draft) -> bool:
        """Whether the model found a noun for a cue, with its article, and nobody whose it is."""
        sources = [self.body[slice(*part)].casefold() for part in draft.source_parts]
        is_sourceless = all(source in ("which", "who", "that") for source in sources)
        return is_sourceless and _WITH_ARTICLE.fullmatch(self.body, *draft.cue_span) is not None

    def _read(self, token: Token, fragment: Span) -> None:
        if token.pos_ in ("VERB", "AUX"):
            self._read_verb(token, fragment)
        elif token.pos_ == "NOUN":
            self._read_noun(token, fragment, needs_source=False)

    def _read_verb(self, token: Token, fragment: Span) -> None:
        lemma = lemma_of(token.text)
        cue = self._cue_span(token)
        if analyse_cue(token.text).cue_class not in _CLASSES or self._is_taken(cue, within=fragment):
            return
        if (
            self._read_quotation(token, cue, fragment)
            or self._read_told_by(token, lemma, cue, fragment)
            or self._read_after_quotation(token, cue, fragment)
        ):
            return
        stop = self._stop(token, fragment[1])
        start = self._content_start(token, lemma, stop)
        is_shown = token.i and kind_of_head(self.doc[token.i - 1].lower_)[0] == "document"
        if start is None:
            self._read_behind(token, lemma, cue, fragment)
            return
        if lemma in _NOT_SPEECH and self.doc[start].lower_ != "that" and not is_shown:
            return
        content = self._introduced(token, start, stop)
        is_clause = lemma in _BARE_CLAUSE or _opens_clause(self.doc[start])
        source = self._source(token, cue, content, is_clause=is_clause)
        if source is None or not fragment[0] <= source[0] or self._is_supposed(source, cue):
            return
        if lemma != "claim" and self._lacks_object(token, source, start):
            return
        is_oneself = self.body[slice(*source)].casefold() in _ONESELF
        if is_oneself and (lemma in _OWN_INFINITIVE or analyse_cue(token.text).cue_class in _THOUGHTS):
            return
        if self._says_something(content) and self._speaks(source):
            self.found.append(self._draft([content], source, cue, goes_on=self._manner(lemma, self.doc[start])))

    def _read_quotation(self, token: Token, cue: Span, fragment: Span) -> bool:
        """Read what somebody is quoted with inside a quotation: “He said, ‘Beer is beer.’”."""
        quoted = _QUOTED_INSIDE.match(self.body, cue[1], fragment[1] + 1)
        source = self._source(token, cue, quoted.span("content")) if quoted else None
        if source is None or source[0] < fragment[0] or not self._speaks(source):
            return False
        content = tidy_content(self.body, quoted.span("content"), [])
        self.found.append(self._draft([content], source, cue))
        return True

    def _read_after_quotation(self, token: Token, cue: Span, fragment: Span) -> bool:
        """Read "“It is over,” Ann Lee wrote to the board" inside what somebody reports."""
        if token.tag_ not in ("VBD", "VBZ", "VBP"):
            return False
        quoted = [q for q in self.quotations if q.is_closed and fragment[0] - 1 <= q.start and q.end <= cue[0]]
        if not quoted or self.text.sentence_at(quoted[-1].end - 1) != self.text.sentence_at(cue[0]):
            return False
        (start, end), edge = quoted[-1].inner, quoted[-1].end
        if self.body[end - 1] not in ",.?!…":
            return False
        is_behind = not self.body[edge : cue[0]].strip(" ,")
        source = self._phrase_from(token.i + 1, fragment[1]) if is_behind else self._source(token, cue, (start, end))
        if source is None or not self._speaks(source):
            return False
        if not is_behind and self.body[edge : source[0]].strip(" ,"):
            return False
        content = tidy_content(self.body, (start, end), [])
        if len(re.findall(r"\w+", self.body[slice(*content)])) < _FEWEST_QUOTED:
            return False
        later = [
            span
            for draft in self.drafts
            if draft.holds(cue)
            for span in draft.content
            if span[0] > cue[1] and is_within(span, self.quotations)
        ]
        self.found.append(self._draft([content, *later], source, cue))
        return True

    def _read_told_by(self, token: Token, lemma: str, cue: Span, fragment: Span) -> bool:
        """Read "the paper had been told by two officials that ..."."""
        by = self._following(token)
        if lemma not in _TOLD or token.tag_ != "VBN" or by.lower_ != "by":
            return False
        source = self._phrase_from(by.i + 1, fragment[1])
        start = self._index(source[1] + 1) if source else len(self.doc)
        if start >= len(self.doc) or not self._speaks(source) or not _opens_clause(self.doc[start]):
            return False
        stop = self._stop(token, fragment[1])
        content = self._introduced(token, start, stop)
        self.found.append(self._draft([content], source, cue))
        return True

    def _read_behind(self, token: Token, lemma: str, cue: Span, fragment: Span) -> None:
        """Read "the port is for sale, two officials said", where it ends what somebody else says."""
        if lemma not in _BEHIND or cue[1] < fragment[1] - 1:
            return
        source = self._source(token, cue, cue)
        if source is None or not fragment[0] < source[0] or not self.body[: source[0]].rstrip().endswith((",", "”")):
            return
        content = tidy_content(self.body, (fragment[0], source[0]), self.quotations)
        if self._says_something(content) and self._speaks(source):
            self.found.append(self._draft([content], source, cue))

    def _manner(self, lemma: str, first: Token) -> str:
        """Return what makes another cue of a verb: "asked for" and "asked to" are no questions."""
        if first.lower_ in _PREPOSITIONS.get(lemma, frozenset()):
            return f" {first.lower_}"
        return " to" if lemma in ("ask", "tell") and not _opens_clause(first) and first.text not in DOUBLE else ""

    def _is_supposed(self, source: Span, cue: Span) -> bool:
        """Whether what a source says is asked or supposed: "if he thinks", "do they believe", "people might expect"."""
        number = self._index(source[0])
        before = self.doc[number - 1] if number else None
        if _MAY.search(self.body, *cue):
            return True
        return before is not None and (before.lower_ in ("if", "unless", "should") or before.pos_ == "AUX")

    def _lacks_object(self, token: Token, source: Span, start: int) -> bool:
        """Whether what somebody is to do is said of the noun before: "the changes that [the board] wanted to make"."""
        noun = token.head
        is_relative = token.dep_ == "acl:relcl" and noun.idx + len(noun) <= source[0]
        return is_relative and self.doc[start].lower_ == "to" and not self._is_relative(source)

    def _stop(self, token: Token, end: int) -> int:
        """Return where the content around a word, its sentence or the quotation that it stands in ends."""
        holding = [
            fragment[1]
            for draft in [*self.drafts, *self.found]
            for fragment in draft.content
            if fragment[0] <= token.idx < fragment[1]
        ]
        sentence = self.text.sentence_around(token.idx)
        return min([end, sentence[1], *holding])

    def _content_start(self, token: Token, lemma: str, stop: int) -> int | None:
        """Return the number of the word that what a verb introduces begins with."""
        following = [word for word in self.doc[token.i + 1 : token.i + 1 + _REACH] if word.idx < stop]
        opened: list[Token] = []  # the words passed over
        closing = self._apposition_of(following) if lemma in _OTHERS_INFINITIVE | _TOLD else None
        for word in following:
            if closing and closing[0] <= word.i <= closing[1]:
                continue
            if _opens_clause(word) and not _has_verb(opened):
                return word.i if self._introduces(lemma, opened, word) else None
            if word.lower_ == "to" and word.tag_ == "TO":
                return self._infinitive(word, lemma, opened)
            if word.tag_ == "VB" and lemma in _BARE_INFINITIVE and opened and opened[-1].pos_ == "PROPN":
                return opened[0].i
            is_quoted_request = lemma in _OTHERS_INFINITIVE and self._is_infinitive(word.i + 1)
            if word.text in DOUBLE and (lemma in _BARE_CLAUSE | _DESCRIBES or is_quoted_request):
                is_subject = opened and lemma in _BARE_CLAUSE - {"tell"}
                return opened[0].i if is_subject or opened and lemma in _DESCRIBES else word.i
            is_finite = word.tag_ in FINITE or lemma == "show" and word.tag_ == "VBN"  # data showing cases halved
            if word.pos_ in ("VERB", "AUX") and is_finite:
                return self._bare_clause(word, lemma, opened)
            if word.is_punct and word.text not in ("-", "’", "'", ".") or word.tag_ in ("WDT", "WP"):
                break
            opened.append(word)
        return self._other_content(token, lemma, opened)

    def _apposition_of(self, words: list[Token]) -> tuple[int, int] | None:
        """Return from which to which comma an apposition goes: "told the premier, Ann Lee, to wait"."""
        commas = [word.i for word in words if word.text == ","]
        if len(commas) < 2 or commas[1] - commas[0] > 7:
            return None
        inside = self.doc[commas[0] + 1 : commas[1]]
        behind = self._following(self.doc[commas[1]])
        is_apposition = not any(word.pos_ in ("VERB", "AUX") for word in inside)
        return (commas[0], commas[1]) if is_apposition and behind.lower_ in ("to", "that", "not") else None

    def _is_infinitive(self, number: int) -> bool:
        words = [word.lower_ for word in self.doc[number : number + 2]]
        return words[:1] == ["to"] or words == ["not", "to"]

    def _introduces(self, lemma: str, opened: list[Token], word: Token) -> bool:
        """Whether a "that" is a verb’s own, and not of a noun between them: "told aides that", "heard rumours that"."""
        following = self._following(word)
        if word.lower_ == "that" and (following.pos_ in ("VERB", "AUX") or following.pos_ == "ADV" and opened):
            return False
        first = next((w for w in opened if w.pos_ not in ("ADV", "PART")), None)
        return first is None or first.pos_ == "ADP" or lemma in _TOLD or first.ent_type_ in ("DATE", "TIME")

    def _infinitive(self, word: Token, lemma: str, opened: list[Token]) -> int | None:
        object_ = [w for w in opened if w.pos_ not in ("ADV", "PART") and w.text not in DOUBLE]
        first = word.i - 1 if opened and opened[-1].lower_ == "not" else word.i
        if first and self.doc[first - 1].text in DOUBLE:
            first -= 1
        if not object_:
            return first if lemma in _OWN_INFINITIVE else None
        if lemma not in _OTHERS_INFINITIVE:
            return None
        is_called = object_[0].lower_ in ("on", "upon") and len(object_) > 1
        return object_[1].i if is_called else object_[0].i if lemma != "call" else None

    def _bare_clause(self, verb: Token, lemma: str, opened: list[Token]) -> int | None:
        """Return the first word of a clause without "that", whose verb is given."""
        first = next((word for word in opened if word.pos_ != "ADV"), None)
        if lemma not in _BARE_CLAUSE or first is None or first.pos_ in ("ADP", "SCONJ", "CCONJ", "VERB"):
            return None
        if first.lower_ in _OBJECTS and lemma != "tell":
            return None
        if lemma == "tell":  # told reporters the talks were over
            determiners = [word for word in opened[1:] if word.pos_ in ("DET", "PRON") or word.ent_iob_ == "B"]
            return determiners[-1].i if determiners else None
        return first.i

    def _other_content(self, token: Token, lemma: str, opened: list[Token]) -> int | None:
        if not opened:
            return None
        first = next((word for word in opened if word.pos_ != "ADV"), opened[0])
        prepositions = _PREPOSITIONS.get(lemma, frozenset())
        if first.lower_ in prepositions:
            return first.i
        if lemma == "accuse" and any(word.lower_ == "of" for word in opened):
            return first.i
        if lemma in _DESCRIBES and any(word.lower_ == "as" or word.text in DOUBLE for word in opened):
            return first.i
        is_noun = first.pos_ in _BEFORE_NOUN | {"PRON"} and first.lower_ not in ("it", "him", "her", "them")
        if lemma in _OBJECT and is_noun:
            return first.i
        return None

    def _introduced(self, token: Token, start: int, stop: int) -> Span:
        """Return what a verb or noun introduces, from a word on."""
        return tidy_content(self.body, (self.doc[start].idx, self._content_end(token, start, stop)), self.quotations)

    def _content_end(self, token: Token, start: int, stop: int) -> int:
        """Return where what a verb introduces ends: at a comma that closes it, or at another verb of speaking."""
        doc = self.doc
        for word in doc[start + 1 :]:
            if word.idx >= stop:
                break
            if is_within((word.idx, word.idx + len(word)), self.quotations) and not is_within(
                (token.idx, token.idx + 1), self.quotations
            ):
                continue
            following = doc[word.i + 1] if word.i + 1 < len(doc) else None
            if word.text in (";", "—", "–", ":"):
                return word.idx
            if word.text == "," and following is not None and self._closes(following):
                return word.idx
            if word.lower_ in ("and", "but") and self._goes_on(token, word):
                return word.idx
        return stop

    def _closes(self, word: Token) -> bool:
        following = self._following(word)
        return (
            word.lower_ in _CUT_AFTER_COMMA
            or word.tag_ == "VBG"
            or word.pos_ == "CCONJ" and (following.tag_ in FINITE or following.lower_ in _PERSONAL)
        )

    def _goes_on(self, token: Token, joint: Token) -> bool:
        """Whether the speaker of a verb goes on with another one behind "and"."""
        rest = [word for word in self.doc[joint.i + 1 : joint.i + 5] if word.pos_ not in ("ADV", "AUX", "PART")]
        if not rest or rest[0].pos_ != "VERB" or rest[0].tag_ != token.tag_:
            return False
        return analyse_cue(rest[0].text).cue_class in _CLASSES

    def _source(self, token: Token, cue: Span, content: Span, *, is_clause: bool = True) -> Span | None:
        """Return who does what a verb says; ``None`` where a passive or an infinitive has nobody before it."""
        before = self.doc[self._index(cue[0]) - 1] if self._index(cue[0]) else None
        words = self.doc[self._index(cue[0]) : token.i]
        auxiliaries = {lemma_of(word.text) for word in words if word.pos_ == "AUX"}
        is_passive = bool(auxiliaries & _BE) or token.tag_ == "VBN" and not auxiliaries and not is_clause
        if before is None or is_passive or any(w.lower_ == "to" for w in words) or before.tag_ == "TO":
            return None
        if token.tag_ == "VBG" and before.lower_ == "as":
            return self._by_parse(token, cue, content)
        if token.tag_ == "VBG" and kind_of_head(before.lower_)[0] == "document":
            return self._phrase_before(before)
        if token.tag_ == "VBG" and before.lower_ in _WHEN:
            return self._by_parse(token, cue, content)
        if token.tag_ == "VBG" and before.text not in (",", "”") and before.pos_ not in _NOMINAL | {"AUX", "CCONJ"}:
            return None
        if token.tag_ == "VB" and not words and before.pos_ != "CCONJ":
            return None
        if before.text == "," and token.tag_ != "VBG":
            opening = self._opening_comma(before)
            if opening is not None:
                return self._phrase_before(self.doc[opening - 1])[0], before.idx
        if token.tag_ == "VBG" and not words or before.is_punct or before.pos_ in ("CCONJ", "SCONJ"):
            return self._by_parse(token, cue, content)
        if before.lower_ in _RELATIVE and before.tag_ in ("WP", "WDT"):
            behind = before.i - 1 - (before.i > 1 and self.doc[before.i - 1].text == ",")
            return self._phrase_before(self.doc[behind]) if self.doc[behind].pos_ in _NOMINAL else None
        if before.lower_ in _PERSONAL:
            return before.idx, before.idx + len(before)
        return self._phrase_before(before) if before.pos_ in _NOMINAL else None

    def _opening_comma(self, closing: Token) -> int | None:
        """Return the comma that an apposition between commas begins with: "Ann Lee, the mayor, said"."""
        for number in range(closing.i - 2, max(0, closing.i - 12), -1):
            word = self.doc[number]
            if word.text == ",":
                return number if self.doc[number - 1].pos_ in _NOMINAL else None
            if word.pos_ in ("VERB", "AUX") or word.is_punct and word.text not in ("-", "’"):
                return None
        return None

    def _by_parse(self, token: Token, cue: Span, content: Span) -> Span | None:
        source = self.subjects.subject_of((token.idx, token.idx + len(token)), [content])
        same = source and self.text.sentence_at(source[0]) == self.text.sentence_at(token.idx)
        if same and source[1] <= cue[0]:
            return source
        return self._of_main_verb(token, content) if token.tag_ == "VBG" else None

    def _of_main_verb(self, participle: Token, content: Span) -> Span | None:
        """Return the subject of the verb before a participle behind a comma: "Xi raised the matter, describing ..."."""
        if not participle.i or self.doc[participle.i - 1].text not in (",", "”"):
            return None
        start = self.text.sentence_around(participle.idx)[0]
        for word in reversed(self.doc[max(0, participle.i - 25) : participle.i]):
            if word.idx < start or word.lower_ == "that":
                return None
            if word.pos_ == "VERB" and word.tag_ in ("VBD", "VBZ", "VBP"):
                return self._source(word, self._cue_span(word), content)
        return None

    def _phrase_before(self, head: Token) -> Span:
        """Return the noun phrase that ends in a word."""
        doc, left = self.doc, head.i
        sentence = self.text.sentence_around(head.idx)[0]
        while left and doc[left - 1].idx >= sentence and self._belongs(doc[left - 1], doc[left]):
            left -= 1
        names = self.entities.names_across(doc[left].idx, head.idx + len(head))
        return min([doc[left].idx, *(name.start for name in names)]), head.idx + len(head)

    def _belongs(self, word: Token, right: Token) -> bool:
        """Whether a word belongs to the noun phrase that the word behind it does."""
        if word.lower_ in _INSIDE and word.i and right.pos_ in _BEFORE_NOUN:
            return kind_of_head(self.doc[word.i - 1].lower_)[0] in ("person", "group")
        if right.lower_ in _INSIDE:
            return word.pos_ == "NOUN"
        if right.pos_ == "DET" or right.tag_ == "PRP$":
            return word.lower_ == "of" or word.lower_ in ("all", "both") or word.pos_ == "NUM"
        if right.text == "-":
            return word.is_alpha
        if right.lower_ == "of":
            return word.pos_ in _NOMINAL | {"NUM"} or word.lower_ in ("some", "many", "one")
        if word.lower_ == "of" or word.tag_ == "PRP$" or word.text in ("-", "&"):
            return True
        if word.pos_ not in _BEFORE_NOUN or word.lower_ in ("to", "not"):
            return False
        starts_name = right.ent_iob_ == "B" and right.ent_type_ == "PERSON"
        is_title = kind_of_head(word.lower_)[0] in ("person", "organisation")
        return is_title or not (starts_name and word.pos_ == "NOUN")

    def _phrase_from(self, number: int, end: int) -> Span | None:
        """Return the noun phrase that begins with a word, with what belongs to it and is joined to it."""
        doc, right = self.doc, None
        for word in doc[number : number + 20]:
            if word.idx >= end or word.is_punct and word.text not in ("-", "’", "'", "."):
                break
            if word.pos_ in ("VERB", "AUX", "SCONJ") or word.tag_ in ("WDT", "WP", "TO"):
                break
            if word.pos_ in _NOMINAL or word.pos_ == "PRON":
                right = word.i
        if right is None or doc[number].pos_ not in _BEFORE_NOUN | {"PRON"}:
            return None
        return doc[number].idx, doc[right].idx + len(doc[right])

    def _read_noun(self, token: Token, fragment: Span, *, needs_source: bool) -> None:
        """Read "Trump’s request for Takaichi to wait" and "a claim that the port is for sale"."""
        lemma = singular_of(token.lower_)
        cue = token.idx, token.idx + len(token)
        if lemma not in _NOUNS_OF_ACTION | _NOUNS_OF_SPEECH or self._is_taken(cue):
            return
        stop = self._stop(token, fragment[1])
        start = self._noun_content(token, lemma, stop)
        if start is None:
            return
        content = self._introduced(token, start, stop)
        source, cue = self._noun_source(token, cue)
        if not self._says_something(content) or source is not None and source[0] < fragment[0]:
            return
        if source is None and (needs_source or lemma not in _NOUNS_OF_SPEECH):
            return
        if source is None or self._speaks(source) and not overlaps(source, content):
            self.found.append(self._draft([content], source, cue, meaning=token.text))

    def _noun_content(self, token: Token, lemma: str, stop: int) -> int | None:
        for word in self.doc[token.i + 1 : token.i + 1 + _REACH]:
            if word.idx >= stop or word.pos_ in ("VERB", "AUX") or word.is_punct and word.text not in ("-", "’"):
                return None
            following = self._following(word)
            if word.lower_ == "that" and (word.tag_ == "IN" or following.tag_ in ("NNP", "PRP")):
                is_own = word.i - token.i <= 6 and self._introduces("tell", [], word)
                if word.dep_ in ("obj", "obl") and word.i > token.i + 1:
                    return None  # an announcement about steps that she will take
                return word.i if is_own else None
            if word.lower_ == "to" and word.tag_ == "TO" and lemma in _NOUNS_OF_ACTION:
                opened = self.doc[token.i + 1 : word.i]
                first = next((w.i for w in opened if w.lower_ == "for"), None)
                return first if first is not None else word.i if len(opened) <= 4 else None
        return None

    def _noun_source(self, token: Token, cue: Span) -> tuple[Span | None, Span]:
        """Return whose saying a noun is: by a possessive, "by" or "from", or as object of a verb such as "express"."""
        doc = self.doc
        left = token.i
        while left and doc[left - 1].pos_ == "ADJ":
            left -= 1
        if left > 1 and doc[left - 1].tag_ == "POS":
            return self._phrase_before(doc[left - 2]), cue
        if left and doc[left - 1].tag_ == "PRP$" and doc[left - 1].lower_ in ("his", "her", "their"):
            return (doc[left - 1].idx, doc[left - 1].idx + len(doc[left - 1])), cue
        if left and doc[left - 1].pos_ == "DET":
            left -= 1
        verb = doc[left - 1] if left else None
        if verb is not None and verb.pos_ == "VERB" and lemma_of(verb.text) in _LIGHT:
            source = self._source(verb, self._cue_span(verb), cue)
            return source, (self._cue_span(verb)[0], cue[1]) if source else cue
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if after is not None and after.lower_ in ("by", "from"):
            return self._phrase_from(after.i + 1, len(self.body)), cue
        if verb is not None and verb.pos_ == "CCONJ":
            return self._agent_of_joined(token, verb), cue
        whose = doc[token.i - 1] if token.i else token
        names = self.entities.names_within(max(0, cue[0] - 60), cue[0])
        if names and names[-1].label == "ORG" and not self.body[names[-1].end : cue[0]].strip():
            return names[-1].span, cue
        if whose.lower_ in ("newspaper", "media", "press"):
            return (whose.idx, whose.idx + len(whose)), cue
        return None, cue

    def _agent_of_joined(self, token: Token, joint: Token) -> Span | None:
        """Return from whom a noun is that is joined to another: "a response from Beijing and a demand for ..."."""
        start = self.text.sentence_around(token.idx)[0]
        for word in reversed(self.doc[max(0, joint.i - 15) : joint.i]):
            if word.idx < start:
                break
            is_agent = word.lower_ in ("from", "by") and word.i and self.doc[word.i - 1].pos_ == "NOUN"
            if is_agent and word.i + 1 < joint.i:
                return self._phrase_from(word.i + 1, joint.idx)
        return None

    # Small things -------------------------------------------------------------------------------------------------

    def _index(self, place: int) -> int:
        """Return the number of the word at or behind a place."""
        return bisect_left(self._starts, place)

    def _following(self, word: Token) -> Token:
        """Return the word behind another; the last itself where there is none."""
        return self.doc[min(word.i + 1, len(self.doc) - 1)]

    def _cue_span(self, verb: Token) -> Span:
        """Return where a verb stands, with its auxiliaries and what stands between them."""
        left = verb.i
        while left and self.doc[left - 1].pos_ in ("AUX", "ADV", "PART") and self.doc[left - 1].lower_ != "to":
            left -= 1
        while left < verb.i and self.doc[left].pos_ == "PART" and self.doc[left].tag_ == "POS":
            left += 1
        return self.doc[left].idx, verb.idx + len(verb)

    def _is_taken(self, cue: Span, *, within: Span | None = None) -> bool:
        """Whether an attribution has the cue already, or it is part of who speaks, but for a source that is read."""
        near = bisect_right(self._cues, (cue[1], cue[1]))
        if overlaps_any(cue, self._cues[max(0, near - 3) : near]):
            return True
        return any(
            draft.source and draft.source != within and covers(draft.source, cue) for draft in self.drafts
        ) or any(draft.has_cue_at(cue) for draft in self.found)

    def _says_something(self, content: Span) -> bool:
        words = re.findall(r"\w+", self.body[slice(*content)])
        return len(words) >= 3 + (words[:1] == ["not"]) if len(words) != 2 else words[0] not in ("to", "not")

    def _speaks(self, source: Span) -> bool:
        """Whether a phrase means somebody or something that can speak."""
        phrase = self.body[slice(*source)]
        words = re.findall(r"[\w-]+", phrase)
        if not words:
            return False
        if phrase.casefold() in _PERSONAL | {"his", "her", "their"}:
            return True
        names = self.entities.names_within(*source)
        if names and names[-1].label in _SPEAKS and names[-1].end >= source[1] - 2:
            return True
        if self.entities.known_as(phrase, before=source[0]):
            return True
        return kind_of_head(words[-1].casefold())[0] != "unknown" or any(
            kind_of_head(word.casefold())[0] in ("person", "group") for word in words
        )

    def _draft(
        self,
        content: list[Span],
        source: Span | None,
        cue: Span,
        *,
        parent: Draft | None = None,
        goes_on: str = "",
        meaning: str | None = None,
    ) -> Draft:
        whole = spanning([*content, cue, *([source] if source else [])])
        near = [q for q in self.quotations if q.start < whole[1] and whole[0] < q.end]
        words = meaning or self.body[slice(*cue)] + goes_on
        analysed = analyse_cue(words, self.body[max(0, cue[0] - 24) : cue[0]])
        kind = kind_of(self.body, content, near)
        return Draft(content, whole, kind, source, cue, analysed, CONFIDENCE, parent=parent)


def _opens_clause(word: Token) -> bool:
    is_question = word.lower_ in _CLAUSE_WORDS and word.pos_ != "NOUN"
    return is_question or word.lower_ == "that" and word.tag_ == "IN"


def _has_verb(words: list[Token]) -> bool:
    return any(word.pos_ in ("VERB", "AUX") and word.tag_ in FINITE for word in words)

