import pytest


def names(rows):
    return {(entity.name, entity.label) for entity in rows.entities}


def entity_of(rows, text):
    """Return the names of the entities that mentions of a text have."""
    by_id = {entity.entity_id: entity.name for entity in rows.entities}
    return [by_id.get(mention.entity_id) for mention in rows.mentions if mention.text == text]


def test_the_names_of_one_person_are_one_entity(rows_of):
    rows = rows_of(
        "Prime Minister <PERSON>Ada Okafor</PERSON> spoke. <PERSON>Okafor’s</PERSON> party cheered. "
        "<PERSON>Mrs. Okafor</PERSON> left. <PERSON>Prime Minister Okafor</PERSON> rested."
    )
    assert names(rows) == {("Ada Okafor", "PERSON")}
    assert [mention.text for mention in rows.mentions] == [
        "Ada Okafor",
        "Okafor",
        "Okafor",
        "Okafor",
    ]


def test_two_people_of_one_family_name_stay_apart(rows_of):
    rows = rows_of(
        "<PERSON>Marta Lind</PERSON> met <PERSON>Jonas Lind</PERSON>. Ms. <PERSON>Lind</PERSON> smiled. "
        "Mr. <PERSON>Lind</PERSON> frowned."
    )
    assert names(rows) == {("Marta Lind", "PERSON"), ("Jonas Lind", "PERSON")}
    assert entity_of(rows, "Lind") == ["Marta Lind", "Jonas Lind"]


def test_a_name_without_initials_does_not_join_two_with_unlike_ones(rows_of):
    rows = rows_of(
        "<PERSON>Edgar H.W. Lind</PERSON> was first. <PERSON>Edgar Lind</PERSON> spoke. "
        "<PERSON>Edgar P. Lind</PERSON> came later."
    )
    assert len(rows.entities) == 2
    assert entity_of(rows, "Edgar P. Lind") != entity_of(rows, "Edgar H.W. Lind")


def test_the_son_is_not_the_father(rows_of):
    rows = rows_of(
        "<PERSON>Edgar Lind</PERSON> left. <PERSON>Edgar Lind Jr.</PERSON> stayed. <PERSON>Lind Jr.</PERSON> smiled. "
        "<PERSON>Edgar Jr.</PERSON> waved."
    )
    assert entity_of(rows, "Lind Jr.") == entity_of(rows, "Edgar Jr.") == entity_of(rows, "Edgar Lind Jr.")
    assert entity_of(rows, "Edgar Lind") == ["Edgar Lind"]


def test_who_is_called_junior_is_not_meant_by_the_family_name_alone(rows_of):
    rows = rows_of(
        "<PERSON>Edgar Lind Jr.</PERSON> left. <PERSON>Lind Jr.</PERSON> smiled. President <PERSON>Lind</PERSON> waved."
    )
    assert entity_of(rows, "Lind") != entity_of(rows, "Lind Jr.") == entity_of(rows, "Edgar Lind Jr.")


def test_a_junior_may_be_called_by_the_family_name(rows_of):
    rows = rows_of("<PERSON>Edgar Lind Jr.</PERSON> left. <PERSON>Lind</PERSON> waved.")
    assert entity_of(rows, "Lind") == entity_of(rows, "Edgar Lind Jr.")


def test_who_has_a_title_is_no_organisation(rows_of):
    rows = rows_of(
        "The <ORG>Garvel</ORG> campaign met the <ORG>Garvel</ORG> team. President <PERSON>Garvel</PERSON> spoke."
    )
    assert names(rows) == {("Garvel", "PERSON")}


def test_a_country_is_no_organisation(rows_of):
    rows = rows_of("The <ORG>USA</ORG> lost. The <GPE>United States</GPE> had won before.")
    assert names(rows) == {("United States", "GPE")}


def test_a_name_ends_where_the_next_is_glued_to_it(rows_of):
    rows = rows_of(
        "<PERSON>Ada Okafor</PERSON> spoke. <PERSON>Ada OkaforSenators</PERSON> "
        "met <PERSON>Jo MacAllan</PERSON>."
    )
    assert names(rows) == {("Ada Okafor", "PERSON"), ("Jo MacAllan", "PERSON")}


def test_a_river_is_no_short_form_of_its_commission(rows_of):
    rows = rows_of("The <ORG>Ister Commission</ORG> met. Ships on the <ORG>Ister</ORG> waited.")
    assert len(rows.entities) == 2


def test_an_ambiguous_family_name_is_the_nearest_person_before(rows_of):
    rows = rows_of("<PERSON>Kit Lind</PERSON> met <PERSON>Robin Lind</PERSON>. <PERSON>Lind</PERSON> smiled.")
    assert entity_of(rows, "Lind") == ["Robin Lind"]


def test_names_with_the_family_name_first(rows_of):
    rows = rows_of("<PERSON>Guo Jiahao</PERSON> and <PERSON>Ann Lee</PERSON> met. <PERSON>Guo</PERSON> left.")
    assert entity_of(rows, "Guo") == ["Guo Jiahao"]


def test_a_family_name_alone_stays_what_it_is(rows_of):
    assert names(rows_of("<PERSON>Okafor</PERSON> spoke. <PERSON>Okafor</PERSON> left.")) == {("Okafor", "PERSON")}


def test_a_middle_initial_does_not_make_another_person(rows_of):
    rows = rows_of("<PERSON>Ann T. Lee</PERSON> spoke. <PERSON>Ann Lee</PERSON> left. <PERSON>Lee</PERSON> slept.")
    assert names(rows) == {("Ann Lee", "PERSON")}


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Port Merrin Harbour Authority", "PMHA"),
        ("United Nations", "U.N."),
        ("Bank of Tarsk", "BOT"),
        ("Korvan Maritime", "Korvan"),
        ("Halden Chemicals Inc.", "Halden Chemicals"),
    ],
)
def test_acronyms_and_short_forms_of_organisations(rows_of, full, short):
    rows = rows_of(f"The <ORG>{full}</ORG> paid. Then <ORG>{short}</ORG> denied it.")
    assert len(rows.entities) == 1


def test_an_organisation_is_not_the_place_in_its_name(rows_of):
    rows = rows_of("<ORG>Japan Post</ORG> closed. <ORG>Japan</ORG> won. <ORG>Bank One</ORG> met <ORG>Bank</ORG>.")
    assert len(rows.entities) == 4


def test_countries_by_any_name(rows_of):
    rows = rows_of("<GPE>U.S.</GPE> and <GPE>America</GPE>, <GPE>the United States</GPE>, <GPE>Britain</GPE>.")
    assert {(entity.name, entity.country_code) for entity in rows.entities} == {
        ("United States", "US"),
        ("United Kingdom", "GB"),
    }


def test_places_that_are_no_country_have_no_code(rows_of):
    rows = rows_of("<GPE>Merrin</GPE> and <GPE>Georgia</GPE> and <NORP>Japanese</NORP>.")
    assert {entity.name: entity.country_code for entity in rows.entities} == {
        "Merrin": None, "Georgia": None, "Japanese": "JP",
    }


def test_a_label_is_settled_by_majority(rows_of):
    rows = rows_of("<ORG>Okafor</ORG> won. <PERSON>Okafor</PERSON> spoke. <PERSON>Okafor</PERSON> left.")
    assert names(rows) == {("Okafor", "PERSON")}


def test_a_stray_label_of_a_family_name_is_mended(rows_of):
    rows = rows_of("<PERSON>Ada Okafor</PERSON> won. <ORG>Okafor</ORG> left for <GPE>Paris</GPE>.")
    assert names(rows) == {("Ada Okafor", "PERSON"), ("Paris", "GPE")}


def test_a_city_is_no_family_name(rows_of):
    rows = rows_of("<PERSON>Lou Washington</PERSON> flew to <GPE>Washington</GPE>.")
    assert ("Washington", "GPE") in names(rows)


def test_numbers_and_dates_are_no_entities(rows_of):
    rows = rows_of("<DATE>On Monday</DATE> <CARDINAL>two</CARDINAL> men paid <MONEY>$5</MONEY>.")
    assert rows.entities == () and rows.mentions == ()


def test_nominals_take_up_the_one_bearer_of_a_title(rows_of):
    rows = rows_of(
        "Prime Minister <PERSON>Ada Okafor</PERSON> met <PERSON>Ben Stone</PERSON>, the <GPE>U.S.</GPE> president. "
        "The prime minister smiled. The American president did not. The French president was away."
    )
    nominals = {m.text: entity_of(rows, m.text) for m in rows.mentions if m.form == "nominal"}
    assert nominals == {
        "The prime minister": ["Ada Okafor"], "The American president": ["Ben Stone"],
        "the U.S. president": ["Ben Stone"],
    }


def test_a_vice_president_is_no_president(rows_of):
    rows = rows_of("Vice President <PERSON>Ada Okafor</PERSON> spoke. The president slept.")
    assert [mention.form for mention in rows.mentions] == ["name"]


def test_pronouns_are_mentions(rows_of):
    rows = rows_of("<PERSON>Ada Okafor</PERSON> left with him. It rained on them in the US.")
    assert [m.text for m in rows.mentions if m.form == "pronoun"] == ["him", "It", "them"]


def test_a_pair_of_countries_is_two(rows_of):
    rows = rows_of("The <GPE>U.S.-China</GPE> talks were moved to <GPE>Guinea-Bissau</GPE>.")
    assert [entity.name for entity in rows.entities] == ["United States", "China", "Guinea-Bissau"]


def test_the_president_is_whom_the_article_is_about(rows_of):
    rows = rows_of(
        "President <PERSON>Ann Lee</PERSON> met President <PERSON>Jun Mori</PERSON>. <PERSON>Lee</PERSON> was late. "
        "<PERSON>Lee</PERSON> left. <s1>The Republican president</s1> <c1>said</c1> <t1>it was over</t1>."
    )
    assert rows.quotes[0].speaker_name == "Ann Lee"


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("President <PERSON>Ann Lee</PERSON> left. Then <PERSON>Lee</PERSON> came back.", "Ann Lee"),
        ("President <PERSON>Ann Lee</PERSON> met President <PERSON>Jun Mori</PERSON>.", None),
    ],
)
def test_the_president_of_two_is_the_one_just_named(rows_of, before, name):
    earlier = "President <PERSON>Jun Mori</PERSON> won. " + "It rained all day. " * 25
    rows = rows_of(f"{earlier}{before} <s1>The president</s1> <c1>said</c1> <t1>it was over</t1>.")
    assert rows.quotes[0].speaker_name == name


def test_who_is_named_later_as_a_relative_is_not_the_one_with_the_title(rows_of):
    rows = rows_of(
        "President <PERSON>Orr</PERSON> resigned. <PERSON>Orr</PERSON> gave no reason. The president’s son, "
        "<PERSON>Jon Orr</PERSON>, was not told. A letter from <PERSON>Jon Orr</PERSON> was found."
    )
    assert sorted(entity.name for entity in rows.entities) == ["Jon Orr", "Orr"]


def test_who_is_named_in_full_later_is_the_one_with_the_title(rows_of):
    rows = rows_of("Governor <PERSON>Orr</PERSON> resigned. The aide of <PERSON>Jon Orr</PERSON> gave no reason.")
    assert [entity.name for entity in rows.entities] == ["Jon Orr"]
