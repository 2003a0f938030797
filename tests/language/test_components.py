"""The components by themselves, on scores made by hand: no weights are needed."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, DocBin

import pipeline.language  # noqa: F401  (registers the factories)
from pipeline.language.entities import LABELS
from pipeline.language.extensions import Attribution

ROLES = {"source": 1, "cue": 3, "content": 5}


@pytest.fixture
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("hearsay_encoder", name="encoder")
    nlp.add_pipe("hearsay_sentences", name="sentences")
    nlp.add_pipe("hearsay_entities", name="entities")
    nlp.add_pipe("hearsay_attributions", name="attributions")
    return nlp


def doc_with_scores(nlp, words, *, roles=(), entities=(), starts=()):
    doc = Doc(nlp.vocab, words=words)
    tags = np.zeros((len(words), 7), dtype=np.float32)
    names = np.zeros((len(words), 1 + 2 * len(LABELS)), dtype=np.float32)
    tags[:, 0] = names[:, 0] = 6
    for first, stop, role in roles:
        tags[first:stop, ROLES[role] + 1] = tags[first, ROLES[role]] = 12
        tags[first, ROLES[role] + 1] = 0
    for first, stop, label in entities:
        number = 1 + 2 * LABELS.index(label)
        names[first:stop, number + 1] = names[first, number] = 12
        names[first, number + 1] = 0
    sentences = np.full((len(words), 1), -5.0)
    sentences[list(starts)] = 5
    links = np.zeros((len(words), 4), dtype=np.float32)
    doc._.head_scores = {
        "attributions": tags,
        "entities": names,
        "sentences": sentences,
        "link_part": links,
        "link_cue": links,
    }
    return doc


def parts_text(spans):
    return " ".join(span.text for span in spans)


def test_components_say_what_they_need(nlp):
    assert nlp.analyze_pipes()["problems"] == {name: [] for name in nlp.pipe_names}
    wrong = spacy.blank("en")
    wrong.add_pipe("hearsay_attributions")
    assert wrong.analyze_pipes()["problems"]["hearsay_attributions"] == ["doc._.head_scores", "token.is_sent_start"]


def test_attributions_join_their_parts(nlp):
    words = "“ No , ” Ms Varga said , officials believe so .".split()
    roles = [(0, 4, "content"), (4, 6, "source"), (6, 7, "cue"), (8, 9, "source"), (9, 10, "cue"), (10, 11, "content")]
    doc = doc_with_scores(nlp, words, roles=roles)
    first_of_two = np.arange(len(words)) < 8
    for name in ("link_part", "link_cue"):
        doc._.head_scores[name][:, 0], doc._.head_scores[name][:, 1] = first_of_two, ~first_of_two
    doc = nlp.get_pipe("attributions")(doc)
    found = [[parts_text(spans) for spans in (a.source, a.cue, a.content)] for a in doc._.attributions]
    assert found == [["Ms Varga", "said", "“ No , ”"], ["officials", "believe", "so"]]
    assert all(0 < attribution.confidence <= 1 for attribution in doc._.attributions)


def test_attributions_survive_a_docbin(nlp):
    doc = nlp.make_doc("Varga said no.")
    doc._.attributions = [Attribution([doc[0:1]], [doc[1:2]], [doc[2:3]], 0.5)]
    (again,) = DocBin(store_user_data=True, docs=[doc]).get_docs(nlp.vocab)
    assert again._.attributions[0].content[0].text == "no"
    assert again._.attributions[0].confidence == 0.5


def test_entities_become_ents(nlp):
    words = ["Anna", "Varga", "met", "Norsk", "Hydro", "on", "Monday"]
    entities = [(0, 2, "PERSON"), (3, 5, "ORG"), (6, 7, "DATE")]
    doc = nlp.get_pipe("entities")(doc_with_scores(nlp, words, entities=entities))
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("Anna Varga", "PERSON"),
        ("Norsk Hydro", "ORG"),
        ("Monday", "DATE"),
    ]


def test_no_name_runs_over_the_end_of_a_line(nlp):
    doc = doc_with_scores(nlp, ["Anna", "\n\n", "Varga"], entities=[(0, 3, "PERSON")])
    assert "\n" not in "".join(ent.text for ent in nlp.get_pipe("entities")(doc).ents)


def test_an_empty_line_ends_a_sentence(nlp):
    doc = doc_with_scores(nlp, ["A", "headline", "\n\n", "It", "rained", ".", "Then", "not"], starts=[6])
    assert [token.i for token in nlp.get_pipe("sentences")(doc) if token.is_sent_start] == [0, 3, 6]


def test_an_encoder_without_weights_says_so(nlp):
    with pytest.raises(ValueError, match="no weights"):
        nlp("Anything.")


def test_sentences_that_are_set_stay(nlp):
    doc = doc_with_scores(nlp, ["It", "rained", ".", "Then", "not", "."], starts=[1, 3])
    for token in doc:
        token.is_sent_start = token.i in (0, 4)
    assert [token.i for token in nlp.get_pipe("sentences")(doc) if token.is_sent_start] == [0, 4]


def test_an_empty_text_has_no_sentences(nlp):
    assert list(nlp.get_pipe("sentences")(doc_with_scores(nlp, [])).sents) == []
