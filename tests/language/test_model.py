"""The shipped pipeline: that it loads and reads, and that a document's rows do not depend on its company."""

import subprocess
import sys

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin

from pipeline.language import describe_model
from pipeline.settings import MODEL

TEXT = (
    "The harbour of Ostvik will not be sold, Mayor Ingrid Solheim said on Tuesday.\n\n"
    "“There is no such plan,” Solheim told reporters in Ostvik. Two officials with knowledge of the talks said that a "
    "Dutch company, Havenbouw, had offered $40 million for the port.\n"
)


@pytest.fixture(scope="module")
def nlp():
    if not (MODEL / "meta.json").exists():
        pytest.skip("model not built: make train")
    return spacy.load(MODEL)


def test_it_needs_no_torch(nlp):
    program = f"import sys; sys.modules['torch'] = None; import spacy; spacy.load({str(MODEL)!r})('It said so.')"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_it_finds_who_said_what(nlp):
    doc = nlp(TEXT)
    found = [(" ".join(s.text for s in a.source), " ".join(s.text for s in a.cue)) for a in doc._.attributions]
    assert ("Mayor Ingrid Solheim", "said") in found
    assert any(source == "Solheim" and cue.startswith("told") for source, cue in found)
    contents = [" ".join(s.text for s in a.content) for a in doc._.attributions]
    assert any("There is no such plan" in content for content in contents)
    names = {(ent.text, ent.label_) for ent in doc.ents}
    assert {("Ingrid Solheim", "PERSON"), ("$40 million", "MONEY"), ("Tuesday", "DATE")} <= names
    assert len(list(doc.sents)) == 3


def test_a_doc_of_given_words_is_read_too(nlp):
    doc = spacy.tokens.Doc(nlp.vocab, words="Solheim said that the port would stay open .".split())
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert [span.text for a in doc._.attributions for span in a.source] == ["Solheim"]


def test_company_changes_nothing(nlp):
    alone = nlp(TEXT)
    _, beside = nlp.pipe(["Something else altogether, in another voice.", TEXT])
    assert alone.to_json() == beside.to_json()
    assert [a.confidence for a in alone._.attributions] == [a.confidence for a in beside._.attributions]


def test_the_model_is_named_by_its_bytes(nlp):
    assert describe_model(nlp) == describe_model(spacy.load(MODEL))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_can_be_read(nlp, text):
    doc = nlp(text)
    assert doc.text == text
    for attribution in doc._.attributions:
        for span in (*attribution.source, *attribution.cue, *attribution.content):
            assert text[span.start_char : span.end_char] == span.text


def test_every_word_has_its_syntax(nlp):
    doc = nlp("Mayor Ingrid Solheim said the ships were leaving.")
    said, were, leaving = doc[3], doc[6], doc[7]
    assert (said.pos_, said.tag_, said.lemma_, said.dep_) == ("VERB", "VBD", "say", "root")
    assert (were.lemma_, leaving.lemma_, leaving.head) == ("be", "leave", said)
    assert "Tense=Past" in str(were.morph)
    assert [chunk.text for chunk in doc.noun_chunks] == ["Mayor Ingrid Solheim", "the ships"]


def test_pronouns_and_names_are_brought_together(nlp):
    doc = nlp("Ingrid Solheim runs the port. On Tuesday she said that her workers would stay. Solheim has two sons.")
    chains = [{span.text for span in group} for name, group in doc.spans.items() if name.startswith("coref_clusters")]
    assert {"Ingrid Solheim", "she", "her", "Solheim"} in chains


def test_all_heads_survive_storage(nlp):
    doc = nlp(TEXT)
    stored = DocBin(store_user_data=True, attrs=["TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"])
    stored.add(doc)
    restored = next(DocBin().from_bytes(stored.to_bytes()).get_docs(nlp.vocab))
    assert restored.to_json()["tokens"] == doc.to_json()["tokens"]
    assert [ent.label_ for ent in restored.ents] == [ent.label_ for ent in doc.ents]
    assert [a.confidence for a in restored._.attributions] == [a.confidence for a in doc._.attributions]
    assert {name: len(group) for name, group in restored.spans.items()} == {
        name: len(group) for name, group in doc.spans.items()
    }


def test_bytes_hold_the_whole_pipeline(nlp):
    copy = spacy.blank("en", config=nlp.config).from_bytes(nlp.to_bytes())
    assert copy(TEXT).to_json() == nlp(TEXT).to_json()


def test_sentences_that_are_given_stay(nlp):
    words = "It rained . It poured .".split()
    doc = spacy.tokens.Doc(nlp.vocab, words=words, sent_starts=[True, False, False, False, False, False])
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert len(list(doc.sents)) == 1
