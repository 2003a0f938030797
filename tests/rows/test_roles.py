import pytest

from pipeline.rows import build_rows

TITLES = [
    ("Japan’s Chief Cabinet Secretary Jiro Tanaka dismissed the report.", "Chief Cabinet Secretary", "Japan"),
    ("U.S. President Donald Trump spoke on Monday.", "President", "United States"),
    ("Japanese Prime Minister Sanae Takaichi spoke on Monday.", "Prime Minister", "Japan"),
    ("Former British Prime Minister Tony Blair spoke on Monday.", "Former Prime Minister", "United Kingdom"),
]
APPOSITIONS = [
    ("Jiro Tanaka, Japan’s chief cabinet secretary, dismissed the report.", "chief cabinet secretary", "Japan"),
    ("Jane Doe, 54, the mayor of London, opened the bridge.", "mayor", "London"),
    ("“We will wait,” said Noah Halpern, a spokesman for the European Commission.", "spokesman", "European Commission"),
    ("John Doe, the chairman, whose family owns the firm, told the board to wait.", "chairman", None),
    ("Ann Lee, an electrician of 24, was carried out of the mine.", "electrician", None),
    ("Jane Doe, chief executive of French supplier Boeing, said so.", "chief executive", "Boeing"),
    ("“It is over,” said Jane Doe, an economist at Princeton University in New Jersey.", "economist",
     "Princeton University"),
    ("John Doe, chief U.S. economist at Goldman Sachs, was wrong.", "chief U.S. economist", "Goldman Sachs"),
    ("John Doe, director of sustainable finance at the World Bank, agreed.", "director of sustainable finance",
     "World Bank"),
    ("The letter went to Boeing general counsel Jane Doe.", "general counsel", "Boeing"),
    ("Germany’s finance minister, Anna Weber, resigned on Friday.", "finance minister", "Germany"),
    ("Jane Doe, who heads the World Health Organization, warned of delays.", "head", "World Health Organization"),
]


@pytest.fixture
def roles_of(nlp, article_of):
    def roles(text):
        rows = build_rows(article_of(text), nlp(text))
        names = {entity.entity_id: entity.name for entity in rows.entities}
        for role in rows.roles:
            assert 0 <= role.start_char < role.end_char <= len(text)
            assert role.organisation_entity_id is None or role.organisation_entity_id in names
        return [(names[role.entity_id], role.role, role.organisation) for role in rows.roles]

    return roles


@pytest.mark.parametrize(("text", "role", "organisation"), TITLES + APPOSITIONS)
def test_a_role_and_where_it_is_held(roles_of, text, role, organisation):
    assert [(role, organisation)] == [found[1:] for found in roles_of(text)]


def test_a_role_is_told_once_per_person(roles_of):
    text = "Mayor Jane Doe spoke. Then Mayor Doe left. Mayor Jane Doe had spoken before."
    assert roles_of(text) == [("Jane Doe", "Mayor", None)]


@pytest.mark.parametrize("text", [
    "Jane Doe, 54, of Boston, was injured.",
    "Mr. Doe said that he was not the mayor of London.",
    "Jane Doe, her mother, was injured.",
    "Alveda King spoke on Monday.",
])
def test_ages_homes_and_kin_are_no_roles(roles_of, text):
    assert roles_of(text) == []


def test_the_phrase_beside_a_name_is_a_mention(nlp, article_of):
    text = "Jiro Tanaka, the chief cabinet secretary of Japan, dismissed the report."
    rows = build_rows(article_of(text), nlp(text))
    person = next(entity for entity in rows.entities if entity.name == "Jiro Tanaka")
    assert [mention.text for mention in rows.mentions if mention.entity_id == person.entity_id] == [
        "Jiro Tanaka", "the chief cabinet secretary of Japan",
    ]


def test_a_role_in_an_organisation_that_a_phrase_takes_up(roles_of):
    text = "The National Gallery opened on Monday. “It is done,” said Ann Lee, a spokeswoman for the gallery."
    assert roles_of(text) == [("Ann Lee", "spokeswoman", "National Gallery")]


def test_a_phrase_with_a_country_says_where_a_role_is_held(roles_of):
    text = "President Emmanuel Macron spoke on Monday. The French president left early."
    assert roles_of(text) == [("Emmanuel Macron", "president", "France")]


def test_a_country_that_a_role_names_by_its_people_is_that_of_the_article(nlp, article_of):
    text = "Japanese Prime Minister Ann Mori left Japan on Monday. She will be back in May."
    rows = build_rows(article_of(text), nlp(text))
    japan = next(entity for entity in rows.entities if entity.name == "Japan")
    assert [(role.organisation, role.organisation_entity_id) for role in rows.roles] == [("Japan", japan.entity_id)]
