"""Make the model from the corpora, in one command: ``make train CORPORA=...``.

Continues the base's masked-language training on news, trains all heads, fits links and coreference on the last
checkpoint, exports it, and fits factuality and check-worthiness on what was exported. What was finished is not made
again: a training that broke off goes on at the last step.
"""

import argparse
from pathlib import Path

from pipeline.settings import MODEL


def main() -> None:
    """Read the options and make the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--base", type=Path, required=True, help="folder of the MiniLM-L6 checkpoint")
    parser.add_argument("--work", type=Path, default=Path("data/training"), help="folder for what is made on the way")
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--version", default="0.4.0")
    parser.add_argument("--news-minutes", type=float, default=70, help="of masked-language training")
    parser.add_argument("--minutes", type=float, default=68, help="of training the heads")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    from training.checkworthiness import fit_model as fit_checkworthiness
    from training.coreference import fit_checkpoint as fit_coreference
    from training.export import export
    from training.factuality import fit_model as fit_factuality
    from training.links import fit_checkpoint as fit_links
    from training.pretrain import pretrain
    from training.train import train

    corpora, base, work = options.corpora, options.base, options.work
    start, checkpoint, finished = (work / name for name in ("pretrained.pt", "trained.pt", "finished.pt"))
    work.mkdir(parents=True, exist_ok=True)
    if not start.exists():
        pretrain(corpora=corpora, base=base, out=start, minutes=options.news_minutes, seed=options.seed)
    if not checkpoint.exists():
        folder = work / "checkpoints"
        train(corpora=corpora, base=base, start=start, out=folder, minutes=options.minutes, seed=options.seed)
        max(folder.glob("epoch*.pt"), key=lambda path: path.stat().st_mtime).replace(checkpoint)
    if not finished.exists():
        for fit in (fit_links, fit_coreference):
            fit(checkpoint=checkpoint, corpora=corpora, base=base)
        checkpoint.replace(finished)
    export(checkpoint=finished, base=base, corpora=corpora, out=options.out, version=options.version)
    for fit in (fit_factuality, fit_checkworthiness):
        fit(model=options.out, corpora=corpora)


if __name__ == "__main__":
    main()
