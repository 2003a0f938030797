"""Ten articles added to a warehouse of 10,000, against the same ten built into an empty one.

    python -m benchmarks.incremental [--articles 0 1000 5000 10000]

The articles that are there already are made up, rows and all, and loaded by the pipeline's own SQL, so that no hour
is spent on annotating them; the ten are read, annotated, validated, loaded and published as ``hearsay build`` does it.
"""

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from hearsay.build import Built, build
from hearsay.work import WorkFolder
from pipeline.extract import extract_article
from pipeline.ids import stable_id, text_sha256
from pipeline.ingest import plan_batches, read_batch
from pipeline.settings import LANGUAGE, PROJECT
from warehouse.connection import Warehouse
from warehouse.frames import ARROW_SCHEMAS, shingle_frame
from warehouse.load import load_batch
from warehouse.publish import publish

SIZES = (0, 1_000, 5_000, 10_000)
ADDED = 10
SMALL = ("--articles", "50", "--rounds", "1")
ROUNDS = 3
BATCH = 500
WORDS, SENTENCES, MENTIONS, QUOTES = 800, 35, 100, 25  # an article, as in 1,000 real ones
VOCABULARY, ENTITIES, OUTLETS, CLAIMS = 30_000, 60_000, 100, 2_000_000
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def made_up_batches(articles: int, seed: int = 1) -> Iterator[dict[str, pd.DataFrame]]:
    """Yield batches of articles with rows of every kind, as frames; words and names are as uneven as real ones."""
    random = np.random.default_rng(seed)
    vocabulary = np.array([f"w{number:x}" for number in range(VOCABULARY)])
    for first in range(0, articles, BATCH):
        yield _made_up_batch(range(first, min(first + BATCH, articles)), vocabulary, random)


def _made_up_batch(numbers: range, vocabulary: np.ndarray, random: np.random.Generator) -> dict[str, pd.DataFrame]:
    ids = np.array([stable_id("article", f"made-up.example/{number}") for number in numbers])
    bodies = [" ".join(vocabulary[_uneven(random, VOCABULARY, WORDS)]) for _ in numbers]
    shown = [FIRST_DAY + timedelta(minutes=number) for number in numbers]
    sources = [f"made-up.jsonl#{number + 1}" for number in numbers]
    hashes = list(map(text_sha256, bodies))
    texts = {"article_id": ids, "body": bodies, "text_sha256": hashes, "document_sha256": hashes}
    texts |= {"source_document": sources, "title": "A headline", "published_at": shown, "retrieved_at": shown}
    frames = {
        "articles": pd.DataFrame(texts | {
            "outlet": [f"Outlet {number % OUTLETS}" for number in numbers], "word_count": WORDS, "language": "en",
            "status": "ok", "authors": [[] for _ in numbers],
        }),
        "article_revisions": pd.DataFrame(texts | {"version_order": [moment.isoformat() for moment in shown]}),
        "documents": pd.DataFrame({
            name: texts[name]
            for name in ("source_document", "document_sha256", "article_id", "text_sha256", "retrieved_at")
        }),
        "sentences": _rows("sentence", ids, SENTENCES),
        "mentions": _rows("mention", ids, MENTIONS).assign(text="A Name", form="name", label="PERSON"),
        "quotes": _rows("quote", ids, QUOTES).assign(kind="direct", content="what was said", speaker_kind="person",
                                                     is_anonymous=False, speaker_is_government=False,
                                                     content_spans=[[]] * len(ids) * QUOTES),
        "claims": _rows("claim", ids, QUOTES).assign(text="what was said", stance="asserts", is_negated=False,
                                                     statement="It was said."),
        "shingles": shingle_frame(zip(ids, bodies, strict=True)),
    }
    entities = np.array([f"entity_{number:x}" for number in range(ENTITIES)])
    frames["mentions"]["entity_id"] = entities[_uneven(random, ENTITIES, len(frames["mentions"]))]
    speakers = entities[_uneven(random, ENTITIES, len(frames["quotes"]))]
    frames["quotes"] = frames["quotes"].assign(speaker_entity_id=speakers, speaker_name=speakers)
    groups = random.integers(0, CLAIMS, len(frames["claims"]))
    frames["claims"]["claim_group_id"] = [f"claim_group_{group:x}" for group in groups]
    frames["claims"]["quote_id"] = frames["quotes"]["quote_id"]
    named = frames["mentions"][["article_id", "entity_id"]].rename_axis(None)
    spoken = frames["quotes"][["article_id", "speaker_entity_id"]].rename(columns={"speaker_entity_id": "entity_id"})
    known = pd.concat([named, spoken]).drop_duplicates(ignore_index=True)
    frames["entities"] = known.assign(name=known["entity_id"], label="PERSON")
    return {name: _complete(name, frame) for name, frame in frames.items()}


def _complete(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with all columns of its table, those that are not made up empty."""
    return frame.assign(**{column: None for column in ARROW_SCHEMAS[name].names if column not in frame})


def _uneven(random: np.random.Generator, kinds: int, count: int) -> np.ndarray:
    """Return numbers below ``kinds``, each about as frequent as its rank (Zipf's law)."""
    return (kinds ** random.random(count)).astype(int) - 1


def _rows(kind: str, ids: Sequence[str], each: int) -> pd.DataFrame:
    """Return rows of a kind for each article, at made-up offsets."""
    positions = np.tile(np.arange(each), len(ids))
    owners = np.repeat(ids, each)
    return pd.DataFrame({
        f"{kind}_id": [f"{kind}_{owner[8:]}{position:x}" for owner, position in zip(owners, positions, strict=True)],
        "article_id": owners, "position": positions, "start_char": positions * 40, "end_char": positions * 40 + 20,
    })


def made_up_warehouse(folder: Path, articles: int) -> Path:
    """Make and publish a warehouse of made-up articles; return the published file."""
    work = WorkFolder(folder / "news.duckdb")
    warehouse = Warehouse(work.database)
    warehouse.create_schema()
    for number, frames in enumerate(made_up_batches(articles)):
        with warehouse.transaction() as connection:
            load_batch(
                connection, frames, run_id="made-up", batch_id=f"made-up-{number}", fingerprint="made-up",
                loaded_at=FIRST_DAY,
            )
    publish(work.database, work.warehouse)
    return work.warehouse


def write_articles(folder: Path, number: int) -> Path:
    """Write ten articles of some 700 words, made of paragraphs of the examples, that are in no warehouse yet."""
    random = np.random.default_rng(number)
    batches = plan_batches([PROJECT / "examples" / "articles"]).batches
    found = [extract_article(document).article for batch in batches for document in read_batch(batch)[0]]
    bodies = [article.body for article in found if article is not None and article.language == LANGUAGE]
    paragraphs = [paragraph for body in bodies for paragraph in body.split("\n\n")]
    path = folder / f"added-{number}.jsonl"
    records = [
        {"url": f"https://added.example/{number}/{each}", "title": f"Story {number} of {each}", "outlet": "Added",
         "date": "2026-03-01T12:00:00Z", "text": "\n\n".join(random.choice(paragraphs, 20, replace=False))}
        for each in range(ADDED)
    ]
    path.write_text("\n".join(map(json.dumps, records)) + "\n", encoding="utf-8")
    return path


def seconds_to_add(folder: Path, made_up: Path, number: int) -> tuple[float, Built]:
    """Return how long ``hearsay build`` takes for ten articles that are added to a copy of a warehouse."""
    target = folder / "copy" / made_up.name
    shutil.rmtree(target.parent, ignore_errors=True)
    shutil.copytree(made_up.parent, target.parent)
    articles = write_articles(folder, number)
    began = time.perf_counter()
    built = build([str(articles)], warehouse=target)
    return time.perf_counter() - began, built


def main() -> None:
    """Print how long it takes at each size, where the time goes, and the ratio to an empty warehouse."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="+", default=SIZES, help="articles that are there already")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        warehouses = {size: made_up_warehouse(folder / str(size), size) for size in sorted({0, *options.articles})}
        seconds_to_add(folder, warehouses[0], number=0)  # imports, the model
        times: dict[int, list[tuple[float, Built]]] = {size: [] for size in warehouses}
        for number in range(options.rounds):
            for size, warehouse in warehouses.items():
                times[size].append(seconds_to_add(folder, warehouse, number=1 + number))
        _print(times, warehouses)


def _print(times: dict[int, list[tuple[float, Built]]], warehouses: dict[int, Path]) -> None:
    medians = {size: statistics.median(seconds for seconds, _ in found) for size, found in times.items()}
    steps = list(times[0][0][1].steps)
    print(f"{ADDED} articles added, median of {len(times[0])} rounds in turn; seconds")
    print(f"{'articles':>10}{'MB':>8}{'all':>8}{'ratio':>8}  " + "".join(f"{step:>15}" for step in steps))
    for size, found in times.items():
        megabytes = warehouses[size].stat().st_size / 1e6
        each = [statistics.median(built.steps.get(step, 0.0) for _, built in found) for step in steps]
        print(
            f"{size:10,}{megabytes:8.1f}{medians[size]:8.2f}{medians[size] / medians[0]:8.2f}  "
            + "".join(f"{seconds:15.2f}" for seconds in each)
        )


if __name__ == "__main__":
    main()
