"""How well article bodies are found: precision, recall and F1 over 4-word shingles, beside plain trafilatura.

    python -m benchmarks.extraction --corpora ../shared/corpora

The pages and true bodies are those of the article-extraction-benchmark (MIT licence), as many as lie in its folder. The
score is the benchmark's own: true and false positives are counted over multisets of shingles, each page weighs the
same, and precision and recall are the means over the pages that have any. "lines learned" is Hearsay after the lines
that several pages of one outlet have are taken out, as in a warehouse; few outlets have two pages here.
"""

import argparse
import gzip
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from trafilatura import extract

from pipeline.extract import Extraction, extract_article, repeated_lines, without_repeated
from pipeline.ingest.decoding import decode_html
from pipeline.records import Document

TOKEN = re.compile(r"\w+", re.UNICODE)
SIZE = 4


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return a text's multiset of word shingles; a shorter text is one shingle."""
    words = TOKEN.findall(text or "")
    if 0 < len(words) < SIZE:
        return Counter([tuple(words)])
    return Counter(zip(*(words[start:] for start in range(SIZE)), strict=False))


def score(true: str, found: str) -> tuple[float, float, float]:
    """Return a page's true positives, false positives and false negatives, as shares that sum to one."""
    wanted, given = shingles(true), shingles(found)
    both = sum((wanted & given).values())
    counts = both, sum(given.values()) - both, sum(wanted.values()) - both
    total = sum(counts)
    return tuple(count / total for count in counts) if total else (0.0, 0.0, 0.0)  # type: ignore[return-value]


def summarise(scores: list[tuple[float, float, float]]) -> dict[str, float]:
    """Return mean precision, recall and their F1 over all pages."""
    precisions = [tp / (tp + fp) for tp, fp, _ in scores if tp + fp > 0]
    recalls = [tp / (tp + fn) for tp, _, fn in scores if tp + fn > 0]
    precision, recall = statistics.mean(precisions), statistics.mean(recalls)
    exact = sum(fp == fn == 0 for _, fp, fn in scores) / len(scores)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall),
        "exact": exact,
    }


def hearsay_extraction(content: bytes) -> Extraction:
    """Return what Hearsay finds in a page."""
    text = decode_html(content)
    return extract_article(
        Document("page", "text/html", content, sha256(content).hexdigest(), datetime(2030, 1, 1, tzinfo=UTC), text)
    )


def hearsay_body(content: bytes) -> str:
    """Return the body that Hearsay finds in a page."""
    article = hearsay_extraction(content).article
    return article.body if article else ""


def trafilatura_body(content: bytes) -> str:
    """Return the body that trafilatura finds with its default settings."""
    return extract(decode_html(content), include_comments=False) or ""


def measure(
    folder: Path, find_body: Callable[[bytes], str]
) -> tuple[dict[str, float], dict[str, tuple[float, float, float]]]:
    """Run an extractor over the benchmark; return the summary, with seconds a page, and each page's score."""
    scores = {}
    started = time.perf_counter()
    for name, true, content in read_pages(folder):
        scores[name] = score(true, find_body(content))
    summary = summarise(list(scores.values()))
    return {**summary, "pages": len(scores), "seconds": (time.perf_counter() - started) / len(scores)}, scores


def read_pages(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, true body and bytes of each page of the benchmark."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for path in sorted((folder / "html").glob("*.html.gz")):
        name = path.name.removesuffix(".html.gz")
        yield name, truth[name]["articleBody"], gzip.decompress(path.read_bytes())


def learned_bodies(folder: Path) -> Callable[[bytes], str]:
    """Return an extractor that has seen all pages of the benchmark, and takes out what outlets repeat."""
    found = [hearsay_extraction(content) for _, _, content in read_pages(folder)]
    repeated = repeated_lines(line for extraction in found for line in extraction.lines)

    def body(content: bytes) -> str:
        extraction = hearsay_extraction(content)
        article = extraction.article
        return without_repeated(article, extraction.lines, repeated)[0].body if article else ""

    return body


def main() -> None:
    """Print both extractors' figures and the pages on which Hearsay does worst."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--worst", type=int, default=0, help="name that many pages on which Hearsay does worst")
    options = parser.parse_args()
    folder = options.corpora / "article-extraction-benchmark"
    extractors = {"trafilatura": trafilatura_body, "lines learned": learned_bodies(folder), "hearsay": hearsay_body}
    print(f"{'extractor':14}{'pages':>6}{'precision':>10}{'recall':>8}{'F1':>8}{'exact':>8}{'ms a page':>11}")
    for name, find_body in extractors.items():
        figures, scores = measure(folder, find_body)
        print(
            f"{name:14}{figures['pages']:6}{figures['precision']:10.4f}{figures['recall']:8.4f}{figures['f1']:8.4f}{figures['exact']:8.3f}"
            f"{1000 * figures['seconds']:11.1f}"
        )
    for page, (tp, fp, fn) in sorted(scores.items(), key=lambda item: item[1][0])[: options.worst]:
        print(f"{page}  right {tp:.2f}  too much {fp:.2f}  missing {fn:.2f}")


if __name__ == "__main__":
    main()
