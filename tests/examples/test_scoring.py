"""The scorer gives full marks to the goldens themselves, none to nothing, and notices each kind of fault."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from examples.goldens import GoldArticle, GoldBody, GoldEntity, GoldQuote, GoldRows
from examples.scoring import (
    Counts,
    NotInBodyError,
    below_floors,
    fold_name,
    locate_quotes,
    match_quotes,
    score,
    score_article,
)
from pipeline.records import Article, ArticleRows, Claim, Entity, Quote

BODY = (
    "The Dunmore Bridge will close, Ada Quill said. “It is tired,” she said. “So am I.”\n"
    "“Nonsense.”\n"
    "Two engineers said that the bridge would stand."
)


def gold_quote(content, cue, source, speaker, **changes) -> GoldQuote:
    given = {"kind": "indirect", "speaker_kind": "person", "is_anonymous": False, "stance": "asserts", **changes}
    return GoldQuote(content=content, cue=cue, source_text=source, speaker_name=speaker, **given)


GOLD = GoldRows(
    source_document="bridge.txt",
    article=GoldArticle(
        url=None,
        outlet=None,
        title=None,
        authors=(),
        byline=None,
        wire_credit=None,
        published_at=None,
        published_at_precision=None,
        published_at_source=None,
        dateline_place=None,
        section=None,
        language="en",
        status="ok",
    ),
    removed_lines=(),
    body=GoldBody(
        first_sentence="The Dunmore Bridge will close, Ada Quill said.",
        last_sentence="Two engineers said that the bridge would stand.",
    ),
    quotes=(
        gold_quote(("The Dunmore Bridge will close",), "said", "Ada Quill", "Ada Quill"),
        gold_quote(("“It is tired,”", "“So am I.”"), "said", "she", "Ada Quill", kind="direct"),
        gold_quote(("“Nonsense.”",), None, None, None, kind="direct", speaker_kind="unknown"),
        gold_quote(
            ("that the bridge would stand",),
            "said",
            "Two engineers",
            None,
            speaker_kind="group",
            is_anonymous=True,
            stance="denies",
        ),
    ),
    entities=(
        GoldEntity(name="Ada Quill", label="PERSON", aliases=("Ada Quill",)),
        GoldEntity(name="The Dunmore Bridge", label="FAC", aliases=("The Dunmore Bridge",)),
    ),
)

ARTICLE = Article(
    article_id="article_1",
    url=None,
    url_key=None,
    outlet=None,
    title=None,
    authors=(),
    byline=None,
    wire_credit=None,
    published_at=None,
    published_at_raw=None,
    published_at_source=None,
    published_at_precision=None,
    modified_at=None,
    retrieved_at=datetime(2025, 1, 1, tzinfo=UTC),
    dateline_place=None,
    section=None,
    language="en",
    body=BODY,
    word_count=30,
    text_sha256="",
    status="ok",
    source_document="bridge.txt",
    document_sha256="",
)


def quote_of(number: int, located) -> Quote:
    cue = located.cue or (None, None)
    return Quote(
        quote_id=f"quote_{number}",
        article_id="article_1",
        sentence_id=None,
        kind=located.gold.kind,
        content=" ".join(located.gold.content),
        content_spans=located.content,
        start_char=located.content[0][0],
        end_char=located.content[-1][1],
        cue=located.gold.cue,
        cue_start_char=cue[0],
        cue_end_char=cue[1],
        cue_lemma=None,
        cue_class=None,
        source_text=None,
        source_start_char=None,
        source_end_char=None,
        speaker_entity_id=None,
        speaker_name=located.gold.speaker_name,
        speaker_kind=located.gold.speaker_kind,
        is_anonymous=located.gold.is_anonymous,
        parent_quote_id=None,
        confidence=None,
    )


def claim_of(quote: Quote, stance: str) -> Claim:
    return Claim(
        claim_id=f"claim_{quote.quote_id}",
        article_id="article_1",
        quote_id=quote.quote_id,
        sentence_id=None,
        text=quote.content,
        start_char=quote.start_char,
        end_char=quote.end_char,
        subject=None,
        predicate=None,
        object=None,
        subject_entity_id=None,
        object_entity_id=None,
        claimant_entity_id=None,
        claimant_name=None,
        stance=stance,
        is_negated=False,
        factuality=None,
        checkworthiness=None,
        event_start=None,
        event_end=None,
        claim_group_id="claim_group_1",
        embedding=None,
    )


@pytest.fixture
def rows() -> ArticleRows:
    located = locate_quotes(GOLD, BODY)
    quotes = tuple(quote_of(number, one) for number, one in enumerate(located))
    claims = tuple(claim_of(quote, one.gold.stance) for quote, one in zip(quotes, located, strict=True))
    entities = tuple(Entity(f"entity_{entity.name}", entity.name, entity.label, None) for entity in GOLD.entities)
    return ArticleRows("article_1", quotes=quotes, claims=claims, entities=entities)


def test_the_gold_itself_scores_one(rows):
    assert set(score([(GOLD, ARTICLE, rows)]).figures().values()) == {1.0}


def test_nothing_scores_nothing():
    assert set(score([(GOLD, ARTICLE, ArticleRows("article_1"))]).figures().values()) == {0.0}


def test_each_said_is_the_one_beside_its_content():
    cues = [located.cue for located in locate_quotes(GOLD, BODY)]
    assert [cue and BODY[slice(*cue)] for cue in cues] == ["said", "said", None, "said"]
    assert len(set(cues)) == 4


def test_the_source_is_found_as_a_whole_word():
    body = "Sheila thought so. “It is tired,” she said. “So am I.”"
    located = locate_quotes(GOLD.model_copy(update={"quotes": GOLD.quotes[1:2]}), body)
    assert located[0].source == (body.index("she said"), body.index(" said"))


@pytest.mark.parametrize(
    ("changes", "figure", "expected"),
    [
        ({"speaker_name": "Bo Reed"}, "speaker_accuracy", 0.75),
        ({"is_anonymous": True}, "anonymity_accuracy", 0.75),
        ({"kind": "mixed"}, "kind_accuracy", 0.75),
        ({"cue_start_char": None, "cue_end_char": None}, "quote_recall", 0.75),
        ({"content_spans": ((0, 9),)}, "quote_recall", 0.75),
    ],
)
def test_a_fault_in_one_quote_costs_its_figure(rows, changes, figure, expected):
    faulty = replace(rows, quotes=(replace(rows.quotes[0], **changes), *rows.quotes[1:]))
    assert score_article(GOLD, ARTICLE, faulty).figures()[figure] == expected


def test_a_wrong_stance_costs_its_figure(rows):
    faulty = replace(rows, claims=(replace(rows.claims[0], stance="denies"), *rows.claims[1:]))
    assert score_article(GOLD, ARTICLE, faulty).figures()["stance_accuracy"] == 0.75


def test_a_quote_found_twice_counts_once(rows):
    doubled = replace(rows, quotes=(*rows.quotes, replace(rows.quotes[0], quote_id="quote_9")))
    figures = score_article(GOLD, ARTICLE, doubled).figures()
    assert (figures["quote_recall"], figures["quote_precision"]) == (1.0, 0.8)


def test_the_better_overlap_wins(rows):
    shorter = replace(rows.quotes[0], quote_id="quote_9", content_spans=((0, 22),))
    pairs = match_quotes(locate_quotes(GOLD, BODY), (shorter, *rows.quotes), BODY)
    assert pairs[0][1].quote_id == "quote_0"


def test_values_are_no_entities(rows):
    with_value = replace(rows, entities=(*rows.entities, Entity("entity_2", "Monday", "DATE", None)))
    assert score_article(GOLD, ARTICLE, with_value).figures()["entity_precision"] == 1.0


def test_a_wrong_label_is_a_wrong_entity(rows):
    faulty = replace(rows, entities=(replace(rows.entities[0], label="ORG"), rows.entities[1]))
    assert score_article(GOLD, ARTICLE, faulty).figures()["entity_f1"] == 0.5


def test_names_are_compared_without_case_and_article():
    assert fold_name("The Dunmore Bridge") == fold_name("dunmore bridge")
    assert fold_name(None) is None


def test_a_golden_of_another_article_is_noticed():
    with pytest.raises(NotInBodyError, match="Dunmore"):
        locate_quotes(GOLD, "Something else was said.")


def test_counts_add_up():
    assert Counts(gold_quotes=1) + Counts(gold_quotes=2, quotes=3) == Counts(gold_quotes=3, quotes=3)


def test_floors_hold_or_say_why_not():
    figures = {"quote_f1": 0.5, "entity_f1": 0.6}
    assert below_floors(figures, {"quote_f1": 0.5, "entity_f1": 0.6}) == []
    assert below_floors(figures, {"quote_f1": 0.55}) == ["quote_f1 fell to 0.500, below its floor 0.550"]
    assert "no floor" in below_floors(figures, {"entity_f1": None})[0]
