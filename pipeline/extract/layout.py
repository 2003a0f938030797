"""The layout of a news text: what stands above the article, in it and below it.

News text as it is copied or scraped has a head (headline, caption, time, byline, a standfirst), a body that may begin
with a dateline, and a tail (credits, links to other articles). The head ends where the first paragraph of prose begins;
a timestamp or a dateline in the first lines says where that is, and what stands above it is no part of the body. The
tail is a run of headlines and headings after the last paragraph of prose. Between them only lines that say what they
are (``pipeline.extract.boilerplate``) are taken out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher

from pipeline.extract import boilerplate
from pipeline.extract.agencies import agency_of
from pipeline.extract.bylines import ROLE, Byline, is_name, parse_authors, parse_byline
from pipeline.extract.datelines import Dateline, find_dateline, find_lone_dateline
from pipeline.extract.dates import (
    Moment,
    find_timestamp,
    is_ago,
    is_timestamp_line,
    read_timestamp_line,
    says_published,
)
from pipeline.extract.notes import find_note

HEAD_LINES = 10
HEAD_CHARACTERS = 1_200
LONGEST_STANDFIRST = 300
LONGEST_HEADLINE = 200
SENTENCE_END = re.compile(r"[.!?…:;。！？｡；：؟۔।॥።։။។][\"”’'»)\]*」』）】]*$|[.,!?][”\"’']$")
UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
)
CAPTION_CUE = re.compile(
    r",\s*(?:(?:second|third) from )?(?:left|right|cent(?:er|re))(?:,|\.|$| and\b)|\((?:L|left|right|cent(?:er"
    r"|re)|2nd [LR]|pictured)\)|\b(?:pictured|is seen|are seen|is shown|are shown|file (?:photo|picture"
    r"|image))\b"
    r"|\b(?:poses?|posing) (?:for|with)\b|\b(?:arrives?|attends?|speaks?|addresse?s?|waves?|walks?"
    r"|shakes? hands|looks? on|gestures?|delivers?|holds?|stands?|sits?|greets?|listens?|answers?|answering"
    r"|speaking|attending|meets?|smiles?|talks?)\b.{0,160}"
    r"\b(?:on|in|at|during)\b.{0,120}(?:\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b\d{4}\b)|\b(?:during"
    r"|at|in|on)\b.{0,200}\b(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)\w*\.? \d{1,2}, \d{4}\W*$"
    r"|\bscreen ?(?:shot|grab)\b|\bthis (?:photo|picture|image)\b"
)
NO_HEADLINE = re.compile(
    r"https?://|pic\.twitter|^story highlights\b|^\W*close\b|@\w+|^\([^()]*\)$|^(?:updated|published|posted)\b[^.]*\d",
    re.IGNORECASE,
)
STRONG_CAPTION = re.compile(
    r"(?<!left)(?<!right),\s*(?:(?:second |third |fourth |far )(?:from )?(?:the )?)?(?:left|right|cent(?:er|re)),"
    r"|\((?:L|2nd [LR]|[Ff]ile|[Pp]ictured)\)|\b[Ff]ile (?:photo|picture|image)\b"
)
DATED_CAPTION = re.compile(
    r"[^\"“”]{10,250}\b(?:on|at|in) (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, )?"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2},|\d{1,2} [A-Z][a-z]{2,8}\.?) \d{4}\.?"
)
PAST = re.compile(r"\b(?!need|speed|feed|seed|wed|bed)\w+(?:ed|aid|old)\b|\b(?:was|were|will|has|had)\b")
LONGEST_CAPTION = 400
LONGEST_AND = 4  # letters
MOST_CAPITALS = 0.34  # of a text's lines


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document that is not blank."""

    position: int  # from 0, of all lines
    text: str


@dataclass(slots=True)
class Layout:
    """A text taken apart."""

    paragraphs: list[Line] = field(default_factory=list)
    removed: list[tuple[int, str, str]] = field(default_factory=list)  # position, line, reason
    headline: str | None = None
    byline: Byline | None = None
    dateline: Dateline | None = None
    timestamp: Moment | None = None
    wire_credit: str | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)  # kind and line (pipeline.extract.notes)
    is_cut_off: bool = False  # a teaser or the beginning of an article behind a paywall

    def remove(self, line: Line, reason: str) -> None:
        """Keep a line that leaves the text, with the reason."""
        self.removed.append((line.position, line.text, reason))

    @property
    def body(self) -> str:
        """The paragraphs, with a blank line between any two."""
        return "\n\n".join(line.text for line in self.paragraphs)


def read_layout(
    lines: Iterable[Line],
    *,
    retrieved_at: datetime,
    title: str | None = None,
    outlet: str | None = None,
    authors: tuple[str, ...] = (),
    marked: Iterable[tuple[str, str]] | None = None,
) -> Layout:
    """Take a news text apart.

    :param lines: the text's lines, cleaned, without the blank ones.
    :param retrieved_at: bounds what a timestamp can mean.
    :param title: the title if metadata give it: a line that repeats it is a headline, and no other is looked for.
    :param outlet: the outlet's name if metadata give it: a line that is only this name is no paragraph.
    :param authors: the authors if metadata give them, likewise.
    :param marked: text and kind of lines that a page's markup tells from the article's; each is taken out once.
        ``None`` for plain text, where lines in capitals are taken for links.
    :return: the paragraphs of the body, and every other line with the reason of its removal.
    """
    reader = _Reader(retrieved_at, title, outlet, authors)
    remaining = reader.without_marked(list(lines), marked or ())
    remaining = reader.without_boilerplate(reader.without_link_cards(remaining))
    remaining = reader.without_head(remaining)
    remaining = reader.without_tail(remaining)
    remaining = reader.without_link_blocks(remaining)
    if marked is None:
        remaining = reader.without_capital_links(remaining)
    reader.layout.paragraphs = reader.without_datelines(reader.without_sign_off(remaining))
    reader.layout.byline = reader.layout.byline or reader.credited
    reader.layout.removed.sort(key=lambda removed: removed[0])
    return reader.layout


class _Reader:
    def __init__(self, retrieved_at: datetime, title: str | None, outlet: str | None, authors: tuple[str, ...]):
        self.retrieved_at, self.title, self.outlet = retrieved_at, title, outlet
        self.names = {fold(name) for name in (outlet, *authors) if name}
        self.layout = Layout()
        self.credited: Byline | None = None  # who is named in a closing credit; counts where there is no byline
        self.above: str | None = None  # why the line above was taken out of the head

    def without_marked(self, lines: list[Line], marked: Iterable[tuple[str, str]]) -> list[Line]:
        reasons: dict[str, list[str]] = {}
        for text, reason in marked:
            reasons.setdefault(fold(text), []).append(reason)
        kept = []
        for line in lines:
            if reasons.get(fold(line.text)):
                self.layout.remove(line, reasons[fold(line.text)].pop())
            else:
                kept.append(line)
        return kept

    def without_boilerplate(self, lines: list[Line]) -> list[Line]:
        kept = []
        for index, line in enumerate(lines):
            note = find_note(line.text)
            if note is not None:
                self.layout.notes.append((note.kind, line.text))
            if note is not None and not note.is_news:
                self.layout.remove(line, note.kind)
                continue
            reason = boilerplate.boilerplate_reason(line.text)
            is_marker = reason == "separator" and index + 1 < len(lines) and is_bullet(line.text)
            is_heading = reason == "related link" and is_list_heading(line.text)
            if reason is None or is_marker or is_heading:
                kept.append(line)
            else:
                self.layout.remove(line, reason)
                self._learn(line.text, reason)
        return kept

    def _learn(self, text: str, reason: str) -> None:
        """Keep what a line tells of the article before it goes."""
        if reason == "paywall":
            self.layout.is_cut_off = True
        elif reason == "copyright" and (owner := boilerplate.COPYRIGHT_OWNER.search(text)):
            self.layout.wire_credit = self.layout.wire_credit or agency_of(owner["agency"])
        elif reason == "credit" and self.credited is None and (match := boilerplate.REPORTING.search(text)):
            names = parse_authors(
                re.sub(r"\s+(?:in|at|from)\s+[^,;]+?(?=,| and |$)", "", match["names"]), outlet=self.outlet
            )
            self.credited = Byline(text, names, None) if names else None

    def without_head(self, lines: list[Line]) -> list[Line]:
        anchor = self._anchor(lines)
        index = 0
        while index < len(lines) and (index < anchor or not self._is_body(lines, index)):
            reason = self._head_reason(lines, index, anchor)
            if reason is None:
                if index >= anchor:
                    break
                index += 1
                continue
            self.layout.remove(lines[index], reason)
            self.above = reason
            del lines[index]
            anchor -= index < anchor
        return lines

    def _is_body(self, lines: list[Line], index: int) -> bool:
        """Tell whether a line is prose for certain, so that the head ends before it."""
        text = lines[index].text
        return find_dateline(text) is not None or (len(text) > 600 and is_sentence(text))

    def _anchor(self, lines: list[Line]) -> int:
        """Return the index of the line that the body begins at or right after, as far as a time or dateline tells."""
        anchor = above = 0
        for index, line in enumerate(lines[:HEAD_LINES]):
            if above > HEAD_CHARACTERS:
                break
            if self._is_anchor(lines, index):
                anchor = index + 1
            elif find_dateline(line.text, is_first=False):
                return index
            above += len(line.text)
        anchor = self._first_prose(lines, anchor)
        rest = sum(len(line.text) for line in lines[anchor:])
        return anchor if rest > 1.5 * sum(len(line.text) for line in lines[:anchor]) else 0

    def _first_prose(self, lines: list[Line], anchor: int) -> int:
        """Move the anchor down to the first sentence, where a time or byline stands above it: all between is layout."""
        first = next((index for index, line in enumerate(lines[: 2 * HEAD_LINES]) if is_sentence(line.text)), 0)
        above = lines[:first]
        is_headed = any(
            parse_byline(line.text) or (is_timestamp_line(line.text) and len(line.text) > 5) for line in above
        )
        return max(anchor, first) if is_headed or anchor else anchor

    def _is_anchor(self, lines: list[Line], index: int) -> bool:
        """Tell a byline or time of publication from a live blog's entry (10:51) or a date that heads a paragraph."""
        text = lines[index].text
        if parse_byline(text, outlet=self.outlet):
            return is_head(line.text for line in lines[:index])
        if not is_timestamp_line(text):
            return False
        if is_ago(text):
            return True
        if not re.search(r"\d{4}|[A-Za-z]{5}", text):
            return False
        return ":" in text or says_published(text) or not any(is_prose(line.text) for line in lines[:index])

    def _head_reason(self, lines: list[Line], index: int, anchor: int) -> str | None:
        """Return what a line of the head is; ``None`` if it belongs to the body."""
        text = lines[index].text
        if is_timestamp_line(text):
            found = read_timestamp_line(text, retrieved_at=self.retrieved_at)
            self.layout.timestamp = self.layout.timestamp or found
            return "timestamp"
        if (moment := find_timestamp(text, retrieved_at=self.retrieved_at)) and not is_sentence(text):
            self.layout.timestamp = self.layout.timestamp or moment
            return "timestamp"
        if dateline := find_lone_dateline(text):
            self._keep_dateline(dateline)
            return "dateline"
        if byline := parse_byline(text, outlet=self.outlet):
            self.layout.byline = byline
            self.layout.wire_credit = self.layout.wire_credit or byline.agency
            return "byline"
        if self._is_known_name(text) or self._is_author_line(lines, index):
            return "byline"
        if agency := boilerplate.AGENCY_LINE.fullmatch(text):
            self.layout.wire_credit = agency_of(agency["agency"])
            return "wire credit"
        if self._repeats_title(text):
            return "headline"
        if is_caption(text) and (index == 0 or index < anchor):
            return "caption"
        if self._is_headline(lines, index):
            return "headline"
        if boilerplate.LABEL.fullmatch(text):
            return "label"
        if index < anchor:
            return self._reason_above_anchor(lines, index, anchor)
        return "standfirst" if self._is_standfirst(lines, index) else None

    def _reason_above_anchor(self, lines: list[Line], index: int, anchor: int) -> str | None:
        text = lines[index].text
        if CAPTION_CUE.search(text):
            return "caption"
        if not is_sentence(text):
            return "standfirst" if len(text) <= LONGEST_CAPTION else None
        if self.layout.headline and len(text) <= LONGEST_STANDFIRST and anchor - index <= 3:
            return "standfirst" if any(self._closes_head(line.text) for line in lines[index + 1 : anchor]) else None
        below = lines[anchor - 1].text if anchor else ""
        return "standfirst" if anchor - index <= 2 and is_timestamp_line(below) else None

    def _is_standfirst(self, lines: list[Line], index: int) -> bool:
        """Tell whether a line below the text's own headline, and right above its prose, is no sentence."""
        if self.above != "headline" or self.layout.headline is None or index + 1 >= len(lines):
            return False
        text = lines[index].text
        is_open = not SENTENCE_END.search(text) and text[:1] not in boilerplate.QUOTES
        return is_open and 4 <= count_words(text) <= 40 and is_prose(lines[index + 1].text)

    def _closes_head(self, text: str) -> bool:
        """Tell whether a line stands between headline and body: a byline or a time."""
        return is_timestamp_line(text) or parse_byline(text, outlet=self.outlet) is not None

    def _is_known_name(self, text: str) -> bool:
        """Tell whether a line is the outlet's name, or those of the authors with no more than an "and" between them."""
        folded = rest = fold(text)
        for name in sorted(self.names, key=len, reverse=True):
            rest = rest.replace(name, "")
        return folded in self.names or len(rest) <= min(LONGEST_AND, len(folded) // 4)

    def _is_author_line(self, lines: list[Line], index: int) -> bool:
        """A name alone, with a time, an outlet or an agency right below or above it."""
        text = lines[index].text
        if len(text) > 120 or not are_names(text):
            return False
        near = lines[index + 1].text if index + 1 < len(lines) else ""
        is_employer = len(near.split()) <= 4 and not SENTENCE_END.search(near) and ROLE.search(near) is not None
        if not (
            self.above == "timestamp"
            or is_timestamp_line(near)
            or is_employer
            or boilerplate.AGENCY_LINE.fullmatch(near)
            or fold(near) in self.names
        ):
            return False
        self.layout.byline = self.layout.byline or Byline(text, parse_authors(text), None)
        if is_employer:
            self.names.add(fold(near))
        return True

    def _repeats_title(self, text: str) -> bool:
        known = self.title or self.layout.headline
        if known is None or len(text) > 2 * LONGEST_HEADLINE:
            return False
        a, b = fold(text), fold(known)
        if not a or not b:
            return False
        longer, shorter = max(a, b, key=len), min(a, b, key=len)
        if longer.startswith(shorter) and len(shorter) > 0.75 * len(longer) and not is_sentence(text):
            return True
        return a == b or (not is_sentence(text) and SequenceMatcher(None, a, b, autojunk=False).ratio() > 0.9)

    def _is_headline(self, lines: list[Line], index: int) -> bool:
        """The first line of a text without metadata, if it reads like one and prose follows."""
        text = lines[index].text
        if self.title is not None or self.layout.headline is not None or index > 0:
            return False
        if (
            len(text.split()) > 30
            or len(text) > LONGEST_HEADLINE
            or boilerplate.LABEL.fullmatch(text)
            or text.endswith((",", ":", "-", ";", ". .", "..", "…"))
        ):
            return False
        below = lines[index + 1].text if index + 1 < len(lines) else ""
        if below[:1].islower() or NO_HEADLINE.search(text) or not self._has_headline_length(text, below):
            return False
        has_shape = (
            not SENTENCE_END.search(text)
            or (text.endswith(("?", "!", "'", "’", '"', "”", ")")) and not is_sentence(text))
            or is_title_case(text)
        )
        if (
            not has_shape
            or text[0].islower()
            or not any(is_sentence(line.text) for line in lines[index + 1 : index + HEAD_LINES])
        ):
            return False
        self.layout.headline = text.strip()
        return True

    def _has_headline_length(self, text: str, below: str) -> bool:
        """Tell whether a line is long enough; a short one needs the byline, the time or the body right below."""
        if len(text.split()) < 4 and ROLE.search(text) and not re.search(r"\b[a-z]", text):  # an outlet's name
            return False
        if parse_byline(below, outlet=self.outlet):
            return True
        words = len(text.split())
        if are_names(text):
            return False
        if words >= 4:
            return True
        is_near = find_dateline(below) is not None or (words > 1 and is_timestamp_line(below))
        return is_near or (words == 3 and is_sentence(below))

    def without_tail(self, lines: list[Line]) -> list[Line]:
        last = max((index for index, line in enumerate(lines) if is_prose(line.text)), default=-1)
        start = self._list_start(lines, last)
        for line in lines[start:]:
            self.layout.remove(line, self._tail_reason(line.text))
        kept = lines[:start]
        while kept and (reason := self._last_line_reason(kept[-1].text)):
            self.layout.remove(kept.pop(), reason)
        return kept

    def _list_start(self, lines: list[Line], last: int) -> int:
        """Return the index at which a trailing list of links begins, or the number of lines."""
        if last < 0:
            return len(lines)
        for index in range(max(1, len(lines) // 4), len(lines)):
            text = lines[index].text
            if is_list_heading(text) and not any(is_long_prose(line.text) for line in lines[index + 1 :]):
                return self._above_heading(lines, index, last)
        tail = lines[last + 1 :]
        bullets = sum(is_bullet(line.text) for line in tail)
        titles = sum(is_title_case(line.text) and not is_bullet(line.text) for line in tail)
        if lines[last].text.endswith(":"):
            return len(lines)
        labels = sum(count_words(line.text) <= 4 and not SENTENCE_END.search(line.text) for line in tail)
        is_list = (
            (len(tail) >= 3 and labels == len(tail))
            or (bullets >= 2 and titles >= 2)
            or (titles >= 3 and titles >= 0.7 * len(tail))
        )
        return last + 1 if is_list else len(lines)

    def _above_heading(self, lines: list[Line], index: int, last: int) -> int:
        """Take along the links that stand above the heading, if they follow another run of them."""
        start = index
        while start - 1 > last and (is_bullet(lines[start - 1].text) or is_title_case(lines[start - 1].text)):
            start -= 1
        return start if any(is_bullet(line.text) for line in lines[start:index]) else index

    def _tail_reason(self, text: str) -> str:
        if is_timestamp_line(text):
            return "timestamp"
        return "link list"

    def _last_line_reason(self, text: str) -> str | None:
        if boilerplate.CAPITAL_LINK.fullmatch(text):
            return "related link"
        if is_bullet(text):
            return "separator"
        if is_timestamp_line(text):
            self.layout.timestamp = self.layout.timestamp or read_timestamp_line(text, retrieved_at=self.retrieved_at)
            return "timestamp"
        if agency := boilerplate.AGENCY_LINE.fullmatch(text):
            self.layout.wire_credit = self.layout.wire_credit or agency_of(agency["agency"])
            return "wire credit"
        if byline := parse_byline(text, outlet=self.outlet):
            self.layout.byline = self.layout.byline or byline
            return "byline"
        if is_list_heading(text):
            return "link list"
        return None

    def without_link_blocks(self, lines: list[Line]) -> list[Line]:
        """Take out the blocks of links between paragraphs: a heading, and the headlines up to the next prose."""
        kept: list[Line] = []
        index = 0
        while index < len(lines):
            end = self._block_end(lines, index)
            for line in lines[index:end]:
                self.layout.remove(line, "link list")
            if end == index:
                if reason := boilerplate.boilerplate_reason(lines[index].text):
                    self.layout.remove(lines[index], reason)
                else:
                    kept.append(lines[index])
            index = max(end, index + 1)
        return kept

    def without_capital_links(self, lines: list[Line]) -> list[Line]:
        """Take out the lines in capitals between paragraphs, as some outlets set links to other articles.

        A section's heading of six or more words in capitals goes with them; nobody is quoted in either. A text that is
        all in capitals stays.
        """
        capitals = {line.position for line in lines if boilerplate.CAPITAL_LINK.fullmatch(line.text)}
        if len(capitals) > MOST_CAPITALS * len(lines):
            return lines
        for line in lines:
            if line.position in capitals:
                self.layout.remove(line, "related link")
        return [line for line in lines if line.position not in capitals]

    def _block_end(self, lines: list[Line], index: int) -> int:
        if not is_list_heading(lines[index].text):
            return index
        end = index + 1
        while end < len(lines) and end - index <= 12 and (is_bullet(lines[end].text) or is_link_title(lines[end].text)):
            end += 1
        return end if end > index + 1 else index

    def without_sign_off(self, lines: list[Line]) -> list[Line]:
        """Cut what closes the last paragraph: an agency's name, or a mark that the text was cut off."""
        if not lines:
            return lines
        last = lines[-1]
        if mark := boilerplate.TRUNCATED.search(last.text):
            self.layout.is_cut_off = True
            return [*lines[:-1], *self._cut(last, last.text[: mark.start()], mark.group().strip(), "cut off")]
        if sign := boilerplate.SIGN_OFF.fullmatch(last.text):
            self.layout.wire_credit = self.layout.wire_credit or agency_of(sign["a"] or sign["b"])
            return [*lines[:-1], *self._cut(last, sign["body"], sign["sign"], "wire credit")]
        return lines

    def without_link_cards(self, lines: list[Line]) -> list[Line]:
        """Cut the cards with headlines that stand behind names in the middle of sentences."""
        kept: list[Line] = []
        for line in lines:
            if " MORE" in line.text:
                for card in boilerplate.LINK_CARD.finditer(line.text):
                    self.layout.remove(Line(line.position, card["card"].strip()), "link card")
                line = Line(line.position, boilerplate.LINK_CARD.sub(r"\g<name>", line.text))
            kept.append(line)
        return kept

    def without_datelines(self, lines: list[Line]) -> list[Line]:
        kept: list[Line] = []
        for index, line in enumerate(lines):
            dateline = find_dateline(line.text, is_first=index == 0)
            if dateline is None:
                kept.append(line)
                continue
            if self.layout.dateline is None and index < HEAD_LINES:
                self._keep_dateline(dateline)
            kept += self._cut(line, line.text[len(dateline.text) :], dateline.text.strip(), "dateline")
        return kept

    def _keep_dateline(self, dateline: Dateline) -> None:
        self.layout.dateline = dateline
        self.layout.wire_credit = self._credit(dateline) or self.layout.wire_credit

    def _credit(self, dateline: Dateline) -> str | None:
        if not dateline.agency:
            return None
        agency = agency_of(dateline.agency) or dateline.agency
        return (
            None
            if self.outlet and fold(agency) in fold(self.outlet) and agency == dateline.agency != "Reuters"
            else agency
        )

    def _cut(self, line: Line, kept: str, removed: str, reason: str) -> list[Line]:
        self.layout.remove(Line(line.position, removed), reason)
        kept = kept.strip()
        return [Line(line.position, kept)] if kept else []


def fold(text: str) -> str:
    """Return a text's letters and digits, small, to compare headlines and names."""
    return "".join(re.findall(r"\w+", text.casefold()))


def count_words(text: str) -> int:
    """Return about how many words a text has, also in scripts that put no blanks between them."""
    return max(len(text.split()), len(UNSPACED.findall(text)) // 2)


def is_sentence(text: str) -> bool:
    """Tell whether a line ends like a sentence and is not written like a headline."""
    return bool(SENTENCE_END.search(text)) and count_words(text) >= 4 and not is_title_case(text)


def is_caption(text: str) -> bool:
    """Tell a caption by the places of people in the picture, the word for an old picture, or the day it was taken.

    Captions tell in the present tense what is seen on a day of the past, which no other sentence of an article does.
    """
    if len(text) > LONGEST_CAPTION:
        return False
    return bool(STRONG_CAPTION.search(text) or (DATED_CAPTION.fullmatch(text) and not PAST.search(text)))


def are_names(text: str) -> bool:
    """Tell whether a line has the shape of full names and no other words."""
    names = [name for name in re.split(r",\s+(?:and\s+)?|\s+and\s+", text) if name]
    return all(is_name(name) and 2 <= len(name.split()) <= 4 for name in names)


def is_head(texts: Iterable[str]) -> bool:
    """Tell whether lines can stand above a byline: at most one sentence, a standfirst, besides captions."""
    sentences = [text for text in texts if find_dateline(text) or (is_sentence(text) and not is_caption(text))]
    return not sentences or (len(sentences) == 1 and len(sentences[0]) <= LONGEST_STANDFIRST)


def is_prose(text: str) -> bool:
    """Tell whether a line can be a paragraph of an article."""
    return is_sentence(text) and (count_words(text) >= 7 or text[:1] in "\"“'‘«") and not text.endswith("?")


def is_long_prose(text: str) -> bool:
    """Tell whether a line is a paragraph for certain, and no headline with a full stop."""
    return is_sentence(text) and count_words(text) >= 20


def is_title_case(text: str) -> bool:
    """Tell whether a line is written like an English headline: long words begin with capitals."""
    words = re.findall(r"[^\W\d_][\w’'.-]*", text)
    long = [word for word in words if len(word) > 3]
    return (
        len(words) >= 3
        and len(words) <= 30
        and bool(long)
        and sum(word[0].isupper() for word in long) >= 0.75 * len(long)
    )


def is_link_title(text: str) -> bool:
    """Tell whether a line can be a link's text: short, and a headline rather than a sentence."""
    return len(text) <= LONGEST_HEADLINE and not is_sentence(text)


def is_list_heading(text: str) -> bool:
    """Tell whether a line heads a list of links to other articles."""
    if len(text) > 80:
        return False
    if boilerplate.LIST_HEADING.fullmatch(text):
        return True
    return bool(boilerplate.LOOSE_HEADING.search(text)) and len(text.split()) <= 7 and not SENTENCE_END.search(text)


def is_bullet(text: str) -> bool:
    """Tell whether a line is only a mark of a list."""
    return re.fullmatch(r"[-–—•·*▪●○►▶>»]|\d{1,2}\.?", text) is not None
