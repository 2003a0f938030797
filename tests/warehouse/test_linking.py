"""Entities across articles, in a warehouse: what joins, what stays, what a correction moves, what the overrides say."""

from dataclasses import replace
from datetime import timedelta

import pytest

from warehouse.connection import Warehouse
from warehouse.errors import OverridesError
from warehouse.linking import LOADING, RESOLUTION, apply_overrides
from warehouse.overrides import Overrides, read_overrides
from warehouse.report import entity_report, report

HARBOUR = [(name, "ORG", name) for name in ("Merrin Port", "Harbour Union", "Quay Bank")]
STORIES = {
    "one": ("Jane Roe of the Harbour Union met Merrin Port and Quay Bank. Roe left.",
            [("Jane Roe", "PERSON", "Jane Roe")]),
    "two": ("Roe spoke. The Harbour Union, Merrin Port and Quay Bank agreed.", [("Roe", "PERSON", "Roe")]),
    "three": ("Jane A. Roe wrote to Merrin Port, Harbour Union and Quay Bank.",
              [("Jane A. Roe", "PERSON", "Jane A. Roe")]),
    "four": ("HU and Merrin Port signed at Quay Bank.", [("HU", "ORG", "HU")]),
}


def story(make, name, *, body=None, names=None, **fields):
    text, known = STORIES[name]
    article = make.article(body or text, url=f"https://{name}.example/1", **fields)
    printed = [each for each in [*(names or known), *HARBOUR] if each[2] in article.body]
    return article, make.rows(article, names=printed)


def entity_by_article(make, warehouse, name="%Roe"):
    return dict(make.select(
        warehouse, "select split_part(url, '.', 1)[9:], entity_id from mentions join articles using (article_id) "
        f"where text like '{name}' group by all"
    ))


def no_orphans(make, warehouse):
    return make.select(
        warehouse, "select count(*) from mentions where entity_id is not null and entity_id not in (select entity_id "
        "from entities)"
    ) == [(0,)] == make.select(
        warehouse, "select count(*) from entities e where mention_count <> (select count(*) from mentions m "
        "where m.entity_id = e.entity_id)"
    )


def is_summed_up(make, warehouse):
    """Whether the entities are what one gets who sums them up anew from all articles."""
    columns = "entity_id, name, label, mention_count, article_count, first_seen_at, last_seen_at, gender, aliases"
    before = make.select(warehouse, f"select {columns} from entities order by all")
    with warehouse.transaction() as connection:
        connection.execute((RESOLUTION / "no_batch.sql").read_text(encoding="utf-8"))
        connection.execute("insert into recounted_entities select distinct entity_id from ops.article_entities")
        connection.execute((LOADING / "03_entities.sql").read_text(encoding="utf-8"))
    return make.select(warehouse, f"select {columns} from entities order by all") == before


@pytest.fixture
def loaded(warehouse, make):
    make.load(warehouse, [story(make, name) for name in STORIES])
    return warehouse


def test_one_person_under_three_names_is_one_row(loaded, make):
    assert len(set(entity_by_article(make, loaded).values())) == 1
    assert make.select(
        loaded, "select name, aliases, article_count, gender from entities where label = 'PERSON'"
    ) == [("Jane A. Roe", ["Jane A. Roe", "Jane Roe", "Roe"], 3, "female")] or make.select(
        loaded, "select name, aliases, article_count, gender from entities where label = 'PERSON'"
    ) == [("Jane Roe", ["Jane A. Roe", "Jane Roe", "Roe"], 3, "female")]
    assert no_orphans(make, loaded)


def test_an_article_that_is_added_corrected_and_taken_back_leaves_the_other_ids(loaded, make):
    before = entity_by_article(make, loaded)
    other = make.article("John Roe met Merrin Port.", url="https://five.example/1")
    make.load(loaded, [(other, make.rows(other, names=[("John Roe", "PERSON", "John Roe")]))], batch_id="batch_2")
    added = entity_by_article(make, loaded)
    assert {name: added[name] for name in before} == before and added["five"] not in before.values()

    corrected = story(make, "one", body="Jane Rowe met Merrin Port.", names=[("Jane Rowe", "PERSON", "Jane Rowe")],
                      retrieved_at=make.noon + timedelta(days=2), modified_at=make.noon + timedelta(days=2))
    make.load(loaded, [corrected], batch_id="batch_3")
    after = entity_by_article(make, loaded)
    assert {name: after[name] for name in ("two", "three", "five")} == {
        name: added[name] for name in ("two", "three", "five")
    }
    assert no_orphans(make, loaded)


def test_the_founder_can_go_and_come_back(loaded, make):
    before = entity_by_article(make, loaded)
    article, _ = story(make, "one")
    make.load(loaded, [(article, make.rows(article))], batch_id="batch_2")  # nothing is found in it any more
    without = entity_by_article(make, loaded)
    assert without == {name: entity for name, entity in before.items() if name != "one"}
    make.load(loaded, [story(make, "one")], batch_id="batch_3")
    assert entity_by_article(make, loaded) == before


def test_loading_again_changes_nothing(loaded, make):
    before = make.main_rows(loaded)
    facts = make.select(loaded, "from ops.entity_facts order by all")
    keys = make.select(loaded, "from ops.entity_keys order by all")
    for name in STORIES:
        make.load(loaded, [story(make, name)], batch_id=f"again_{name}")
    assert make.main_rows(loaded) == before
    assert make.select(loaded, "from ops.entity_facts order by all") == facts
    assert make.select(loaded, "from ops.entity_keys order by all") == keys


def test_what_a_batch_adds_and_takes_away_sums_up_to_what_is_there(warehouse, make):
    def load(name, day, batch, **changes):
        published = make.noon + timedelta(days=day)
        make.load(warehouse, [story(make, name, published_at=published, **changes)], batch_id=batch)
        assert is_summed_up(make, warehouse)

    for day, name in enumerate(STORIES):
        load(name, day, f"batch_{name}")
    for name, day in (("one", -3), ("one", 2), ("four", 1), ("two", 1), ("three", 9)):  # first and last are moved
        load(name, day, f"batch_{name}_{day}", title="Corrected", modified_at=make.noon + timedelta(days=20 + day))
    later = make.noon + timedelta(days=40)
    load("two", 1, "batch_without", body="Nobody of them spoke of Quay Bank.", modified_at=later, retrieved_at=later)
    assert make.select(warehouse, "select article_count from entities where name = 'Merrin Port'") == [(3,)]


def test_the_same_batches_give_the_same_ids(loaded, make, tmp_path):
    again = Warehouse(tmp_path / "again.duckdb")
    again.create_schema()
    make.load(again, [story(make, name) for name in reversed(STORIES)])
    assert make.main_rows(again) == make.main_rows(loaded)


def test_an_entity_that_is_merged_redirects(warehouse, make):
    make.load(warehouse, [story(make, "two")])
    (alone,) = entity_by_article(make, warehouse).values()
    full = [("Jane Roe", "PERSON", "Jane Roe"), ("Jane Roe", "PERSON", "Roe left"[:3])]
    make.load(warehouse, [story(make, "one", names=full)], batch_id="batch_2")
    ids = set(entity_by_article(make, warehouse).values())
    assert len(ids) == 1 and no_orphans(make, warehouse)
    redirects = dict(make.select(warehouse, "select old_entity_id, entity_id from entity_redirects"))
    assert ids == {redirects.get(alone, alone)}


OVERRIDES = {
    "merge": {"merge": [{"entities": ["Harbour Union", "Quay Bank"], "reason": "One house."}]},
    "apart": {"apart": [{"entities": ["Jane Roe", "Jane A. Roe"], "reason": "Cousins."}]},
    "split": {"split": [{"entity": "Jane Roe", "articles": ["https://three.example/1"], "name": "Jane Roe (clerk)",
                         "reason": "A clerk."}]},
    "rename": {"rename": [{"entity": "Merrin Port", "name": "Port of Merrin", "reason": "Its name."}]},
}


@pytest.mark.parametrize(("kind", "question", "answer"), [
    ("merge", "select name, article_count from entities where name in ('Harbour Union', 'Quay Bank')",
     [("Harbour Union", 4)]),
    ("apart", "select count(distinct entity_id) from mentions where text like '%Roe'", [(2,)]),
    ("split", "select name from entities where label = 'PERSON' order by 1", [("Jane Roe",), ("Jane Roe (clerk)",)]),
    ("rename", "select name from entities where name like '%Merrin%'", [("Port of Merrin",)]),
])
def test_overrides_hold_for_what_is_loaded_and_are_undone_when_taken_out(loaded, make, kind, question, answer):
    before = make.main_rows(loaded)
    overrides = Overrides.model_validate(OVERRIDES[kind])
    make.load(loaded, [story(make, "four")], batch_id="batch_2", overrides=overrides)
    assert make.select(loaded, question) == answer
    assert no_orphans(make, loaded)
    changed = make.main_rows(loaded)
    make.load(loaded, [story(make, "two")], batch_id="batch_3", overrides=overrides)
    assert make.main_rows(loaded) == changed
    make.load(loaded, [story(make, "four")], batch_id="batch_4")
    assert make.main_rows(loaded) == before


def test_overrides_hold_without_a_batch(loaded, make):
    before = make.main_rows(loaded)
    merge = Overrides.model_validate(OVERRIDES["merge"])
    for overrides, expected in ((merge, [("Harbour Union", 4)]), (Overrides(), None)):
        for _ in range(2):
            with loaded.transaction() as connection:
                apply_overrides(connection, overrides)
        names = "select name, article_count from entities where name in ('Harbour Union', 'Quay Bank')"
        assert expected is None or make.select(loaded, names) == expected
        assert no_orphans(make, loaded)
    assert make.main_rows(loaded) == before


def test_a_merge_by_override_redirects(loaded, make):
    overrides = Overrides.model_validate(OVERRIDES["merge"])
    make.load(loaded, [story(make, "four")], batch_id="batch_2", overrides=overrides)
    assert make.select(
        loaded, "select kind, reason, name from entity_redirects join entities using (entity_id)"
    ) == [("override", "One house.", "Harbour Union")]


def test_overrides_of_entities_that_are_not_there_wait_for_them(warehouse, make):
    overrides = Overrides.model_validate(OVERRIDES["merge"])
    make.load(warehouse, [story(make, "three")], overrides=overrides)
    assert make.select(warehouse, "select count(*) from entities where name = 'Quay Bank'") == [(0,)]
    nobody = Overrides.model_validate({"rename": [{"entity": "Nobody Known", "name": "Somebody", "reason": "Why not"}]})
    make.load(warehouse, [story(make, "four")], batch_id="batch_2", overrides=nobody)
    assert make.select(warehouse, "select count(*) from ops.overrides") == [(0,)]


@pytest.mark.parametrize(("text", "message"), [
    ("[[merge]]\nentities = ['Jane Roe']\nreason = 'x'", "merge.1.entities"),
    ("[[merge]]\nentities = ['Jane Roe', 'J. Roe']", "merge.1.reason"),
    ("[[rename]]\nentity = 'x'\nnam = 'y'\nreason = 'z'", "rename.1.nam"),
    ("[[merge", "cannot be read as TOML"),
    ("[[join]]\n", "join"),
])
def test_a_file_that_cannot_be_understood_is_named_with_the_place(tmp_path, text, message):
    path = tmp_path / "overrides.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OverridesError, match=message) as error:
        read_overrides(path)
    assert str(path) in str(error.value)


def test_no_file_overrides_nothing(tmp_path):
    assert read_overrides(tmp_path / "overrides.toml") == Overrides()


def test_the_report_on_an_entity(loaded):
    frame = entity_report(loaded.path, "jane roe")
    assert set(frame["section"]) >= {"entity", "aliases", "least certain links", "mentions that decided"}
    assert set(frame.query("section == 'aliases'")["text"]) == {"Jane A. Roe", "Jane Roe", "Roe"}
    by_alias = entity_report(loaded.path, "Roe")
    by_id = entity_report(loaded.path, frame["entity_id"][0])
    assert by_alias["entity_id"][0] == by_id["entity_id"][0] == frame["entity_id"][0]
    assert entity_report(loaded.path, "Nobody Known").empty
    assert (frame["section"].value_counts() <= 10).all()
    assert (entity_report(loaded.path, "Roe", limit=1)["section"].value_counts() == 1).all()


def test_the_report_of_uncertain_links(loaded):
    frame = report(loaded.path, "uncertain_links")
    assert {"name_in_article", "decision", "entity", "score", "evidence", "excerpt"} <= set(frame.columns)
    assert set(frame["decision"]) <= {"merged with", "kept apart from"}
    assert not frame["entity"].isna().any()


def test_an_entity_of_no_article_row_is_no_orphan(warehouse, make):
    article, rows = story(make, "one")
    without = replace(rows, entities=())
    make.load(warehouse, [(article, without)])
    assert make.select(warehouse, "select count(*) from mentions where entity_id is not null") == [(0,)]
