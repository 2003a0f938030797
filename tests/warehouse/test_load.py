from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.outlets import drift_frame
from pipeline.ids import stable_id
from pipeline.records import Rejection
from warehouse.connection import Warehouse
from warehouse.errors import LoadError
from warehouse.load import Copy, already_loaded, load_batch, outlet_documents, record_copies, record_model, record_run

MAYOR = "Mayor Jane Roe said that Merrin bridge is closed. Roe left at noon."
MAYOR_NAMES = [("Jane Roe", "PERSON", "Jane Roe"), ("Jane Roe", "PERSON", "Roe left"[:3])]
CLOSED = {"content": "Merrin bridge is closed", "source": "Mayor Jane Roe", "cue": "said", "speaker": "Jane Roe"}
DENIED = "Council leader John Doe denied that Merrin bridge is closed."
DENIAL = {
    "content": "Merrin bridge is closed", "source": "Council leader John Doe", "cue": "denied", "speaker": "John Doe",
    "stance": "denies",
}
DOE = [("John Doe", "PERSON", "John Doe")]
LONG_TEXT = " ".join(f"Word{index} of the report on the old bridge" for index in range(120)) + "."


@pytest.fixture
def mayor(make):
    article = make.article(MAYOR, url="https://gazette.example/bridge")
    return article, make.rows(article, names=MAYOR_NAMES, quotes=[CLOSED])


@pytest.fixture
def denial(make):
    article = make.article(DENIED, url="https://herald.example/denial", outlet="The Herald",
                           published_at=make.noon + timedelta(hours=2))
    return article, make.rows(article, names=DOE, quotes=[DENIAL])


def test_rows_arrive(warehouse, make, mayor):
    assert make.load(warehouse, [mayor], validated=True) == {"loaded_articles": 1, "retired_articles": 0}
    assert make.select(warehouse, "select outlet, authors, published_at, revision, word_count from articles") == [
        ("The Gazette", ["Ada Writer"], make.noon, 1, 13)
    ]
    assert make.select(
        warehouse, "select text, substr(body, start_char + 1, end_char - start_char) from mentions "
        "join articles using (article_id) order by 1"
    ) == [("Jane Roe", "Jane Roe"), ("Roe", "Roe")]
    assert make.select(warehouse, "select content_spans[1].start_char, confidence from quotes") == [
        (MAYOR.index("Merrin"), 0.9)
    ]
    assert make.select(warehouse, "select embedding, stance from claims") == [(None, "asserts")]
    assert make.select(warehouse, "select status, article_id is not null from ops.documents") == [("article", True)]
    assert make.select(warehouse, "select run_id, batch_id, model_id, revision from ops.article_runs") == [
        ("run_1", "batch_1", "model_1", 1)
    ]


def test_loading_again_changes_nothing(warehouse, make, mayor, denial):
    make.load(warehouse, [mayor, denial])
    before = make.main_rows(warehouse)
    assert make.load(warehouse, [denial, mayor], batch_id="batch_2") == {"loaded_articles": 2, "retired_articles": 0}
    assert make.main_rows(warehouse) == before
    assert make.select(warehouse, "select count(*) from ops.documents") == [(2,)]
    assert make.select(warehouse, "select count(*) from ops.shingles") == make.select(
        warehouse, "select count(*) from (select distinct * from ops.shingles)")


def test_entities_are_summed_up_across_articles(warehouse, make, mayor):
    later = make.article("JANE ROE spoke.", url="https://herald.example/2", published_at=make.noon + timedelta(days=1))
    rows = make.rows(later, names=[("JANE ROE", "PERSON", "JANE ROE")])
    earlier = make.article("Jane\nRoe spoke.", url="https://c.example/3", published_at=make.noon - timedelta(days=1))
    make.load(warehouse, [mayor, (later, rows)])
    make.load(warehouse, [(earlier, make.rows(earlier, names=[("Jane Roe", "PERSON", "Jane\nRoe")]))])
    assert make.select(
        warehouse, "select name, aliases, mention_count, article_count, first_seen_at from entities"
    ) == [
        ("Jane Roe", ["JANE ROE", "Jane Roe", "Roe"], 4, 3, make.noon - timedelta(days=1))
    ]


def test_an_entity_that_nothing_mentions_any_more_vanishes(warehouse, make, mayor):
    make.load(warehouse, [mayor])
    article, _ = mayor
    make.load(warehouse, [(article, make.rows(article, names=[("Roe", "PERSON", "Roe")]))])
    assert make.select(warehouse, "select name, mention_count from entities") == [("Roe", 1)]
    assert make.select(warehouse, "select count(*) from claim_groups") == [(0,)]


@pytest.mark.parametrize(("other", "status"), [
    ({"outlet": "The Herald"}, "corroborated"),
    ({"outlet": "The Gazette"}, "single"),
    ({"outlet": None}, "single"),
    ({"outlet": "The Herald", "stance": "denies"}, "disputed"),
    ({"outlet": "The Herald", "stance": "questions"}, "single"),
    ({"outlet": "The Herald", "wire_credit": "Newswire"}, "single"),
    ({"outlet": "The Herald", "body": f"{LONG_TEXT} She said Merrin bridge is closed."}, "single"),
])
def test_the_status_of_a_claim(warehouse, make, other, status):
    body = other.get("body", "He said Merrin bridge is closed.")
    first = make.article(f"{LONG_TEXT} He said Merrin bridge is closed.", url="https://a.example/1",
                         wire_credit=other.get("wire_credit"))
    second = make.article(body, url="https://b.example/1", outlet=other["outlet"], wire_credit=other.get("wire_credit"))
    claim = {"content": "Merrin bridge is closed", "cue": "said"}
    make.load(warehouse, [
        (first, make.rows(first, quotes=[claim])),
        (second, make.rows(second, quotes=[claim | {"stance": other.get("stance", "asserts")}])),
    ])
    assert make.select(warehouse, "select status, claim_count, article_count from claim_groups") == [(status, 2, 2)]


def test_claims_of_a_group_are_linked_to_the_first(warehouse, make, mayor, denial):
    again = make.article("She said Merrin bridge is closed.", url="https://c.example/1", published_at=None,
                         retrieved_at=make.noon + timedelta(days=3))
    make.load(warehouse, [mayor])
    make.load(warehouse, [denial])
    make.load(warehouse, [(again, make.rows(again, quotes=[{"content": "Merrin bridge is closed", "cue": "said"}]))])
    first, second = ((rows.claims[0].claim_id) for _, rows in (mayor, denial))
    third = stable_id("claim", again.article_id, 9)
    assert make.select(warehouse, "from claim_links order by relation") == [
        (*sorted((first, second)), "contradicts", 1.0), (*sorted((first, third)), "same", 1.0),
    ]
    assert make.select(warehouse, "select text, first_claimed_at, outlet_count, status from claim_groups") == [
        ("Merrin bridge is closed.", make.noon, 2, "disputed")
    ]


def test_a_new_text_is_a_new_revision_and_an_old_one_changes_nothing(warehouse, make, mayor):
    article, _ = mayor
    corrected = make.article("Mayor Jane Roe said that the bridge is open.", url=article.url, title="Corrected",
                             modified_at=make.noon + timedelta(hours=5))
    make.load(warehouse, [mayor])
    make.load(warehouse, [(corrected, make.rows(corrected, names=MAYOR_NAMES[:1]))])
    after = make.main_rows(warehouse)
    assert make.select(warehouse, "select title, revision from articles") == [("Corrected", 2)]
    assert make.select(warehouse, "select revision, body from article_revisions order by 1") == [
        (1, MAYOR), (2, corrected.body)
    ]
    assert make.select(warehouse, "select count(*) from claims") == [(0,)]
    assert make.load(warehouse, [mayor]) == {"loaded_articles": 0, "retired_articles": 0}
    assert make.main_rows(warehouse) == after


def test_records_of_one_file_are_versions_in_their_order(warehouse, make):
    versions = [
        make.article(f"Version {number} of the text.", url="https://a.example/1", source_document=f"a.jsonl#{number}")
        for number in (9, 10, 11)
    ]
    make.load(warehouse, [(article, make.rows(article)) for article in reversed(versions)])
    assert make.select(warehouse, "select body, revision from articles") == [("Version 11 of the text.", 3)]


def test_a_document_read_better_replaces_what_it_was(warehouse, make):
    """Without a URL the text names the article: a better reading of the same document must not leave the old one."""
    worse = make.article("Share this page. The bridge is closed.", source_document="a.txt")
    better = make.article("The bridge is closed.", source_document="a.txt")
    better = replace(better, document_sha256=worse.document_sha256)
    make.load(warehouse, [(worse, make.rows(worse))])
    assert make.load(warehouse, [(better, make.rows(better))]) == {"loaded_articles": 1, "retired_articles": 1}
    assert make.select(warehouse, "select body from articles") == [("The bridge is closed.",)]
    assert make.select(warehouse, "select body from article_revisions") == [("The bridge is closed.",)]
    assert make.select(warehouse, "select count(*) from ops.documents") == [(1,)]


def test_a_document_that_is_rejected_now_takes_its_article_back(warehouse, make, mayor):
    article, _ = mayor
    rejection = Rejection("rejection_1", "extract", "no text", None, article.source_document, None, None, "")
    make.load(warehouse, [mayor])
    assert make.load(warehouse, [], documents=[make.document(article)], rejections=[rejection])["retired_articles"] == 1
    assert all(rows == [] for rows in make.main_rows(warehouse).values())
    assert make.select(warehouse, "select status, reason, rejection_id from ops.documents") == [
        ("rejected", "no text", "rejection_1")
    ]
    make.load(warehouse, [mayor])
    assert make.select(warehouse, "select count(*) from ops.rejections") == [(0,)]


def test_a_document_must_be_an_article_or_a_rejection(warehouse, make, mayor):
    article, _ = mayor
    with pytest.raises(LoadError, match=article.source_document):
        make.load(warehouse, [], documents=[make.document(article)])
    assert make.select(warehouse, "from ops.documents") == []


def test_rows_set_aside_are_rejections(warehouse, make, mayor):
    article, rows = mayor
    mention = rows.mentions[0]
    wrong = replace(mention, text="John Roe")
    make.load(warehouse, [(article, replace(rows, mentions=(wrong, rows.mentions[1])))], validated=True)
    assert make.select(warehouse, "select text from mentions") == [("Roe",)]
    assert make.select(warehouse, "select stage, reason, source_document, table_name from ops.rejections") == [
        ("validate", "text is not what its offsets give", article.source_document, "mentions")
    ]
    assert make.select(warehouse, "select unexpected_count, evaluated_count, examples from ops.validations "
                                  "where not success") == [(1, 2, "[\"('John Roe', 'Jane Roe')\"]")]


def test_an_article_set_aside_is_a_rejected_document(warehouse, make):
    blank = make.article("  \n ")
    make.load(warehouse, [(blank, make.rows(blank))], validated=True)
    assert make.select(warehouse, "select status, reason from ops.documents") == [("rejected", "body is malformed")]
    assert make.select(warehouse, "select count(*) from article_revisions") == [(0,)]


@pytest.mark.parametrize(("change", "kind"), [
    ({"body": LONG_TEXT}, "same"),
    ({"body": LONG_TEXT[: len(LONG_TEXT) * 3 // 5]}, "wire"),
    ({"body": LONG_TEXT[: len(LONG_TEXT) * 3 // 5], "outlet": "The Gazette"}, "update"),
    ({"body": LONG_TEXT[: len(LONG_TEXT) * 3 // 5], "outlet": "The Gazette", "wire_credit": "Newswire"}, "wire"),
    ({"body": "Nothing of the kind was in the other paper, which wrote of cats and dogs."}, None),
])
def test_articles_that_share_text_are_paired(warehouse, make, change, kind):
    first = make.article(LONG_TEXT, url="https://a.example/1", wire_credit=change.get("wire_credit"))
    second = make.article(**{"url": "https://b.example/1", "outlet": "The Herald"} | change)
    make.load(warehouse, [(first, make.rows(first))])
    make.load(warehouse, [(second, make.rows(second))])
    pairs = make.select(warehouse, "select article_a, article_b, kind, containment >= 0.5 from duplicate_pairs")
    assert pairs == ([(*sorted((first.article_id, second.article_id)), kind, True)] if kind else [])


@pytest.mark.parametrize("first", [0, 120, 200])
def test_boilerplate_pairs_nobody(warehouse, make, first):
    """A text that more than 200 articles have is boilerplate, whether they come at once or not."""
    articles = [
        make.article(LONG_TEXT, url=f"https://a.example/{number}", title=str(number), source_document=f"{number}.txt")
        for number in range(201)
    ]
    stories = [(article, make.rows(article)) for article in articles]
    for batch in (stories[:first], stories[first:]):
        make.load(warehouse, batch)
    assert make.select(warehouse, "select count(*) from duplicate_pairs") == [(0,)]
    assert make.select(warehouse, "select count(reprint_of) from articles") == [(0,)]


def test_the_past_of_an_outlet_is_that_of_the_warehouse(warehouse, make):
    def story(number, *, words=200, days=0):
        body = "Jane Roe said Merrin bridge is closed. " + " ".join(f"w{number}x{word}" for word in range(words))
        article = make.article(body, url=f"https://courier.example/{number}", source_document=f"{number}.html",
                               retrieved_at=make.noon + timedelta(days=days, minutes=number))
        return article, make.rows(article, quotes=[{"content": "Merrin bridge is closed", "cue": "said"}])

    make.load(warehouse, [story(number, words=150 + 7 * (number % 13)) for number in range(50)])
    edited = story(3, words=160, days=1)
    empty = replace(make.document(edited[0]), source_document="empty.html", sha256="0" * 64,
                    fields={"url": "https://courier.example/empty"}, retrieved_at=make.noon + timedelta(days=2))
    rejection = Rejection("rejection_1", "extract", "no article text found", None, "empty.html", None, None, "")
    short = [story(number, words=5 + number % 3, days=1) for number in range(100, 119)]
    make.load(warehouse, [edited, *short], documents=[empty], rejections=[rejection], batch_id="batch_2")
    with warehouse.connect() as connection:
        latest = outlet_documents(connection, batch_id="batch_2", documents=300)
        assert len(outlet_documents(connection, batch_id="batch_3", documents=300)) == 0
        assert len(outlet_documents(connection, batch_id="batch_2", documents=30)) == 30
    assert len(latest) == 50 + 19 + 1  # the earlier version of article 3 is none of them
    assert latest.set_index("age").loc[1, ["is_empty", "outlet_key"]].tolist() == [True, "courier.example"]
    drifts, = drift_frame(latest).to_dict("records")
    assert drifts["length_drift"].startswith("courier.example: median length went from 199 to 13 words")
    assert drifts["empty_rate_drift"] is None or drifts["empty_rate_drift"] != drifts["empty_rate_drift"]


def test_what_is_loaded_is_known(warehouse, make, mayor):
    article, _ = mayor
    make.load(warehouse, [mayor])
    with warehouse.transaction() as connection:
        paths = ("copy.txt", article.source_document)
        copies = [Copy(path, article.document_sha256, None, make.noon) for path in paths]
        given = [*copies, Copy("other.txt", "0" * 64, None, make.noon)]
        known = {(path, article.document_sha256) for path in paths}
        assert already_loaded(connection, given, "versions_1") == known
        assert already_loaded(connection, given, "versions_2") == set()
        assert already_loaded(connection, [], "versions_1") == set()
        record_copies(connection, copies, loaded_at=make.noon)
        record_copies(connection, [], loaded_at=make.noon)
    assert make.select(warehouse, "select source_document, article_id from ops.documents order by 1") == sorted(
        [("copy.txt", article.article_id), (article.source_document, article.article_id)]
    )


def test_runs_and_models_are_kept_once(warehouse, make):
    description = {"model_id": "model_1", "name": "en_hearsay", "labels": ["ORG"]}
    with warehouse.transaction() as connection:
        record_run(connection, run_id="run_1", started_at=make.noon, status="running", versions={"hearsay": "0.1"})
        record_run(connection, run_id="run_1", started_at=make.noon, status="succeeded", ended_at=make.noon,
                   counts={"articles": 3}, versions={"hearsay": "0.1"})
        record_model(connection, description, first_used_at=make.noon)
        record_model(connection, description, first_used_at=make.noon + timedelta(days=1))
    assert make.select(warehouse, "select status, counts ->> 'articles', versions ->> 'hearsay' from ops.runs") == [
        ("succeeded", "3", "0.1")
    ]
    assert make.select(warehouse, "select name, first_used_at from ops.models") == [("en_hearsay", make.noon)]


def test_two_annotated_versions_of_one_article_are_refused(make, mayor, warehouse):
    from warehouse.frames import frames_of

    with pytest.raises(ValueError, match="current_versions"):
        frames_of([mayor[0]], [mayor[1], mayor[1]])


def test_nothing_at_all_can_be_loaded(warehouse, make):
    with warehouse.transaction() as connection:
        counts = load_batch(connection, {}, run_id="r", batch_id="b", fingerprint="f", loaded_at=make.noon)
    assert counts == {"loaded_articles": 0, "retired_articles": 0}


def _stories(make):
    """Return articles that meet in every way: versions, copies, reprints, shared people, rival claims."""
    claim = {"content": "Merrin bridge is closed", "cue": "said"}
    doe, roe = ("John Doe", "PERSON", "John Doe"), ("Jane Roe", "PERSON", "Jane Roe")
    specifications = [
        ({"body": f"Jane Roe said Merrin bridge is closed. {LONG_TEXT}", "url": "https://a.example/1"}, [roe], claim),
        ({"body": f"Jane Roe said Merrin bridge is closed. {LONG_TEXT}", "url": "https://b.example/1", "outlet": "B"},
         [roe], claim),
        ({"body": "John Doe said Merrin bridge is closed.", "url": "https://c.example/1", "outlet": "C",
          "published_at": make.noon - timedelta(days=1)}, [doe], claim | {"stance": "denies"}),
        ({"body": "John Doe said Merrin bridge is closed, Jane Roe too.", "url": "https://c.example/1", "outlet": "C",
          "published_at": make.noon - timedelta(days=1), "modified_at": make.noon}, [doe, roe], claim),
        ({"body": "JANE ROE said Merrin bridge is closed.", "outlet": None, "source_document": "copy1.txt"},
         [("JANE ROE", "PERSON", "JANE ROE")], claim),
        ({"body": "JANE ROE said Merrin bridge is closed.", "outlet": None, "source_document": "copy2.txt"},
         [("JANE ROE", "PERSON", "JANE ROE")], claim),
    ]
    for fields, names, quote in specifications:
        article = make.article(**fields)
        yield article, make.rows(article, names=names, quotes=[quote])


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(6)), cut=st.integers(0, 6))
def test_batches_and_their_order_make_no_difference(make, tmp_path_factory, order, cut):
    stories = list(_stories(make))
    whole, parts = (Warehouse(tmp_path_factory.mktemp("order") / f"{name}.duckdb") for name in ("whole", "parts"))
    for warehouse in (whole, parts):
        warehouse.create_schema()
    make.load(whole, stories)
    make.load(parts, [stories[index] for index in order[:cut]])
    make.load(parts, [stories[index] for index in order[cut:]])
    make.load(parts, [stories[index] for index in order[:cut]])
    assert make.main_rows(parts) == make.main_rows(whole)
