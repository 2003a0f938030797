"""Measure the shipped pipeline on development sets and hold the figures against pinned floors.

``make quality`` runs this. Every figure names its corpus and metric; a figure below its floor, or a corpus that is
not the one that the floor was pinned on, ends with exit status 1. ``--pin`` writes the floors anew.
"""

import argparse
import hashlib
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language import load_pipeline
from pipeline.language.attributions import ROLES
from pipeline.language.entities import VALUE_LABELS
from pipeline.settings import MODEL
from training.corpora import Attributed, Example, read_columns, read_ieer, read_standoff, read_treebank, treebank_files
from training.labels import spans_of
from training.metrics import AttributionScore, Tally

FLOORS = Path(__file__).with_name("floors.toml")
SLACK = 0.4  # points that a figure may lie above its floor when floors are pinned
COARSE = {"GPE": "LOC", "NORP": "MISC", "EVENT": "MISC"}


@dataclass(frozen=True, slots=True)
class Measure:
    """One evaluation: what it reads and how it is scored."""

    name: str
    metric: str
    files: Callable[[Path], list[Path]]
    run: Callable[[Language, Path], dict[str, float]]


def doc_of_words(nlp: Language, words: list[str]) -> Doc:
    """Annotate a text that comes as words."""
    doc = Doc(nlp.vocab, words=words)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


# Attributions


def polnear_files(corpora: Path) -> list[Path]:
    """Return the first annotator's file of each development article."""
    first: dict[str, Path] = {}
    for path in sorted((corpora / "PolNeAR/data/dev/attributions").glob("*.ann")):
        first.setdefault(path.stem.rpartition("_")[0], path)
    return list(first.values())


def evaluate_polnear(nlp: Language, corpora: Path) -> dict[str, float]:
    """Whole articles, exact character spans."""
    score = AttributionScore()
    for path in polnear_files(corpora):
        name = path.stem.rpartition("_")[0]
        with open(path.parent.parent / "text" / f"{name}.txt", encoding="utf-8", newline="") as file:
            doc = nlp(file.read())
        score.add(read_standoff(path), [in_characters(found) for found in doc._.attributions])
    return score.figures()


def in_characters(found) -> Attributed:
    """Turn an attribution of spaCy spans into one of character offsets."""
    return Attributed(*([(span.start_char, span.end_char) for span in getattr(found, role)] for role in ROLES))


def evaluate_cofenet(nlp: Language, corpora: Path) -> dict[str, float]:
    """Segments of given words, exact word spans: the setting of the published figures."""
    import json

    tallies = {role: Tally() for role in ROLES}
    for line in (corpora / "CofeNet/res/polnear/valid.txt").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        doc = doc_of_words(nlp, record["tokens"])
        gold = spans_of(cofenet_tags(record["labels"]))
        for role, tally in tallies.items():
            found = [(s.start, s.end) for parts in doc._.attributions for s in getattr(parts, role)]
            tally.add({(first, stop) for first, stop, label in gold if label == role}, set(found))
    return {role: 100 * tally.f1 for role, tally in tallies.items()}


def cofenet_tags(labels: list[str]) -> list[str]:
    """Return CofeNet's tags (``B-source`` ... in any case, a role's number dropped) in ours."""
    return ["O" if label in ("O", "_") else f"{label[0]}-{label[2:].lower()}" for label in labels]


# Named entities


def evaluate_conll(nlp: Language, corpora: Path) -> dict[str, float]:
    """Names of newswire sentences, given words."""
    return score_names(nlp, corpora / "CrossNER/ner_data/conll2003/dev.txt", None, ("PER", "ORG", "LOC", "MISC"))


def evaluate_uner(nlp: Language, corpora: Path) -> dict[str, float]:
    """Names of web text, given words."""
    return score_names(nlp, corpora / "UNER_English-EWT/en_ewt-ud-dev.iob2", "\t", ("PER", "ORG", "LOC"))


def score_names(nlp: Language, path: Path, separator: str | None, labels: tuple[str, ...]) -> dict[str, float]:
    """Score names of a file of word and BIO tag columns, our labels made as coarse as the file's."""
    tallies = {label: Tally() for label in labels}
    for sentences in groups(read_columns(path, separator=separator)):
        words, tags = [], []
        for sentence in sentences:
            column = 1 if separator else 0
            words += [row[column] for row in sentence]
            tags += [row[2] if separator else row[-1] for row in sentence]
        gold = {(first, stop, label[:3].upper()) for first, stop, label in spans_of(tags)}
        gold = {(first, stop, "MISC" if label == "MIS" else label) for first, stop, label in gold}
        found = {(ent.start, ent.end, coarse(ent.label_)) for ent in doc_of_words(nlp, words).ents}
        for label, tally in tallies.items():
            tally.add((span for span in gold if span[2] == label), (span for span in found if span[2] == label))
    return with_micro(tallies)


def coarse(label: str) -> str:
    """Return the coarse label that stands for one of ours."""
    return {"PERSON": "PER"}.get(label, COARSE.get(label, label))


def groups(sentences: Iterable[list], size: int = 10) -> Iterator[list]:
    """Yield ten sentences at a time: names are read in context."""
    group = []
    for sentence in sentences:
        group.append(sentence)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


def evaluate_ieer(nlp: Language, corpora: Path) -> dict[str, float]:
    """Times and numbers of held-out newswire; a span counts where the gold allows its label."""
    tallies = {label: Tally() for label in VALUE_LABELS if label != "ORDINAL"}
    for example in read_ieer(corpora, "dev"):
        gold = set(gold_spans(example))
        found = {(ent.start, ent.end, ent.label_) for ent in doc_of_words(nlp, example.words).ents}
        for label, tally in tallies.items():
            tally.add((span for span in gold if span[2] == label), (span for span in found if span[2] == label))
    return with_micro(tallies)


def gold_spans(example: Example) -> Iterator[tuple[int, int, str]]:
    """Yield the spans whose label the corpus fixes."""
    tags = []
    for allowed in example.entities or ():
        single = next(iter(allowed)) if allowed is not None and len(allowed) == 1 else "O"
        tags.append(single)
    yield from spans_of(tags)


def with_micro(tallies: dict[str, Tally]) -> dict[str, float]:
    """Return F1 by label in percent, and over all labels together."""
    total = Tally(*(sum(getattr(tally, name) for tally in tallies.values()) for name in ("right", "found", "gold")))
    return {label: 100 * tally.f1 for label, tally in tallies.items()} | {"micro": 100 * total.f1}


# Sentences


def evaluate_sentences(name: str) -> Callable[[Language, Path], dict[str, float]]:
    """Return a function that scores sentence starts on a treebank, texts given as words."""

    def run(nlp: Language, corpora: Path) -> dict[str, float]:
        tally = Tally()
        for example in read_treebank(corpora, name, "dev"):
            doc = doc_of_words(nlp, example.words)
            starts = {token.i for token in doc if token.is_sent_start}
            tally.add(example.sentence_starts - {0}, starts - {0})
        return {"starts": 100 * tally.f1}

    return run


MEASURES = (
    Measure("PolNeAR dev, whole articles", "exact-span F1", polnear_files, evaluate_polnear),
    Measure(
        "PolNeAR valid as cut by CofeNet",
        "exact-span F1",
        lambda corpora: [corpora / "CofeNet/res/polnear/valid.txt"],
        evaluate_cofenet,
    ),
    Measure(
        "CoNLL-2003 dev",
        "entity F1",
        lambda corpora: [corpora / "CrossNER/ner_data/conll2003/dev.txt"],
        evaluate_conll,
    ),
    Measure(
        "UNER EWT dev",
        "entity F1",
        lambda corpora: [corpora / "UNER_English-EWT/en_ewt-ud-dev.iob2"],
        evaluate_uner,
    ),
    Measure(
        "IE-ER, two held-out files",
        "entity F1",
        lambda corpora: [corpora / "nltk_data/packages/corpora/ieer.zip"],
        evaluate_ieer,
    ),
    Measure(
        "UD EWT dev",
        "sentence-start F1",
        lambda corpora: treebank_files(corpora, "EWT", "dev"),
        evaluate_sentences("EWT"),
    ),
    Measure(
        "UD GUM dev",
        "sentence-start F1",
        lambda corpora: treebank_files(corpora, "GUM", "dev"),
        evaluate_sentences("GUM"),
    ),
)


def hash_of(files: Iterable[Path]) -> str:
    """Return the first 16 digits of the SHA-256 of the files' bytes."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def measure(nlp: Language, corpora: Path) -> dict[str, dict]:
    """Run every measure whose corpus is there."""
    results = {}
    for each in MEASURES:
        try:
            files = each.files(corpora)
            results[each.name] = {"corpus": hash_of(files), "metric": each.metric} | {
                name: round(value, 2) for name, value in each.run(nlp, corpora).items()
            }
        except FileNotFoundError as error:
            print(f"{each.name}: not measured, {error.filename} is missing", file=sys.stderr)
    return results


def compare(results: dict[str, dict], floors: dict[str, dict]) -> list[str]:
    """Return what is wrong: figures below their floors, corpora that changed, floors without a figure."""
    faults = []
    for name, pinned in floors.items():
        got = results.get(name)
        if got is None:
            faults.append(f"{name}: has a floor and was not measured")
            continue
        if got["corpus"] != pinned["corpus"]:
            faults.append(f"{name}: the corpus is {got['corpus']}, the floor was pinned on {pinned['corpus']}")
        for figure, floor in pinned.items():
            if isinstance(floor, int | float) and got.get(figure, 0.0) < floor:
                faults.append(f"{name}: {figure} is {got.get(figure)}, below its floor of {floor}")
    return faults


def show(results: dict[str, dict], floors: dict[str, dict]) -> None:
    """Print the figures as a table."""
    from rich.console import Console
    from rich.table import Table

    table = Table("corpus", "metric", "of", "figure", "floor", title="Quality of models/en_hearsay")
    for name, figures in results.items():
        for figure, value in figures.items():
            if isinstance(value, float):
                floor = floors.get(name, {}).get(figure)
                table.add_row(name, figures["metric"], figure, f"{value:.2f}", "" if floor is None else f"{floor:.1f}")
    Console().print(table)


def pin(results: dict[str, dict]) -> None:
    """Write floors a little below the figures."""
    lines = ["# Floors of `make quality`, each pinned with the hash of its corpus; `--pin` rewrites them."]
    for name, figures in results.items():
        lines += ["", f'["{name}"]', f'corpus = "{figures["corpus"]}"']
        lines += [f"{key} = {value - SLACK:.1f}" for key, value in figures.items() if isinstance(value, float)]
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Measure, print, compare; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--pin", action="store_true", help="write the figures, less a margin, as the new floors")
    options = parser.parse_args()
    if not options.corpora.is_dir():
        print(f"no corpora at {options.corpora}: name their folder with --corpora (make quality CORPORA=...)")
        return 2
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    results = measure(load_pipeline(options.model), options.corpora)
    if options.pin:
        pin(results)
        floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    show(results, floors)
    faults = compare(results, floors)
    print("\n".join(faults) or "every figure is at or above its floor")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
