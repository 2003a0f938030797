import json

import pytest
import spacy
from spacy.tokens import Doc

from benchmarks import loading, quotations, whole
from training.corpora import Attributed

STORY = (
    "Jane Roe spoke in Riverton on Monday about the old bridge, which has stood since the war and is to be mended.\n\n"
    "“The bridge over the river is closed until the spring” said Jane Roe. Drivers have to take the long way round.\n\n"
    "“Nobody has asked the people who live there” said John Doe. The council meets again in story number {number}."
)


@pytest.fixture(scope="module")
def measured(tmp_path_factory, stand_in_model):
    """Return what was measured of a build of four made-up articles, and the folder with its warehouse."""
    folder = tmp_path_factory.mktemp("measured")
    records = [
        {"url": f"https://made-up.example/{number}", "title": f"Story {number}", "date": "2026-03-01T12:00:00Z",
         "text": STORY.format(number=number)}
        for number in range(4)
    ]
    file = folder / "articles.jsonl"
    file.write_text("\n".join(map(json.dumps, records)) + "\n", encoding="utf-8")
    return whole.measure(file, folder, model=stand_in_model), folder


def test_all_seconds_of_a_build_are_counted_for_some_part(measured):
    found, _ = measured
    assert found["articles"] == 4 and found["words"] > 200 and found["batches"] == 1
    assert set(whole.STEPS.values()) | {whole.START, whole.DAGSTER} <= set(found["parts"])
    assert sum(found["parts"].values()) == pytest.approx(found["seconds"])
    assert min(found["parts"].values()) >= 0 and found["memory"] > 0


def test_a_report_says_how_much_is_not_the_encoder(measured):
    parts = {whole.ENCODER: 6.0, whole.PARTS["hearsay.annotation", "annotate"]: 3.0, "rows": 1.0}
    lines = whole.report(measured[0] | {"seconds": 10.0, "parts": parts})
    assert any(line.startswith("  not the encoder: 40.0%") for line in lines)
    assert any("included: 10.0%" in line for line in lines)


def test_a_part_is_counted_without_the_parts_in_it(monkeypatch):
    times = iter([1.0, 3.0, 6.0, 10.0, 15.0])
    monkeypatch.setattr(whole.time, "process_time", lambda: next(times))
    clock = whole.Clock()
    inner = clock.timed(lambda value: value + 1, "inner")
    assert clock.timed(inner, "outer")(4) == 5
    assert clock.total() == 15.0
    assert clock.seconds == {whole.START: 1.0 + 5.0, "outer": 2.0 + 4.0, "inner": 3.0}


def test_of_a_generator_what_is_done_between_its_steps_is_not_counted(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(whole.time, "process_time", lambda: now[0])

    def steps():
        for each in range(2):
            now[0] += 3.0
            yield each

    clock = whole.Clock()
    for _ in clock.timed(steps, "steps")():
        now[0] += 10.0
    assert clock.total() == 26.0 and clock.seconds["steps"] == 6.0


def test_a_load_is_measured_beside_a_copy_of_the_same_rows(measured):
    frames = loading.read_frames(measured[1] / "news.duckdb", 3)
    assert len(frames["articles"]) == 3 and len(frames["claims"]) > 0
    times, = loading.measure(frames, 1)
    assert set(times) == {"load", "copy rows", "publish", "copy file", "megabytes"} and min(times.values()) > 0
    assert loading.median_ratio([times], "load", "load") == 1.0


def test_quotes_are_scored_by_what_they_cover():
    text = "“The bridge is closed” said Jane Roe. John Doe denied that it is."
    direct = Attributed(source=[(28, 36)], cue=[(23, 27)], content=[(0, 22)])
    indirect = Attributed(source=[(38, 46)], cue=[(47, 53)], content=[(54, 64)])
    scores = quotations.Scores()
    scores.add(text, [direct, indirect], [quotations.Found([(1, 21)], [(28, 36)]), quotations.Found([(28, 50)], [])])
    assert (scores.direct.gold, scores.direct.found_gold, scores.direct.with_source) == (1, 1, 1)
    assert (scores.every.gold, scores.every.found_gold, scores.every.found, scores.every.right) == (2, 1, 2, 1)
    assert scores.every.line().split() == ["2", "50.0%", "50.0%", "2", "50.0%"]


def test_hearsays_quotes_are_those_of_the_rows(stand_in_model):
    found = quotations.hearsay_quotes(spacy.load(stand_in_model)(STORY))
    assert [STORY[each.source[0][0]:each.source[0][1]] for each in found] == ["Jane Roe", "John Doe"]
    assert all(each.in_marks for each in found)


def parsed(*sentences):
    """Return sentences of the form “content” said NAME, with the tags and parse that textacy reads."""
    words, tags, heads, labels = [], [], [], []
    for sentence in sentences:
        first, own = len(words), sentence.split(" ")
        said = first + own.index("said")
        words += own
        tags += ["VERB" if word == "said" else "NOUN" if word.isalpha() else "PUNCT" for word in own]
        heads += [said] * len(own)
        labels += ["ROOT" if word == "said" else "nsubj" if word == "Roe" else "dep" for word in own]
    lemmas = ["say" if word == "said" else word for word in words]
    return Doc(spacy.blank("en").vocab, words, pos=tags, heads=heads, deps=labels, lemmas=lemmas)


def test_textacy_gives_up_on_a_text_with_a_mark_too_many_but_not_on_its_paragraphs():
    pytest.importorskip("textacy", reason="the extra bench is not installed")
    whole_text = parsed("“ the bridge is closed ” said Roe .")
    found, = quotations.textacy_quotes(whole_text)
    assert whole_text.text[slice(*found.content[0])] == "“ the bridge is closed ”"
    assert whole_text.text[slice(*found.source[0])] == "Roe"
    broken = parsed("“ the bridge is closed ” said Roe . \n", "“ the road said Roe .")
    assert quotations.textacy_quotes(broken) == []
    assert [each.content for each in quotations.textacy_paragraph_quotes(broken)] == [[(0, 24)]]
