"""Chains: candidates, scores, the component."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, DocBin, Span

from pipeline.language.antecedents import (
    TABLES,
    candidate_pairs,
    count_earlier,
    earlier_same,
    pair_scores,
    speech,
    string_match,
)
from pipeline.language.coreference import Coreference, chains_of
from pipeline.language.extensions import HEAD_SCORES
from pipeline.language.mentions import KINDS, Mentions, describe

NO_TABLES = {name: np.zeros(size, dtype=np.float32) for name, size in TABLES.items()}


def make_mentions(count: int, **columns: list[int]) -> Mentions:
    """Return mentions that have nothing to tell but what is given."""
    zeros = np.zeros(count, dtype=np.int32)
    names = set(Mentions.__slots__)
    values = {name: zeros.copy() for name in names} | {"bits": np.zeros(count, dtype=np.uint64)}
    for name in ("governor", "speaker", "key", "initials"):
        values[name] = zeros - 1
    values["word"] = np.arange(count, dtype=np.int32)
    values["first"], values["stop"] = values["word"], values["word"] + 1
    values["head"] = values["word"].copy()
    for name, column in columns.items():
        values[name] = np.asarray(column, dtype=values[name].dtype)
    return Mentions(**values)


def test_earlier_mentions_of_the_same_key() -> None:
    keys = np.asarray([5, 7, 5, -1, 5, -1, 7])
    assert earlier_same(keys).tolist() == [-1, -1, 0, -1, 2, -1, 1]
    assert count_earlier(np.asarray([5, 7, 5, 5, 7])).tolist() == [0, 0, 1, 2, 1]


def test_candidates_are_near_or_repeat_a_name() -> None:
    name = KINDS.index("name")
    mentions = make_mentions(40, kind=[name] * 40, head=[0, *range(1, 39), 0], key=[-1] * 40)
    pairs = list(candidate_pairs(mentions, near=3, hops=2, ahead=0, block=16))
    assert [len(block.rows) for block in pairs] == [16, 16, 8]
    first = {
        tuple(sorted(set(row[possible]))) for row, possible in zip(pairs[0].candidates, pairs[0].possible, strict=True)
    }
    assert () in first and (0,) in first and (0, 1, 2) in first
    last = pairs[-1].candidates[-1][pairs[-1].possible[-1]]
    assert sorted(last.tolist()) == [0, 36, 37, 38]


def test_no_candidate_stands_twice_or_after_its_mention() -> None:
    rng = np.random.default_rng(3)
    keys = rng.integers(0, 6, 120)
    mentions = make_mentions(120, kind=[KINDS.index("name")] * 120, head=keys, key=keys)
    for pairs in candidate_pairs(mentions, near=5, hops=3, block=50):
        for row, candidates, possible in zip(pairs.rows, pairs.candidates, pairs.possible, strict=True):
            found = candidates[possible].tolist()
            assert len(found) == len(set(found)) and all(candidate < row for candidate in found)


def test_cost_grows_with_the_length_only() -> None:
    sizes = [
        sum(pairs.candidates.size for pairs in candidate_pairs(make_mentions(count))) for count in (1000, 2000, 4000)
    ]
    assert sizes[2] < 2.1 * sizes[1] < 4.5 * sizes[0]


def test_scores_are_vectors_and_tables() -> None:
    mentions = make_mentions(4, kind=[KINDS.index("she")] * 4)
    left, right = np.eye(4, dtype=np.float32), np.zeros((4, 4), dtype=np.float32)
    right[1, 3] = 2.5  # word 3 as anaphor meets word 1
    tables = NO_TABLES | {"kinds": np.full(TABLES["kinds"], -1, dtype=np.float32)}
    (pairs,) = candidate_pairs(mentions, near=4)
    scores = pair_scores(pairs, mentions, (left, right), tables)
    assert scores[3, :3].tolist() == [-1, 1.5, -1]  # words 2, 1, 0
    assert np.isneginf(scores[0]).all()


def test_strings_match_by_degree() -> None:
    bits = [0b11, 0b10, 0b110, 0b11, 0b1000, 0b1]
    mentions = make_mentions(6, head=[1, 1, 1, 1, 9, 2], key=[4, 4, -1, 4, 4, -1], bits=bits)
    pairs = [(3, 0), (3, 1), (1, 0), (2, 0), (4, 0), (5, 0)]
    found = [int(string_match(mentions, np.asarray(i), np.asarray(j))) for i, j in pairs]
    assert found == [7, 5, 6, 4, 3, 1]


def test_speech_tells_who_speaks() -> None:
    # 0 speaks 1 and 2 in one quotation, 3 stands outside, 4 in another quotation of another speaker.
    mentions = make_mentions(5, quotation=[0, 1, 1, 0, 2], speaker=[-1, 0, 0, -1, 3])
    states = [int(speech(mentions, np.asarray(i), np.asarray(j))) for i, j in ((1, 0), (2, 1), (3, 0), (4, 2), (4, 0))]
    assert states == [5, 1, 0, 2, 3]
    assert int(speech(mentions, np.asarray(3), np.asarray(2))) == 4


def test_chains_follow_antecedents() -> None:
    assert chains_of(np.asarray([-1, 0, -1, 1, 2, -1])) == [[0, 1, 3], [2, 4]]
    assert chains_of(np.zeros(0, dtype=np.int64)) == []
    assert chains_of(np.asarray([2, -1, 0, 1, 3])) == [[0, 2], [1, 3, 4]]  # a pronoun before its name


def test_names_may_follow_their_pronoun_in_its_sentence() -> None:
    kinds = [KINDS.index(kind) for kind in ("he", "name", "he", "I", "name", "name")]
    mentions = make_mentions(6, kind=kinds, sentence=[0, 0, 0, 0, 0, 1])
    (pairs,) = candidate_pairs(mentions, near=1, ahead=4)
    found = [sorted(row[possible].tolist()) for row, possible in zip(pairs.candidates, pairs.possible, strict=True)]
    assert found == [[1, 4], [0], [1, 4], [2], [3], [4]]


@pytest.fixture
def doc() -> Doc:
    """A text without parse and scores that bring a name and two pronouns together."""
    nlp = spacy.blank("en")
    doc = nlp("Ada Brandt left. She said her office closed.")
    doc.set_ents([Span(doc, 0, 2, label="PERSON")])
    left, right = np.zeros((len(doc), 2), dtype=np.float32), np.zeros((len(doc), 2), dtype=np.float32)
    left[[4, 6], 0], right[[0, 4], 0] = 1, (1, 2)
    setattr(doc._, HEAD_SCORES, {"coreference_left": left, "coreference_right": right})
    return doc


def test_component_sets_one_group_a_chain(doc: Doc) -> None:
    doc.spans["mine"] = [doc[0:1]]
    doc.spans["coref_clusters_9"] = [doc[0:1]]
    component = Coreference(near=10, hops=2)
    doc = component(component(doc))
    assert set(doc.spans) == {"mine", "coref_clusters_1"}
    group = doc.spans["coref_clusters_1"]
    assert [(span.text, span.label_) for span in group] == [
        ("Ada Brandt", "name"),
        ("She", "pronoun"),
        ("her", "pronoun"),
    ]


def test_chains_survive_a_docbin(doc: Doc) -> None:
    doc = Coreference(near=10, hops=2)(doc)
    setattr(doc._, HEAD_SCORES, None)
    (read,) = DocBin().from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(doc.vocab)
    assert [span.text for span in read.spans["coref_clusters_1"]] == ["Ada Brandt", "She", "her"]


def test_a_doc_without_mentions_gets_no_chain() -> None:
    doc = spacy.blank("en")("")
    empty = np.zeros((0, 2), dtype=np.float32)
    setattr(doc._, HEAD_SCORES, {"coreference_left": empty, "coreference_right": empty})
    assert not Coreference(near=10, hops=2)(doc).spans


def test_tables_survive_disk_and_bytes(tmp_path) -> None:
    nlp = spacy.blank("en")
    component = nlp.add_pipe("hearsay_coreference")
    rng = np.random.default_rng(1)
    component.load({name: rng.normal(size=size).tolist() for name, size in TABLES.items()})
    component.to_disk(tmp_path)
    for copy in (
        Coreference(near=1, hops=1).from_disk(tmp_path),
        Coreference(near=1, hops=1).from_bytes(component.to_bytes()),
    ):
        for name in TABLES:
            assert np.allclose(copy.tables[name], component.tables[name], atol=1e-3)


def test_description_needs_no_annotation_at_all() -> None:
    mentions = describe(spacy.blank("en")("He left."), [(0, 0, 1)])
    assert KINDS[mentions.kind[0]] == "he"
