from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from expectations import validation
from expectations.batches import validate_batch
from expectations.expectation import Expectation, Suite
from expectations.validation import SUITES, BrokenExpectation, validate
from pipeline.ids import text_sha256
from pipeline.records import Article, Claim, EntityRole, Mention, Quote, RemovedLine, Sentence
from warehouse.frames import ArticleEntity, ArticleRevision, frame_of
from warehouse.versions import version_order

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BODY = "Jane Roe said 🚧 that the bridge is closed."
ARTICLE = Article(
    article_id="article_1", url="https://a.example/1", url_key="a.example/1", outlet="The Gazette", title="Bridge",
    authors=(), byline=None, wire_credit=None, published_at=NOON, published_at_raw=None, published_at_source="record",
    published_at_precision="second", modified_at=None, retrieved_at=NOON, dateline_place=None, section=None,
    language="en", body=BODY, word_count=9, text_sha256=text_sha256(BODY), status="ok", source_document="a.txt",
    document_sha256="0" * 64,
)
START = BODY.index("the bridge")
QUOTE = Quote(
    quote_id="quote_1", article_id="article_1", sentence_id="sentence_1", kind="indirect",
    content="the bridge is closed", content_spans=((START, START + 20),), start_char=0, end_char=len(BODY) - 1,
    cue="said", cue_start_char=9, cue_end_char=13, cue_lemma="say", cue_class="say", source_text="Jane Roe",
    source_start_char=0, source_end_char=8, speaker_entity_id="entity_1", speaker_name="Jane Roe",
    speaker_kind="person", is_anonymous=False, parent_quote_id=None, confidence=1.0,
)
RECORDS = {
    "articles": ARTICLE,
    "article_revisions": ArticleRevision(
        "article_1", ARTICLE.text_sha256, NOON, None, NOON, "Bridge", BODY, "a.txt", "0" * 64, version_order(ARTICLE)
    ),
    "entities": ArticleEntity("article_1", "entity_1", "Jane Roe", "PERSON", None),
    "sentences": Sentence("sentence_1", "article_1", 0, 0, len(BODY)),
    "mentions": Mention("mention_1", "article_1", "sentence_1", "entity_1", "Jane Roe", "name", "PERSON", 0, 8),
    "entity_roles": EntityRole("article_1", "entity_1", "mayor", "Riverton", None, 0, 8),
    "quotes": QUOTE,
    "claims": Claim(
        claim_id="claim_1", article_id="article_1", quote_id="quote_1", sentence_id="sentence_1",
        text="the bridge is closed", start_char=START, end_char=START + 20, subject=None, predicate=None, object=None,
        subject_entity_id=None, object_entity_id=None, claimant_entity_id="entity_1", claimant_name="Jane Roe",
        stance="asserts", is_negated=False, factuality=None, checkworthiness=None, event_start=None, event_end=None,
        claim_group_id="claim_group_1", embedding=None, statement="The bridge is closed.",
    ),
    "removed_lines": RemovedLine("article_1", 0, "Share this", "promotion"),
}
KNOWN = {"article_id": {"article_1"}, "sentence_id": {"sentence_1"}, "entity_id": {"entity_1"}, "quote_id": {"quote_1"}}


def validate_records(table, *records, **options):
    return validate(table, frame_of(table, records), **{"bodies": {"article_1": BODY}, "known_ids": KNOWN} | options)


@pytest.mark.parametrize("table", RECORDS)
def test_what_is_right_passes_every_expectation(table):
    validated = validate_records(table, RECORDS[table])
    assert len(validated.valid) == 1
    assert validated.quarantined.empty
    assert all(outcome["success"] for outcome in validated.outcomes)


@pytest.mark.parametrize("table", RECORDS)
def test_an_empty_table_passes(table):
    validated = validate_records(table)
    assert validated.valid.empty and validated.quarantined.empty
    assert {outcome["evaluated_count"] for outcome in validated.outcomes} == {0}


WRONG = [
    ("articles", {"body": ""}, "body is malformed"),
    ("articles", {"body": BODY + "?"}, "text_sha256 is not the hash of the body"),
    ("articles", {"article_id": None}, "article_id is missing"),
    ("articles", {"source_document": None}, "source_document is missing"),
    ("articles", {"status": "fine"}, "status is of an unknown kind"),
    ("articles", {"word_count": -1}, "word_count is out of range"),
    ("article_revisions", {"article_id": "article_2"}, "its article is missing or was quarantined"),
    ("entities", {"name": "-"}, "name is malformed"),
    ("entities", {"label": None}, "label is missing"),
    ("entities", {"country_code": "USA"}, "country_code is malformed"),
    ("entity_roles", {"entity_id": "entity_2"}, "its entity is missing or was quarantined"),
    ("entity_roles", {"organisation_entity_id": "entity_2"}, "its organisation is missing or was quarantined"),
    ("entity_roles", {"role": "-"}, "role is malformed"),
    ("entity_roles", {"end_char": len(BODY) + 1}, "it ends after the body"),
    ("sentences", {"end_char": 0}, "it ends before it starts"),
    ("sentences", {"end_char": len(BODY) + 1}, "it ends after the body"),
    ("sentences", {"start_char": -1}, "start_char is out of range"),
    ("sentences", {"position": -1}, "position is out of range"),
    ("mentions", {"text": "Jane Doe"}, "text is not what its offsets give"),
    ("mentions", {"start_char": 1, "end_char": 9}, "text is not what its offsets give"),
    ("mentions", {"form": "noun"}, "form is of an unknown kind"),
    ("mentions", {"article_id": "article_2"}, "its article is missing or was quarantined"),
    ("mentions", {"entity_id": "entity_2"}, "its entity is missing or was quarantined"),
    ("mentions", {"sentence_id": "sentence_2"}, "its sentence is missing or was quarantined"),
    ("quotes", {"kind": "free"}, "kind is of an unknown kind"),
    ("quotes", {"content": "the bridge is open"}, "content is not what its spans give"),
    ("quotes", {"content_spans": ()}, "content_spans are missing or outside the body"),
    ("quotes", {"content_spans": ((0, 900),)}, "content_spans are missing or outside the body"),
    ("quotes", {"cue": "says"}, "cue is not what its offsets give"),
    ("quotes", {"cue_start_char": None}, "cue_start_char is missing"),
    ("quotes", {"source_text": "Jane"}, "source_text is not what its offsets give"),
    ("quotes", {"speaker_name": None}, "speaker_name is missing"),
    ("quotes", {"speaker_entity_id": "entity_2"}, "its speaker's entity is missing or was quarantined"),
    ("quotes", {"parent_quote_id": "quote_2"}, "its parent quote is missing or was quarantined"),
    ("quotes", {"confidence": 1.1}, "confidence is out of range"),
    ("quotes", {"is_anonymous": None}, "is_anonymous is missing"),
    ("quotes", {"speaker_role": "—"}, "speaker_role is malformed"),
    ("quotes", {"speaker_is_government": None}, "speaker_is_government is missing"),
    ("claims", {"quote_id": "quote_2"}, "its quote is missing or was quarantined"),
    ("claims", {"text": "the bridge is open  "}, "text is not what its offsets give"),
    ("claims", {"stance": "ASSERTS!"}, "stance is malformed"),
    ("claims", {"event_start": NOON.date(), "event_end": NOON.date() - timedelta(days=1)}, "it ends before it starts"),
    ("claims", {"statement": None}, "statement is missing"),
    ("claims", {"statement": "“…”"}, "statement is malformed"),
    ("claims", {"claim_group_id": None}, "claim_group_id is missing"),
    ("removed_lines", {"reason": None}, "reason is missing"),
]


@pytest.mark.parametrize(("table", "change", "reason"), WRONG)
def test_what_is_wrong_is_set_aside_with_the_reason(table, change, reason):
    validated = validate_records(table, replace(RECORDS[table], **change))
    assert validated.valid.empty
    assert reason in validated.quarantined["rejection_detail"].iloc[0].split("; ")


@pytest.mark.parametrize("table", ["articles", "mentions", "quotes", "claims", "sentences", "entities"])
def test_only_the_wrong_rows_are_set_aside(table):
    key = SUITES[table].key[-1]
    right, twice = RECORDS[table], replace(RECORDS[table], **{key: "twice"})
    if table == "sentences":
        right = replace(right, position=1)
    validated = validate_records(table, right, twice, twice, known_ids=KNOWN)
    assert list(validated.valid[key]) == [getattr(right, key)]
    assert len(validated.quarantined) == 2


@pytest.mark.parametrize("change", [
    {"published_at": NOON + timedelta(days=400)}, {"published_at": datetime(1, 1, 1, tzinfo=UTC)},
    {"url": "not a url"}, {"language": "english"}, {"published_at_precision": "hour"},
])
def test_what_is_only_odd_is_loaded_and_counted(change):
    validated = validate_records("articles", replace(ARTICLE, **change))
    assert len(validated.valid) == 1
    assert [outcome["severity"] for outcome in validated.outcomes if not outcome["success"]] == ["warning"]


def test_outcomes_say_what_was_looked_at_and_why():
    wrong = replace(RECORDS["mentions"], mention_id="mention_2", text="Jane Doe")
    outcomes = validate_records("mentions", RECORDS["mentions"], wrong).outcomes
    assert len(outcomes) == len(SUITES["mentions"].expectations)
    failed, = (outcome for outcome in outcomes if not outcome["success"])
    assert failed == {
        "suite": "mentions", "expectation": "expect_column_pair_values_to_be_equal", "columns": "text_in_body, text",
        "why": failed["why"], "severity": "critical", "success": False, "evaluated_count": 2, "unexpected_count": 1,
        "examples": "[\"('Jane Doe', 'Jane Roe')\"]",
    }
    assert "own words" in failed["why"]


def test_what_cannot_be_compared_is_not_counted_as_evaluated():
    outcomes = validate("mentions", frame_of("mentions", [RECORDS["mentions"]])).outcomes
    unseen = {outcome["columns"] for outcome in outcomes if outcome["evaluated_count"] == 0}
    assert unseen == {
        "article_id_is_known", "sentence_id_is_known", "entity_id_is_known", "end_char, body_length",
        "text_in_body, text",
    }


def test_a_quote_goes_with_its_parent_and_that_with_its_own():
    first = replace(QUOTE, confidence=2.0)
    second = replace(QUOTE, quote_id="quote_2", parent_quote_id="quote_1")
    third = replace(QUOTE, quote_id="quote_3", parent_quote_id="quote_2")
    alone = replace(QUOTE, quote_id="quote_4")
    validated = validate_records("quotes", third, second, first, alone)
    assert list(validated.valid["quote_id"]) == ["quote_4"]
    assert list(validated.quarantined["rejection_reason"]) == [
        "parent_quote_id was quarantined", "parent_quote_id was quarantined", "confidence is out of range"
    ]


def test_rows_go_with_their_article():
    frames = {table: frame_of(table, [record]) for table, record in RECORDS.items()}
    frames["articles"] = frame_of("articles", [replace(ARTICLE, status="fine")])
    batch = validate_batch(frames)
    assert all(batch.frames[table].empty for table in RECORDS)
    assert {rejection.table_name for rejection in batch.rejections} == set(RECORDS)
    reasons = {rejection.table_name: rejection.reason for rejection in batch.rejections}
    assert reasons["articles"] == "status is of an unknown kind"
    assert reasons["claims"] == reasons["sentences"] == "its article is missing or was quarantined"
    assert {rejection.source_document for rejection in batch.rejections} == {"a.txt"}
    assert len({rejection.rejection_id for rejection in batch.rejections}) == len(RECORDS)
    assert all(rejection.stage == "validate" and rejection.input.startswith("{") for rejection in batch.rejections)


def test_a_sound_batch_passes_whole():
    frames = {table: frame_of(table, [record]) for table, record in RECORDS.items()}
    batch = validate_batch(frames)
    assert batch.rejections == []
    assert all(batch.frames[table].equals(frames[table]) for table in frames)
    judged = [suite for table, suite in SUITES.items() if table in frames]  # the others once the batch is loaded
    assert len(batch.outcomes) == sum(len(suite.expectations) for suite in judged)
    assert set(SUITES) - set(frames) == {"earlier_quotes", "outlets", "claim_groups", "claim_links"}


def test_a_broken_expectation_is_an_error(monkeypatch):
    broken = Suite("broken", ("article_id",), (
        Expectation("ExpectColumnValuesToNotBeNull", {"column": "no_such_column"}, "reason", "why"),
    ))
    monkeypatch.setitem(validation.SUITES, "broken", broken)
    with pytest.raises(BrokenExpectation, match="no_such_column"):
        validate("broken", frame_of("articles", [ARTICLE]))


@pytest.mark.parametrize("table", SUITES)
def test_every_expectation_says_why(table):
    for expectation in SUITES[table].expectations:
        assert expectation.why.endswith(".") and len(expectation.why) > 20
        assert expectation.reason and len(expectation.reason) < 60
