"""Syntax from the UD treebanks: their texts, the scripts of their lemmas, and the labels that the heads tell apart."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os.path import commonprefix
from pathlib import Path

from pipeline.language.lemmas import change_case
from pipeline.language.tags import HEADS
from training.corpora import Example, read_treebank

TREEBANKS = {"train": ("EWT", "GUM"), "dev": ("EWT", "GUM"), "test": ("EWT",)}
UNIVERSAL_TAGS = tuple("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())


def read_syntax(corpora: Path, part: str) -> Iterator[Example]:
    """Yield the documents of a part (``train``, ``dev``, ``test``) of the UD treebanks EWT and GUM; test is EWT's."""
    for name in TREEBANKS[part]:
        yield from read_treebank(corpora, name, part)


def lemma_script(word: str, lemma: str, pos: str) -> str:
    """Return the script that turns a word into its lemma (see :func:`pipeline.language.lemmas.apply_script`).

    Of several, the one that keeps most of the word; proper nouns rather keep their case, other words lose it.
    """
    cases = ("keep", "lower", "title") if pos == "PROPN" else ("lower", "keep", "title")
    kept = {case: len(commonprefix([change_case(word, case), lemma])) for case in cases}
    case = max(cases, key=kept.__getitem__)
    return f"{case}|{len(word) - kept[case]}|{lemma[kept[case] :]}" if kept[case] else f"={lemma}"


def lemma_scripts(example: Example) -> list[str | None]:
    """Return the script of each word of a text, ``None`` where its lemma is not known."""
    words = zip(example.words, example.lemmas, example.pos, strict=True)
    return [None if lemma is None else lemma_script(word, lemma, pos) for word, lemma, pos in words]


def script_vocabulary(examples: Iterable[Example], minimum: int = 3) -> list[str]:
    """Return the scripts that at least ``minimum`` different words of the texts need, the commonest first.

    A script that stands for a whole lemma needs ``minimum`` occurrences instead: its words are few.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for example in examples:
        for word, script in zip(example.words, lemma_scripts(example), strict=True):
            if script is not None:
                pairs[script, word.lower()] += 1
    occurrences, words = Counter(), Counter()
    for (script, _), count in pairs.items():
        occurrences[script] += count
        words[script] += 1
    return [
        script
        for script, count in occurrences.most_common()
        if count >= minimum and (script.startswith("=") or words[script] >= minimum or count >= 3 * minimum)
    ]


def lemma_table(examples: Iterable[Example], scripts: list[str], minimum: int = 1) -> dict[str, int]:
    """Return the number of the script of each word that needs only one: ``{"ran|VBD": 40, ...}``.

    Proper nouns are left out: their lemmas hang on how a text writes them (*OSLO* or *oslo* for *Oslo*).

    :param scripts: the scripts by number, as :func:`script_vocabulary` returns them.
    :param minimum: how often a word must occur with its tag.
    """
    seen: dict[str, Counter[str]] = {}
    for example in examples:
        for word, tag, script in zip(example.words, example.tags, lemma_scripts(example), strict=True):
            if script is not None and tag is not None and not tag.startswith("NNP"):
                seen.setdefault(f"{word.lower()}|{tag}", Counter())[script] += 1
    numbers = {script: number for number, script in enumerate(scripts)}
    return {
        key: numbers[script]
        for key, counts in sorted(seen.items())
        if len(counts) == 1 and counts.total() >= minimum and (script := next(iter(counts))) in numbers
    }


def tag_readings(examples: Iterable[Example], labels: Mapping[str, Sequence[str]], minimum: int = 2) -> list[list[int]]:
    """Return which universal tag, Penn tag and features go together, as numbers of the labels.

    :param labels: those of ``pos``, ``tags`` and ``morphs``, as :func:`syntax_vocabularies` returns them.
    :param minimum: how often three labels must occur together.
    """
    numbers = [{label: number for number, label in enumerate(labels[head])} for head in HEADS]
    counts = Counter(
        reading for example in examples for reading in zip(*(getattr(example, head) for head in HEADS), strict=True)
    )
    return sorted(
        [number[label] for number, label in zip(numbers, reading, strict=True)]
        for reading, count in counts.items()
        if count >= minimum and all(label in number for number, label in zip(numbers, reading, strict=True))
    )


def syntax_vocabularies(examples: Iterable[Example], minimum: int = 3) -> dict[str, list[str]]:
    """Return the labels of each head: ``pos``, ``tags``, ``morphs``, ``lemmas`` (scripts), ``relations``.

    :param minimum: how often a label must occur; rarer ones are left unknown in training.
    """
    examples = list(examples)
    labels = {"pos": list(UNIVERSAL_TAGS)}
    for name in ("tags", "morphs", "relations"):
        counts = Counter(label for example in examples for label in getattr(example, name) if label is not None)
        labels[name] = sorted(label for label, count in counts.items() if count >= minimum)
    return labels | {"lemmas": script_vocabulary(examples, minimum)}


def learn_tables(examples: Iterable[Example], labels: Mapping[str, Sequence[str]]) -> dict[str, dict]:
    """Return what the components ``tagger`` and ``lemmatizer`` load.

    :param labels: those of the network's heads, as :func:`syntax_vocabularies` returns them.
    """
    examples = list(examples)
    tagger = {head: list(labels[head]) for head in HEADS} | {"readings": tag_readings(examples, labels)}
    return {
        "tagger": tagger,
        "lemmatizer": {"scripts": list(labels["lemmas"]), "table": lemma_table(examples, labels["lemmas"])},
    }
