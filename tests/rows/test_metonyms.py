import pytest

from pipeline.rows import build_rows
from pipeline.rows.bodies import body_of, find_bodies, government_of

GOVERNMENTS = [
    ("China reacted sharply. Beijing warned Japan on Monday.", "Beijing", "Government of China"),
    ("China and Japan met. The Japanese side held talks with Beijing.", "Beijing", "Government of China"),
    ("China protested. The aide wished to avoid further infuriating Beijing.", "Beijing", "Government of China"),
    ("China objected. It is a key part of Beijing’s vision for the region.", "Beijing", "Government of China"),
    ("France rejected the proposal on Monday.", "France", "Government of France"),
    ("The White House said that it would wait.", "White House", "Government of the United States"),
    ("The Kremlin denied the report.", "Kremlin", "Government of Russia"),
    ("The trawlers were boarded near the coast of Spain on Monday. Rabat, which says the bank lies in open water, sent "
     "a note.", "Rabat", "Government of Morocco"),
    ("The warning was sent by fax to Budapest, Bratislava says, eleven hours before the gates were opened.",
     "Bratislava", "Government of Slovakia"),
]
PLACES = [
    ("The president of France arrived in Paris on Monday.", "Paris", "Paris"),
    ("French officials in Paris said that they would wait.", "Paris", "Paris"),
    ("Exports from China rose last year.", "China", "China"),
    ("It has rained in Germany since Monday.", "Germany", "Germany"),
]
BODIES = [
    ("Japan’s foreign ministry refuted the claim.", "Japan’s foreign ministry", "Foreign Ministry of Japan"),
    ("The Chinese embassy stated on Wednesday that it was safe.", "The Chinese embassy", "Embassy of China"),
    ("The Israeli military said that it was investigating.", "The Israeli military", "Military of Israel"),
    ("The Ministry of Foreign Affairs of China said so.", "Ministry of Foreign Affairs of China",
     "Foreign Ministry of China"),
    ("Japan’s Prime Minister’s Office referred to a statement.", "Japan’s Prime Minister’s Office",
     "Prime Minister’s Office of Japan"),
]


@pytest.fixture
def named(nlp, article_of):
    """Return what each mention of a text stands for: name, label and country of its entity by the mention's text."""

    def mentions(text):
        rows = build_rows(article_of(text), nlp(text))
        entities = {entity.entity_id: entity for entity in rows.entities}
        return {mention.text: entities[mention.entity_id] for mention in rows.mentions if mention.entity_id}

    return mentions


@pytest.mark.parametrize(("text", "mention", "name"), GOVERNMENTS + PLACES + BODIES)
def test_a_place_is_a_place_or_its_government(named, text, mention, name):
    assert named(text)[mention].name == name


def test_the_mention_keeps_its_label_and_the_entity_is_the_government(nlp, article_of):
    text = "China reacted sharply on Monday."
    rows = build_rows(article_of(text), nlp(text))
    (mention,) = [mention for mention in rows.mentions if mention.text == "China"]
    (entity,) = [entity for entity in rows.entities if entity.entity_id == mention.entity_id]
    assert (mention.label, entity.label, entity.country_code) == ("GPE", "ORG", "CN")


def test_a_body_named_without_its_country_is_the_last_of_its_kind(named):
    text = "Morocco’s foreign ministry announced the visit. The foreign ministry gave no date."
    assert named(text)["The foreign ministry"].name == "Foreign Ministry of Morocco"


def test_a_body_of_no_country_is_nobodys(named):
    assert "The embassy" not in named("The embassy was closed on Monday.")


@pytest.mark.parametrize(("code", "name"), [
    ("US", "Government of the United States"), ("CN", "Government of China"), ("TW", "Government of Taiwan"),
    ("XK", "Government of Kosovo"), ("EU", "European Union"),
])
def test_governments_have_neutral_names(code, name):
    assert government_of(code).name == name


def test_a_body_and_its_government():
    assert body_of("Foreign Ministry", "GB").name == "Foreign Ministry of the United Kingdom"
    assert body_of("Government", "GB") == government_of("GB")
    (found,) = find_bodies("An official of the South Korean defense ministry spoke.")
    assert (found.kind, found.country_code) == ("Defence Ministry", "KR")
