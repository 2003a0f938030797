import gzip
import json
import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import settings as limits
from pipeline.ingest import Batch, BatchFormatError, PathNotFoundError, plan_batches, read_batch


def write(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def read_all(paths, **options):
    plan = plan_batches(paths, **options)
    documents, rejections = [], list(plan.rejections)
    for batch in plan.batches:
        read, rejected = read_batch(Batch.from_json(batch.to_json()))
        documents += read
        rejections += rejected
    return documents, rejections


def lines(count, start=0):
    return "".join(json.dumps({"text": f"Report number {n}."}) + "\n" for n in range(start, start + count))


@pytest.mark.parametrize(
    "wrapper",
    [
        '{"status": "ok", "totalResults": 2, "articles": %s}',
        '{"meta": {"articles": 3, "a": ["]", "}"]},\n "results": %s, "next": null}',
        '{"response": {"status": "ok", "docs": %s}, "copyright": "x"}',
        '\ufeff\n{"Data" :\n%s}',
    ],
)
def test_an_object_around_a_list_of_records_is_read_as_the_list(tmp_path, wrapper):
    records = [
        {"source": {"name": "X"}, "title": "A é", "content": "One."},
        {"content": None},
        {"title": {"rendered": "C"}, "fields": {"bodyText": "Three."}},
    ]
    content = wrapper % json.dumps(records, indent=1, ensure_ascii=False)
    write(tmp_path, {"a.json": content, "b.json": gzip.compress(content.encode())})
    for size in (1, 200):
        documents, rejections = read_all([tmp_path], batch_documents=size)
        assert [d.source_document[-8:] for d in documents] == ["a.json#1", "a.json#3", "b.json#1", "b.json#3"]
        assert [(d.text, d.fields["title"]) for d in documents[:2]] == [("One.", "A é"), ("Three.", "C")]
        assert [r.reason for r in rejections] == ["record without text"] * 2


@pytest.mark.parametrize(
    "record",
    [
        {"items": [{"title": "Related"}], "text": "One."},
        {"text": "One.", "articles": [{"title": "Related", "text": "No."}]},
        {"data": [1, 2], "body": "One."},
        {"results": {"a": 1}, "content": {"rendered": "One."}},
    ],
)
def test_a_record_that_holds_a_list_is_one_record(tmp_path, record):
    write(tmp_path, {"a.json": json.dumps(record)})
    (document,), rejections = read_all([tmp_path])
    assert (document.text, document.source_document[-6:], rejections) == ("One.", "a.json", [])


def test_a_folder_is_read_recursively_in_order_and_hidden_files_are_left_out(tmp_path, monkeypatch):
    write(
        tmp_path,
        {"in/b.txt": "B", "in/a.txt": "A", "in/z/c.HTML": "<html>C</html>", "in/.d.txt": "D", "in/.e/f.txt": "F"},
    )
    monkeypatch.chdir(tmp_path)
    documents, rejections = read_all(["in"])
    assert [d.source_document for d in documents] == ["in/a.txt", "in/b.txt", "in/z/c.HTML"]
    assert [d.media_type for d in documents] == ["text/plain", "text/plain", "text/html"]
    assert rejections == []


def test_a_file_keeps_the_name_that_was_typed_and_is_read_once(tmp_path, monkeypatch):
    write(tmp_path, {"in/a.txt": "A"})
    monkeypatch.chdir(tmp_path)
    documents, _ = read_all(["./in/a.txt", "in", "in/a.txt"])
    assert [d.source_document for d in documents] == ["./in/a.txt"]


def test_records_are_numbered_from_one_and_keep_their_own_bytes(tmp_path):
    content = b'{"text": "One."}\n\n  {"text": "Two."}\r\n{"text": "Three."}'
    write(tmp_path, {"a.jsonl": content, "b.jsonl.gz": gzip.compress(content)})
    documents, _ = read_all([tmp_path])
    assert [d.source_document[-9:] for d in documents[:3]] == ["a.jsonl#1", "a.jsonl#2", "a.jsonl#3"]
    assert [d.content for d in documents[:3]] == [b'{"text": "One."}', b'  {"text": "Two."}', b'{"text": "Three."}']
    assert [d.sha256 for d in documents[:3]] == [d.sha256 for d in documents[3:]]


def test_json_files_may_hold_a_record_an_array_or_lines(tmp_path):
    array = '[\n {"text": "One, [two]"},\n {"body": "Three \\"}"} ]\n'
    write(tmp_path, {"a.json": '{\n "text": "Alone."\n}', "b.json": array, "c.json": lines(2), "d.json": "[]"})
    documents, rejections = read_all([tmp_path])
    assert [d.source_document.rpartition("/")[2] for d in documents] == [
        "a.json",
        "b.json#1",
        "b.json#2",
        "c.json#1",
        "c.json#2",
    ]
    assert documents[2].content == b'{"body": "Three \\"}"}'
    assert [r.reason for r in rejections] == ["empty file"]


def test_what_cannot_be_read_is_rejected_with_a_reason(tmp_path):
    write(
        tmp_path,
        {
            "a.pdf": b"%PDF-1.7",
            "b.txt": b"",
            "c.txt": b" \n ",
            "d.txt": bytes(range(256)) * 20,
            "e.jsonl": '{"text": "Good."}\n{"text": \n[1, 2]\n{"title": "No text"}\n{"text": "  "}\n',
            "f.json": "{",
            "g.jsonl.gz": gzip.compress(lines(400).encode())[:-300],
            "h.json": '[{"text": "Good."}, {"text": ]',
            "i.txt.gz": b"\x1f\x8bno gzip at all",
            "j.jsonl": '{"text": "Good."}\n'.encode("utf-16"),
            "LICENSE": b"none",
        },
    )
    os.symlink(tmp_path / "nowhere", tmp_path / "k.txt")
    documents, rejections = read_all([tmp_path])
    reasons = {r.source_document.rpartition("/")[2]: r.reason for r in rejections}
    assert {r.stage for r in rejections} == {"ingest"}
    assert reasons == {
        "LICENSE": "not a kind of file that is read",
        "a.pdf": "not a kind of file that is read",
        "b.txt": "empty file",
        "c.txt": "no text",
        "d.txt": "binary file",
        "e.jsonl#2": "not valid JSON",
        "e.jsonl#3": "not a JSON object",
        "e.jsonl#4": "record without text",
        "e.jsonl#5": "record without text",
        "f.json": "not valid JSON",
        "g.jsonl.gz": "gzip file ends too early",
        "h.json": "not valid JSON",
        "i.txt.gz": "broken gzip file",
        "j.jsonl": "JSON not in UTF-8",
        "k.txt": "file cannot be read",
    }
    kept = [d.source_document.rpartition("/")[2] for d in documents]
    assert kept[:1] == ["e.jsonl#1"] and kept[-1:] == ["h.json#1"] and 0 < len(kept) - 2 < 400


def test_sizes_are_limited(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAXIMUM_DOCUMENT_BYTES", 1_000)
    bomb = gzip.compress(b"\x20" * 5_000_000)
    long_line = json.dumps({"text": "x" * 2_000}) + "\n"
    write(tmp_path, {"a.txt.gz": bomb, "b.jsonl": lines(1) + long_line + lines(1, 7), "c.jsonl.gz": bomb})
    documents, rejections = read_all([tmp_path])
    assert [d.source_document.rpartition("/")[2] for d in documents] == ["b.jsonl#1", "b.jsonl#3"]
    reasons = [(r.source_document.rpartition("/")[2], r.reason) for r in rejections]
    assert ("a.txt.gz", "file too large") in reasons and ("b.jsonl#2", "record too large") in reasons
    monkeypatch.setattr(limits, "MAXIMUM_FILE_BYTES", 100_000)
    assert ("file too large") in [r.reason for r in plan_batches(tmp_path / "c.jsonl.gz").rejections]


def test_a_batch_holds_what_it_may(tmp_path, monkeypatch):
    write(tmp_path, {"a.jsonl": lines(7), "b.txt": "B", "c.txt": "C", "d.txt": "D"})
    batches = plan_batches(tmp_path, batch_documents=3).batches
    assert [b.document_count for b in batches] == [3, 3, 3, 1]
    monkeypatch.setattr(limits, "BATCH_BYTES", 60)
    assert max(sum(p.end - p.offset for p in b.parts) for b in plan_batches(tmp_path).batches) <= 60


def test_ids_come_from_names_and_contents(tmp_path, monkeypatch):
    write(tmp_path, {"in/a.txt": "A", "in/b.jsonl": lines(5)})
    monkeypatch.chdir(tmp_path)
    first = [b.batch_id for b in plan_batches("in", batch_documents=2).batches]
    os.utime("in/a.txt", (1, 1))
    assert [b.batch_id for b in plan_batches("in", batch_documents=2).batches] == first
    write(tmp_path, {"in/a.txt": "a"})
    changed = [b.batch_id for b in plan_batches("in", batch_documents=2).batches]
    assert changed[0] != first[0] and changed[1:] == first[1:]


def test_a_file_that_grows_keeps_its_full_batches(tmp_path):
    write(tmp_path, {"a.jsonl": lines(7)})
    before = [b.batch_id for b in plan_batches(tmp_path, batch_documents=3).batches]
    write(tmp_path, {"a.jsonl": lines(9)})
    after = [b.batch_id for b in plan_batches(tmp_path, batch_documents=3).batches]
    assert before[:2] == after[:2] and before[2] != after[2]


def test_a_file_that_changed_or_went_since_the_plan_is_rejected(tmp_path):
    write(tmp_path, {"a.txt": "A", "b.txt": "B", "c.jsonl": lines(3)})
    (batch,) = plan_batches(tmp_path).batches
    write(tmp_path, {"a.txt": "Other", "c.jsonl": lines(3, start=4)})
    (tmp_path / "b.txt").unlink()
    documents, rejections = read_batch(batch)
    assert documents == []
    assert [r.reason for r in rejections] == [
        "changed since it was planned",
        "file cannot be read",
        "changed since it was planned",
    ]


def test_wrong_requests_raise(tmp_path):
    with pytest.raises(PathNotFoundError, match="nothing-here"):
        plan_batches(tmp_path / "nothing-here")
    with pytest.raises(PathNotFoundError, match="name them in a sources.toml"):
        plan_batches("https://example.org/news")
    with pytest.raises(BatchFormatError):
        Batch.from_json('{"parts": 3}')
    with pytest.raises(ValueError, match="at least 1"):
        plan_batches(tmp_path, batch_documents=0)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    counts=st.lists(st.integers(0, 9), min_size=1, max_size=5),
    size=st.integers(1, 6),
    form=st.sampled_from(["lines", "gz", "array"]),
)
def test_batches_partition_the_records(tmp_path_factory, counts, size, form):
    folder = tmp_path_factory.mktemp("records")
    for number, count in enumerate(counts):
        text = lines(count, start=100 * number)
        if form == "array":
            write(folder, {f"{number}.json": "[" + ", ".join(text.splitlines()) + "]"})
        else:
            write(
                folder,
                {f"{number}.jsonl" + ".gz" * (form == "gz"): gzip.compress(text.encode()) if form == "gz" else text},
            )
    plan = plan_batches(folder, batch_documents=size)
    documents, _ = read_all(folder, batch_documents=size)
    assert all(0 < batch.document_count <= size for batch in plan.batches)
    expected = [f"Report number {100 * number + n}." for number, count in enumerate(counts) for n in range(count)]
    assert [d.text for d in documents] == expected
    assert len({d.source_document for d in documents}) == len(documents)
    assert len({b.batch_id for b in plan.batches}) == len(plan.batches)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=300) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")),
    kind=st.sampled_from([".txt", ".html", ".json", ".jsonl", ".jsonl.gz"]),
)
def test_any_bytes_are_read_or_rejected(tmp_path_factory, content, kind):
    folder = tmp_path_factory.mktemp("bytes")
    write(folder, {f"a{kind}": content})
    documents, rejections = read_all(folder)
    assert documents or rejections
    assert all("\r" not in d.text for d in documents)
    assert all(r.reason and r.stage == "ingest" for r in rejections)


def test_a_file_among_many_changes_few_batches(tmp_path):
    write(tmp_path, {f"{number:04}.txt": f"Report number {number}." for number in range(0, 3000, 3)})
    before = plan_batches(tmp_path, batch_documents=40).batches
    write(tmp_path, {"0100.txt": "In between.", "2500.txt": "And here."})
    after = plan_batches(tmp_path, batch_documents=40).batches
    assert sum(batch.document_count for batch in after) == 1002
    assert max(batch.document_count for batch in after) <= 40 and len(after) < 2 * 1002 / 40
    assert len({batch.batch_id for batch in after} - {batch.batch_id for batch in before}) <= 6


def test_what_was_planned_of_a_broken_file_is_read(tmp_path):
    """zlib gives the last bytes before a fault only to who reads in the same steps."""
    words = "harbour sale minister crowns denied talks Lusk stake".split()
    path = tmp_path / "broken.jsonl.gz"
    for seed in (14, 18, 28):
        chance = random.Random(seed)
        size, count = chance.choice((40, 200, 600)), chance.choice((300, 900))
        records = ({"text": " ".join(chance.choices(words, k=size)), "url": f"https://a.example/{number}"}
                   for number in range(count))
        whole = gzip.compress("\n".join(map(json.dumps, records)).encode(), mtime=0)
        for place in range(len(whole) // 3, len(whole), len(whole) // 30):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
            for batch in plan_batches([path], batch_documents=50).batches:
                documents, rejections = read_batch(batch)
                assert len(documents) + len(rejections) == batch.document_count
