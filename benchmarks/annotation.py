"""Annotation: the shipped pipeline against spaCy's CNN pipeline of the small English model's shape, on examples/."""

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
TOK2VEC = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 96, "depth": 4}
TOK2VEC |= {"embed_size": 2000, "window_size": 1, "maxout_pieces": 3, "subword_features": True}
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}


def example_bodies(folder: Path = PROJECT / "examples") -> list[str]:
    """Return the English bodies of the example articles."""
    documents = [document for batch in plan_batches([folder]).batches for document in read_batch(batch)[0]]
    articles = [extract_article(document).article for document in documents]
    return [article.body for article in articles if article is not None and article.language == LANGUAGE]


def small_cnn() -> Language:
    """Return tagger, parser and entity recogniser over one CNN, as in spaCy's small model, untrained.

    What a pass costs does not hang on what the weights have learnt, except for the parser's and recogniser's steps,
    whose number is about that of the words in either case.
    """
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": TOK2VEC})
    nlp.add_pipe("tagger", config={"model": {"tok2vec": LISTENER}}).add_label("NN")
    for name, labels in (("parser", ("nsubj", "obj", "dep")), ("ner", ("PERSON", "ORG", "GPE"))):
        component = nlp.add_pipe(name, config={"model": {"tok2vec": LISTENER}})
        for label in labels:
            component.add_label(label)
    nlp.initialize()
    return nlp


def seconds(run: Callable[[], object]) -> float:
    """Return how long a call takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def main() -> None:
    """Print the speeds and their ratio."""
    bodies = example_bodies()
    ours, theirs = load_pipeline(), small_cnn()
    words = sum(len(ours.make_doc(body)) for body in bodies)
    for nlp in (ours, theirs):
        list(nlp.pipe(bodies))
    pairs = []
    for _ in range(ROUNDS):
        pairs.append(tuple(seconds(lambda nlp=nlp: list(nlp.pipe(bodies))) for nlp in (ours, theirs)))
    pairs.sort(key=lambda pair: pair[0] / pair[1])
    mine, other = pairs[ROUNDS // 2]
    print(f"{len(bodies)} articles, {words:,} words, median of {ROUNDS} rounds in turn")
    print(f"  models/en_hearsay   {words / mine:10,.0f} words/s  (sentences, entities, attributions)")
    print(f"  spaCy small CNN     {words / other:10,.0f} words/s  (tagger, parser, entities)")
    print(f"  ratio of the times  {mine / other:10.2f}")


if __name__ == "__main__":
    main()
