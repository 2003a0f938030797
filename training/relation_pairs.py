"""Pairs of statements with what they are to each other, from corpora, from our own hand, and made from news.

Corpora ask for less than we do, so a pair carries the set of relations that its judgement leaves open (marginalised
partial labels, as in :mod:`training.labels`): an entailment in SICK is ``same`` or ``supports``, a pair that MSR's
judges would not call a paraphrase is anything but ``same``. Pairs from news are made where a label is certain by how
they are made: another number, a negation, another name, sentences that lie apart.
"""

import csv
import gzip
import json
import random
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from pipeline.link.relations import RELATIONS
from training.embeddings import NEWS, split_sentences

SICK = Path("dataset-sts/data/sts/sick2014")
MSR = Path("dataset-sts/data/para/msr")
RTE = Path("nltk_data/packages/corpora/rte.zip")
WRITTEN = Path(__file__).with_name("written") / "relations"

SAME, SUPPORTS, CONTRADICTS, UNRELATED = ({relation} for relation in RELATIONS)
ENTAILS = SAME | SUPPORTS


class Pair(NamedTuple):
    """Two statements and the relations that may hold between them."""

    first: str
    second: str
    relations: frozenset[str]
    source: str


def read_pairs(corpora: Path) -> list[Pair]:
    """Return all pairs to train on, but for those from news, which are made anew for each epoch."""
    return [*sick_pairs(corpora, "train"), *msr_pairs(corpora, "train"), *rte_pairs(corpora), *written_pairs()]


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
    """Yield the pairs of the first three RTE challenges (Dagan et al., 2005 to 2007); a long text says more."""
    with zipfile.ZipFile(corpora / RTE) as archive:
        for name in sorted(name for name in archive.namelist() if name.endswith(".xml")):
            for pair in ElementTree.fromstring(archive.read(name)).iter("pair"):
                entails = (pair.get("value") or pair.get("entailment")) in ("TRUE", "YES")
                relations = ENTAILS if entails else UNRELATED | CONTRADICTS
                texts = (" ".join(pair.findtext(part).split()) for part in ("t", "h"))
                yield Pair(*texts, frozenset(relations), "rte")


def written_pairs(folder: Path = WRITTEN) -> Iterator[Pair]:
    """Yield the pairs that follow from the sets of statements written for this project.

    A set is a claim and what is the same, supports it, contradicts it or is unrelated to it, a line each. What holds
    for the claim holds for what says the same; what two contradictions are to each other is left open.
    """
    claims = []
    for group in read_written(folder):
        claim, rest = group[0][1], group[1:]
        claims.append(claim)
        versions = [claim, *(text for relation, text in rest if relation == "same")]
        for first, second in combinations(versions, 2):
            yield Pair(first, second, frozenset(SAME), "written")
        for relation, text in rest:
            if relation != "same":
                for version in versions:
                    yield Pair(version, text, frozenset({relation}), "written")
        for (one, first), (other, second) in combinations(rest, 2):
            if {one, other} == {"unrelated", "contradicts"} or {one, other} == {"unrelated", "supports"}:
                yield Pair(first, second, frozenset(UNRELATED | SUPPORTS), "written")


def read_written(folder: Path = WRITTEN) -> list[list[tuple[str, str]]]:
    """Return the sets of statements, each a list of relation (first ``claim``) and text.

    :raises ValueError: a line does not begin with a relation, or a set not with its claim.
    """
    sets = []
    for file in sorted(folder.glob("*.txt")):
        for block in file.read_text(encoding="utf-8").strip().split("\n\n"):
            lines = [tuple(line.split(maxsplit=1)) for line in block.splitlines()]
            kinds = [line[0] for line in lines]
            if kinds[0] != "claim" or not set(kinds[1:]) <= set(RELATIONS) or any(len(line) != 2 for line in lines):
                raise ValueError(f"{file.name}: not a claim with lines of {', '.join(RELATIONS)}:\n{block}")
            sets.append(lines)
    return sets


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
    with gzip.open(corpora / NEWS, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            days[article.get("topic"), article.get("date")].append(split_sentences(article["text"]))
    return [articles for _, articles in sorted(days.items(), key=str)]


class NewsPairs:
    """Pairs made from news, other ones at each call."""

    def __init__(self, days: Sequence[Sequence[Sequence[str]]], rng: random.Random) -> None:
        self.days = [[article for article in day if len(article) > 4] for day in days]
        self.days = [day for day in self.days if day]
        self.rng = rng
        self.names = [name for day in self.days for article in day for name in _NAME.findall(" ".join(article[:3]))]

    def draw(self, count: int) -> list[Pair]:
        """Return about so many pairs: a third of them changed copies, the rest sentences that lie apart."""
        makers = (self.other_number, self.negated, self.other_name, self.reported, self.shortened)
        pairs = []
        while len(pairs) < count // 3:
            sentence = self.rng.choice(self.rng.choice(self.rng.choice(self.days)))
            made = self.rng.choice(makers)(sentence)
            if made:
                pairs.append(Pair(sentence, made[0], frozenset(made[1]), "news"))
        while len(pairs) < count:
            pairs.append(self.apart())
        return pairs

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

    def apart(self) -> Pair:
        """Draw two sentences of one day and topic, or of one article, that lie apart."""
        day = self.rng.choice(self.days)
        if len(day) > 1 and self.rng.random() < 0.6:
            one, other = self.rng.sample(day, 2)
            first, second = self.rng.choice(one), self.rng.choice(other)
            if _shared(first, second) < 0.35:
                return Pair(first, second, frozenset(UNRELATED), "news")
        article = self.rng.choice(day)
        place, offset = self.rng.randrange(len(article)), self.rng.randrange(3, len(article))
        first, second = article[place], article[(place + offset) % len(article)]
        relations = UNRELATED if _shared(first, second) < 0.5 else UNRELATED | ENTAILS
        return Pair(first, second, frozenset(relations), "news")


def _inner(sentence: str) -> str:
    """Return a sentence as it stands within another."""
    sentence = sentence.rstrip(".!? ")
    first = sentence.split()[0]
    return first.lower() + sentence[len(first) :] if first in _LOWERED else sentence


_LOWERED = frozenset("The A An This These Those That It He She They We There His Her Their In On At Some Many".split())


def _shared(first: str, second: str) -> float:
    """Return the share of the shorter sentence's longer words that are in the other one."""
    one, other = ({word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3} for text in (first, second))
    return len(one & other) / max(1, min(len(one), len(other)))
