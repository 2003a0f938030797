"""Tags, features and lemmas from scores made by hand."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, DocBin
from spacy.training import Example

import pipeline.language  # noqa: F401  (registers the factories)

POS, TAGS, MORPHS = ["NOUN", "VERB"], ["NN", "VBD"], ["_", "Tense=Past|VerbForm=Fin", "NumForm=Word|Number=Sing"]
LABELS = {"pos": POS, "tags": TAGS, "morphs": MORPHS}
SCRIPTS = ["lower|0|", "keep|0|", "lower|2|un", "=be", "lower|30|"]


@pytest.fixture
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("hearsay_encoder", name="encoder")
    nlp.add_pipe("hearsay_tagger", name="tagger").load(LABELS)
    nlp.add_pipe("hearsay_lemmatizer", name="lemmatizer").load({"scripts": SCRIPTS, "table": {"saw|NN": 0}})
    return nlp


def annotated(nlp, words, numbers):
    """Annotate words, the best label of each head being given by its number."""
    doc = Doc(nlp.vocab, words=words)
    heads = {"pos": POS, "tags": TAGS, "morphs": MORPHS, "lemmas": SCRIPTS}
    doc._.head_scores = {
        name: np.eye(len(labels), dtype=np.float32)[list(column)].reshape(len(words), len(labels))
        for (name, labels), column in zip(
            heads.items(), zip(*numbers, strict=True) if numbers else [()] * 4, strict=True
        )
    }
    for name in ("tagger", "lemmatizer"):
        doc = nlp.get_pipe(name)(doc)
    return doc


def test_labels_become_attributes(nlp):
    doc = annotated(nlp, ["Dogs", "\n\n", "ran"], [(0, 0, 2, 0), (0, 0, 1, 3), (1, 1, 1, 2)])
    assert [token.pos_ for token in doc] == ["NOUN", "SPACE", "VERB"]
    assert [token.tag_ for token in doc] == ["NN", "_SP", "VBD"]
    assert [token.morph.to_dict() for token in doc] == [
        {"NumForm": "Word", "Number": "Sing"},
        {},
        {"Tense": "Past", "VerbForm": "Fin"},
    ]
    assert [token.lemma_ for token in doc] == ["dogs", "\n\n", "run"]
    assert all(doc.has_annotation(name, require_complete=True) for name in ("POS", "TAG", "MORPH", "LEMMA"))


def test_labels_go_together(nlp):
    tagger = nlp.get_pipe("tagger").load(LABELS | {"readings": [[0, 0, 0], [1, 1, 1]]})
    doc = annotated(nlp, ["Dogs", " ", "run", "far"], [(0, 0, 0, 0), (0, 0, 0, 0), (0, 1, 1, 0), (0, 1, 0, 0)])
    assert [(token.pos_, token.tag_, str(token.morph)) for token in doc if not token.is_space] == [
        ("NOUN", "NN", ""),
        ("VERB", "VBD", "Tense=Past|VerbForm=Fin"),
        ("NOUN", "NN", ""),
    ]
    assert tagger.from_bytes(tagger.to_bytes()).readings.tolist() == [[0, 0, 0], [1, 1, 1]]


def test_the_table_goes_before_the_scores(nlp):
    doc = annotated(nlp, ["Saw", "saw", "IS", "is"], [(0, 0, 0, 3), (1, 1, 0, 3), (1, 1, 0, 3), (1, 1, 0, 4)])
    assert [token.lemma_ for token in doc] == ["saw", "be", "be", "is"]


def test_many_words_are_not_remembered_for_ever(nlp, monkeypatch):
    monkeypatch.setattr("pipeline.language.lemmas.REMEMBERED", 2)
    words = ["A", "B", "C", "A", "B"]
    assert [token.lemma_ for token in annotated(nlp, words, [(0, 0, 0, 0)] * 5)] == ["a", "b", "c", "a", "b"]


def test_an_empty_text(nlp):
    assert len(annotated(nlp, [], [])) == 0


def test_what_is_learnt_is_saved(nlp, tmp_path):
    nlp.remove_pipe("encoder")
    nlp.to_disk(tmp_path)
    loaded, copied = spacy.load(tmp_path), spacy.blank("en").from_config(nlp.config).from_bytes(nlp.to_bytes())
    for again in (loaded, copied):
        for name in nlp.pipe_names:
            assert again.get_pipe(name).learnt() == nlp.get_pipe(name).learnt()
    numbers = [(0, 0, 2, 0), (1, 1, 1, 2)]
    doc = annotated(loaded, ["Dogs", "ran"], numbers)
    (again,) = DocBin(docs=[doc]).get_docs(loaded.vocab)
    for one in (doc, again):
        assert [(t.pos_, t.tag_, t.lemma_) for t in one] == [("NOUN", "NN", "dogs"), ("VERB", "VBD", "run")]


def test_they_are_scored(nlp):
    found = annotated(nlp, ["Dogs", "ran"], [(0, 0, 0, 0), (1, 1, 1, 2)])
    gold = Doc(
        nlp.vocab,
        words=["Dogs", "ran"],
        pos=["NOUN", "NOUN"],
        tags=["NNS", "VBD"],
        morphs=["", "Tense=Past|VerbForm=Fin"],
        lemmas=["dog", "run"],
    )
    examples = [Example(found, gold)]
    figures = nlp.get_pipe("tagger").score(examples) | nlp.get_pipe("lemmatizer").score(examples)
    assert {name: figures[name] for name in ("pos_acc", "tag_acc", "morph_acc", "lemma_acc")} == {
        "pos_acc": 0.5,
        "tag_acc": 0.5,
        "morph_acc": 1.0,
        "lemma_acc": 0.5,
    }


def test_components_say_what_they_need(nlp):
    assert nlp.analyze_pipes()["problems"] == {name: [] for name in nlp.pipe_names}


def test_remembered_lemmas_outlive_a_memory_zone(nlp):
    with nlp.memory_zone():
        annotated(nlp, ["outran"], [(1, 1, 0, 2)])
    assert annotated(nlp, ["outran"], [(1, 1, 0, 2)])[0].lemma_ == "outrun"
