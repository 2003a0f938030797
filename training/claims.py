"""Make models/en_claims from the corpora, in one command: ``make train-claims CORPORA=...``.

Distils the table of vectors, then trains the cross-encoder, for which the table chooses pairs of news.
"""

import argparse
from pathlib import Path

from pipeline.settings import CLAIMS_MODEL


def main() -> None:
    """Read the options and make both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--base", type=Path, required=True, help="folder of the MiniLM-L6 checkpoint")
    parser.add_argument(
        "--work", type=Path, default=Path("data/training/claims"), help="folder for what is made on the way"
    )
    parser.add_argument("--out", type=Path, default=CLAIMS_MODEL)
    options = vars(parser.parse_args())
    from training.embeddings import train as distil
    from training.relations import train

    distil(**options)
    train(**options)


if __name__ == "__main__":
    main()
