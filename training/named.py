"""Readers of corpora that serve named entities alone: TimeBank, re3d, GUM's entity layer, the project's own gold."""

import html
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.tokens import Doc

from pipeline.language.entities import NAME_LABELS, VALUE_LABELS
from training.gazetteers import is_people, law_like, lists, place_labels, places, product_like
from training.labels import (
    OUTSIDE,
    Allowed,
    allow,
    duration_labels,
    from_timebank,
    is_value_word,
    narrow,
    outside_or,
    span_tags,
    tagged,
    value_words,
    without_values,
)

WRITTEN = Path(__file__).with_name("written")
MARKUP = re.compile(r"\[\[(.+?)\|([A-Z_]+)\]\]")
TITLES = frozenset(
    "Mr. Mrs. Ms. Mr Mrs Ms Dr. Dr Prof. Professor President Vice Prime Minister Senator Sen. Rep. Representative "
    "Governor Gov. Judge Justice Chief King Queen Prince Princess Sir Lord Lady Pope Saint St. Captain Capt. "
    "Colonel Col. General Gen. Major Lieutenant Lt. Sergeant Sgt. Secretary Chairman Chairwoman Director "
    "Ambassador Mayor Sheriff Officer Reverend Rev. Father Sister Brother Uncle Aunt Deputy Foreign Defense "
    "Defence Attorney Speaker Congressman Congresswoman Minister's Commander Admiral Sheikh Emperor Empress "
    "Chancellor Coach Doctor Detective Miss Madam Mother Mom Dad Mum Daddy Grandma Grandpa Attorney Former State "
    "Spokesman Spokeswoman Archbishop Bishop Cardinal Rabbi Imam CEO".split()
)
ART_IDENTITY = re.compile(
    r"\((.*_)?(film|song|album|TV_series|novel|book|painting|video_game|magazine|play|opera|musical|manga)\)"
)


def written_spans(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Read a paragraph of ``[[Boeing 737|PRODUCT]] was ...``: its text, and its spans in characters.

    An article before a name (``the Senate``) is left outside, unless its capital belongs to the name (``The Hague``).

    :raises ValueError: where brackets are left over.
    """
    pieces, spans, length, last = [], [], 0, 0
    for match in MARKUP.finditer(line):
        pieces += [line[last : match.start()], match[1]]
        start = length + match.start() - last
        length, last = start + len(match[1]), match.end()
        article = re.match(r"(the|a|an) ", match[1]) if match[2] in NAME_LABELS else None
        if match[2] not in ("WORK_OF_ART", "GPE", "PERSON", *VALUE_LABELS) and _opens_sentence("".join(pieces[:-1])):
            article = re.match("The ", match[1])
        spans.append((start + (article.end() if article else 0), length, match[2]))
    text = "".join([*pieces, line[last:]])
    if "[[" in text or "]]" in text:
        raise ValueError(f"brackets without a label in {line[:60]!r}")
    return text, spans


def _opens_sentence(before: str) -> bool:
    return not before.strip() or before.rstrip()[-1] in '.!?"“”—-:'


def read_written(part: str = "train", *, folder: Path = WRITTEN) -> Iterator[tuple[Doc, list[tuple[int, int, str]]]]:
    """Yield the paragraphs of the project's own gold, as words and spans in words.

    :param part: ``train``: every file but ``dev.txt``; ``dev``: that file.
    """
    from training.corpora import tokenizer

    for path in sorted(folder.glob("*.txt")):
        if (path.name == "dev.txt") != (part == "dev"):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                text, spans = written_spans(line)
                doc = tokenizer()(text)
                found = [(doc.char_span(start, end, alignment_mode="expand"), label) for start, end, label in spans]
                yield doc, [(span.start, span.end, label) for span, label in found if span is not None]


def from_written(doc: Doc, spans: Sequence[tuple[int, int, str]]) -> list[Allowed]:
    """The project's own gold knows every label."""
    return allow([token.text for token in doc], spans, lambda label, _: (label,), OUTSIDE)


# TimeBank


def read_timebank(corpora: Path) -> Iterator[tuple[Doc, list[Allowed]]]:
    """Yield TimeBank and AQUAINT as TempEval-3 gave them out for training (UzZaman et al., 2013): times, no names."""
    from training.corpora import tokenizer

    root = corpora / "StructTempRel-EMNLP17/data/TempEval3/Training/TBAQ-cleaned"
    for path in sorted([*root.glob("TimeBank/*.tml"), *root.glob("AQUAINT/*.tml")]):
        match = re.search(r"<TEXT>(.*?)</TEXT>", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if match is None:
            continue
        text, spans = timex_spans(match[1])
        doc = tokenizer()(text)
        found = [doc.char_span(start, end, alignment_mode="expand") for start, end in spans]
        marked = [(span.start, span.end, "TIMEX") for span in found if span is not None]
        yield doc, from_timebank([token.text for token in doc], marked)


def timex_spans(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Read TimeML: its text, and the TIMEX3 expressions in characters."""
    pieces, spans, length, start = [], [], 0, 0
    for piece in re.split(r"(<[^>]+>)", marked.strip()):
        if piece.startswith("<TIMEX3"):
            start = length
        elif piece == "</TIMEX3>":
            spans.append((start, length))
        elif not piece.startswith("<"):
            plain = html.unescape(piece)
            pieces.append(plain)
            length += len(plain)
    return "".join(pieces), spans


# re3d


def read_re3d(corpora: Path) -> Iterator[tuple[Doc, list[Allowed]]]:
    """Yield re3d's documents (Dstl, 2017).

    Only names are taken over, not other noun phrases; what its annotators were not confident of stays open.
    """
    from training.corpora import tokenizer

    for folder in sorted(path for path in (corpora / "re3d").iterdir() if path.is_dir()):
        marked: dict[str, list[tuple[int, int, str]]] = {}
        for entity in _json_lines(folder / "entities.json"):
            sure = entity["confidence"] >= 0.5 or is_people(entity["value"]) or entity["value"].lower() in places()
            if sure:
                marked.setdefault(entity["documentId"], []).append((entity["begin"], entity["end"], entity["type"]))
        for document in _json_lines(folder / "documents.json"):
            doc = tokenizer()(document["text"])
            yield doc, from_re3d(doc, marked.get(document["_id"], []))


def _json_lines(path: Path) -> Iterator[dict]:
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line.strip():
            yield json.loads(line)


def from_re3d(doc: Doc, marked: Sequence[tuple[int, int, str]]) -> list[Allowed]:
    """Return the allowed tags of re3d's marks in characters."""
    words = [token.text for token in doc]
    allowed = _by_case(words)
    spans = [(doc.char_span(start, end), label) for start, end, label in marked]
    spans = [(span, label) for span, label in spans if span is not None]
    kinds: dict[tuple[int, int], set[str]] = {}
    for span, label in spans:
        first = span.start + (span.end - span.start > 1 and words[span.start].lower() == "the")
        kinds.setdefault((first, span.end), set()).add(label)
    taken = [False] * len(words)
    for (first, stop), labels in sorted(kinds.items(), key=lambda item: item[0][0] - item[0][1]):
        chosen = _re3d_labels(words[first:stop], labels)
        if chosen and not any(taken[first:stop]):
            allowed[first:stop] = span_tags(chosen, stop - first)
            taken[first:stop] = [True] * (stop - first)
    return without_values(words, narrow(words, allowed))


def _re3d_labels(words: Sequence[str], labels: set[str]) -> tuple[str, ...]:
    name = " ".join(words)
    if not all(word[0].isupper() or word in ("of", "the", "and", "for", "-", "al", "’s", "'s", "on") for word in words):
        return ()
    if len(words) == 1 and not words[0][1:].isalpha():
        return ()
    if is_people(name):
        return ("NORP",)
    if name.lower() in places():
        return ("GPE",)
    if "Organisation" in labels and not labels & {"Location", "Person"}:
        return ("ORG",) if words[0] not in TITLES and name not in ("We", "They", "Our", "It", "People") else ()
    if labels == {"Location"} and name not in ("There", "Here"):
        return place_labels(name)
    if labels == {"Person"} and len(words) in (2, 3) and not TITLES & set(words):
        return ("PERSON",)
    return ("LAW", "WORK_OF_ART") if labels == {"DocumentReference"} and len(words) > 1 else ()


def _by_case(words: Sequence[str]) -> list[Allowed]:
    """Return O for what begins in lower case, and nothing known of the rest."""
    return [None if word[:1].isupper() else OUTSIDE for word in words]


# GUM


def from_gum(rows: Sequence[Sequence[str]]) -> list[Allowed]:
    """Return the allowed tags of a sentence of GUM (Zeldes, 2017), from the columns of its words.

    Its layer marks every noun phrase with a type, its head words and, for names, the title of their Wikipedia page.
    """
    words = [row[1] for row in rows]
    allowed = _by_case(words)
    for index, row in enumerate(rows):
        if is_people(row[1]) and row[1][0].isupper():
            allowed[index] = tagged("B", ("NORP",))
        elif index == 0 and row[3] != "PROPN":
            allowed[index] = OUTSIDE
    taken = [False] * len(words)
    for first, stop, kind, heads, identity in sorted(gum_entities(rows), key=lambda entity: entity[0] - entity[1]):
        span = _gum_time(rows, first, stop) if kind == "time" else _gum_name(rows, first, stop, kind, heads, identity)
        if span is None or any(taken[span[0] : span[1]]):
            continue
        begin, end = span
        labels = _gum_labels(kind, " ".join(words[begin:end]), identity)
        if labels == ("PERSON",) and rows[end - 1][4] == "NNPS":
            labels = ("NORP", "PERSON")  # the Tulsans, the Bernoullis
        if "O" in labels:
            allowed[begin:end] = [outside_or([label for label in labels if label != "O"])] * (end - begin)
        else:
            allowed[begin:end] = span_tags(labels, end - begin)
        taken[begin:end] = [True] * (end - begin)
    return without_values(words, narrow(words, allowed))


def gum_entities(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, str, list[int], str]]:
    """Yield ``(first, stop, type, head words, Wikipedia title or "")`` of a sentence's entities."""
    opened: dict[str, list[tuple[int, list[str]]]] = {}
    for index, row in enumerate(rows):
        match = re.search(r"(?:^|\|)Entity=([^|]*)", row[9])
        for mark in re.finditer(r"\(([^()]+)(\))?|([^()]+)\)", match[1] if match else ""):
            fields = (mark[1] or mark[3]).split("-", 7)
            if mark[1]:
                opened.setdefault(fields[0], []).append((index, fields))
            if (mark[2] or mark[3]) and opened.get(fields[0]):
                first, begun = opened[fields[0]].pop()
                numbers = [first + int(number) - 1 for number in begun[5].split(",") if number.isdigit()]
                yield first, index + 1, begun[1], numbers, begun[7] if len(begun) > 7 else ""


def _gum_name(
    rows: Sequence[Sequence[str]], first: int, stop: int, kind: str, heads: Sequence[int], identity: str
) -> tuple[int, int] | None:
    """Return the name in a noun phrase: what the Wikipedia title says, or the capitalised words about its head."""
    words = [row[1] for row in rows]
    title = re.sub(r"%2C|%2D", lambda code: {"%2C": " ,", "%2D": " - "}[code[0]], identity.partition("_%28")[0])
    title_words = title.partition(" ,")[0].replace("_", " ").lower().split()
    for begin in range(first, stop - len(title_words) + 1 if title_words else first):
        end = begin + len(title_words)
        if [word.lower() for word in words[begin:end]] == title_words and words[begin][0].isupper():
            return begin, end
    if not heads or not first <= heads[0] < stop or rows[heads[0]][3] != "PROPN" or not words[heads[0]][0].isupper():
        return None
    begin, end = heads[0], heads[0] + 1
    while begin > first and _name_word(rows[begin - 1]):
        begin -= 1
    linking = {"person": ("-",), "place": ("-", "of", "the")}.get(kind, ("of", "for", "and", "the", "&", "'s", "-"))
    while end < stop:
        ahead = end
        while ahead < stop and words[ahead] in linking:
            ahead += 1
        if ahead == stop or not _name_word(rows[ahead]):
            break
        end = ahead + 1
    if kind == "person":
        while begin < end and (words[begin] in TITLES or is_people(words[begin]) and end - begin > 1):
            begin += 1
    return (begin, end) if begin < end else None


def _name_word(row: Sequence[str]) -> bool:
    return row[1][0].isupper() and row[3] in ("PROPN", "ADJ", "NOUN", "NUM", "VERB", "X") or row[3] == "PROPN"


def _gum_time(rows: Sequence[Sequence[str]], first: int, stop: int) -> tuple[int, int] | None:
    words = [row[1] for row in rows[first:stop]]
    sure = any(
        any(letter.isdigit() for letter in word) or (word[0].isupper() and is_value_word(word)) for word in words
    )
    return (first, stop) if sure and len(words) <= 6 and all(value_words(words)) else None


def _gum_labels(kind: str, name: str, identity: str) -> tuple[str, ...]:
    known = lists()
    if kind == "time":
        return duration_labels(name)
    if is_people(name):
        return ("NORP",)
    if law_like(name):
        return ("LAW",)
    if ART_IDENTITY.search(identity.replace("%28", "(").replace("%29", ")")) or name in known["works"]:
        return ("WORK_OF_ART",)
    match kind:
        case "person":
            return ("PERSON",)
        case "organization":
            return ("GPE", "ORG") if name.lower() in places() else ("ORG",)
        case "place":
            labels = place_labels(name)
            return ("GPE", "LOC", "FAC", "ORG") if "ORG" in labels else labels
        case "event":
            return ("EVENT",) if set(name.split()) & known["event_words"] else ("O", "EVENT", "WORK_OF_ART", "LAW")
        case "object" if product_like(name):
            return ("PRODUCT",)
        case "object":
            return ("O", "PRODUCT", "WORK_OF_ART", "FAC", "LOC")
        case _:
            return ("O", "NORP", "ORG", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART")
