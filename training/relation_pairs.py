"""Pairs of statements with what they are to each other, from corpora, from our own hand, and made from news.

Corpora ask for less than we do, so a pair carries the set of relations that its judgement leaves open (marginalised
partial labels, as in :mod:`training.labels`): an entailment in SICK is ``same`` or ``supports``, a pair that MSR's
judges would not call a paraphrase is anything but ``same``. Pairs from news are made where a label is certain by how
they are made: another number, a negation, another name, sentences that lie apart.
"""

import csv
import random
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np

from pipeline.link.embeddings import Embedder
from pipeline.link.relations import RELATIONS
from training.news import read_articles, split_sentences

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
DENIES = "denies"
LINES = ("claim", *RELATIONS, DENIES)


class Pair(NamedTuple):
    """Two statements and the relations that may hold between them."""

    first: str
    second: str
    relations: frozenset[str]
    source: str


def read_pairs(corpora: Path) -> list[Pair]:
    """Return all pairs to train on, but for those from news, which are made anew for each epoch."""
    sick, msr = sick_pairs(corpora, "train"), msr_pairs(corpora, "train")
    return [*sick, *msr, *rte_pairs(corpora), *headline_pairs(corpora), *written_pairs()]


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
        yield Pair(row["sentence_A"], row["sentence_B"], frozenset(relations), "sick")


def msr_pairs(corpora: Path, part: str) -> Iterator[Pair]:
    """Yield the pairs of MSR's paraphrase corpus (Dolan et al., COLING 2004): ``train``, ``val`` or ``test``."""
    with (corpora / MSR / f"msr-para-{part}.tsv").open(encoding="utf-8-sig") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[0] in "01":
                relations = SAME if row[0] == "1" else SUPPORTS | CONTRADICTS | UNRELATED
                yield Pair(row[3], row[4], frozenset(relations), "msr")


def rte_pairs(corpora: Path) -> Iterator[Pair]:
    """Yield the pairs of the first three RTE challenges (Dagan et al., 2005 to 2007), but for long texts."""
    with zipfile.ZipFile(corpora / RTE) as archive:
        for name in sorted(name for name in archive.namelist() if name.endswith(".xml")):
            for pair in ElementTree.fromstring(archive.read(name)).iter("pair"):
                entails = (pair.get("value") or pair.get("entailment")) in ("TRUE", "YES")
                relations = ENTAILS if entails else UNRELATED | CONTRADICTS
                text, hypothesis = (" ".join(pair.findtext(part).split()) for part in ("t", "h"))
                if len(text) <= RTE_CHARACTERS:
                    yield Pair(text, hypothesis, frozenset(relations), "rte")


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
            yield Pair(first, second, frozenset(relations), "headlines")


def written_pairs(folder: Path = WRITTEN) -> Iterator[Pair]:
    """Yield the pairs that follow from the stories written for this project.

    A story is one claim or several that have nothing to do with one another but their topic. Each has lines of what is
    the same, supports it, contradicts it or is unrelated to it. What holds for a claim holds for what says the same.
    Denials contradict the claim and say the same as one another; what else contradicts it is left open otherwise.
    """
    for story in read_written(folder):
        versions = [[text for relation, text in claim if relation in ("claim", "same")] for claim in story]
        for claim, texts in zip(story, versions, strict=True):
            yield from _pairs_of_claim(claim, texts)
        for one, other in combinations(story, 2):
            yield from (
                Pair(first, second, frozenset(UNRELATED), "written")
                for (relation, first), (role, second) in product(one, other)
                if relation in ("claim", "same") or role in ("claim", "same")
            )


def _pairs_of_claim(claim: list[tuple[str, str]], versions: list[str]) -> Iterator[Pair]:
    denials = [text for relation, text in claim if relation == DENIES]
    for first, second in chain(combinations(versions, 2), combinations(denials, 2)):
        yield Pair(first, second, frozenset(SAME), "written")
    rest = [("contradicts" if relation == DENIES else relation, text) for relation, text in claim]
    rest = [(relation, text) for relation, text in rest if text not in versions]
    for relation, text in rest:
        yield from (Pair(version, text, frozenset({relation}), "written") for version in versions)
    for (one, first), (other, second) in combinations(rest, 2):
        if {one, other} in ({"unrelated", "contradicts"}, {"unrelated", "supports"}):
            yield Pair(first, second, frozenset(UNRELATED | SUPPORTS), "written")


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
            yield Pair(sentence, made[0], frozenset(made[1]), "news")

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
            Pair(first, second, frozenset(relations_of_cosine(cosine)), "news")
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
        return self.rng.choice(_DENIED).format(_inner(sentence)), CONTRADICTS

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
        return self.rng.choice(_SAID).format(_inner(sentence)), SAME

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


def _inner(sentence: str) -> str:
    """Return a sentence as it stands within another."""
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
