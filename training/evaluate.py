"""Measure the shipped pipeline on held-out gold and hold the figures against goals and pinned floors.

``make quality`` runs this. Every figure names its corpus and metric, and comes with the middle 95% of what it is when
the corpus's texts are drawn again (bootstrap; Efron & Tibshirani, 1993). A figure below its floor, or a corpus that is
not the one that the floor was pinned on, ends with exit status 1. ``--pin`` writes the floors anew.
"""

import argparse
import hashlib
import math
import sys
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from spacy.language import Language

from pipeline.language import load_pipeline
from pipeline.settings import MODEL
from training.measures import (
    Measure,
    attributions,
    basil,
    checkworthiness,
    claim_groups,
    coreference,
    embeddings,
    entities,
    factuality,
    relations,
    sentences,
    speakers,
    syntax,
    times,
)
from training.metrics import Counts, f1_of

FLOORS = Path(__file__).with_name("floors.toml")
SLACK = 0.4  # points that a figure may lie above its floor when floors are pinned
DRAWS = 1000
MEASURES: tuple[Measure, ...] = (
    *attributions.MEASURES,
    *entities.MEASURES,
    *sentences.MEASURES,
    *syntax.MEASURES,
    *coreference.MEASURES,
    *basil.MEASURES,
    *speakers.MEASURES,
    *times.MEASURES,
    *factuality.MEASURES,
    *checkworthiness.MEASURES,
    *embeddings.MEASURES,
    *relations.MEASURES,
    *claim_groups.MEASURES,
)


def hash_of(files: Iterable[Path]) -> str:
    """Return the first 16 digits of the SHA-256 of the files' bytes."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def summarise(each: Measure, texts: Sequence[Mapping[str, Counts]]) -> dict[str, tuple[float, float, float]]:
    """Return each figure with the ends of its interval, in percent.

    :param texts: each text's counts by figure; a figure may be missing from a text.
    """
    names = list(dict.fromkeys(name for counts in texts for name in counts))
    rng = np.random.default_rng(1)
    draws = rng.multinomial(len(texts), np.full(len(texts), 1 / len(texts)), size=DRAWS)
    weights = np.vstack([np.ones(len(texts)), draws])  # the first row: every text once
    nothing = (0.0, 0.0, 0.0, 0.0)
    figures = each.derive(
        {name: 100 * f1_of(weights @ np.array([counts.get(name, nothing) for counts in texts])) for name in names}
    )
    return {name: (value[0], *np.percentile(value[1:], [2.5, 97.5])) for name, value in figures.items()}


def measure(nlp: Language, corpora: Path, wanted: str = "") -> dict[str, dict]:
    """Run every measure whose name contains ``wanted`` and whose corpus is there.

    :return: by measure its ``corpus`` hash, ``figures`` and their ``intervals``.
    """
    results = {}
    for each in MEASURES:
        if wanted.lower() not in each.name.lower():
            continue
        try:
            corpus = hash_of(each.files(corpora))
            found = summarise(each, list(each.run(nlp, corpora)))
        except FileNotFoundError as error:
            print(f"{each.name}: not measured, {error.filename} is missing", file=sys.stderr)
            continue
        results[each.name] = {
            "corpus": corpus,
            "figures": {name: round(float(value), 2) for name, (value, _, _) in found.items()},
            "intervals": {name: (float(low), float(high)) for name, (_, low, high) in found.items()},
        }
    return results


def compare(results: dict[str, dict], floors: dict[str, dict]) -> list[str]:
    """Return what is wrong: figures on the wrong side of their floors, corpora that changed, floors without figures."""
    errors = {each.name: each.lower_is_better for each in MEASURES}
    faults = []
    for name, pinned in floors.items():
        got = results.get(name)
        if got is None:
            faults.append(f"{name}: has a floor and was not measured")
            continue
        if got["corpus"] != pinned["corpus"]:
            faults.append(f"{name}: the corpus is {got['corpus']}, the floor was pinned on {pinned['corpus']}")
        for figure, floor in pinned.items():
            if figure in errors.get(name, ()):
                if got["figures"].get(figure, math.inf) > floor:
                    faults.append(f"{name}: {figure} is {got['figures'].get(figure)}, above its ceiling of {floor}")
            elif isinstance(floor, int | float) and got["figures"].get(figure, 0.0) < floor:
                faults.append(f"{name}: {figure} is {got['figures'].get(figure)}, below its floor of {floor}")
    return faults


def show(results: dict[str, dict], floors: dict[str, dict]) -> None:
    """Print the figures as a table."""
    from rich.console import Console
    from rich.table import Table

    table = Table("of", "figure", "95% of draws", "goal", "published", "floor", title="Quality of models/en_hearsay")
    for each in MEASURES:
        if each.name not in results:
            continue
        found = results[each.name]
        table.add_section()
        table.add_row(f"[bold]{each.name}[/bold], {each.metric}")
        for figure, value in found["figures"].items():
            low, high = found["intervals"][figure]
            aims = (each.goals.get(figure), each.published.get(figure), floors.get(each.name, {}).get(figure))
            told = ("" if aim is None else f"{aim:.1f}" for aim in aims)
            table.add_row(f"  {figure}", f"{value:.2f}", f"{low:.1f} - {high:.1f}", *told)
    Console().print(table)


def pin(results: dict[str, dict], floors: Mapping[str, Mapping]) -> None:
    """Write floors a little below the figures, of errors above them; those of what was not measured stay."""
    errors = {each.name: each.lower_is_better for each in MEASURES}
    measured = {
        name: {"corpus": found["corpus"]} | _lowered(found["figures"], errors[name]) for name, found in results.items()
    }
    lines = ["# Floors of `make quality`, each pinned with the hash of its corpus; `--pin` rewrites them."]
    for name, pinned in {**floors, **measured}.items():
        lines += ["", f'["{name}"]', f'corpus = "{pinned["corpus"]}"']
        lines += [f'"{figure}" = {floor:.1f}' for figure, floor in pinned.items() if figure != "corpus"]
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _lowered(figures: Mapping[str, float], errors: Collection[str]) -> dict[str, float]:
    return {figure: value + SLACK if figure in errors else max(value - SLACK, 0) for figure, value in figures.items()}


def main() -> int:
    """Measure, print, compare; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--only", default="", help="run the measures with this in their names, without floors")
    parser.add_argument("--pin", action="store_true", help="write the figures, less a margin, as the new floors")
    options = parser.parse_args()
    if not options.corpora.is_dir():
        print(f"no corpora at {options.corpora}: name their folder with --corpora (make quality CORPORA=...)")
        return 2
    results = measure(load_pipeline(options.model), options.corpora, options.only)
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    if options.pin:
        pin(results, floors)
        floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    show(results, floors)
    if options.only:
        return 0
    faults = compare(results, floors)
    print("\n".join(faults) or "every figure is at or above its floor")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
