"""The command lines of trainings and fits. No torch here: what is fitted without it is measured without it, too."""

import argparse
from collections.abc import Callable
from pathlib import Path

from pipeline.settings import CLAIMS_MODEL, MODEL

FITTED_LATER = ("factuality", "checkworthiness")  # components that are fitted on an exported pipeline


def run_fit(fit_checkpoint: Callable[..., None], description: str) -> None:
    """Read the options of a fit's command line and run it."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    fit_checkpoint(**vars(parser.parse_args()))


def run_fit_on_model(fit_model: Callable[..., None], description: str) -> None:
    """Read the options of the command line of a fit on an exported pipeline, and run it."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--corpora", type=Path, required=True)
    fit_model(**vars(parser.parse_args()))


def run_claims_training(train: Callable[..., None], description: str) -> None:
    """Read the options of the command line of a training of the claims' models, and run it."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder of the MiniLM-L6 checkpoint")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is made on the way")
    parser.add_argument("--out", type=Path, default=CLAIMS_MODEL)
    train(**vars(parser.parse_args()))
