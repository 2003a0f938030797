"""Annotation: all heads of the shipped pipeline against spaCy's small CNN pipeline, and its memory.

    python -m benchmarks.annotation --corpora ../shared/corpora

The texts are PolNeAR's development articles where they lie in the folder, else the examples.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.language import Language

from pipeline.extract import extract_article
from pipeline.ingest import plan_batches, read_batch
from pipeline.language import load_pipeline
from pipeline.settings import LANGUAGE, PROJECT

ROUNDS = 5
SMALL = ("--rounds", "1")

# en_core_web_sm 3.8: its config.cfg, and how many labels its components have.
EMBED = {"@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "include_static_vectors": False}
EMBED |= {"attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"], "rows": [5000, 1000, 2500, 2500, 50, 50]}
ENCODE = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "depth": 4}
ENCODE |= {"window_size": 1, "maxout_pieces": 3}
TOK2VEC = {"@architectures": "spacy.Tok2Vec.v2", "embed": EMBED, "encode": ENCODE}
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
TRANSITIONS = {"@architectures": "spacy.TransitionBasedParser.v2", "extra_state_tokens": False, "hidden_width": 64}
TRANSITIONS |= {"maxout_pieces": 2, "use_upper": True}
TAGS, RELATIONS, TYPES = 50, 45, 18


def read_bodies(corpora: Path) -> tuple[str, list[str]]:
    """Return what the texts are, and the texts."""
    paths = sorted((corpora / "PolNeAR/data/dev/text").glob("*.txt"))
    if paths:
        return "PolNeAR's development articles", [path.read_text(encoding="utf-8") for path in paths]
    batches = plan_batches([PROJECT / "examples"]).batches
    articles = [extract_article(document).article for batch in batches for document in read_batch(batch)[0]]
    return "the examples", [a.body for a in articles if a is not None and a.language == LANGUAGE]


def small_cnn() -> Language:
    """Return tagger, parser and entity recogniser in the configuration of spaCy's small English model, untrained.

    What a pass costs does not hang on what the weights have learnt, except for the parser's and recogniser's steps,
    whose number is about that of the words in either case. The small model's attribute ruler and lemmatizer are left
    out, to its advantage.
    """
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": TOK2VEC})
    tagger = nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTENER}})
    parser = nlp.add_pipe("parser", config={"model": TRANSITIONS | {"state_type": "parser", "tok2vec": LISTENER}})
    recogniser = nlp.add_pipe("ner", config={"model": TRANSITIONS | {"state_type": "ner", "tok2vec": TOK2VEC}})
    for component, count in ((tagger, TAGS), (parser, RELATIONS), (recogniser, TYPES)):
        for number in range(count):
            component.add_label(f"L{number}")
    nlp.initialize()
    return nlp


def seconds(run: Callable[[], object]) -> float:
    """Return how long a call takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def peak_memory(corpora: Path) -> float:
    """Return the most memory (MB) that a process of its own holds that annotates the texts and nothing else."""
    command = [sys.executable, "-m", "benchmarks.annotation", "--corpora", str(corpora), "--memory"]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def own_peak() -> float:
    """Return the most memory (MB) that this process has held. Linux passes ``ru_maxrss`` on from the parent."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) / 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    """Print the speeds, their ratio and the memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path(os.environ.get("CORPORA", "../shared/corpora")))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--memory", action="store_true", help="annotate once and print the peak memory in MB")
    options = parser.parse_args()
    name, bodies = read_bodies(options.corpora)
    ours = load_pipeline()
    if options.memory:
        for _ in ours.pipe(bodies):
            pass
        print(own_peak())
        return
    theirs = small_cnn()
    words = sum(len(ours.make_doc(body)) for body in bodies)
    for nlp in (ours, theirs):
        list(nlp.pipe(bodies))
    pairs = []
    for _ in range(options.rounds):
        pairs.append(tuple(seconds(lambda nlp=nlp: list(nlp.pipe(bodies))) for nlp in (ours, theirs)))
    pairs.sort(key=lambda pair: pair[0] / pair[1])
    mine, other = pairs[options.rounds // 2]
    print(f"{len(bodies)} texts ({name}), {words:,} words, median of {options.rounds} rounds in turn")
    print(f"  models/en_hearsay   {words / mine:10,.0f} words/s  ({', '.join(ours.pipe_names[1:])})")
    print(f"  spaCy small CNN     {words / other:10,.0f} words/s  ({', '.join(theirs.pipe_names[1:])})")
    print(f"  ratio of the times  {mine / other:10.2f}")
    print(f"  peak memory         {peak_memory(options.corpora):10,.0f} MB  (models/en_hearsay alone)")


if __name__ == "__main__":
    main()
