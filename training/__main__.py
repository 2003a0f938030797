"""Make the model from the corpora, in one command: ``make train CORPORA=...``.

Continues the base's masked-language training on news, trains the heads, fits the links of the best checkpoint and
exports it. What was finished is not made again, so that a training that broke off goes on at the last step.
"""

import argparse
import json
from pathlib import Path

from pipeline.settings import MODEL


def best_checkpoint(folder: Path) -> Path:
    """Return the checkpoint with the highest sum of development scores."""
    scores = {path: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("epoch*.json")}
    best = max(scores, key=lambda path: sum(scores[path].values()))
    return best.with_suffix(".pt")


def main() -> None:
    """Read the options and make the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--base", type=Path, required=True, help="folder of the MiniLM-L6 checkpoint")
    parser.add_argument("--work", type=Path, default=Path("data/training"), help="folder for what is made on the way")
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument("--minutes", type=float, default=27, help="of masked-language training")
    parser.add_argument("--epochs", type=int, default=4)
    options = parser.parse_args()
    from training.export import export
    from training.links import fit_checkpoint
    from training.pretrain import pretrain
    from training.train import train

    base, start = options.base, options.work / "pretrained.pt"
    options.work.mkdir(parents=True, exist_ok=True)
    if not start.exists():
        pretrain(corpora=options.corpora, base=base, out=start, minutes=options.minutes)
    checkpoints = options.work / "checkpoints"
    if not (checkpoints / f"epoch{options.epochs}.json").exists():
        train(corpora=options.corpora, base=base, start=start, out=checkpoints, epochs=options.epochs, seed=1)
    best = best_checkpoint(checkpoints)
    fit_checkpoint(checkpoint=best, corpora=options.corpora, base=base)
    export(checkpoint=best, base=base, out=options.out, version=options.version)


if __name__ == "__main__":
    main()
