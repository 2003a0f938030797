"""Trees from scores: single-rooted, as good as any, within the sentences that were set."""

from itertools import product

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from spacy.tokens import Doc, DocBin

from pipeline.language.parser import Parser
from pipeline.language.trees import best_heads, best_tree, is_tree

LABELS = ["det", "nsubj", "obj", "root"]


def total(scores, heads):
    return scores[np.arange(len(heads)), heads].sum()


def by_search(scores):
    trees = (np.array(heads) for heads in product(range(len(scores)), repeat=len(scores)))
    return max(total(scores, heads) for heads in trees if is_tree(heads))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5).flatmap(lambda n: hnp.arrays(np.float64, (n, n), elements=st.integers(-9, 9))))
def test_no_tree_is_better(scores):
    heads = best_heads(scores)
    assert is_tree(heads)
    assert total(scores, heads) == by_search(scores)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 40), st.integers(0, 10_000))
def test_the_best_heads_are_kept_where_they_are_a_tree(size, seed):
    scores = np.random.default_rng(seed).normal(size=(size, size)).astype(np.float32)
    heads = best_tree(scores)
    assert is_tree(heads)
    scores[np.arange(size), heads] += 100
    assert best_heads(scores).tolist() == best_tree(scores).tolist() == heads.tolist()


def test_what_is_no_tree():
    assert is_tree(np.array([0]))
    assert is_tree(np.array([1, 1, 1]))
    assert not is_tree(np.array([0, 1]))  # two roots
    assert not is_tree(np.array([1, 0, 2]))  # a cycle beside a root
    assert not is_tree(np.array([1, 2, 0]))  # no root


@pytest.fixture
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("hearsay_encoder", name="encoder")
    nlp.add_pipe("hearsay_sentences", name="sentences")
    nlp.add_pipe("hearsay_parser", name="parser")
    return nlp


def scored(doc, heads, relations=None):
    """Give a Doc the scores of the given heads, each word's vectors being its own number in one-hot."""
    length = len(doc)
    arcs = np.zeros((length, length), dtype=np.float32)
    root = np.zeros((length, 1), dtype=np.float32)
    for word, head in enumerate(heads):
        if head == word:
            root[word] = 9
        else:
            arcs[word, head] = 9
    wanted = np.zeros((length, len(LABELS)), dtype=np.float32)
    for word, relation in enumerate(relations or []):
        wanted[word, LABELS.index(relation)] = 3
    doc._.head_scores = {
        "arc_child": arcs,
        "arc_head": np.eye(length, dtype=np.float32),
        "arc_root": root,
        "relation_child": wanted,
        "relation_head": np.zeros_like(wanted),
    }
    return doc


def learnt():
    return {"labels": LABELS, "weights": np.eye(len(LABELS)).tolist(), "bias": [0.0] * len(LABELS)}


def doc_of(nlp, words, starts=(0,)):
    return Doc(nlp.vocab, words=words, sent_starts=[place in starts for place in range(len(words))])


def test_heads_and_relations_are_set(nlp):
    parser = nlp.get_pipe("parser").load(learnt())
    doc = doc_of(nlp, "The mayor praised the team . She left".split(), starts=(0, 6))
    relations = ["det", "nsubj", "root", "det", "obj", "obj", "nsubj", "root"]
    doc = parser(scored(doc, [1, 2, 2, 4, 2, 2, 7, 7], relations))
    assert [token.head.i for token in doc] == [1, 2, 2, 4, 2, 2, 7, 7]
    assert [token.dep_ for token in doc] == relations
    assert [span.text for span in doc.sents] == ["The mayor praised the team .", "She left"]
    assert [child.text for child in doc[2].children] == ["mayor", "team", "."]


def test_only_the_root_is_called_root(nlp):
    doc = scored(doc_of(nlp, ["They", "left"]), [1, 1], ["root", "obj"])
    doc = nlp.get_pipe("parser").load(learnt())(doc)
    assert [token.dep_ == "root" for token in doc] == [False, True]


def test_arcs_do_not_cross_sentences(nlp):
    doc = scored(doc_of(nlp, ["One", "two", "three", "four"], starts=(0, 2)), [2, 2, 2, 2])
    doc = nlp.get_pipe("parser").load(learnt())(doc)
    assert [token.head.i < 2 for token in doc] == [True, True, False, False]
    assert [token.is_sent_start for token in doc] == [True, False, True, False]


def test_blanks_lean_on_their_neighbours(nlp):
    words = ["\n", "Rain", " ", "fell", "\n\n", "\t", "\n", "It", "stopped"]
    doc = scored(doc_of(nlp, words, starts=(0, 5, 7)), [3, 3, 3, 3, 3, 5, 5, 8, 8])
    doc = nlp.get_pipe("parser").load(learnt())(doc)
    assert [token.head.i for token in doc] == [1, 3, 1, 3, 3, 5, 5, 8, 8]
    assert [token.dep_ for token in doc if token.is_space] == ["dep", "dep", "dep", "root", "dep"]
    assert [sent.start for sent in doc.sents] == [0, 5, 7]


def test_a_very_long_sentence_is_parsed_in_pieces(nlp):
    parser = Parser(nlp.vocab, longest=4).load(learnt())
    doc = parser(scored(doc_of(nlp, list("abcdefghij")), [3] * 10))
    assert len(list(doc.sents)) == 1
    assert [token.head.i for token in doc][:4] == [3, 3, 3, 3]
    roots = [token for token in doc if token.dep_ == "parataxis"]
    assert len(roots) == 2
    assert {token.head.i for token in roots} == {3}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_every_sentence_has_one_root(data):
    nlp = spacy.blank("en")
    words = data.draw(st.lists(st.sampled_from(["word", "and", ".", " ", "\n\n"]), min_size=1, max_size=30))
    starts = [True, *(data.draw(st.lists(st.booleans(), min_size=len(words) - 1, max_size=len(words) - 1)))]
    doc = Doc(nlp.vocab, words=words, sent_starts=starts)
    random = np.random.default_rng(data.draw(st.integers(0, 1000)))
    sizes = {"arc_child": 3, "arc_head": 3, "arc_root": 1, "relation_child": 4, "relation_head": 4}
    doc._.head_scores = {name: random.normal(size=(len(words), size)) for name, size in sizes.items()}
    doc = Parser(nlp.vocab, longest=data.draw(st.integers(1, 40))).load(learnt())(doc)
    assert [token.is_sent_start for token in doc] == starts
    for sent in doc.sents:
        assert [token.dep_ for token in sent if token.head == token] == ["root"]
        assert all(sent.start <= token.head.i < sent.end for token in sent)
        assert all(sent.root in (token, *token.ancestors) for token in sent)


def test_an_empty_text_has_no_tree(nlp):
    assert len(nlp.get_pipe("parser")(Doc(nlp.vocab))) == 0


def test_what_is_learnt_is_saved(nlp, tmp_path):
    parser = nlp.get_pipe("parser").load(learnt())
    parser.to_disk(tmp_path)
    for again in (
        Parser(nlp.vocab, longest=9).from_disk(tmp_path),
        Parser(nlp.vocab, longest=9).from_bytes(parser.to_bytes()),
    ):
        assert again.learnt() == parser.learnt() == learnt()
    with pytest.raises(ValueError, match="columns"):
        parser.load(learnt() | {"labels": ["root"]})


def test_trees_survive_a_docbin(nlp):
    doc = scored(doc_of(nlp, "A dog barked . It ran".split(), starts=(0, 4)), [1, 2, 2, 2, 5, 5], ["det"] * 6)
    doc = nlp.get_pipe("parser").load(learnt())(doc)
    (again,) = DocBin(docs=[doc]).get_docs(nlp.vocab)
    assert [(token.head.i, token.dep_) for token in again] == [(token.head.i, token.dep_) for token in doc]
    assert [sent.start for sent in again.sents] == [0, 4]


def test_it_is_scored(nlp):
    doc = scored(doc_of(nlp, ["They", "left"]), [1, 1], ["nsubj", "root"])
    doc = nlp.get_pipe("parser").load(learnt())(doc)
    gold = Doc(nlp.vocab, words=["They", "left"], heads=[1, 1], deps=["nsubj", "root"])
    figures = nlp.get_pipe("parser").score([spacy.training.Example(doc, gold)])
    assert (figures["dep_uas"], figures["dep_las"], figures["sents_f"]) == (1.0, 1.0, 1.0)
    assert not nlp.analyze_pipes()["problems"]["parser"]
