"""Distil a sentence encoder into a table of one vector a word piece, for :mod:`pipeline.link.embeddings`.

``python -m training.embeddings --corpora ../shared/corpora --base FOLDER --work FOLDER --out models/en_claims``

The teacher is the base as it comes (all-MiniLM-L6-v2: the mean of its last states), read once over sentences and
clauses of news. A text's vector is the sum over its pieces of ``weight * (output @ mixing) + own``: ``output`` is what
the teacher says of the piece alone, as in Model2Vec (Tulkens & van Dongen, 2024); the weights start by frequency as in
SIF (Arora et al., ICLR 2017); ``own``, which is held small, lets frequent pieces go their own way. The loss is 1 less
the cosine to the teacher's vector of the text (tokenlearn's). All of it folds into one table, in eight bits.
"""

import copy
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from pipeline.link.embeddings import DIMENSIONS, EMBEDDINGS_FILE, TOKENIZER_FILE, UNKNOWN
from training.network import VOCABULARY, Encoder
from training.news import read_articles, split_sentences
from training.options import run_claims_training

TEXTS, AN_ARTICLE, CUT_SHARE, HELD_OUT = 130_000, 14, 0.4, 4_000
SIF, OWN_DECAY, AVERAGING = 1e-3, 0.03, 0.98
RATES = {"mixing": 1e-3, "weights": 2e-2, "own": 3e-4}
EPOCHS, BATCH = 8, 1024
LONGEST, TOKENS = 128, 4096  # pieces of a text, and of a batch, that the teacher reads

_CLAUSE_END = re.compile(r",\s|\s[–—-]\s|;\s|\bthat\s|:\s")


def read_texts(corpora: Path, rng: random.Random) -> list[str]:
    """Return sentences of the news, each once, of which a share is cut down to one of their clauses."""
    texts = set()
    for article in read_articles(corpora):
        sentences = split_sentences(article["text"])
        rng.shuffle(sentences)
        texts.update(_shortened(sentence, rng) for sentence in sentences[:AN_ARTICLE])
    return rng.sample(sorted(texts), min(TEXTS, len(texts)))


def _shortened(sentence: str, rng: random.Random) -> str:
    clauses = [part.strip() for part in _CLAUSE_END.split(sentence) if len(part.strip()) >= 25]
    return rng.choice(clauses) if clauses and rng.random() < CUT_SHARE else sentence


def read_tokenizer(base: Path) -> Tokenizer:
    """Return the base's tokenizer, which neither cuts nor pads."""
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class Teacher:
    """The base sentence encoder."""

    def __init__(self, base: Path) -> None:
        self.tokenizer = read_tokenizer(base)
        self.encoder = Encoder(dropout=0.0).eval()
        self.encoder.load_base(base)

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        """Return the vectors of texts, of length 1, float32."""
        pieces = [encoding.ids[:LONGEST] for encoding in self.tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(pieces), DIMENSIONS), np.float32)
        for rows in self._batches(pieces):
            vectors[rows] = functional.normalize(self.means([pieces[row] for row in rows]), dim=1).numpy()
        return vectors

    @staticmethod
    def _batches(pieces: Sequence[Sequence[int]]) -> Iterator[list[int]]:
        batch: list[int] = []
        for row in sorted(range(len(pieces)), key=lambda row: len(pieces[row])):
            if batch and (len(batch) + 1) * len(pieces[row]) > TOKENS:
                yield batch
                batch = []
            batch.append(row)
        if batch:
            yield batch

    def means(self, pieces: Sequence[Sequence[int]]) -> Tensor:
        """Return the mean of the last states of each text's pieces."""
        ids = nn.utils.rnn.pad_sequence([torch.tensor(row) for row in pieces], batch_first=True)
        mask = nn.utils.rnn.pad_sequence([torch.ones(len(row)) for row in pieces], batch_first=True)
        nothing = torch.zeros_like(ids)
        with torch.no_grad(), torch.autocast(ids.device.type, dtype=torch.bfloat16):
            states = self.encoder(ids, nothing, nothing, mask).float()
        return (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)

    def outputs(self) -> Tensor:
        """Return what the teacher says of each piece of its vocabulary alone, centred."""
        first, last = (self.tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
        rows = [[first, piece, last] for piece in range(VOCABULARY)]
        outputs = torch.cat([self.means(rows[start : start + 1024]) for start in range(0, VOCABULARY, 1024)])
        outputs = functional.normalize(outputs, dim=1)
        return outputs - outputs.mean(0)


class Bag(nn.Module):
    """A weighted sum of pieces' vectors."""

    def __init__(self, outputs: Tensor, counts: Tensor) -> None:
        super().__init__()
        self.register_buffer("outputs", outputs)
        self.mixing = nn.Parameter(torch.eye(DIMENSIONS))
        self.weights = nn.Parameter((SIF / (SIF + counts / counts.sum())).log())
        self.own = nn.Parameter(torch.zeros(VOCABULARY, DIMENSIONS))

    def forward(self, ids: Tensor, starts: Tensor) -> Tensor:
        """Return the directions of texts whose pieces stand one behind the other in ``ids``."""
        weights = self.weights[ids].exp()
        sums = functional.embedding_bag(ids, self.outputs, starts, mode="sum", per_sample_weights=weights)
        own = functional.embedding_bag(ids, self.own, starts, mode="sum")
        return functional.normalize(sums @ self.mixing + own, dim=1)

    def table(self) -> Tensor:
        """Return the one table that all folds into."""
        return (self.weights.exp()[:, None] * (self.outputs @ self.mixing) + self.own).detach()


def bag_of(rows: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """Return texts' pieces one behind the other, and where each text starts."""
    lengths = torch.tensor([0, *(len(row) for row in rows[:-1])])
    return torch.cat(list(rows)), lengths.cumsum(0)


def distil(texts: Sequence[str], vectors: np.ndarray, teacher: Teacher, *, seed: int = 1) -> Tensor:
    """Train a bag on texts and the teacher's vectors of them; return its table, the mean over the last steps."""
    torch.manual_seed(seed)
    unknown = teacher.tokenizer.token_to_id(UNKNOWN)
    encodings = teacher.tokenizer.encode_batch(list(texts), add_special_tokens=False)
    rows = [torch.tensor(encoding.ids or [unknown]) for encoding in encodings]
    aims = functional.normalize(torch.from_numpy(vectors.astype(np.float32)), dim=1)
    count = len(rows) - HELD_OUT if len(rows) > 2 * HELD_OUT else len(rows)
    bag = Bag(teacher.outputs(), torch.bincount(torch.cat(rows), minlength=VOCABULARY).float())
    average = copy.deepcopy(bag)
    groups = [{"params": [getattr(bag, name)], "peak": rate} for name, rate in RATES.items()]
    optimizer = torch.optim.Adam(groups)
    steps, step = EPOCHS * -(-count // BATCH), 0
    for epoch in range(EPOCHS):
        for chosen in torch.randperm(count).split(BATCH):
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * min(1.0, step / 50, (steps - step) / steps)
            ids, starts = bag_of([rows[row] for row in chosen])
            loss = 1 - (bag(ids, starts) * aims[chosen]).sum(1).mean()
            held = OWN_DECAY * bag.own[ids.unique()].square().sum(1).mean()
            optimizer.zero_grad(set_to_none=True)
            (loss + held).backward()
            optimizer.step()
            step += 1
            _move(average, bag, min(AVERAGING, (1 + step) / (10 + step)))
        with torch.no_grad():
            cosine = (average(*bag_of(rows[-HELD_OUT:])) * aims[-HELD_OUT:]).sum(1).mean()
        print(f"epoch {epoch + 1}: loss {loss:.4f}, cosine on held-out texts {cosine:.4f}", flush=True)
    return average.table()


def _move(average: nn.Module, present: nn.Module, share: float) -> None:
    with torch.no_grad():
        for kept, new in zip(average.parameters(), present.parameters(), strict=True):
            kept.lerp_(new, 1 - share)


def save_table(table: Tensor, out: Path, base: Path) -> None:
    """Write a table in eight bits, with a scale a row, and the tokenizer beside it."""
    out.mkdir(parents=True, exist_ok=True)
    scales = table.abs().amax(1).clamp(min=1e-8) / 127
    vectors = (table / scales[:, None]).round().to(torch.int8)
    np.savez(out / EMBEDDINGS_FILE, vectors=vectors.numpy(), scales=scales.numpy())
    (out / TOKENIZER_FILE).write_bytes((base / "tokenizer.json").read_bytes())


def train(*, corpora: Path, base: Path, work: Path, out: Path, seed: int = 1) -> None:
    """Distil the base into ``out``; the teacher's vectors are kept in ``work`` and not made again."""
    teacher, kept = Teacher(base), work / "teacher.npz"
    if not kept.exists():
        work.mkdir(parents=True, exist_ok=True)
        texts = read_texts(corpora, random.Random(seed))
        np.savez(kept, texts=np.array(texts), vectors=teacher(texts).astype(np.float16))
    with np.load(kept) as saved:
        table = distil(saved["texts"].tolist(), saved["vectors"], teacher, seed=seed)
    save_table(table, out, base)


if __name__ == "__main__":
    run_claims_training(train, __doc__)
