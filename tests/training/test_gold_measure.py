"""What the measure of speakers and entities makes of rows that are right, and of rows that are not."""

from dataclasses import replace

import pytest

from examples.scoring import locate_quote
from pipeline.records import Quote
from training.coreference_metrics import sum_counts
from training.gold import GoldArticle, GoldEntity, GoldHalf, GoldQuote, GoldRole
from training.gold.alignment import align, assign
from training.gold.built import FoundMention, FoundRole, Rows
from training.gold.marks import Marked, read_marks
from training.measures.speakers import compare, confusions

FIRST = """{varga|Anna Varga}, {varga|the mayor of {brill|Brill}}, said {varga|she} would stay.

{post|The Brill Post} reported that two officials, who feared for their jobs, said {varga|Varga} had wavered."""
SECOND = """{son|Tom Varga} asked {varga|his mother} to go, {son|he} told {post|the Post}."""
ENTITIES = {
    "varga": GoldEntity(name="Anna Varga", label="PERSON"),
    "son": GoldEntity(name="Tom Varga", label="PERSON"),
    "brill": GoldEntity(name="Brill", label="GPE"),
    "post": GoldEntity(name="Brill Post", label="ORG"),
}
UNNAMED = {"count": 2, "affiliation": None, "nationality": None, "reason": "who feared for their jobs"}


def gold_quote(content, cue, source, speaker, kind="person", parent=None, anonymous=None) -> GoldQuote:
    return GoldQuote(
        content=(content,), cue=cue, source_text=source, speaker=speaker, speaker_kind=kind, parent=parent,
        is_anonymous=anonymous is not None, anonymous=anonymous,
    )


QUOTES = {
    "one": (
        gold_quote("she would stay", "said", "Anna Varga, the mayor of Brill", "varga"),
        gold_quote(
            "that two officials, who feared for their jobs, said Varga had wavered", "reported", "The Brill Post",
            "post", "organisation",
        ),
        gold_quote("Varga had wavered", "said", "two officials, who feared for their jobs", None, "group", 1, UNNAMED),
    ),
    "two": (gold_quote("Tom Varga asked his mother to go", "told", "he", "son"),),
}
ROLES = {"one": (GoldRole(entity="varga", role="mayor", organisation="brill"),), "two": ()}


def gold_article(name: str, marked: str) -> GoldArticle:
    body, mentions = read_marks(marked)
    located = tuple(locate_quote(quote, body) for quote in QUOTES[name])
    return GoldArticle("mayor", name, "The Post", None, "A title", body, tuple(mentions), located, ROLES[name])


HALF = GoldHalf("dev", ENTITIES, (gold_article("one", FIRST), gold_article("two", SECOND)))


def right_rows(article: GoldArticle) -> Rows:
    """Return the rows that are exactly the gold."""
    quotes = []
    for number, located in enumerate(article.quotes):
        gold = located.gold
        parent = None if gold.parent is None else f"{article.name}_{gold.parent}"
        told = gold.anonymous
        quotes.append(Quote(
            quote_id=f"{article.name}_{number}", article_id=article.name, sentence_id=None, kind="indirect",
            content=gold.content[0], content_spans=located.content, start_char=located.content[0][0], end_char=0,
            cue=gold.cue, cue_start_char=located.cue[0], cue_end_char=located.cue[1], cue_lemma=None, cue_class=None,
            source_text=gold.source_text, source_start_char=None, source_end_char=None,
            speaker_entity_id=gold.speaker and f"entity_{gold.speaker}", speaker_name=gold.speaker,
            speaker_kind=gold.speaker_kind, is_anonymous=gold.is_anonymous, parent_quote_id=parent, confidence=None,
            source_count=told and told.count, anonymity_reason=told and told.reason,
        ))  # fmt: skip
    mentions = (FoundMention(one.start, one.end, one.form, f"entity_{one.key}") for one in article.mentions)
    roles = (FoundRole(f"entity_{role.entity}", role.role, "Brill", "entity_brill") for role in article.roles)
    return Rows(tuple(mentions), tuple(quotes), tuple(roles))


def figures(*rows: Rows) -> dict[str, float]:
    return sum_counts(each.counts for each in compare(HALF, rows))


@pytest.fixture
def rows() -> list[Rows]:
    return [right_rows(article) for article in HALF.articles]


def test_right_rows_give_a_hundred(rows):
    found = figures(*rows)
    untold = ("anonymous affiliation", "anonymous nationality")
    asked = {name: value for name, value in found.items() if name not in untold}
    assert set(asked.values()) == {100.0}
    assert {"speaker", "anonymity", "parent", "roles", "organisation of roles", "names B-cubed"} < asked.keys()


def test_no_rows_give_nothing():
    assert set(figures(Rows(), Rows()).values()) == {0.0}


@pytest.mark.parametrize(
    ("number", "changes", "figure", "expected"),
    [
        (0, {"speaker_entity_id": "entity_son"}, "speaker", 75.0),
        (0, {"speaker_entity_id": None}, "speaker", 75.0),
        (2, {"speaker_entity_id": "entity_varga"}, "speaker", 75.0),
        (2, {"is_anonymous": False}, "speaker", 75.0),
        (2, {"is_anonymous": False}, "anonymity", 0.0),
        (0, {"is_anonymous": True}, "anonymity", 200 / 3),
        (0, {"speaker_kind": "group"}, "speaker kind", 75.0),
        (2, {"parent_quote_id": None}, "parent", 0.0),
        (2, {"parent_quote_id": "one_0"}, "parent", 0.0),
        (0, {"parent_quote_id": "one_1"}, "parent", 200 / 3),
        (2, {"source_count": 3}, "anonymous count", 0.0),
        (2, {"source_count": None}, "anonymous count", 0.0),
        (2, {"anonymity_reason": "feared for their jobs"}, "anonymous reason", 100.0),
        (2, {"anonymity_reason": "the matter is sensitive"}, "anonymous reason", 0.0),
        (0, {"cue_start_char": None}, "quotes found", 75.0),
    ],
)
def test_a_fault_in_one_quote_costs_its_figure(rows, number, changes, figure, expected):
    quotes = list(rows[0].quotes)
    quotes[number] = replace(quotes[number], **changes)
    assert figures(replace(rows[0], quotes=tuple(quotes)), rows[1])[figure] == pytest.approx(expected)


def renamed(rows: Rows, names: dict[str, str]) -> Rows:
    """Return rows with other entities."""
    def name(entity_id: str | None) -> str | None:
        return names.get(entity_id, entity_id)

    mentions = tuple(replace(one, entity_id=name(one.entity_id)) for one in rows.mentions)
    quotes = tuple(replace(one, speaker_entity_id=name(one.speaker_entity_id)) for one in rows.quotes)
    return replace(rows, mentions=mentions, quotes=quotes)


def test_names_tell_who_is_who_and_not_pronouns(rows):
    mentions = (replace(one, entity_id="entity_son") if one.form != "name" else one for one in rows[0].mentions)
    found = figures(replace(rows[0], mentions=tuple(mentions)), rows[1])
    assert found["speaker"] == found["speaker in its article"] == found["names B-cubed"] == 100
    assert found["mentions B-cubed"] < 100


def test_what_entities_are_called_does_not_matter(rows):
    names = {f"entity_{key}": f"entity_{place}" for place, key in enumerate(ENTITIES)}
    found = figures(*(renamed(each, names) for each in rows))
    assert found["speaker"] == found["mentions B-cubed"] == 100


def test_mother_and_son_as_one_entity_cost_precision_and_a_speaker(rows):
    found = figures(*(renamed(each, {"entity_son": "entity_varga"}) for each in rows))
    assert found["mentions B-cubed: recall"] == 100
    assert found["mentions B-cubed: precision"] < 100
    assert found["speaker"] == 75


def test_one_paper_as_two_entities_costs_recall_alone(rows):
    found = figures(rows[0], renamed(rows[1], {"entity_post": "entity_other"}))
    assert found["names B-cubed: precision"] == 100
    assert found["names B-cubed: recall"] == pytest.approx(100 * 5 / 6)
    assert found["speaker in its article"] == 100


def test_a_missed_and_a_spurious_mention_count_where_all_do(rows):
    spurious = FoundMention(0, 4, "name", "entity_anna")
    kept = tuple(one for one in rows[1].mentions if one.entity_id != "entity_post")
    found = figures(replace(rows[0], mentions=(*rows[0].mentions, spurious)), replace(rows[1], mentions=kept))
    assert found["names B-cubed"] == 100
    assert found["names found"] == pytest.approx(100 * 5 / 6)
    assert found["names B-cubed, all counted: recall"] == pytest.approx(100 * (3 + 1 + 1 / 2) / 6)
    assert found["names B-cubed, all counted: precision"] == pytest.approx(100 * 5 / 6)


def test_who_was_confused_with_whom_is_told(rows):
    mistaken = [renamed(each, {"entity_son": "entity_varga"}) for each in rows]
    (told,) = confusions(HALF, compare(HALF, mistaken))
    assert "entity_varga is one entity" in told
    assert "mayor/two: Tom Varga" in told


BODY = "The Lune River Authority’s chair, Dr. Ada Holm, left the mayor of Brill."


@pytest.mark.parametrize(
    ("gold", "found", "is_same"),
    [
        ("Lune River Authority", "The Lune River Authority’s", True),
        ("Ada Holm", "Dr. Ada Holm", True),
        ("Holm", "Ada Holm", True),
        ("the mayor of Brill", "the mayor", True),
        ("Brill", "the mayor of Brill", False),
        ("Lune River", "Lune River Authority’s chair", False),
        ("Ada Holm", "Brill", False),
    ],
)
def test_mentions_are_aligned_by_their_heads(gold, found, is_same):
    marked = Marked(BODY.index(gold), BODY.index(gold) + len(gold), "x", "nominal")
    row = FoundMention(BODY.index(found), BODY.index(found) + len(found), "nominal", "entity_1")
    assert bool(align([marked], [row], BODY)) == is_same


def test_the_exact_mention_goes_before_the_one_around_it():
    spans = [(0, 25), (4, 8)]
    gold = [Marked(*span, "x", "name") for span in spans]
    found = [FoundMention(*span, "name", "entity_1") for span in reversed(spans)]
    assert align(gold, found, BODY) == {0: 1, 1: 0}


def test_no_entity_is_given_to_two_keys():
    assert assign([("a", "1"), ("a", "1"), ("b", "1"), ("b", "2")]) == {"a": "1", "b": "2"}
    assert assign([("a", "1"), ("a", "1"), ("b", "1")]) == {"a": "1"}
    assert assign([]) == {}
