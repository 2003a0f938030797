"""Noun chunks of UD trees written for the test."""

import pytest
import spacy
from spacy.tokens import Doc

import pipeline.language  # noqa: F401  (registers the factories)

SENTENCES = {
    # word/UPOS/head (from 1, 0 for the root)/relation
    "The/DET/3/det new/ADJ/3/amod mayor/NOUN/6/nsubj of/ADP/5/case Ostvik/PROPN/3/nmod left/VERB/0/root "
    "town/NOUN/6/obj yesterday/NOUN/6/obl:unmarked ././6/punct": ["The new mayor", "Ostvik", "town", "yesterday"],
    "Mayor/NOUN/2/nmod:desc Ingrid/PROPN/6/nsubj Solheim/PROPN/2/flat is/AUX/6/cop a/DET/6/det lawyer/NOUN/0/root": [
        "Mayor Ingrid Solheim",
        "a lawyer",
    ],
    "The/DET/2/det mayor/NOUN/6/nmod:poss of/ADP/4/case Oslo/PROPN/2/nmod 's/PART/2/case wife/NOUN/7/nsubj "
    "slept/VERB/0/root": ["The mayor of Oslo's wife"],
    "Ships/NOUN/6/nsubj ,/PUNCT/3/punct ferries/NOUN/1/conj and/CCONJ/5/cc they/PRON/1/conj sank/VERB/0/root": [
        "Ships",
        "ferries",
        "they",
    ],
    "Only/ADV/4/advmod the/DET/4/det then/ADV/4/advmod head/NOUN/6/nsubj :pass/AUX/6/aux:pass seen/VERB/0/root "
    "by/ADP/9/case three/NUM/9/nummod men/NOUN/6/obl:agent who/PRON/11/nsubj ran/VERB/9/acl:relcl": [
        "the then head",
        "three men",
        "who",
    ],
    "New/ADJ/2/amod York/PROPN/4/compound council/NOUN/4/compound leader/NOUN/5/nsubj quit/VERB/0/root "
    "room/NOUN/5/obj 5/NUM/6/nummod": ["New York council leader", "room 5"],
    "They/PRON/2/nsubj met/VERB/0/root in/ADP/4/case July/PROPN/2/obl 2003/NUM/4/nmod:unmarked": ["They", "July 2003"],
    "It/PRON/2/expl rained/VERB/0/root": [],
    "Oil/NOUN/4/compound and/CCONJ/3/cc gas/NOUN/1/conj prices/NOUN/5/nsubj fell/VERB/0/root": ["Oil and gas prices"],
}


def doc_of(sentence):
    nlp = spacy.blank("en")
    nlp.add_pipe("hearsay_parser")
    words, pos, heads, relations = zip(*(word.split("/") for word in sentence.split()), strict=True)
    numbers = [int(head) - 1 if int(head) else place for place, head in enumerate(heads)]
    spaces = [not word.startswith("'") for word in (*words[1:], "")]
    upos = ["PUNCT" if tag == "." else tag for tag in pos]
    return Doc(nlp.vocab, words=words, spaces=spaces, pos=upos, heads=numbers, deps=relations)


@pytest.mark.parametrize(("sentence", "chunks"), SENTENCES.items())
def test_chunks(sentence, chunks):
    assert [chunk.text for chunk in doc_of(sentence).noun_chunks] == chunks


def test_chunks_of_a_part_of_a_text():
    doc = doc_of(next(iter(SENTENCES)))
    assert [chunk.text for chunk in doc[3:8].noun_chunks] == ["Ostvik", "town", "yesterday"]


def test_there_are_none_without_a_parse():
    nlp = spacy.blank("en")
    nlp.add_pipe("hearsay_parser")
    with pytest.raises(ValueError, match="parse"):
        list(nlp.make_doc("Anything").noun_chunks)


def test_a_loaded_pipeline_has_them_too(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("hearsay_parser")
    nlp.to_disk(tmp_path)
    doc = doc_of("The/DET/2/det end/NOUN/0/root")
    assert [chunk.text for chunk in Doc(spacy.load(tmp_path).vocab).from_bytes(doc.to_bytes()).noun_chunks] == [
        "The end"
    ]
