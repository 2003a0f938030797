"""The cross-encoder in torch, and its way to int8 ONNX."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.link.relations import INPUTS, RELATIONS, RELATIONS_FILE
from training.export import OPSET, FusedAttention, to_int8
from training.network import HIDDEN, Encoder, read_weights


class RelationNetwork(nn.Module):
    """Two statements in one row to the scores of their relations.

    The scores are read from the first state and from the means of both statements' states, compared as sentence
    encoders' vectors are (Conneau et al., EMNLP 2017). The encoder's second feature, which tells quotations in the
    language model, here tells the second statement from the first, and starts as the base's token types.

    :param kept: the layers of the base that are kept.
    """

    def __init__(self, base: Path | None = None, *, kept: Sequence[int] = range(6), dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        if base is not None:
            self.encoder.load_base(base)
            types = read_weights(base)["embeddings.token_type_embeddings.weight"]
            self.encoder.quotes.weight.data = torch.stack([torch.zeros(HIDDEN), types[1] - types[0]])
        self.encoder.layers = nn.ModuleList(self.encoder.layers[layer] for layer in kept)
        self.mixing = nn.Linear(3 * HIDDEN, HIDDEN)
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(HIDDEN, len(RELATIONS))

    def forward(self, ids: Tensor, segments: Tensor, mask: Tensor) -> Tensor:
        """Return the scores, batch x 4; ``mask`` is 1 where a piece stands."""
        states = self.encoder(ids, torch.zeros_like(ids), segments, mask).float()
        first, second = (_mean(states[:, 1:], part[:, 1:]) for part in (mask * (1 - segments), mask * segments))
        compared = torch.cat([states[:, 0], (first - second).abs(), first * second], dim=1)
        return self.output(self.dropout(functional.gelu(self.mixing(compared))))


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    return (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)


class Shipped(nn.Module):
    """The network for pairs that come one by one, without padding; unknown word shapes add nothing."""

    def __init__(self, network: RelationNetwork) -> None:
        super().__init__()
        self.network = network
        for layer in network.encoder.layers:
            layer.attend = lambda query, key, value, _: FusedAttention.apply(query, key, value)

    def forward(self, ids: Tensor, segments: Tensor) -> Tensor:
        """Return the scores."""
        return self.network(ids, segments, torch.ones_like(segments))


def export(network: RelationNetwork, out: Path) -> None:
    """Write the network as int8 ONNX into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            Shipped(network.eval()),
            (torch.ones(1, 16, dtype=torch.long), torch.tensor([[0] * 8 + [1] * 8])),
            str(full),
            input_names=list(INPUTS),
            output_names=["scores"],
            dynamic_axes={name: {0: "batch", 1: "length"} for name in INPUTS} | {"scores": {0: "batch"}},
            opset_version=OPSET,
            custom_opsets={"com.microsoft": 1},
            dynamo=False,
        )
        to_int8(full, out / RELATIONS_FILE)
