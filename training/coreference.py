"""Fit coreference on a trained encoder: which earlier mention a mention goes back to.

``python -m training.coreference --checkpoint FILE --corpora ../shared/corpora --base FOLDER``

The encoder stays as it is. Mentions are those that the pipeline finds with the checkpoint's own tags, parse, names and
attributions, so that the fit sees what will be seen later. The two projections go on from where the training left
them, the tables of :mod:`pipeline.language.antecedents` are learnt anew; the loss is the negative log-probability of
all right antecedents together (Lee et al., EMNLP 2017). The checkpoint is written anew.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from spacy.language import Language
from spacy.tokens import Doc
from torch import Tensor, nn
from torch.nn import functional

from pipeline.language.antecedents import HOPS, NEAR, TABLES, Pairs, candidate_pairs
from pipeline.language.coreference import best_antecedents, chains_of
from pipeline.language.extensions import HEAD_SCORES
from pipeline.language.mentions import Mentions, describe, find_spans
from pipeline.language.subwords import Subwords, load_subwords
from training.batches import prepare
from training.chains import head_word, read_gap, read_ontogum, row_words
from training.checkpoints import load_network, replace_head, save
from training.coreference_metrics import chain_counts, conll_score, gap_counts, sum_counts
from training.corpora import Example, tokenizer
from training.development import score_and_encode
from training.export import pipeline_of_heads
from training.network import HIDDEN, Heads, Network
from training.options import run_fit
from training.syntax import learn_tables, read_syntax
from training.written_articles import read_articles, spans_of_chains

EPOCHS, BATCH, RATE, TABLE_RATE, DECAY, DROPOUT = 6, 4, 1e-3, 2e-2, 0.01, 0.3
SILENCED = 0.7  # of the mentions: the encoder has seen these texts and would leave the tables nothing to learn
LINKED = 1.5  # what a mention with an antecedent counts: chains lack links more often than they have wrong ones
SCALE = 8.0  # by which the network divides both vectors
VECTORS = ("coreference_left", "coreference_right")


@dataclass(slots=True)
class Block:
    """Some mentions of a text with their candidates, and what is known of them; arrays are rows x columns."""

    pairs: Pairs
    possible: np.ndarray  # candidates that the gold knows to be right or wrong
    gold: np.ndarray
    known: np.ndarray  # one a row: whether the loss counts it


@dataclass(slots=True)
class Text:
    """A text as it is fitted and measured."""

    words: list[str]
    mentions: Mentions
    states: Tensor  # mentions x HIDDEN
    blocks: list[Block]
    heads: np.ndarray  # of all words, as predicted


class Annotator:
    """The pipeline of a checkpoint, reading its own network's scores."""

    def __init__(self, network: Network, saved: Mapping[str, Any], subwords: Subwords, corpora: Path) -> None:
        self.network, self.subwords = network, subwords
        blank = {"coreference": {name: np.zeros(size).tolist() for name, size in TABLES.items()}}
        tables = learn_tables(read_syntax(corpora, "train"), saved["labels"])
        self.nlp: Language = pipeline_of_heads(network, saved | blank, tables)

    def annotate(self, words: list[str]) -> tuple[Doc, np.ndarray]:
        """Return the annotated Doc of a text, without coreference, and the states of its words."""
        doc = Doc(self.nlp.vocab, words=words)
        scores, states = score_and_encode(self.network, prepare(Example("", words), self.subwords, {}))
        setattr(doc._, HEAD_SCORES, scores)
        for _, component in takewhile(lambda named: named[0] != "coreference", self.nlp.pipeline):
            doc = component(doc)
        setattr(doc._, HEAD_SCORES, None)
        return doc, states

    def read(self, words: list[str]) -> Text:
        """Return a text with its mentions and their candidates, nothing known of them yet."""
        doc, states = self.annotate(words)
        mentions = describe(doc, find_spans(doc))
        blocks = []
        for pairs in candidate_pairs(mentions):
            nothing = np.zeros(pairs.candidates.shape, dtype=bool)
            blocks.append(Block(pairs, nothing, nothing.copy(), nothing[:, 0].copy()))
        heads = np.asarray([token.head.i for token in doc], dtype=np.int64)
        return Text(words, mentions, torch.from_numpy(states[mentions.word]), blocks, heads)


def mark_chains(text: Text, chains: Iterable[Sequence[tuple[int, int]]]) -> None:
    """Take gold chains: all is known but mentions whose antecedents are out of reach."""
    chain_of: dict[int, int] = {}
    for number, spans in enumerate(chains):
        for span in sorted(spans, key=lambda span: span[0] - span[1]):  # of two mentions of one head, the shorter
            chain_of[head_word(span, text.heads.tolist())] = number
    chain = np.asarray([chain_of.get(word, -1) for word in text.mentions.word.tolist()], dtype=np.int64)
    _, firsts = np.unique(chain, return_index=True)
    starts = chain < 0
    starts[firsts] = True
    for block in text.blocks:
        rows, candidates = block.pairs.rows, block.pairs.candidates
        block.possible = block.pairs.possible
        same = block.possible & (chain[rows, None] >= 0) & (chain[rows, None] == chain[candidates])
        earlier = candidates < rows[:, None]
        spare = same & ~earlier & (same & earlier).any(axis=1, keepdims=True)  # right, but not the one to choose
        block.possible, block.gold = block.possible & ~spare, same & ~spare
        block.known = starts[rows] | block.gold.any(axis=1)


class Antecedents(nn.Module):
    """Scores of candidate antecedents from the states of two head words and from tables of what stands in the text."""

    def __init__(self) -> None:
        super().__init__()
        self.coreference_left = nn.Linear(HIDDEN, Heads.COREFERENCE_SIZE)
        self.coreference_right = nn.Linear(HIDDEN, Heads.COREFERENCE_SIZE)
        self.tables = nn.ParameterDict({name: nn.Parameter(torch.zeros(size)) for name, size in TABLES.items()})

    def vectors(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """Return the vectors of mentions as anaphors and as antecedents."""
        return self.coreference_left(states) / SCALE, self.coreference_right(states) / SCALE

    def learnt(self) -> dict[str, np.ndarray]:
        """Return the tables as the component takes them."""
        return {name: table.detach().numpy() for name, table in self.tables.items()}

    def forward(self, states: Tensor, pairs: Pairs) -> Tensor:
        """Return the score of each pair, rows x columns."""
        left, right = self.vectors(functional.dropout(states, DROPOUT, self.training))
        low, high = int(pairs.candidates.min()), int(pairs.candidates.max()) + 1
        block = left[pairs.rows[0] : pairs.rows[-1] + 1] @ right[low:high].T
        if self.training:
            block = block * (torch.rand(len(block), 1) >= SILENCED)
        scores = block.gather(1, torch.from_numpy(pairs.candidates - low).long())
        for name, index in pairs.features.items():
            scores = scores + self.tables[name][torch.from_numpy(index).long()]
        return scores


def loss_of(model: Antecedents, text: Text, block: Block) -> Tensor:
    """Return the summed negative log-probability of the right antecedents, the empty one where there is none.

    Mentions that have an antecedent count :data:`LINKED` times.
    """
    known = torch.from_numpy(block.known)
    scores = model(text.states, block.pairs)[known]
    possible, gold = (torch.from_numpy(flags)[known] for flags in (block.possible, block.gold))
    scores = functional.pad(scores, (0, 1))
    possible = functional.pad(possible, (0, 1), value=True)
    gold = torch.cat([gold, ~gold.any(1, keepdim=True)], dim=1)
    total = scores.masked_fill(~possible, -1e4).logsumexp(1)
    losses = total - scores.masked_fill(~gold, -1e4).logsumexp(1)
    return (losses * torch.where(gold[:, -1], 1.0, LINKED)).sum()


def fit(model: Antecedents, texts: list[Text], dev: "Development", *, seed: int = 1) -> None:
    """Learn from texts with chains; prints the figures on development texts at the end of each epoch."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    blocks = [(text, block) for text in texts for block in text.blocks if block.known.any()]
    steps = -(-len(blocks) // BATCH)
    groups = [
        {"params": [weight for name, weight in model.named_parameters() if ("tables" in name) == tables]}
        for tables in (False, True)
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [RATE, TABLE_RATE], total_steps=EPOCHS * steps)
    for epoch in range(EPOCHS):
        model.train()
        rng.shuffle(blocks)
        for step in range(steps):
            batch = blocks[step * BATCH : (step + 1) * BATCH]
            count = sum(block.known.sum() for _, block in batch)
            loss = sum(loss_of(model, text, block) for text, block in batch) / count
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        model.eval()
        print(f"epoch {epoch + 1}: {dev.report(model)}", flush=True)


class Development:
    """Texts held out, and the figures of a fit on them."""

    def __init__(self, annotator: Annotator, corpora: Path) -> None:
        self.documents = [(annotator.read(document.words), document) for document in read_ontogum(corpora, "dev")]
        rows = [(row, row_words(row)) for row in read_gap(corpora, "dev")]
        self.rows = [(annotator.read(words), row, places) for row, (words, *places) in rows]

    def report(self, model: Antecedents) -> str:
        """Return the CoNLL score of OntoGUM, over all and of news, and GAP's F1 with its ratio."""
        chains, news, pronouns = [], [], []
        for text, document in self.documents:
            edges = list(zip(text.mentions.first.tolist(), text.mentions.stop.tolist(), strict=True))
            found = [[edges[mention] for mention in chain] for chain in chains_found(model, text)]
            chains.append(chain_counts(document.chains, found))
            if document.genre == "news":
                news.append(chains[-1])
        for text, row, (pronoun, names) in self.rows:
            words = [{int(text.mentions.word[mention]) for mention in chain} for chain in chains_found(model, text)]
            meant = next((chain for chain in words if pronoun in chain), set())
            pronouns.append(gap_counts(row.gender, row.coreferent, [not meant.isdisjoint(name) for name in names]))
        gap = sum_counts(pronouns)
        return (
            f"OntoGUM {conll_score(sum_counts(chains)):.2f}, news {conll_score(sum_counts(news)):.2f}; "
            f"GAP {gap['overall']:.2f}, feminine / masculine {gap['feminine'] / gap['masculine']:.3f}"
        )


def chains_found(model: Antecedents, text: Text) -> list[list[int]]:
    """Return the chains of a text's mentions, by the code that ships."""
    vectors = []
    with torch.inference_mode():
        for found in model.vectors(text.states):
            vectors.append(np.zeros((len(text.words), found.shape[1]), dtype=np.float32))
            vectors[-1][text.mentions.word] = found.numpy()
    return chains_of(best_antecedents(text.mentions, tuple(vectors), model.learnt(), near=NEAR, hops=HOPS))


def read_texts(annotator: Annotator, corpora: Path) -> list[Text]:
    """Return the training texts with chains: OntoGUM's, and the articles written for the project.

    GAP's are left out: the encoder was trained on them and tells 87% of their names right from its vectors alone,
    against 67% on GAP's validation, so that a fit on them trusts it too much (4 points lower there).
    """
    texts = []
    for document in read_ontogum(corpora, "train"):
        texts.append(annotator.read(document.words))
        mark_chains(texts[-1], document.chains)
    for _, article in read_articles():
        doc = tokenizer()(article.text)
        texts.append(annotator.read([token.text for token in doc]))
        mark_chains(texts[-1], spans_of_chains(article, doc))
    return texts


def fit_checkpoint(*, checkpoint: Path, corpora: Path, base: Path) -> None:
    """Fit the coreference of a checkpoint and write it anew with it."""
    network, saved = load_network(checkpoint)
    annotator = Annotator(network, saved, load_subwords((base / "tokenizer.json").read_bytes()), corpora)
    texts = read_texts(annotator, corpora)
    model = Antecedents()
    for name in VECTORS:
        getattr(model, name).load_state_dict(getattr(network.heads, name).state_dict())
    fit(model, texts, Development(annotator, corpora))
    for name in VECTORS:
        replace_head(saved, name, getattr(model, name))
    saved["coreference"] = {name: table.tolist() for name, table in model.learnt().items()}
    save(saved, checkpoint)


if __name__ == "__main__":
    run_fit(fit_checkpoint, __doc__)
