"""Export a checkpoint as the spaCy pipeline that ships: int8 ONNX, no torch needed.

``python -m training.export --checkpoint FILE --base FOLDER --corpora ../shared/corpora --out models/en_hearsay
--version 0.4.0``
"""

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import spacy
import torch
from torch import Tensor, nn

from pipeline.language.encoder import INPUTS, MODEL_FILE, TOKENIZER_FILE
from pipeline.language.extensions import STATES
from training.checkpoints import load_network
from training.network import ATTENTION_HEADS, Layer, Network
from training.options import FITTED_LATER
from training.syntax import learn_tables, read_syntax

LABELS = ("attributions", "entities", "sentences", "pos", "tags", "morphs", "lemmas")
VECTORS = ("link_part", "link_cue", "arc_child", "arc_head", "arc_root", "relation_child", "relation_head")
SHIPPED = (*LABELS, *VECTORS, "mention", "coreference_left", "coreference_right", STATES)
MIDDLE = 2  # the layer, from 0, whose states the light heads read: they know more of wording than the last one's
OPSET = 17


class FusedAttention(torch.autograd.Function):
    """Attention as one operator of onnxruntime, which saves an eighth of the time of a long window."""

    @staticmethod
    def forward(ctx, query: Tensor, key: Tensor, value: Tensor) -> Tensor:  # noqa: D102
        return Layer.attend(query, key, value, torch.zeros(()))

    @staticmethod
    def symbolic(graph, query, key, value):  # noqa: D102
        return graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=ATTENTION_HEADS).setType(
            query.type()
        )


class Shipped(nn.Module):
    """The network with the outputs that the components read, in a fixed order; windows come whole, without a mask."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        for layer in network.encoder.layers:
            layer.attend = lambda query, key, value, _: FusedAttention.apply(query, key, value)

    def forward(self, ids: Tensor, shapes: Tensor, quotes: Tensor) -> tuple[Tensor, ...]:
        """Return the scores of the shipped heads, each batch x length x numbers."""
        by_layer = self.network.encoder.states_by_layer(ids, shapes, quotes, torch.ones_like(ids))
        scores = self.network.heads(by_layer[-1]) | {STATES: by_layer[MIDDLE]}
        return tuple(scores[name] for name in SHIPPED)


def to_onnx(network: Network, path: Path) -> None:
    """Write the network as float32 ONNX with free batch and length."""
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        Shipped(network),
        (torch.ones(1, 16, dtype=torch.long), *(torch.zeros(1, 16, dtype=torch.long) for _ in range(2))),
        str(path),
        input_names=list(INPUTS),
        output_names=list(SHIPPED),
        dynamic_axes={name: axes for name in (*INPUTS, *SHIPPED)},
        opset_version=OPSET,
        custom_opsets={"com.microsoft": 1},
        dynamo=False,
    )


def to_int8(source: Path, target: Path) -> None:
    """Quantise the weights of all matrix products and embeddings to eight bits, activations as they come."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        reduce_range=True,
    )


def build_pipeline(
    network: Network, saved: Mapping[str, Any], files: dict[str, bytes], tables: dict[str, dict], *, version: str
) -> spacy.Language:
    """Put the exported encoder and its heads together as a spaCy pipeline.

    :param saved: the checkpoint, with the tables that :mod:`training.links` and :mod:`training.coreference` fitted.
    :param tables: what the tagger and the lemmatizer load, from :func:`training.syntax.learn_tables`.
    """
    nlp = pipeline_of_heads(network, saved, tables)
    nlp.add_pipe("hearsay_encoder", name="encoder", first=True).load(files)
    nlp.meta |= {
        "name": "hearsay",
        "version": version,
        "description": "English news: syntax, entities, attributions, coreference, factuality and check-worthiness "
        "from one MiniLM encoder",
        "author": "The Hearsay developers",
        "license": "Apache-2.0",
    }
    return nlp


def pipeline_of_heads(network: Network, saved: Mapping[str, Any], tables: dict[str, dict]) -> spacy.Language:
    """Put the heads together as a pipeline that lacks nothing but the encoder; arguments as above."""
    labels, relations = saved["labels"], network.heads.relation_output
    weights = {"weights": relations.weight.detach().T.numpy(), "bias": relations.bias.detach().numpy()}
    nlp = spacy.blank("en")
    nlp.add_pipe("hearsay_sentences", name="sentences")
    nlp.add_pipe("hearsay_tagger", name="tagger").load(tables["tagger"])
    nlp.add_pipe("hearsay_lemmatizer", name="lemmatizer").load(tables["lemmatizer"])
    nlp.add_pipe("hearsay_parser", name="parser").load({"labels": labels["relations"]} | weights)
    nlp.add_pipe("hearsay_entities", name="entities")
    nlp.add_pipe("hearsay_attributions", name="attributions").load(fitted(saved, "links"))
    nlp.add_pipe("hearsay_coreference", name="coreference").load(fitted(saved, "coreference"))
    for name in FITTED_LATER:
        nlp.add_pipe(f"hearsay_{name}", name=name)
    return nlp


def fitted(saved: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the tables of a head that is fitted after the training."""
    if name not in saved:
        raise SystemExit(f"the checkpoint has no {name} yet: run python -m training.{name} on it")
    return saved[name]


def export(*, checkpoint: Path, base: Path, corpora: Path, out: Path, version: str, quantise: bool = True) -> None:
    """Write the pipeline of a checkpoint to the folder ``out``."""
    network, saved = load_network(checkpoint)
    with tempfile.TemporaryDirectory() as folder:
        full, small = Path(folder) / "full.onnx", Path(folder) / "small.onnx"
        to_onnx(network, full)
        if quantise:
            to_int8(full, small)
        onnx = (small if quantise else full).read_bytes()
    files = {MODEL_FILE: onnx, TOKENIZER_FILE: (base / "tokenizer.json").read_bytes()}
    tables = learn_tables(read_syntax(corpora, "train"), saved["labels"])
    build_pipeline(network, saved, files, tables, version=version).to_disk(out)
    print(f"{out}: {sum(path.stat().st_size for path in out.rglob('*') if path.is_file()) / 1e6:.1f} MB")


def main() -> None:
    """Read the options and export."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--float", dest="quantise", action="store_false", help="keep 32-bit numbers")
    export(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
