"""Claims across articles, in a warehouse: what meets, what stays, what a denial does, who counts as a second source."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from expectations.validation import validate
from pipeline.records import Rejection
from warehouse.claims import ClaimModels
from warehouse.load import loaded_claim_groups

NAMES = [(name, "ORG", name) for name in ("Merrin Port", "Harbour Union", "Quay Bank")]
TAIL = " Merrin Port, Harbour Union and Quay Bank were told."
SOLD = ["the port authority sold Merrin Port to Quay Bank", "Quay Bank bought Merrin Port from the harbour authority"]
NOT_SOLD = "the port authority never sold Merrin Port to Quay Bank"
FERRY = "the night ferry between both islands was full on Sunday"


def embed(texts):
    """Return vectors under which all statements of the port are alike, and others are not."""
    vectors = np.zeros((len(texts), 384), dtype=np.float32)
    for row, text in enumerate(texts):
        vectors[row, 0 if "port" in text.casefold() or "bought" in text else 1] = 1
    return vectors


def score(pairs):
    """Return that statements of the port say the same, or the opposite where but one has never in it."""
    rows = []
    for pair in pairs:
        of_port = all("Merrin" in text for text in pair)
        relation = 3 if not of_port else 2 if sum("never" in text for text in pair) == 1 else 0
        rows.append([0.95 if place == relation else 0.05 / 3 for place in range(4)])
    return np.array(rows, dtype=np.float32)


MODELS = ClaimModels(embed, score)


def story(make, outlet, content, *, body=None, quote=None, more=(), **fields):
    body = body or f"Officials at {outlet} said {content}.{TAIL}"
    article = make.article(body, url=f"https://{outlet.lower()}.example/1", outlet=outlet, **fields)
    names = [name for name in NAMES if name[2] in body]
    source = f"Officials at {outlet}"
    first = {"content": content, "cue": "said", "source": source if source in body else None}
    return article, make.rows(article, names=names, quotes=[first | (quote or {}), *more])


@pytest.fixture
def load(make, warehouse):
    def load(*stories, **options):
        return make.load(warehouse, list(stories), claim_models=MODELS, **options)

    return load


def groups(make, warehouse):
    """Return the group of each article's first claim, by outlet."""
    return dict(make.select(
        warehouse, "select outlet, first(claim_group_id order by claims.start_char) from claims "
        "join articles using (article_id) group by outlet"
    ))


def statuses(make, warehouse):
    return sorted(make.select(warehouse, "select status, claim_count from claim_groups"))


def test_two_wordings_of_two_outlets_are_one_claim_that_is_corroborated(make, warehouse, load):
    load(story(make, "Gazette", SOLD[0]), story(make, "Herald", SOLD[1]), story(make, "Echo", FERRY))
    found = groups(make, warehouse)
    assert found["Gazette"] == found["Herald"] != found["Echo"]
    assert statuses(make, warehouse) == [("corroborated", 2), ("single", 1)]
    ((relation, strength),) = make.select(warehouse, "select relation, score from claim_links")
    assert (relation, round(strength, 2)) == ("same", 0.95)
    assert make.select(warehouse, "select count(*) from claims where embedding is null") == [(0,)]


def test_loading_again_changes_nothing(make, warehouse, load):
    stories = [story(make, "Gazette", SOLD[0]), story(make, "Herald", SOLD[1]), story(make, "Echo", NOT_SOLD)]
    load(*stories)
    before = make.main_rows(warehouse)
    load(*reversed(stories), batch_id="batch_2")
    assert make.main_rows(warehouse) == before
    load(stories[0], batch_id="batch_3")
    assert make.main_rows(warehouse) == before


def test_a_group_keeps_its_id_when_articles_come_go_and_come_back(make, warehouse, load):
    first, second = story(make, "Gazette", SOLD[0]), story(make, "Herald", SOLD[1])
    load(first)
    alone = groups(make, warehouse)["Gazette"]
    load(second, batch_id="batch_2")
    both = make.main_rows(warehouse)
    assert groups(make, warehouse) == {"Gazette": alone, "Herald": alone}
    rejection = Rejection("rejection_1", "extract", "no text", None, first[0].source_document, None, None, "")
    load(documents=[make.document(first[0])], rejections=[rejection], batch_id="batch_3")
    assert groups(make, warehouse) == {"Herald": alone}
    assert statuses(make, warehouse) == [("single", 1)]
    assert make.select(warehouse, "from claim_links") == []
    load(first, batch_id="batch_4")
    assert make.main_rows(warehouse) == both


def test_who_says_the_opposite_makes_a_claim_disputed(make, warehouse, load):
    load(story(make, "Gazette", SOLD[0]), story(make, "Echo", NOT_SOLD, quote={"is_negated": True}))
    assert statuses(make, warehouse) == [("disputed", 2)]
    assert make.select(warehouse, "select outlet, side from claims join articles using (article_id) order by 1") == [
        ("Echo", "against"), ("Gazette", "for")
    ]
    assert make.select(warehouse, "select relation from claim_links") == [("contradicts",)]


def test_a_denial_stands_against_what_its_article_says_that_it_denies(make, warehouse, load):
    body = f"A report said {SOLD[0]}. “There is no such fact,” Jane Roe said.{TAIL}"
    denial = {
        "content": "There is no such fact", "source": "Jane Roe", "stance": "denies", "denies": SOLD[0],
        "is_negated": True,
    }
    load(story(make, "Gazette", SOLD[0], body=body, more=[denial]), story(make, "Herald", SOLD[1]))
    assert statuses(make, warehouse) == [("disputed", 3)]
    assert make.select(warehouse, "select text, side from claims order by text = $$There is no such fact$$, text") == [
        (SOLD[1], "for"), (SOLD[0], "for"), ("There is no such fact", "against")
    ]


@pytest.mark.parametrize(("first", "second", "status"), [
    ({}, {}, "corroborated"),
    ({"wire_credit": "Newswire"}, {"wire_credit": "Newswire"}, "single"),
    ({}, {"quote": {"source": "The Gazette", "cue": "reported", "speaker": "Gazette", "speaker_kind": "organisation"},
          "body": f"The Gazette reported {SOLD[1]}.{TAIL}"}, "single"),
])
def test_an_outlet_that_repeats_another_is_no_second_source(make, warehouse, load, first, second, status):
    load(story(make, "Gazette", SOLD[0], **first), story(make, "Herald", SOLD[1], **second))
    assert statuses(make, warehouse) == [(status, 2)]


def test_what_is_told_weeks_apart_is_not_of_one_event(make, warehouse, load):
    load(story(make, "Gazette", SOLD[0]), story(make, "Herald", SOLD[1], published_at=make.noon + timedelta(days=30)))
    assert statuses(make, warehouse) == [("single", 1), ("single", 1)]


@pytest.mark.parametrize("boilerplate", [
    "Quay Bank did not immediately respond to a request for comment on Merrin Port",
    "Merrin Port declined to comment on what Quay Bank had said",
])
def test_what_every_article_says_of_its_making_is_no_claim_of_several(make, warehouse, load, boilerplate):
    load(story(make, "Gazette", boilerplate), story(make, "Herald", boilerplate))
    assert statuses(make, warehouse) == [("single", 1), ("single", 1)]


@pytest.mark.parametrize(("subject", "is_quoted", "status"), [
    ("Ada Writer", False, "single"),
    ("Ms. Writer’s book", False, "single"),
    ("The Gazette", False, "single"),
    ("Ada Writer", True, "corroborated"),
    ("A writer", False, "corroborated"),
    ("Jane Roe", False, "corroborated"),
])
def test_what_an_article_says_of_its_authors_and_its_outlet_is_no_claim_of_several(
    make, warehouse, load, subject, is_quoted, status
):
    content = f"{subject} has followed Merrin Port and Quay Bank for years"

    def told(outlet):
        article, rows = story(make, outlet, content)
        claim, = rows.claims
        return article, replace(rows, claims=(
            replace(claim, subject=subject, predicate="has followed", quote_id=claim.quote_id if is_quoted else None),
        ))

    load(told("The Gazette"), told("Herald"))
    counts = {"single": [1, 1], "corroborated": [2]}[status]
    assert [count for _, count in statuses(make, warehouse)] == counts


def test_without_models_only_nearly_equal_words_meet(make, warehouse):
    contents = {"Gazette": SOLD[0], "Herald": f"but then {SOLD[0]}", "Echo": SOLD[1]}
    make.load(warehouse, [story(make, outlet, content) for outlet, content in contents.items()])
    found = groups(make, warehouse)
    assert found["Gazette"] == found["Herald"] != found["Echo"]
    assert make.select(warehouse, "select count(*) from claims where embedding is not null") == [(0,)]


def failed_expectations(connection):
    """Return how many rows of each table were looked at, and the columns of the expectations that failed."""
    frames = loaded_claim_groups(connection)
    outcomes = [outcome for table, frame in frames.items() for outcome in validate(table, frame).outcomes]
    return (
        {table: len(frame) for table, frame in frames.items()},
        sorted({outcome["columns"] for outcome in outcomes if not outcome["success"]}),
    )


def test_groups_and_links_are_held_against_their_claims(make, warehouse, load):
    def check(connection):
        assert failed_expectations(connection) == ({"claim_groups": 1, "claim_links": 2}, [])
        connection.execute("update claim_groups set claim_count = 7, status = 'single'")
        connection.execute("update claim_links set relation = 'supports'")
        assert failed_expectations(connection) == (
            {"claim_groups": 1, "claim_links": 2},
            ["claims_found, claim_count", "relation_is_borne_out", "status_is_borne_out"],
        )
        connection.execute("delete from claim_groups")
        connection.execute("delete from claims where claim_id in (select claim_a from claim_links)")
        _, failed = failed_expectations(connection)
        assert {"text", "claim_a_is_known"} <= set(failed)

    against = story(make, "Echo", NOT_SOLD, quote={"is_negated": True})
    load(story(make, "Gazette", SOLD[0]), story(make, "Herald", SOLD[1]), against, then=check)


def test_a_batch_without_claims_fails_no_expectation(make, warehouse, load):
    def check(connection):
        assert failed_expectations(connection) == ({"claim_groups": 0, "claim_links": 0}, [])

    article = make.article("Nothing is claimed.")
    load((article, make.rows(article)), then=check)


def unlike(pairs):
    """Return that no statement says what another does."""
    return np.tile(np.array([[0.01, 0.01, 0.01, 0.97]], dtype=np.float32), (len(pairs), 1))


def test_other_versions_decide_anew_also_on_what_is_compared_with_the_batch(make, warehouse, load):
    gazette, herald = story(make, "Gazette", SOLD[0]), story(make, "Herald", SOLD[1])
    # The same wording weeks later, with which the others are not compared.
    echo = story(make, "Echo", SOLD[1], published_at=make.noon + timedelta(days=30))
    load(gazette, herald, echo)
    before = groups(make, warehouse)
    assert len(set(before.values())) == 1
    make.load(
        warehouse, [gazette], claim_models=ClaimModels(embed, unlike), batch_id="batch_2", fingerprint="versions_2"
    )
    after = groups(make, warehouse)
    assert after["Gazette"] == before["Gazette"] != after["Herald"] == after["Echo"]
    assert make.select(warehouse, "select claim_count, status from claim_groups order by 1") == [
        (1, "single"), (2, "corroborated")
    ]
    assert make.select(warehouse, "from claim_links where relation <> 'same'") == []
    assert make.select(warehouse, "select distinct fingerprint from ops.claim_wordings") == [("versions_2",)]


def test_groups_keep_their_ids_where_other_versions_decide_the_same_in_another_order(make, warehouse, load):
    stories = [story(make, "Gazette", SOLD[0]), story(make, "Herald", SOLD[1]), story(make, "Echo", FERRY)]
    for number, each in enumerate(stories):
        load(each, batch_id=f"batch_{number}")
    before = make.main_rows(warehouse)
    for number, each in enumerate(reversed(stories)):
        load(each, batch_id=f"batch_{number}", fingerprint="versions_2")
    assert make.main_rows(warehouse) == before
    assert make.select(warehouse, "select distinct fingerprint from ops.claim_wordings") == [("versions_2",)]


def test_one_that_leaves_its_group_does_not_take_its_id(make, warehouse, load):
    gazette = story(make, "Gazette", SOLD[0])
    herald = story(make, "Herald", SOLD[1], published_at=make.noon - timedelta(days=1))
    load(gazette)
    load(herald, batch_id="batch_2")
    models = ClaimModels(embed, unlike)
    before = groups(make, warehouse)
    assert before["Gazette"] == before["Herald"]
    # The Herald's article is the earlier one, so that it is decided on first.
    make.load(warehouse, [herald], claim_models=models, batch_id="batch_3", fingerprint="versions_2")
    after = groups(make, warehouse)
    assert after["Gazette"] != after["Herald"]
    assert before["Herald"] in after.values()


@pytest.mark.parametrize(("cue", "cue_class", "others", "status"), [
    ("denied", "deny", 0, "disputed"), ("did not think", "believe", 0, "single"),
    ("did not think", "believe", 1, "disputed"),
])
def test_who_does_not_believe_what_nobody_says_disputes_nothing(
    make, warehouse, load, cue, cue_class, others, status
):
    body = f"Officials at Gazette {cue} {SOLD[0]}.{TAIL}"
    doubt = story(make, "Gazette", SOLD[0], body=body, quote={"cue": cue, "cue_class": cue_class, "stance": "denies"})

    def check(connection):
        assert failed_expectations(connection)[1] == []

    load(doubt, *[story(make, "Herald", SOLD[0])][:others], then=check)
    assert statuses(make, warehouse) == [(status, 1 + others)]


@pytest.mark.parametrize(("denied", "status"), [
    ("the port authority sold Merrin Port to Quay Bank", "disputed"), ("the allegations", "single"),
])
def test_a_denial_of_words_that_say_nothing_alone_disputes_no_claim(make, warehouse, load, denied, status):
    body = f"Officials at Gazette denied {denied}.{TAIL}"
    load(story(make, "Gazette", denied, body=body, quote={"cue": "denied", "stance": "denies"}))
    assert statuses(make, warehouse) == [(status, 1)]
