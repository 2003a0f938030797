"""The encoder and its heads in torch: a BERT encoder (Devlin et al., NAACL 2019) with the weights of MiniLM-L6."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.language.windows import SHAPES

HIDDEN, LAYERS, ATTENTION_HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
SCALARS = ("sentences", "arc_root", "mention")  # heads of one number


class Dropout(nn.Module):
    """Dropout whose masks are cut from one pool of random bits: to draw them anew takes a tenth of a step on a CPU."""

    POOL_SIZE = 1 << 23

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share
        self.pool: Tensor | None = None

    def forward(self, states: Tensor) -> Tensor:
        """Return the states with a share of the numbers set to 0, in training; as they are otherwise."""
        if not self.training or not self.share:
            return states
        if self.pool is None:
            self.pool = (torch.rand(self.POOL_SIZE) >= self.share).to(torch.bfloat16) / (1 - self.share)
        start = int(torch.randint(0, self.POOL_SIZE - states.numel(), (1,)))
        return states * self.pool[start : start + states.numel()].view(states.shape)


class Norm(nn.LayerNorm):
    """Layer normalisation in the precision of what it reads, under autocast too."""

    def forward(self, states: Tensor) -> Tensor:
        """Return the states normalised."""
        with torch.autocast(states.device.type, enabled=False):
            weight, bias = self.weight.to(states.dtype), self.bias.to(states.dtype)
            return functional.layer_norm(states, self.normalized_shape, weight, bias, self.eps)


class Layer(nn.Module):
    """One transformer layer, with dropout on its outputs only.

    Attention is written out: on a CPU its plain matrix products take two thirds of the time of PyTorch's own.
    """

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.attention_output = nn.Linear(HIDDEN, HIDDEN)
        self.attention_norm = Norm(HIDDEN, eps=1e-12)
        self.inner = nn.Linear(HIDDEN, INNER)
        self.outer = nn.Linear(INNER, HIDDEN)
        self.output_norm = Norm(HIDDEN, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """Return new states; ``bias`` is added to the attention scores."""
        query, key, value = self.query_key_value(states).split(HIDDEN, dim=-1)
        mixed = self.attend(query, key, value, bias)
        states = self.attention_norm(states + self.dropout(self.attention_output(mixed)))
        return self.output_norm(states + self.dropout(self.outer(functional.gelu(self.inner(states)))))

    @staticmethod
    def attend(query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:
        """Return what each place takes from the others, head by head; all are batch x length x 384."""
        query, key, value = (part.unflatten(-1, (ATTENTION_HEADS, -1)).transpose(1, 2) for part in (query, key, value))
        scores = query @ key.transpose(-1, -2) * query.shape[-1] ** -0.5 + bias.to(query.dtype)
        return (scores.softmax(-1).to(value.dtype) @ value).transpose(1, 2).flatten(2)


class Encoder(nn.Module):
    """Subwords, their shapes and quotation flags (each batch x length) to states (batch x length x 384)."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN, padding_idx=0)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.shapes = nn.Embedding(len(SHAPES), HIDDEN)
        self.quotes = nn.Embedding(2, HIDDEN)
        self.norm = Norm(HIDDEN, eps=1e-12)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.quotes.weight)

    def forward(self, ids: Tensor, shapes: Tensor, quotes: Tensor, mask: Tensor) -> Tensor:
        """Return the last layer's states; ``mask`` is 1 where a subword stands and 0 where nothing does."""
        return self.states_by_layer(ids, shapes, quotes, mask)[-1]

    def states_by_layer(self, ids: Tensor, shapes: Tensor, quotes: Tensor, mask: Tensor) -> list[Tensor]:
        """Return the states after each layer; arguments as above."""
        positions = torch.arange(ids.shape[1], device=ids.device)
        states = self.words(ids) + self.positions(positions) + self.shapes(shapes) + self.quotes(quotes)
        states = self.norm(states)
        if torch.is_autocast_enabled(states.device.type):
            states = states.to(torch.get_autocast_dtype(states.device.type))
        states = self.dropout(states)
        bias = (1.0 - mask.to(states.dtype))[:, None, None, :] * -10_000.0
        by_layer = []
        for layer in self.layers:
            states = layer(states, bias)
            by_layer.append(states)
        return by_layer

    def load_base(self, folder: Path) -> None:
        """Take the weights of a MiniLM-L6 checkpoint (``model.safetensors`` in the Hugging Face layout)."""
        self.load_state_dict(rename_weights(read_weights(folder)) | _zero_features(self), strict=True)


def read_weights(folder: Path) -> dict[str, Tensor]:
    """Return the weights of a checkpoint in the Hugging Face layout, under the names of a ``BertModel``."""
    from safetensors.torch import load_file

    return {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}


def _zero_features(encoder: Encoder) -> dict[str, Tensor]:
    return {"shapes.weight": encoder.shapes.weight.data, "quotes.weight": encoder.quotes.weight.data}


def rename_weights(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Map the names of a Hugging Face ``BertModel`` to those of :class:`Encoder`."""
    renamed = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        # Every token is of type 0, so that its vector is part of every position's.
        "positions.weight": weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    for index in range(LAYERS):
        for kind in ("weight", "bias"):
            old, new = f"encoder.layer.{index}", f"layers.{index}"
            renamed[f"{new}.query_key_value.{kind}"] = torch.cat(
                [weights[f"{old}.attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
            )
            renamed[f"{new}.attention_output.{kind}"] = weights[f"{old}.attention.output.dense.{kind}"]
            renamed[f"{new}.attention_norm.{kind}"] = weights[f"{old}.attention.output.LayerNorm.{kind}"]
            renamed[f"{new}.inner.{kind}"] = weights[f"{old}.intermediate.dense.{kind}"]
            renamed[f"{new}.outer.{kind}"] = weights[f"{old}.output.dense.{kind}"]
            renamed[f"{new}.output_norm.{kind}"] = weights[f"{old}.output.LayerNorm.{kind}"]
    return renamed


class MaskedWords(nn.Module):
    """The masked-language head: states of masked places to scores over the vocabulary, tied to the embeddings."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.dense = nn.Linear(HIDDEN, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN)
        self.bias = nn.Parameter(torch.zeros(VOCABULARY))

    def forward(self, states: Tensor) -> Tensor:
        """Return the scores of the vocabulary for each state."""
        return functional.linear(self.norm(functional.gelu(self.dense(states))), self.encoder.words.weight, self.bias)


class Heads(nn.Module):
    """The heads over the encoder's states; the outputs are named as the components read them.

    Labels come from one linear layer each. Links and coreference are bilinear, the parse is biaffine (Dozat &
    Manning, ICLR 2017) with its matrix folded into the head's side, so that a score is a plain dot product.
    """

    LINK_SIZE, ARC_SIZE, RELATION_SIZE, COREFERENCE_SIZE, DISTANCES = 64, 128, 96, 128, 10

    def __init__(self, sizes: Mapping[str, int], *, relations: int) -> None:
        super().__init__()
        self.layers = nn.ModuleDict({name: nn.Linear(HIDDEN, size) for name, size in sizes.items()})
        self.link_part = nn.Linear(HIDDEN, self.LINK_SIZE)
        self.link_cue = nn.Linear(HIDDEN, self.LINK_SIZE)
        self.arc_child = nn.Linear(HIDDEN, self.ARC_SIZE)
        self.arc_prior = nn.Parameter(torch.zeros(self.ARC_SIZE))  # how likely a word is a head at all
        self.arc_head = nn.Sequential(
            nn.Linear(HIDDEN, self.ARC_SIZE), nn.ReLU(), nn.Linear(self.ARC_SIZE, self.ARC_SIZE, bias=False)
        )
        self.relation_child = nn.Linear(HIDDEN, self.RELATION_SIZE)
        self.relation_head = nn.Linear(HIDDEN, self.RELATION_SIZE, bias=False)
        self.relation_output = nn.Linear(self.RELATION_SIZE, relations)
        self.coreference_left = nn.Linear(HIDDEN, self.COREFERENCE_SIZE)
        self.coreference_right = nn.Linear(HIDDEN, self.COREFERENCE_SIZE)
        self.coreference_distance = nn.Parameter(torch.zeros(self.DISTANCES))

    def forward(self, states: Tensor) -> dict[str, Tensor]:
        """Return each head's scores by name."""
        return {name: layer(states) for name, layer in self.layers.items()} | {
            "link_part": self.link_part(states) / 8,
            "link_cue": self.link_cue(states) / 8,
            "arc_child": functional.relu(self.arc_child(states)) + self.arc_prior,
            "arc_head": self.arc_head(states),
            "relation_child": self.relation_child(states),
            "relation_head": self.relation_head(states),
            "coreference_left": self.coreference_left(states) / 8,
            "coreference_right": self.coreference_right(states) / 8,
        }


class Network(nn.Module):
    """The encoder with its heads.

    :param labels: the labels of each head that gives labels, by its name; ``relations`` are those of the parse.
    """

    def __init__(self, labels: Mapping[str, Sequence[str]], *, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.dropout = Dropout(dropout)
        sizes = {name: len(found) for name, found in labels.items() if name != "relations"}
        self.heads = Heads(sizes | {name: 1 for name in SCALARS}, relations=len(labels["relations"]))

    def forward(self, ids: Tensor, shapes: Tensor, quotes: Tensor, mask: Tensor) -> dict[str, Tensor]:
        """Return each head's scores by name, batch x length x numbers."""
        return self.heads(self.dropout(self.encoder(ids, shapes, quotes, mask)))
