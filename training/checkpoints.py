"""Checkpoints: a network's weights and labels in one file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn

from training.network import Network


def load_network(checkpoint: Path) -> tuple[Network, dict[str, Any]]:
    """Return the network of a checkpoint that :mod:`training.train` saved, and all that was saved."""
    saved = torch.load(checkpoint, map_location="cpu")
    network = Network(saved["labels"], dropout=0.0)
    network.load_state_dict(saved["weights"])
    return network.eval(), saved


def save(content: Mapping[str, Any], path: Path) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_suffix(".tmp")
    torch.save(content, temporary)
    temporary.replace(path)


def replace_head(saved: Mapping[str, Any], name: str, layer: nn.Module) -> None:
    """Put a layer that was fitted anew in the place of a head's in what is saved."""
    for kind, weight in layer.state_dict().items():
        saved["weights"][f"heads.{name}.{kind}"] = weight
