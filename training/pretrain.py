"""Continue the base's masked-language training on news, so that the encoder knows its domain.

``python -m training.pretrain --corpora ../shared/corpora --base FOLDER --out FILE --minutes 30``
Gururangan et al., "Don't Stop Pretraining", ACL 2020; whole words are masked.
"""

import argparse
import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from pipeline.language.subwords import CLS, MASK, SEP, load_subwords
from pipeline.language.windows import encode_words
from training.checkpoints import save
from training.network import VOCABULARY, Encoder, MaskedWords

WINDOW, WINDOWS_A_STEP, MASKED_SHARE = 256, 12, 0.15


def read_news(path: Path) -> Iterator[str]:
    """Yield the texts of a gzipped JSON Lines file of articles."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def encode_news(texts: Iterator[str], base: Path) -> dict[str, np.ndarray]:
    """Return all texts as one stream of subwords, shapes, quotation flags and word numbers."""
    import spacy

    subwords, tokenizer = load_subwords((base / "tokenizer.json").read_bytes()), spacy.blank("en").tokenizer
    parts = {"ids": [], "shapes": [], "quotes": [], "words": []}
    count = 0
    for text in texts:
        encoding = encode_words([token.text for token in tokenizer(text[:50_000])], subwords)
        starts = np.zeros(len(encoding.ids), dtype=np.int64)
        starts[encoding.firsts[encoding.firsts >= 0]] = 1
        parts["ids"].append(encoding.ids.astype(np.int32))
        parts["shapes"].append(encoding.shapes.astype(np.int8))
        parts["quotes"].append(encoding.quotes.astype(np.int8))
        parts["words"].append((np.cumsum(starts) + count).astype(np.int32))
        count += int(starts.sum())
    return {name: np.concatenate(arrays) for name, arrays in parts.items()}


def mask_words(window: dict[str, np.ndarray], rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the ids with whole words masked, and the flags of the places to be guessed."""
    words = np.unique(window["words"])
    chosen = rng.choice(words, max(1, int(len(words) * MASKED_SHARE)), replace=False)
    hidden = np.isin(window["words"], chosen) & (window["ids"] > 10)
    ids = window["ids"].astype(np.int64).copy()
    dice = rng.random(len(ids))
    ids[hidden & (dice < 0.8)] = MASK
    swapped = hidden & (dice > 0.9)
    ids[swapped] = rng.integers(1000, VOCABULARY, int(swapped.sum()))
    return ids, hidden


def batch_of(stream: dict[str, np.ndarray], starts: np.ndarray, rng: np.random.Generator) -> tuple[torch.Tensor, ...]:
    """Return the windows at ``starts`` as ids, shapes, quotation flags, places to be guessed and what stands there."""
    rows = []
    for start in starts:
        window = {name: array[start : start + WINDOW - 2] for name, array in stream.items()}
        ids, hidden = mask_words(window, rng)
        pad = lambda array, first=0, last=0: np.concatenate([[first], array.astype(np.int64), [last]])  # noqa: E731
        rows.append((pad(ids, CLS, SEP), pad(window["shapes"]), pad(window["quotes"]), pad(hidden), pad(window["ids"])))
    device = torch.get_default_device()
    return tuple(torch.from_numpy(np.stack(column)).to(device) for column in zip(*rows, strict=True))


def pretrain(*, corpora: Path, base: Path, out: Path, minutes: float, rate: float = 4e-4, seed: int = 1) -> None:
    """Train for the given time with a one-cycle rate and save the encoder's weights to ``out``."""
    torch.manual_seed(seed)
    torch.set_default_device("cuda" if torch.cuda.is_available() else "cpu")
    rng = np.random.default_rng(seed)
    stream = encode_news(read_news(corpora / "derived" / "news_articles.jsonl.gz"), base)
    print(f"{len(stream['ids']):,} subwords", flush=True)
    encoder = Encoder(dropout=0.0)
    encoder.load_base(base)
    head = MaskedWords(encoder)
    optimizer = torch.optim.AdamW(head.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    began, step, losses = time.monotonic(), 0, []
    starts = iter(())
    while (done := (time.monotonic() - began) / (60 * minutes)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, done / 0.05, (1 - done) / 0.95)
        chosen = [next(starts, None) for _ in range(WINDOWS_A_STEP)]
        if chosen[-1] is None:
            starts = iter(rng.permutation(np.arange(rng.integers(WINDOW), len(stream["ids"]) - WINDOW, WINDOW - 2)))
            continue
        ids, shapes, quotes, hidden, targets = batch_of(stream, np.asarray(chosen), rng)
        with torch.autocast(ids.device.type, dtype=torch.bfloat16):
            states = encoder(ids, shapes, quotes, torch.ones_like(ids))
            scores = head(states[hidden.bool()])
        loss = functional.cross_entropy(scores.float(), targets[hidden.bool()])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
        step += 1
        if step % 50 == 0:
            elapsed = time.monotonic() - began
            print(f"{elapsed / 60:5.1f} min step {step} loss {np.mean(losses[-50:]):.3f}", flush=True)
    save(encoder.state_dict(), out)


def main() -> None:
    """Read the options and continue the training of the base."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=4e-4)
    options = parser.parse_args()
    pretrain(corpora=options.corpora, base=options.base, out=options.out, minutes=options.minutes, rate=options.rate)


if __name__ == "__main__":
    main()
