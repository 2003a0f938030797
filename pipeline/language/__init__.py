"""Annotate: articles to spaCy Docs by one pass of one model."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.ids import stable_id
from pipeline.language import (  # noqa: F401  (registers the factories)
    attributions,
    checkworthiness,
    coreference,
    encoder,
    entities,
    factuality,
    lemmas,
    parser,
    sentences,
    tags,
)
from pipeline.language.extensions import HEAD_SCORES
from pipeline.records import Article, Rejection
from pipeline.rejections import article_rejection
from pipeline.settings import LANGUAGE, MODEL


class ModelError(Exception):
    """The language model cannot be used; the message says what to do."""


def load_pipeline(path: Path = MODEL) -> Language:
    """Load the shipped spaCy pipeline, or another one that sets ``doc._.attributions``.

    :raises ModelError: where there is no such folder.
    """
    import spacy

    if not (path / "meta.json").is_file():
        raise ModelError(f"no language model at {path}: restore the folder from git, or make it with `make train`")
    return spacy.load(path)


def annotate(nlp: Language, articles: Iterable[Article]) -> Iterator[tuple[Article, Doc | Rejection]]:
    """Annotate the articles that are in the model's language.

    :return: each article with its Doc, whose text is the article's body, or with the reason why it has none.
    """
    for article in articles:
        if article.language != LANGUAGE:
            continue
        try:
            doc = nlp(article.body)
        except Exception as error:  # whatever one article does to the model, the batch goes on
            yield article, article_rejection(article, error, stage="annotate", reason="the language model failed")
            continue
        doc.user_data.pop(("._.", HEAD_SCORES, None, None), None)
        yield article, doc


def describe_model(nlp: Language) -> dict[str, str]:
    """Return what identifies a pipeline: ``model_id``, ``name``, ``version``, ``sha256`` of its bytes, ``license``."""
    digest = hashlib.sha256(nlp.config.to_str().encode())
    for name, component in nlp.pipeline:
        content = component.to_bytes() if hasattr(component, "to_bytes") else b""
        digest.update(name.encode() + content)
    name = f"{nlp.meta['lang']}_{nlp.meta['name']}"
    return {
        "model_id": stable_id("model", name, nlp.meta["version"], digest.hexdigest()),
        "name": name,
        "version": nlp.meta["version"],
        "sha256": digest.hexdigest(),
        "license": nlp.meta.get("license", ""),
    }
