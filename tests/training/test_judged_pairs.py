import gzip
import json

import pytest

from pipeline.link.relations import RELATIONS
from training.judged_pairs import JUDGED, UNUSABLE, read_judged, statement_of

TEXT = "Ann Lee runs the port.\n\nShe said it would\nclose in May, and left."


@pytest.fixture
def corpora(tmp_path):
    folder = tmp_path / "derived"
    folder.mkdir()
    with gzip.open(folder / "news_articles.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}) + "\n" for text in ("Nothing.", TEXT))
    return tmp_path


def place(words, *edits):
    start = TEXT.index(words)
    return {"article": 1, "start": start, "end": start + len(words), "edits": [
        [TEXT.index(old, start), TEXT.index(old, start) + len(old), new] for old, new in edits
    ]}  # fmt: skip


def test_a_claim_is_a_place_with_names_put_in():
    claim = place("it would\nclose in May", ("it", "The port"))
    assert statement_of(claim, TEXT) == "The port would close in May"


def test_pairs_are_read_by_part_but_for_what_is_no_claim(corpora, tmp_path):
    rows = [
        {"relation": relation, "stratum": "A", "part": part, "a": place("Ann Lee runs the port"), "b": place("left")}
        for relation, part in (("same", "train"), (UNUSABLE, "train"), ("contradicts", "test"))
    ]
    file = tmp_path / "relations.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    found = read_judged(corpora, file)
    assert [(set(each.pair.relations), each.part) for each in found] == [({"same"}, "train"), ({"contradicts"}, "test")]
    assert found[0].pair[:2] == ("Ann Lee runs the port", "left")


def test_the_file_holds_places_and_no_sentences():
    with gzip.open(JUDGED, "rt", encoding="utf-8") as lines:
        rows = list(map(json.loads, lines))
    assert {row["relation"] for row in rows} <= {*RELATIONS, UNUSABLE}
    assert {row["part"] for row in rows} == {"train", "tuning", "test"}
    for row in rows:
        for claim in (row["a"], row["b"]):
            assert claim.keys() == {"article", "start", "end", "edits"}
            assert sum(len(put) for _, _, put in claim["edits"]) <= 80
