"""A safety net for direct quotations that the model missed, and posts on social media that stand in an article.

Only what reads as speech is taken: at least four words between quotation marks that fill a paragraph, or that stand
beside a name or pronoun with a verb of speaking. Scare quotes, titles and nicknames have neither.
"""

import re

from pipeline.rows.antecedents import Antecedents
from pipeline.rows.cues import Cue, analyse_cue
from pipeline.rows.marks import Quotation
from pipeline.rows.quotes import Draft, floating_speaker
from pipeline.rows.quoting import tidy_content
from pipeline.rows.sources import UNKNOWN
from pipeline.rows.text import ArticleText, Span, overlaps, overlaps_any, spanning, trim

CONFIDENCE = 0.5
_FEWEST_WORDS = 4

_VERBS = (
    r"(?:(?:has|have|had|also|later|then|once)\s+)?(?:said|says|say|saying|told|tells|added|adds|asked|asks|wrote|writes|tweeted|posted|replied|replies|"
    r"argued|argues|insisted|insists|explained|explains|declared|declares|recalled|recalls|warned|warns|noted|notes|stated|states|"
    r"announced|continued|continues|claimed|claims|commented|remarked|responded|concluded|shouted|joked|stressed|emphasized|emphasised|testified)\b"
)
_TITLE_WORDS = r"(?:(?:[A-Z][\w.’'-]*|[a-z]+)\s+){0,5}?"
_SUBJECT_AFTER = re.compile(r"[\s,—–-]*(?P<cue>" + _VERBS + r")\s+(?P<title>(?:the\s+)?" + _TITLE_WORDS + r")$")
_VERB_AFTER = re.compile(r"(?:,[^,.\n“\"]{2,80},)?\s+(?P<cue>" + _VERBS + ")")
_PRONOUN_AFTER = re.compile(r"[\s,—–-]*(?P<source>he|she|they)\s+(?P<cue>" + _VERBS + ")", re.IGNORECASE)
_PRONOUN_BEFORE = re.compile(
    r"\b(?P<source>he|she|they)\s+(?P<cue>" + _VERBS + r")[^.?!“”\"\n]{0,60}[,:]\s*$", re.IGNORECASE
)
_VERB_BEFORE = re.compile(r"\s+(?P<cue>" + _VERBS + r")[^.?!“”\"\n]{0,60}[,:]\s*$")
_ENDS_SPEECH = re.compile(r"[.,?!…—–-]$")
_REACH = 140
_POST = re.compile(
    r"^(?P<words>[^\n]+?)(?:\s*(?:https?://|pic\.twitter\.com/|t\.co/)\S+)*\s*(?:—|–|--)\s?(?P<author>[^\n(@—–]{2,50}?)"
    r"\s\(@\w{1,20}\)(?=\s(?:[A-Z][a-z]+\s\d{1,2},\s\d{4}|\d{1,2}\s[A-Z][a-z]+\s\d{4})|\s*$)",
    re.MULTILINE,
)


def find_posts(drafts: list[Draft], text: ArticleText) -> list[Draft]:
    """Return the posts that fill a paragraph and end in their author's name, handle and date, as pages embed them.

    "Nobody has asked me. — Ann Lee (@annlee) May 3, 2019"

    :param drafts: those found so far; what they have of the same author is not taken twice.
    """
    found = []
    for post in _POST.finditer(text.body) if "(@" in text.body else ():
        content, source = post.span("words"), post.span("author")
        is_known = any(d.source and overlaps(d.source, source) and overlaps_any(content, d.content) for d in drafts)
        if not is_known and len(re.findall(r"\w+", post["words"])) >= _FEWEST_WORDS:
            content = trim(text.body, *content, " \t\r\n\u00a0—–")
            found.append(Draft([content], (content[0], source[1]), "direct", source, None, Cue(None, None), CONFIDENCE))
    return found


def find_missed(drafts: list[Draft], antecedents: Antecedents) -> list[Draft]:
    """Return quotes for the quotations that no draft covers and that read as speech, their speakers resolved."""
    taken = [fragment for draft in drafts for fragment in draft.content]
    taken += [span for draft in drafts for span in (draft.source, draft.cue_span) if span]
    found: list[Draft] = []
    for quotation in antecedents.quotations:
        if not overlaps_any(quotation.span, taken) and _is_speech(antecedents.text.body, quotation):
            draft = _beside_a_verb(quotation, antecedents, drafts) or _whole_paragraph(
                quotation, antecedents, drafts + found
            )
            if draft:
                found.append(draft)
    return found


def _is_speech(body: str, quotation: Quotation) -> bool:
    words = re.findall(r"\w+", body[slice(*quotation.inner)])
    lower = sum(word.islower() for word in words)
    return len(words) >= _FEWEST_WORDS and lower * 2 >= len(words)  # a title has more capitals


def _beside_a_verb(quotation: Quotation, antecedents: Antecedents, drafts: list[Draft]) -> Draft | None:
    """Take a quotation that is followed or led by a name or pronoun and a verb of speaking."""
    body = antecedents.text.body
    parts = _parts_after(quotation, antecedents) or _parts_before(quotation, antecedents)
    if parts is None:
        return None
    source, cue = parts
    if any(draft.has_cue_at(cue) for draft in drafts):
        return _draft(body, quotation, None, None)
    draft = _draft(body, quotation, source, cue)
    draft.speaker = antecedents.resolve(source, "")
    return draft


def _parts_after(quotation: Quotation, antecedents: Antecedents) -> tuple[Span, Span] | None:
    body = antecedents.text.body
    if (
        not _ENDS_SPEECH.search(body[slice(*quotation.inner)].rstrip())
        and body[quotation.end : quotation.end + 1] != ","
    ):
        return None
    end = min(len(body), quotation.end + _REACH)
    line_end = body.find("\n", quotation.end, end)
    end = end if line_end < 0 else line_end
    pronoun = _PRONOUN_AFTER.match(body, quotation.end, end)
    if pronoun:
        return pronoun.span("source"), pronoun.span("cue")
    for name in antecedents.entities.names_within(quotation.end, end):
        leading = _SUBJECT_AFTER.match(body[quotation.end : name.start])
        if leading and name.label in ("PERSON", "ORG"):
            cue = quotation.end + leading.start("cue"), quotation.end + leading.end("cue")
            return (quotation.end + leading.start("title"), name.end), cue
        following = _VERB_AFTER.match(body, name.end, end)
        if following and not re.search(r"[.?!;]\s", body[quotation.end : name.start]):
            return trim(body, quotation.end, name.end, " ,—–-\u00a0"), following.span("cue")
        if following or not re.fullmatch(r"[\s,—–-]*" + _TITLE_WORDS, body[quotation.end : name.start]):
            return None
    return None


def _parts_before(quotation: Quotation, antecedents: Antecedents) -> tuple[Span, Span] | None:
    body = antecedents.text.body
    start = max(0, quotation.start - _REACH)
    pronoun = _PRONOUN_BEFORE.search(body, start, quotation.start)
    if pronoun:
        return pronoun.span("source"), pronoun.span("cue")
    for name in reversed(antecedents.entities.names_within(start, quotation.start)):
        verb = _VERB_BEFORE.fullmatch(body, name.end, quotation.start)
        if verb:
            return name.span, verb.span("cue")
    return None


def _whole_paragraph(quotation: Quotation, antecedents: Antecedents, drafts: list[Draft]) -> Draft | None:
    """Take a quotation that fills its paragraph and continues somebody's speech."""
    text = antecedents.text
    start, end = text.paragraphs[text.paragraph_at(quotation.start)]
    fills = quotation.start == start and quotation.end == end
    if not fills or not _ENDS_SPEECH.search(text.body[slice(*quotation.inner)].rstrip()):
        return None
    draft = _draft(text.body, quotation, None, None)
    draft.speaker = floating_speaker(draft, drafts, text)
    return None if draft.speaker is UNKNOWN else draft


def _draft(body: str, quotation: Quotation, source: Span | None, cue: Span | None) -> Draft:
    content = tidy_content(body, quotation.span, [quotation])
    whole = spanning([quotation.span, *(part for part in (source, cue) if part)])
    analysed = analyse_cue(body[slice(*cue)]) if cue else Cue(None, None)
    return Draft([content], whole, "direct", source, cue, analysed, CONFIDENCE)
