"""What the fit of the coreference makes of a text."""

from pathlib import Path

import numpy as np
import pytest
import spacy

pytest.importorskip("torch", reason="training needs its own environment: make train")

import torch

from pipeline.language.antecedents import candidate_pairs
from pipeline.language.links import TABLES
from pipeline.language.mentions import describe
from pipeline.language.subwords import load_subwords
from pipeline.settings import MODEL
from training.coreference import LINKED, Annotator, Antecedents, Block, Text, loss_of, mark_chains
from training.corpora import Example
from training.network import Network
from training.train import vocabularies_of

LINKS = {name: np.zeros(shape).tolist() for name, shape in TABLES.items()}


@pytest.fixture
def text() -> Text:
    """A text of four pronouns as the fit reads it."""
    from spacy.tokens import Doc

    doc = Doc(spacy.blank("en").vocab, words=["she", "saw", "her", "and", "him", "he"])
    mentions = describe(doc, [(0, 0, 1), (2, 2, 3), (4, 4, 5), (5, 5, 6)])
    blocks = []
    for pairs in candidate_pairs(mentions, near=8):
        nothing = np.zeros(pairs.candidates.shape, dtype=bool)
        blocks.append(Block(pairs, nothing, nothing.copy(), nothing[:, 0].copy()))
    states = torch.randn(4, 384, generator=torch.Generator().manual_seed(1))
    return Text([token.text for token in doc], mentions, states, blocks, np.arange(6))


def test_chains_say_all_of_a_text(text: Text) -> None:
    mark_chains(text, [[(0, 1), (2, 3)]])
    (block,) = text.blocks
    assert block.known.all()
    assert (block.possible == block.pairs.possible).all()
    rows, columns = np.nonzero(block.gold)
    assert rows.tolist() == [1] and block.pairs.candidates[rows, columns].tolist() == [0]


def test_the_loss_is_a_logarithm_over_candidates_and_none(text: Text) -> None:
    mark_chains(text, [[(0, 1), (2, 3)]])
    model = Antecedents().eval()
    for weight in model.parameters():
        torch.nn.init.zeros_(weight)
    assert loss_of(model, text, text.blocks[0]).item() == pytest.approx(
        LINKED * np.log(2) + np.log(1) + np.log(3) + np.log(4)
    )


def test_the_model_learns_a_text(text: Text) -> None:
    mark_chains(text, [[(0, 1), (2, 3)], [(4, 5), (5, 6)]])
    torch.manual_seed(1)
    model = Antecedents().eval()
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    for _ in range(60):
        optimizer.zero_grad()
        loss = loss_of(model, text, text.blocks[0])
        loss.backward()
        optimizer.step()
    assert loss.item() < 0.05


def test_an_untrained_network_annotates_a_text(monkeypatch) -> None:
    words = ["she", "saw", "Ada", "."]
    parsed = Example(
        "ewt", words, tags=["PRP", "VBD", "NNP", "."], pos=["PRON", "VERB", "PROPN", "PUNCT"], morphs=["_"] * 4,
        lemmas=["she", "see", "Ada", "."], heads=[1, 1, 1, 1], relations=["nsubj", "root", "obj", "punct"],
    )  # fmt: skip
    monkeypatch.setattr("training.coreference.read_syntax", lambda *_: [parsed] * 20)
    labels = vocabularies_of([parsed] * 20)
    torch.manual_seed(1)
    subwords = load_subwords((MODEL / "encoder" / "tokenizer.json").read_bytes())
    annotator = Annotator(Network(labels).eval(), {"labels": labels, "links": LINKS}, subwords, Path())
    read = annotator.read(words)
    assert read.words == words
    assert read.states.shape == (len(read.mentions.word), 384)
