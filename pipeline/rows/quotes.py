"""Quotes: from the model's attributions, and from direct quotations that it missed, to rows with a speaker.

Floating quotations, which stand beside an attributed one without a source of their own, continue its speaker.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipeline.ids import stable_id
from pipeline.language.extensions import Attribution
from pipeline.records import EntityRole, Quote
from pipeline.rows.anonymity import NOTHING_SAID, UnnamedSource, UnnamedSources
from pipeline.rows.antecedents import Antecedents
from pipeline.rows.cues import Cue, analyse_cue
from pipeline.rows.marks import Quotation
from pipeline.rows.pronouns import FIRST_PERSON
from pipeline.rows.quoting import is_within, joined, kind_of, tidy_content, tidy_part, tidy_source
from pipeline.rows.sources import RELATIVE_AT_END, UNKNOWN, Speaker
from pipeline.rows.subjects import Subjects
from pipeline.rows.text import ArticleText, Span, covers, overlaps, overlaps_any, spanning, trim

_LOOK_BACK = 24
_EMPTY_WORDS = frozenset("the a an and or but of that s for to in on at by with from as about".split())
_LONGEST_SUBJECT = 6  # words
_JOINT = re.compile(r",?\s+(?:but|and)\s*\Z")
_JOINED_BEFORE = re.compile(r"\b(?:and|but|or)\s+(?:(?:\w+ly|also|then|later|has|have|had|even|instead)\s+)*\Z")
_OPENING_PARTICIPLE = re.compile(r"(?:\w+ly\s+)?[A-Za-z]+ing(?:\s+\w+){0,2}")
_REFUSES_TO = re.compile(r"(?P<verb>(?:\w+\s+)*(?:declin|refus)(?:ed|es|e|ing))\s+(?P<said>to\s+\w)")
# A model may take what is denied into the cue: "denied a report [that it was sold]".
_DENIES_REPORT = re.compile(
    r"(?P<verb>(?:\w+\s+){0,3}(?:den(?:y|ie[sd]|ying)|(?:reject|dismiss|disput|refut|contradict|rebut)\w*))\s+"
    r"(?P<said>(?:an?|the|any|\w+[’']s)\s+(?:[\w-]+\s+){0,3}(?:report|claim|allegation|accusation|suggestion|story)s?)"
)
_WAS_TOLD = re.compile(r"(?:(?:was|were|has|have|had|been|later|also)\s+)+(?:told|informed|assured|warned|advised)\b")
_WHO = re.compile(r"who\b")
_ARTICLE = re.compile(r"(?:the|an?)", re.IGNORECASE)
_AROUND = " ,\t\r\n\u00a0"
# The least confidence in what is not quoted: where the lexicon does not know the cue ("elected", "waves"), the more so
# where the content is no clause ("rolled out [several versions]"), and where nobody is named who speaks.
_LEAST_OF_UNKNOWN = 0.6
_LEAST_OF_UNKNOWN_PHRASE = 0.7
_LEAST_OF_NOBODY = 0.6
_CLAUSE = re.compile(r"(?:that|whether|how|why|if|what|who|when|where)\b", re.IGNORECASE)
# Who is told or asked does not speak: "[The paper] was told that ...", "Asked why, [Lee] said ...".
_SPOKEN_TO = re.compile(
    r"(?:\S+\s+){0,3}?(?:(?:is|are|was|were|be|been|being)|\w*[’'](?:s|re|m|ve))\s+(?:\w+\s+){0,3}?(?:told|asked|informed|assured|warned"
    r"|advised|urged|encouraged|reminded|accused|criticized|criticised|expected|believed|blamed|questioned|pressed)\b",
    re.IGNORECASE,
)
_SAID_BY_SOMEBODY = re.compile(  # "is reported to have left", "reportedly left", "citing two officials"
    r"(?:citing|cited|quoting|quoted|reported(?:ly)?|alleged(?:ly)?|rumou?red"
    r"|(?<=is |re |as )(?:\w+ly )?(?:accused|said|believed|expected|urged))\b"
)
_OF = re.compile(r"\s+(?:(?:in|at)\s+(?:an?|the|his|her|its|their)\s+(?:[\w-]+\s+){1,2})?(?:of|about)\s+")
_LINE = re.compile(r"[^\n]+")
_BY = re.compile(r"\bby\b")
_WHEN_ASKED = re.compile(r"(?:when\s+)?(?:asked|pressed|questioned)\b", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Draft:
    """A quote on its way: spans first, then the speaker."""

    content: list[Span]
    span: Span
    kind: str
    source: Span | None
    cue_span: Span | None
    cue: Cue
    confidence: float | None
    speaker: Speaker = UNKNOWN
    parent: "Draft | None" = None
    quote_id: str = ""
    unnamed: UnnamedSource = NOTHING_SAID
    role: str | None = None
    source_parts: tuple[Span, ...] = ()  # of a source that words part, as the model marked them

    @property
    def place(self) -> int:
        """Where it is said who speaks."""
        anchor = self.source or self.cue_span or self.content[0]
        return anchor[0]

    def has_cue_at(self, span: Span) -> bool:
        """Whether its cue shares a character with a span."""
        return self.cue_span is not None and overlaps(self.cue_span, span)

    def holds(self, span: Span) -> bool:
        """Whether a span is part of what is said."""
        return any(covers(fragment, span) for fragment in self.content)


@dataclass(slots=True)
class ArticleQuotes:
    """The quotes of an article, and what could not become one."""

    drafts: list[Draft] = field(default_factory=list)
    without_content: int = 0  # attributions that have no content, and so give no quote
    unlikely: int = 0  # attributions by words that say nothing, of which the model is not sure


def draft_quotes(attributions: Iterable[Attribution], body: str, quotations: list[Quotation]) -> ArticleQuotes:
    """Make drafts of the attributions that have a content and are likely, each once, in the order of the text."""
    quotes = ArticleQuotes()
    seen = set()
    for attribution in attributions:
        draft = _draft(attribution, body, quotations)
        if draft is None or _is_dateline(draft, body):
            quotes.without_content += 1
        elif _is_unlikely(draft, body):
            quotes.unlikely += 1
        elif (key := (tuple(draft.content), draft.cue_span, draft.source)) not in seen:
            seen.add(key)
            quotes.drafts.append(draft)
    return quotes


def _is_unlikely(draft: Draft, body: str) -> bool:
    """Whether words that the lexicon does not know introduce what is not quoted, and the model is not sure either."""
    is_known = draft.cue_span is None or draft.cue.cue_class is not None
    least = _LEAST_OF_UNKNOWN if _tells_clause(draft, body) else _LEAST_OF_UNKNOWN_PHRASE
    return not is_known and draft.kind == "indirect" and draft.confidence < least


def _tells_clause(draft: Draft, body: str) -> bool:
    is_named = any(map(str.isalnum, body[slice(*draft.cue_span)])) if draft.cue_span else False
    return not is_named or _CLAUSE.match(body, draft.content[0][0]) is not None


def _draft(attribution: Attribution, body: str, quotations: list[Quotation]) -> Draft | None:
    raw = sorted((span.start_char, span.end_char) for span in attribution.content)
    nearby = _near(quotations, raw)
    content = [_without_joint(body, tidy_content(body, span, nearby)) for span in raw]
    content = [span for span in content if _says_something(body[slice(*span)])]
    source = tidy_source(body, [(span.start_char, span.end_char) for span in attribution.source])
    cues = [(span.start_char, span.end_char) for span in attribution.cue]
    cue_span = tidy_part(body, cues)
    source = _in_its_paragraph(body, source, cue_span) if source and cue_span else source
    content = _without_recipient(body, content, cue_span)
    content = _without_topic(body, content, cue_span)
    whole = _with_what_is_said(body, cue_span) if cue_span and content else None
    if whole and 0 <= content[0][0] - cue_span[1] <= 1:
        cue_span, content = (cue_span[0], whole.end("verb")), [(whole.start("said"), content[0][1]), *content[1:]]
        cues = [cue_span]
    if not content:
        return None
    edges = [trim(body, *span) for span in raw] + content + [span for span in (source, cue_span) if span]
    cue = Cue(None, None)
    if cue_span:
        cue_text = " ".join(body[slice(*span)] for span in sorted(cues))
        cue = analyse_cue(cue_text, body[max(0, min(cues)[0] - _LOOK_BACK) : min(cues)[0]])
    kind = kind_of(body, content, nearby)
    parts = tuple(trim(body, span.start_char, span.end_char) for span in attribution.source)
    return Draft(content, spanning(edges), kind, source, cue_span, cue, attribution.confidence, source_parts=parts)


def _with_what_is_said(body: str, cue: Span) -> re.Match[str] | None:
    """Return the verb of a cue into which the model took the beginning of the content: "declined [to say]"."""
    return _REFUSES_TO.match(body, *cue) or _DENIES_REPORT.fullmatch(body, *cue)


def _in_its_paragraph(body: str, source: Span, cue: Span) -> Span:
    """Cut off what of a source stands in another paragraph than the cue: a byline, a caption."""
    lines = [trim(body, *line.span()) for line in _LINE.finditer(body, *source)]
    if len(lines) < 2 or "\n\n" not in body[slice(*source)]:
        return source
    return lines[-1] if cue[0] >= source[1] else lines[0]


def _without_joint(body: str, span: Span) -> Span:
    """Cut the conjunction off that a content ends in: "that he had won but"."""
    joint = _JOINT.search(body, *span)
    return span if joint is None else (span[0], joint.start())


def _without_recipient(body: str, content: list[Span], cue: Span | None) -> list[Span]:
    """Drop who is told, which is nothing that is said: "[Reuters] was told by an official [that it was over]"."""
    if cue is None or len(content) < 2 or not _WAS_TOLD.match(body, *cue):
        return content
    return [span for span in content if not (span[1] <= cue[0] and not body[span[1] : cue[0]].strip())]


def _without_topic(body: str, content: list[Span], cue: Span | None) -> list[Span]:
    """Drop of whom or what something is said that stands before the cue: "“It is over,” [she] said of [the strike]"."""
    if cue is None or not any(end <= cue[0] for _, end in content):
        return content
    return [span for span in content if span[0] < cue[1] or not _OF.fullmatch(body, cue[1], span[0])]


def _is_dateline(draft: Draft, body: str) -> bool:
    """Whether what is taken for an attribution is the place that opens an article: "PHILADELPHIA — "."""
    if not draft.source or not draft.cue_span or any(map(str.isalnum, body[slice(*draft.cue_span)])):
        return False
    return body[slice(*draft.source)].isupper() and ":" not in body[slice(*draft.cue_span)]


def _says_something(text: str) -> bool:
    """Whether a fragment has a word beside articles and conjunctions."""
    return any(word.casefold() not in _EMPTY_WORDS for word in re.findall(r"\w+", text))


def _near(quotations: list[Quotation], spans: list[Span]) -> list[Quotation]:
    if not spans:
        return []
    start, end = spanning(spans)
    return [quotation for quotation in quotations if quotation.start < end + 3 and start - 3 < quotation.end]


def find_sources(drafts: list[Draft], subjects: Subjects, text: ArticleText) -> None:
    """Give the drafts that have a cue and no source the source that they share with another, else the cue's subject.

    Drafts for which nobody is found go where nothing is quoted and the model is not sure.
    """
    for draft in drafts:
        if draft.source and draft.cue_span and _WHO.match(text.body, *draft.source):
            _find_antecedent(draft, subjects, text)
        elif draft.source and draft.cue_span and _ARTICLE.fullmatch(text.body, *draft.source):
            phrase = subjects.opened_by(draft.source, draft.cue_span)
            if phrase and not overlaps_any(phrase, draft.content):
                _take_in(draft, phrase)
    sourced = [draft for draft in drafts if draft.source]
    for draft in drafts:
        if draft.source is None and draft.cue_span:
            subject = subjects.subject_of(draft.cue_span, draft.content)
            is_quoted = text.body.endswith(" as ", 0, draft.cue_span[0])  # "quoted the minister as saying"
            draft.source = (None if is_quoted else _shared_source(draft, subject, sourced, text)) or subject
            draft.source = draft.source or _joined_source(draft, sourced, text) or _opened_source(draft, sourced, text)
            if draft.source:
                _take_in(draft, draft.source)
            else:
                _part_subject(draft, subjects, text.body)
        elif len(draft.source_parts) > 1 and draft.cue_span:
            subject = subjects.subject_of(draft.cue_span, draft.content)
            speaks = subject is not None and overlaps_any(subject, draft.source_parts)
            if speaks and not overlaps(subject, draft.source):
                draft.source = subject  # "China urged ... in an editorial published by a newspaper"
        elif draft.source and draft.cue_span:
            _leave_content(draft, sourced, subjects)
    for draft in drafts:
        relative = draft.source and RELATIVE_AT_END.search(text.body, *draft.source)
        if relative:  # "Taiwan, which" rejects the claim
            draft.source = draft.source[0], relative.start()
        if draft.source and draft.cue_span and _is_spoken_to(draft, text):
            draft.source = None
    drafts[:] = [draft for draft in drafts if not _is_nobodys(draft, text.body)]


def _is_spoken_to(draft: Draft, text: ArticleText) -> bool:
    """Whether a source is whom somebody else tells or asks: "[She] was told", "Asked why, [Lee] said"."""
    source, cue = draft.source, draft.cue_span
    if not text.body[source[1] : cue[0]].strip() and _SPOKEN_TO.match(text.body, *cue):
        return source[1] <= cue[0]
    asked = _WHEN_ASKED.match(text.body, *cue)
    before = text.body[text.sentence_around(cue[0])[0] : cue[0]].casefold()
    if asked is None or before.strip() and not before.endswith("when "):
        return False
    return not (source[0] >= cue[1] and _BY.search(text.body, cue[0], source[0]))


def _is_nobodys(draft: Draft, body: str) -> bool:
    """Whether nobody says what is not quoted and is no clause, no cue tells that somebody does, and nothing is sure."""
    is_sure = draft.source or draft.kind != "indirect" or draft.confidence >= _LEAST_OF_NOBODY
    if is_sure or _tells_clause(draft, body):
        return False
    return _SAID_BY_SOMEBODY.search(body, *draft.cue_span) is None


def _find_antecedent(draft: Draft, subjects: Subjects, text: ArticleText) -> None:
    """Add to a source that is a relative clause whom it takes up: "two employees, who ... said".

    In "it is over, said another person, who is close to them" these words were taken for the content.
    """
    antecedent = subjects.antecedent_of((draft.source[0], draft.source[0] + len("who")))
    if antecedent is None or overlaps(antecedent, draft.cue_span):
        return
    content = [span for span in draft.content if not overlaps(span, antecedent)]
    if not content and draft.cue_span[1] <= antecedent[0]:
        start = text.sentence_around(draft.cue_span[0])[0]
        content = [trim(text.body, start, draft.cue_span[0], _AROUND)]
    if content and content[0][0] < content[0][1]:
        draft.content = content
        _take_in(draft, (antecedent[0], draft.source[1]))
        draft.span = min(draft.span[0], content[0][0]), draft.span[1]


def _leave_content(draft: Draft, sourced: list[Draft], subjects: Subjects) -> None:
    """Give a draft whose source another one's content holds that one's, where it is the cue's subject.

    "The agency confirmed that [a memo] exists but declined to release it."
    """
    for other in sourced:
        if other is draft or not covers(other.span, draft.source):
            continue
        if other.holds(draft.source) and not other.holds(draft.cue_span):
            subject = subjects.subject_of(draft.cue_span, draft.content)
            if subject and overlaps(subject, other.source):
                draft.source = other.source
                return


def _part_subject(draft: Draft, subjects: Subjects, body: str) -> None:
    """Make a source of what is no content but the cue’s subject: "[Oslo] has not objected to [it]"."""
    cue = draft.cue_span[0]
    before = [span for span in draft.content if span[1] == cue - 1 and body[span[1]] == " "]
    rest = [span for span in draft.content if span not in before]
    subject = subjects.subject_of(draft.cue_span, rest) if before and rest else None
    if subject is None or not covers(before[0], subject):
        return
    if subject[0] == before[0][0] or len(body[slice(*before[0])].split()) <= _LONGEST_SUBJECT:
        draft.source, draft.content = before[0], rest


def _take_in(draft: Draft, source: Span) -> None:
    """Give a draft a source, which then belongs to its span."""
    draft.source = source
    draft.span = spanning((draft.span, source))


def _shared_source(draft: Draft, subject: Span | None, sourced: list[Draft], text: ArticleText) -> Span | None:
    """Return the source of another draft that a cue goes on with: its own subject's, or that of the words reported."""
    if subject is None:
        return None
    sentence = text.sentence_at(draft.place)
    nearby = [d for d in sourced if text.sentence_at(d.cue_span[0] if d.cue_span else d.place) == sentence]
    for other in nearby:
        if overlaps(other.source, subject):
            return other.source
    if not text.body[subject[1] : draft.cue_span[0]].strip():
        return None
    reporting = [d for d in nearby if d.holds(subject) and not d.holds(draft.cue_span)]
    return min(reporting, key=lambda d: d.span[1] - d.span[0]).source if reporting else None


def _joined_source(draft: Draft, sourced: list[Draft], text: ArticleText) -> Span | None:
    """Return the source of the verb before a cue that "and" or "but" joins to it, whatever the parse makes of them."""
    start = text.sentence_around(draft.cue_span[0])[0]
    if not _JOINED_BEFORE.search(text.body, start, draft.cue_span[0]):
        return None
    before = [
        other
        for other in sourced
        if other.cue_span and start <= other.cue_span[0] < draft.cue_span[0] and not other.holds(draft.cue_span)
    ]
    return max(before, key=lambda other: other.cue_span[0]).source if before else None


def _opened_source(draft: Draft, sourced: list[Draft], text: ArticleText) -> Span | None:
    """Return the source of the verb that a participle opens the sentence of: "[Believing] it was over, Lee [said]"."""
    start, end = text.sentence_around(draft.cue_span[0])
    if not _OPENING_PARTICIPLE.fullmatch(text.body, start, draft.cue_span[1]):
        return None
    behind = [other for other in sourced if draft.span[1] <= other.source[0] < end]
    first = min(behind, key=lambda other: other.source[0], default=None)
    is_next = first is not None and text.body[draft.span[1] : first.source[0]].strip() == ","
    return first.source if is_next else None


def resolve_speakers(drafts: list[Draft], antecedents: Antecedents) -> None:
    """Find each draft's parent and speaker, in the order in which the article says who speaks."""
    _find_parents(drafts)
    in_order = sorted(drafts, key=lambda draft: (draft.place, draft.span))
    for draft in in_order:
        if draft.source:
            outer = draft.parent.speaker if draft.parent else UNKNOWN
            draft.speaker = antecedents.resolve(draft.source, _surroundings(draft, antecedents.text), outer=outer)
            if not is_within(draft.source, antecedents.quotations):
                antecedents.remember(draft.source[0], draft.speaker)
    for draft in sorted(drafts, key=lambda draft: draft.span):
        if draft.source is None and draft.parent is None:
            goes_on_from = _spoken_before(draft, drafts, antecedents.text)
            if goes_on_from:
                draft.speaker = goes_on_from.speaker
                _take_in(draft, goes_on_from.source)
            if draft.speaker is UNKNOWN and draft.kind == "direct":
                draft.speaker = floating_speaker(draft, drafts, antecedents.text)
    for draft in in_order:
        _speak_for_oneself(draft, antecedents.text.body)


def _spoken_before(draft: Draft, drafts: list[Draft], text: ArticleText) -> Draft | None:
    """Return what the sentence of a participle says was said before it: "Guo urged Japan to ..., calling them ..."."""
    if not draft.cue_span or not any(word.endswith("ing") for word in text.body[slice(*draft.cue_span)].split()):
        return None
    sentence = text.sentence_at(draft.cue_span[0])
    before = [
        other
        for other in drafts
        if other.source
        and other.parent is None
        and other.place < draft.place
        and text.sentence_at(other.place) == sentence
    ]
    return max(before, key=lambda other: other.place, default=None)


def floating_speaker(draft: Draft, drafts: list[Draft], text: ArticleText) -> Speaker:
    """Return who speaks in a quotation without a source: the speaker of the quotation right before or after it.

    Before it means in its paragraph or the one before; after it, in the same paragraph.
    """
    paragraph = text.paragraph_at(draft.span[0])
    known = [other for other in drafts if other is not draft and other.speaker is not UNKNOWN and other.parent is None]
    before = [other for other in known if other.span[1] <= draft.span[0]]
    if before:
        last = max(before, key=lambda other: other.span[1])
        distance = paragraph - text.paragraph_at(last.span[1] - 1)
        if distance == 0 or (distance == 1 and last.kind != "indirect"):
            return last.speaker
    after = [other for other in known if other.span[0] >= draft.span[1]]
    if after:
        following = min(after, key=lambda other: other.span[0])
        if following.kind != "indirect" and text.paragraph_at(following.span[0]) == paragraph:
            return following.speaker
    if before and distance == 1 and last.speaker.kind in ("person", "group"):
        return last.speaker
    return UNKNOWN


def _speak_for_oneself(draft: Draft, body: str) -> None:
    """Make "I" in a direct quotation its speaker."""
    outer = draft.parent
    is_first_person = draft.source is not None and body[slice(*draft.source)].casefold() in FIRST_PERSON
    if is_first_person and outer and outer.kind == "direct" and outer.speaker.kind == "person":
        draft.speaker = outer.speaker


def _find_parents(drafts: list[Draft]) -> None:
    """Set as parent the smallest attribution that says the whole of another; whom it cites goes before the citing."""
    in_order = sorted(drafts, key=lambda draft: (draft.span[0], -draft.span[1]))
    for draft in in_order:
        if draft.parent is None:
            parents = [(_said_in(other, draft), other) for other in in_order if other is not draft]
            parents = [(length, other) for length, other in parents if length and not _is_below(other, draft)]
            if parents:
                draft.parent = min(parents, key=lambda entry: (entry[0], -_depth(entry[1]), entry[1].span))[1]


def _said_in(outer: Draft, inner: Draft) -> int | None:
    """Return the length of what one attribution says that holds all of another; ``None`` where nothing does."""
    lengths = [end - start for start, end in outer.content if covers((start, end), inner.span)]
    is_longer = outer.span[1] - outer.span[0] > inner.span[1] - inner.span[0]
    return min(lengths) if lengths and is_longer else None


def _depth(draft: Draft) -> int:
    return 0 if draft.parent is None else 1 + _depth(draft.parent)


def _is_below(draft: Draft, other: Draft) -> bool:
    """Whether a draft is part of what another says, at any level."""
    return draft.parent is not None and (draft.parent is other or _is_below(draft.parent, other))


def _surroundings(draft: Draft, text: ArticleText) -> str:
    """Return the sentence of the cue and source."""
    number = text.sentence_at(draft.place)
    return text.body[slice(*text.sentences[number])] if number is not None else ""


def describe_unnamed(drafts: list[Draft], sources: UnnamedSources) -> None:
    """Give the drafts of unnamed sources what the article says of them."""
    sources.read((draft.source, draft.speaker.is_anonymous) for draft in drafts if draft.source)
    taken_up = [draft for draft in drafts if _may_be_unnamed(draft) and sources.takes_up(draft.source)]
    for draft in taken_up:
        draft.speaker = replace(draft.speaker, is_anonymous=True)
    if taken_up:
        sources.read((draft.source, draft.speaker.is_anonymous) for draft in drafts if draft.source)
    for draft in drafts:
        if draft.speaker.is_anonymous:
            draft.unnamed = sources.describe(draft.source, draft.place)


def describe_roles(drafts: list[Draft], roles: Iterable[EntityRole]) -> None:
    """Give the drafts the role that the article says their speaker has: the last before it, else the first."""
    by_entity = defaultdict(list)
    for role in roles:
        by_entity[role.entity_id].append(role)
    for draft in drafts:
        entity = draft.speaker.entity
        known = by_entity.get(entity.entity_id, ()) if entity and draft.speaker.kind == "person" else ()
        before = [role for role in known if role.start_char <= draft.span[1]]
        said = max(before, key=lambda role: role.start_char) if before else known[0] if known else None
        draft.role = said.role if said else draft.speaker.role


def _may_be_unnamed(draft: Draft) -> bool:
    speaker = draft.speaker
    is_nobody = speaker.entity is None and speaker.name is None and not speaker.is_anonymous
    return draft.source is not None and is_nobody and speaker.kind in ("person", "group")


def make_quotes(article_id: str, drafts: list[Draft], text: ArticleText, sentence_ids: list[str]) -> tuple[Quote, ...]:
    """Return the rows of the drafts, in the order of the text; sets the drafts' ids."""
    drafts.sort(key=lambda draft: (draft.span, draft.content, draft.cue_span or (-1, -1), draft.source or (-1, -1)))
    for draft in drafts:
        draft.quote_id = stable_id("quote", article_id, *draft.span, draft.content, draft.cue_span, draft.source)
    return tuple(_row(article_id, draft, text, sentence_ids) for draft in drafts)


def _row(article_id: str, draft: Draft, text: ArticleText, sentence_ids: list[str]) -> Quote:
    body, speaker, unnamed = text.body, draft.speaker, _said_of(draft)
    sentence = text.sentence_at(draft.place)
    cue_start, cue_end = draft.cue_span or (None, None)
    source_start, source_end = draft.source or (None, None)
    return Quote(
        quote_id=draft.quote_id,
        article_id=article_id,
        sentence_id=None if sentence is None else sentence_ids[sentence],
        kind=draft.kind,
        content=joined(body, draft.content),
        content_spans=tuple(draft.content),
        start_char=draft.span[0],
        end_char=draft.span[1],
        cue=body[cue_start:cue_end] if draft.cue_span else None,
        cue_start_char=cue_start,
        cue_end_char=cue_end,
        cue_lemma=draft.cue.lemma,
        cue_class=draft.cue.cue_class,
        source_text=body[source_start:source_end] if draft.source else None,
        source_start_char=source_start,
        source_end_char=source_end,
        speaker_entity_id=speaker.entity.entity_id if speaker.entity else None,
        speaker_name=speaker.name,
        speaker_kind=speaker.kind,
        is_anonymous=speaker.is_anonymous,
        parent_quote_id=draft.parent.quote_id if draft.parent else None,
        confidence=draft.confidence,
        speaker_role=draft.role,
        speaker_is_government=speaker.is_government,
        source_count=unnamed.count,
        source_affiliation=unnamed.affiliation,
        source_affiliation_entity_id=unnamed.affiliation_entity.entity_id if unnamed.affiliation_entity else None,
        source_country=unnamed.country,
        anonymity_condition=_text_of(body, unnamed.condition),
        anonymity_condition_start_char=unnamed.condition and unnamed.condition[0],
        anonymity_condition_end_char=unnamed.condition and unnamed.condition[1],
        anonymity_reason=_text_of(body, unnamed.reason),
        anonymity_reason_start_char=unnamed.reason and unnamed.reason[0],
        anonymity_reason_end_char=unnamed.reason and unnamed.reason[1],
    )


def _said_of(draft: Draft) -> UnnamedSource:
    """Return what is told of a source without a name, of one on record whom it speaks for."""
    speaker = draft.speaker
    if speaker.is_anonymous or not speaker.affiliation:
        return draft.unnamed
    return UnnamedSource(affiliation=speaker.affiliation, affiliation_entity=speaker.affiliation_entity)


def _text_of(body: str, span: Span | None) -> str | None:
    return body[slice(*span)] if span else None
