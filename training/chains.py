"""The corpora of coreference, and what training reads of them.

OntoGUM (Zhu, Pradhan & Zeldes, ACL 2021): chains as in OntoNotes over GUM's documents. GAP (Webster et al., TACL
2018): pronouns and two names each, balanced by gender.
"""

import csv
import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.language.mentions import is_nominal_head
from training.corpora import AntecedentItem, Example, gum_parts, read_columns, tokenizer

REACH = 400  # words back that an antecedent is looked for in training: no window holds more
TITLES = frozenset(
    "The Mr Mr. Mrs Mrs. Ms Ms. Miss Mme Mme. Dr Dr. Sir Dame Lady Lord King Queen Emperor Empress President Prince "
    "Princess Duke Duchess Count Countess Captain Father Aunt Uncle Professor Senator Pope Saint St.".split()
)
GAP_FILES = {"train": "gap-development.tsv", "dev": "gap-validation.tsv"}
PRONOUN_GENDER = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}


@dataclass(slots=True)
class Document:
    """A parsed text with its gold chains; all offsets count words of the text."""

    name: str
    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)  # universal parts of speech
    heads: list[int] = field(default_factory=list)  # each word's head, a root's is itself
    relations: list[str] = field(default_factory=list)
    sentence_starts: set[int] = field(default_factory=set)
    chains: list[list[tuple[int, int]]] = field(default_factory=list)  # spans in order

    @property
    def genre(self) -> str:
        """The genre, from the name."""
        return self.name.split("_")[1]


def ontogum_files(corpora: Path, part: str) -> list[Path]:
    """Return OntoGUM's files of ``train`` or ``dev``, without those whose words are withheld (Reddit)."""
    held_out = gum_parts(corpora)
    files = sorted((corpora / "gum" / "coref" / "ontogum" / "conllu").glob("*.conllu"))
    return [path for path in files if held_out.get(path.stem, "train") == part and "_reddit_" not in path.stem]


def read_ontogum(corpora: Path, part: str) -> Iterator[Document]:
    """Yield OntoGUM's documents of ``train`` or ``dev``."""
    yield from map(read_chains, ontogum_files(corpora, part))


def read_chains(path: Path) -> Document:
    """Read a CoNLL-U file whose ``Entity`` attribute opens and closes numbered mentions: ``(3``, ``3)``, ``(3)``."""
    document = Document(path.stem)
    chains, opened = defaultdict(list), defaultdict(list)
    for sentence in read_columns(path, separator="\t"):
        base = len(document.words)
        document.sentence_starts.add(base)
        for row in sentence:
            if not row[0].isdigit():
                continue
            word = len(document.words)
            document.words.append(row[1])
            document.tags.append(row[3])
            document.heads.append(base + int(row[6]) - 1 if row[6] != "0" else word)
            document.relations.append(row[7])
            marks = re.search(r"(?:^|\|)Entity=([^|]*)", row[9])
            for opening, number, closing in re.findall(r"(\(?)(\d+)(\)?)", marks[1] if marks else ""):
                if opening:
                    opened[number].append(word)
                if closing and opened[number]:
                    chains[number].append((opened[number].pop(), word + 1))
    document.chains = [sorted(spans) for spans in chains.values() if len(spans) > 1]
    return document


def head_word(span: tuple[int, int], heads: list[int]) -> int:
    """Return the first word of a span whose head lies outside it (or is itself)."""
    first, stop = span
    return next((word for word in range(first, stop) if heads[word] == word or not first <= heads[word] < stop), first)


def items_of(candidates: list[int], chain_of: dict[int, int]) -> list[AntecedentItem]:
    """Return the item of each candidate word, given the number of each mention's chain."""
    items = []
    for position, word in enumerate(candidates):
        before = [other for other in candidates[:position] if word - other <= REACH]
        chain = chain_of.get(word)
        gold = tuple(other for other in before if chain is not None and chain_of.get(other) == chain)
        items.append(AntecedentItem(word, gold, tuple(before)))
    return items


def nominal_heads(document: Document) -> list[int]:
    """Return the words that head a noun phrase, a name or a pronoun, in order."""
    pairs = zip(document.tags, document.relations, strict=True)
    return [word for word, (tag, relation) in enumerate(pairs) if is_nominal_head(tag, relation)]


def ontogum_example(document: Document) -> Example:
    """Return a document's items over the head words of its noun phrases, names and pronouns."""
    chain_of: dict[int, int] = {}
    for number, spans in enumerate(document.chains):
        for span in sorted(spans, key=lambda span: span[0] - span[1]):  # of two mentions of one head, the shorter
            chain_of[head_word(span, document.heads)] = number
    return Example(
        "ontogum",
        document.words,
        sentence_starts=document.sentence_starts,
        antecedents=items_of(nominal_heads(document), chain_of),
        name=document.name,
    )


@dataclass(slots=True)
class GapRow:
    """One text of GAP: the pronoun and two names as (first, last + 1) characters, and which name it means."""

    name: str
    text: str
    pronoun: tuple[int, int]
    names: tuple[tuple[int, int], tuple[int, int]]
    coreferent: tuple[bool, bool]

    @property
    def gender(self) -> str:
        """``m`` or ``f``, by the pronoun."""
        return PRONOUN_GENDER[self.text[slice(*self.pronoun)].lower()]


def read_gap(corpora: Path, part: str) -> Iterator[GapRow]:
    """Yield the rows of GAP's development (``train``) or validation (``dev``) file."""
    with open(corpora / "gap-coreference" / GAP_FILES[part], encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            spans = [
                (int(row[f"{key}-offset"]), int(row[f"{key}-offset"]) + len(row[key])) for key in ("Pronoun", "A", "B")
            ]
            truth = tuple(row[f"{key}-coref"].upper() == "TRUE" for key in "AB")
            yield GapRow(row["ID"], row["Text"], spans[0], (spans[1], spans[2]), truth)


def row_words(row: GapRow) -> tuple[list[str], int, list[list[int]]]:
    """Return the text in words, the pronoun's place and the places of the words that each name touches."""
    doc = tokenizer()(row.text)
    places = [
        [token.i for token in doc if token.idx < stop and token.idx + len(token) > start]
        for start, stop in (row.pronoun, *row.names)
    ]
    return [token.text for token in doc], places[0][0], places[1:]


def gap_example(row: GapRow) -> Example:
    """Return a row's items: the pronoun's, and those of names that stand after it and mean the same.

    Candidates are both names, with their repetitions, and the text's other names unless the pronoun may mean one of
    them (it means neither of the two).
    """
    words, pronoun, names = row_words(row)
    runs = [*names, *name_runs(words, taken={word for name in names for word in name})]
    mentions = [[run for run in runs if means_same(run, name, words)] for name in names]
    both = {name_head(run, words) for run in mentions[0]} & {name_head(run, words) for run in mentions[1]}
    of_name = [{name_head(run, words) for run in found} - both for found in mentions]
    candidates = of_name[0] | of_name[1]
    if any(row.coreferent):
        candidates |= {name_head(run, words) for run in runs} - both
    gold = {word for heads, meant in zip(of_name, row.coreferent, strict=True) if meant for word in heads}
    return Example("gap", words, antecedents=gap_items(pronoun, candidates, gold), name=row.name)


def gap_items(pronoun: int, candidates: set[int], gold: set[int]) -> list[AntecedentItem]:
    """Return the pronoun's item; where its name stands only after it, also the name's, which leads back to it."""
    before = {word for word in candidates if word < pronoun}
    if gold and not before & gold:
        name = min(gold)
        between = {pronoun, *(word for word in candidates if word < name)}
        return [as_item(pronoun, gold, candidates), as_item(name, {pronoun}, between)]
    return [as_item(pronoun, before & gold, before)]


def as_item(word: int, gold: set[int], candidates: set[int]) -> AntecedentItem:
    """Return an item with its words in order."""
    return AntecedentItem(word, tuple(sorted(gold)), tuple(sorted(candidates)))


def name_runs(words: list[str], *, taken: set[int]) -> Iterator[list[int]]:
    """Yield runs of capitalised words, those at the start of a sentence only where they also stand inside one."""
    inside = {
        word
        for before, word in zip(words, words[1:], strict=False)
        if word.istitle() and (before[-1:].isalnum() or before == ",")
    }
    run: list[int] = []
    for index, word in enumerate([*words, ""]):
        if index not in taken and word in inside and len(word) > 1 and word.lower() not in PRONOUN_GENDER:
            run.append(index)
        elif run:
            yield run
            run = []


def means_same(run: list[int], name: list[int], words: list[str]) -> bool:
    """Say whether one name's words, without titles, are all among the other's."""
    one, other = ({words[index] for index in part} - TITLES for part in (run, name))
    return bool(one and other) and (one <= other or other <= one)


def name_head(run: list[int], words: list[str]) -> int:
    """Return the word that heads a name in UD: the first that is no title."""
    return next((index for index in run if words[index] not in TITLES), run[-1])


GENDERED = (
    "he she|him her|his her|himself herself|man woman|men women|boy girl|boys girls|son daughter|sons daughters|"
    "father mother|brother sister|brothers sisters|husband wife|husbands wives|uncle aunt|nephew niece|king queen|"
    "prince princess|actor actress|mr. mrs.|mr mrs|sir lady|lord lady|boyfriend girlfriend|grandfather grandmother|"
    "grandson granddaughter|male female|widower widow|mr. ms.|mr ms|mr miss|duke duchess|count countess"
)
OBJECT_FOLLOWERS = frozenset(
    "a an and after as at back because before but by during for from he if in into it of on or out over she so than "
    "that the they this through to up was were when where which while who with".split()
)


def gendered_words() -> dict[str, str]:
    """Return for each gendered word the other gender's; ``her`` stands for two."""
    swaps: dict[str, str] = {}
    for male, female in (pair.split() for pair in GENDERED.split("|")):
        swaps.setdefault(male, female)
        swaps.setdefault(female, male)
    return swaps


def first_names(rows: list[GapRow], *, whole: bool = False) -> dict[str, str]:
    """Return the gender of each name's first word, by the pronouns that refer to it, where they agree.

    :param whole: leave names of one word out, which may be surnames.
    """
    genders = defaultdict(set)
    for row in rows:
        for (start, stop), meant in zip(row.names, row.coreferent, strict=True):
            parts = [part for part in row.text[start:stop].split() if part not in TITLES]
            if meant and len(parts) > whole and parts[0].isalpha():
                genders[parts[0]].add(row.gender)
    return {name: next(iter(found)) for name, found in genders.items() if len(found) == 1}


def swap_gender(example: Example, names: dict[str, str], rng: random.Random) -> Example:
    """Return a copy of a text in which men are women and women are men: pronouns, kin, titles and first names."""
    pools = {gender: sorted(name for name, of in names.items() if of != gender) for gender in "mf"}
    swaps = gendered_words()
    renamed: dict[str, str] = {}
    words = []
    for word, following in zip(example.words, [*example.words[1:], "."], strict=True):
        if word in names:
            words.append(renamed.setdefault(word, rng.choice(pools[names[word]])))
            continue
        swapped = swaps.get(word.lower(), word)
        if word.lower() == "her":
            is_object = following.lower() in OBJECT_FOLLOWERS or not following[:1].isalnum()
            swapped = "him" if is_object else "his"
        words.append(swapped.capitalize() if word[:1].isupper() and swapped != word else swapped)
    return Example("gap_swapped", words, antecedents=example.antecedents, name=example.name)


def names_known(row: GapRow, names: dict[str, str]) -> bool:
    """Say whether the gender of both names is known, so that swapping leaves neither behind."""
    parts = ([part for part in row.text[slice(*span)].split() if part not in TITLES] for span in row.names)
    return all(part and part[0] in names for part in parts)


FULL_NAME = re.compile(r"\b([A-Z][a-z]+) (?:[A-Z]\. )?((?:Mc|Mac|O['’])?[A-Z][a-z]{2,}(?:-[A-Z][a-z]+)?)\b(?! [A-Z])")
SUBJECT_CUES = re.compile(r" (?:\w+ed|said|says|is|was|has|had|will|would|could|can|did|does|told|made|went|also)\b")
OBJECT_CUES = re.compile(r"\b(?:of|by|with|for|to|from|against|about|told|asked|called|met|accused|at|on|behind) $")
REPLACED = 3000  # passages
PASSAGE = 450  # characters of an article that a replaced name is read in


def read_articles(corpora: Path) -> Iterator[str]:
    """Yield the texts of the unlabelled news articles."""
    with gzip.open(corpora / "derived" / "news_articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def replaced_names(text: str, genders: dict[str, str], number: int, rng: random.Random) -> Iterator[GapRow]:
    """Yield passages of an article in which one repeated surname has become a pronoun, and another name competes.

    As in WikiCREM (Kocijan et al., EMNLP 2019), with pronouns in the place of masks: what the name meant is known.
    """
    persons: dict[str, set[str]] = defaultdict(set)
    for match in FULL_NAME.finditer(text):
        if match[1] in genders:
            persons[match[2]].add(match[1])
    known = {surname: genders[next(iter(firsts))] for surname, firsts in persons.items() if len(firsts) == 1}
    if len(known) < 2:
        return
    firsts = "|".join(sorted({min(persons[surname]) for surname in known}))
    any_name = re.compile(rf"\b(?:(?:{firsts}) (?:[A-Z]\. )?)?({'|'.join(sorted(known))})\b")
    mentions = list(any_name.finditer(text))
    for position, target in enumerate(mentions):
        longer = re.match(r" [A-Z]", text[target.end() :]) or re.search(r"[A-Z]\w*\.? $", text[: target.start()][-20:])
        if target[0] != target[1] or longer:
            continue
        begin = max(0, target.start() - PASSAGE)
        if begin:
            begin = text.find(" ", begin) + 1
        before = [mention for mention in mentions[:position] if mention.start() >= begin]
        same = [mention for mention in before if mention[1] == target[1]]
        others = [mention for mention in before if mention[1] != target[1] and known[mention[1]] == known[target[1]]]
        if not same or not others or others[-1].start() < same[-1].start() - 200 or rng.random() < 0.5:
            continue
        pronoun, width = pronoun_for(text, target, known[target[1]])
        if pronoun:
            end = text.find("\n", target.end())
            end = min(len(text) if end < 0 else end, target.end() + 100)
            passage = text[begin : target.start()] + pronoun + text[target.end() + width : end]
            spans = [(span.start() - begin, span.end() - begin) for span in (same[-1], others[-1])]
            start = target.start() - begin
            yield GapRow(f"{number}-{position}", passage, (start, start + len(pronoun)), tuple(spans), (True, False))


def pronoun_for(text: str, name: re.Match, gender: str) -> tuple[str, int]:
    """Return the pronoun that fits in a name's place and how many characters after it go (``'s``); or nothing."""
    male = gender == "m"
    if text[name.end() :][:2] in ("'s", "’s"):
        pronoun, width = "his" if male else "her", 2
    elif SUBJECT_CUES.match(text, name.end()):
        pronoun, width = "he" if male else "she", 0
    elif OBJECT_CUES.search(text, max(0, name.start() - 12), name.start()):
        pronoun, width = "him" if male else "her", 0
    else:
        return "", 0
    starts = name.start() == 0 or text[: name.start()].rstrip(" ")[-1:] in ("\n", ".", "?", "!", '"', "“")
    return (pronoun.capitalize() if starts else pronoun), width


def read_replaced_names(corpora: Path, *, limit: int, seed: int = 1) -> Iterator[Example]:
    """Yield at most ``limit`` passages of news with a name turned into a pronoun, as many of women as of men.

    News writes more of men: half of the passages have their genders swapped.
    """
    rng = random.Random(seed)
    rows = list(read_gap(corpora, "train"))
    genders, names = first_names(rows, whole=True), first_names(rows)
    found = [
        row
        for number, text in enumerate(read_articles(corpora))
        for row in replaced_names(text, genders, number, rng)
        if row.gender == "m"
    ]
    for number, row in enumerate(rng.sample(found, min(limit, len(found)))):
        example = gap_example(row)
        if example.antecedents and example.antecedents[0].gold:
            yield replace(swap_gender(example, names, rng) if number % 2 else example, corpus="replaced_names")


def read_names(corpora: Path, part: str, *, seed: int = 1) -> Iterator[Example]:
    """Yield GAP's texts of ``train`` or ``dev``; in training, many come a second time with genders swapped."""
    rows = list(read_gap(corpora, part))
    names, rng = first_names(rows), random.Random(seed)
    for row in rows:
        example = gap_example(row)
        yield example
        if part == "train" and names_known(row, names):
            yield swap_gender(example, names, rng)


def read_coreference(corpora: Path, part: str) -> Iterator[Example]:
    """Yield every example of ``train`` or ``dev``; in training also news with names turned into pronouns."""
    for document in read_ontogum(corpora, part):
        yield ontogum_example(document)
    yield from read_names(corpora, part)
    if part == "train":
        yield from read_replaced_names(corpora, limit=REPLACED)
