"""Export a checkpoint as the spaCy pipeline that ships: int8 ONNX, no torch needed.

``python -m training.export --checkpoint FILE --base FOLDER --out models/en_hearsay --version 0.1.0``
"""

import argparse
import tempfile
from pathlib import Path

import spacy
import torch
from torch import Tensor, nn

from pipeline.language.encoder import INPUTS, MODEL_FILE, TOKENIZER_FILE
from training.labels import ATTRIBUTION_TAGS, ENTITY_TAGS
from training.network import Network

SHIPPED = ("attributions", "entities", "sentences", "link_part", "link_cue")
OPSET = 17


class Shipped(nn.Module):
    """The network with the outputs that the components read, in a fixed order."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, shapes: Tensor, quotes: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """Return the scores of the shipped heads, each batch x length x numbers."""
        scores = self.network(ids, shapes, quotes, mask)
        return tuple(scores[name] for name in SHIPPED)


def load_network(checkpoint: Path) -> Network:
    """Return the network of a checkpoint that ``training.train`` saved."""
    saved = torch.load(checkpoint, map_location="cpu")
    sizes = {"attributions": len(ATTRIBUTION_TAGS), "entities": len(ENTITY_TAGS), "sentences": 1}
    network = Network(sizes | {"tags": len(saved["tags"])}, dropout=0.0)
    network.load_state_dict(saved["weights"])
    return network.eval()


def load_link_tables(checkpoint: Path) -> dict[str, list]:
    """Return the tables that ``training.links`` fitted for a checkpoint."""
    saved = torch.load(checkpoint, map_location="cpu")
    if "link_tables" not in saved:
        raise SystemExit(f"{checkpoint} has no links yet: run python -m training.links --checkpoint {checkpoint}")
    return {name: table.tolist() for name, table in saved["link_tables"].items()}


def to_onnx(network: Network, path: Path) -> None:
    """Write the network as float32 ONNX with free batch and length."""
    example = (torch.ones(1, 16, dtype=torch.long), *(torch.zeros(1, 16, dtype=torch.long) for _ in range(2)))
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        Shipped(network),
        (*example, torch.ones(1, 16, dtype=torch.long)),
        str(path),
        input_names=list(INPUTS),
        output_names=list(SHIPPED),
        dynamic_axes={name: axes for name in (*INPUTS, *SHIPPED)},
        opset_version=OPSET,
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


def build_pipeline(onnx: bytes, tokenizer: bytes, link_tables: dict[str, list], *, version: str) -> spacy.Language:
    """Put the exported encoder and its heads together as a spaCy pipeline."""
    nlp = spacy.blank("en")
    encoder = nlp.add_pipe("hearsay_encoder", name="encoder")
    encoder.load({MODEL_FILE: onnx, TOKENIZER_FILE: tokenizer})
    nlp.add_pipe("hearsay_sentences", name="sentences")
    nlp.add_pipe("hearsay_entities", name="entities")
    nlp.add_pipe("hearsay_attributions", name="attributions").load(link_tables)
    nlp.meta |= {
        "name": "hearsay",
        "version": version,
        "description": "English news: sentences, entities and attributions from one MiniLM encoder",
        "author": "The Hearsay developers",
        "license": "Apache-2.0",
    }
    return nlp


def export(*, checkpoint: Path, base: Path, out: Path, version: str, quantise: bool = True) -> None:
    """Write the pipeline of a checkpoint to the folder ``out``."""
    network = load_network(checkpoint)
    with tempfile.TemporaryDirectory() as folder:
        full, small = Path(folder) / "full.onnx", Path(folder) / "small.onnx"
        to_onnx(network, full)
        if quantise:
            to_int8(full, small)
        onnx = (small if quantise else full).read_bytes()
    tokenizer = (base / "tokenizer.json").read_bytes()
    nlp = build_pipeline(onnx, tokenizer, load_link_tables(checkpoint), version=version)
    nlp.to_disk(out)
    print(f"{out}: {sum(path.stat().st_size for path in out.rglob('*') if path.is_file()) / 1e6:.1f} MB")


def main() -> None:
    """Read the options and export."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument("--float", dest="quantise", action="store_false", help="keep 32-bit numbers")
    export(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
