"""Names made whole, and labels that the article itself tells."""

import pytest

from pipeline.rows import build_rows


def names(rows):
    return {(entity.name, entity.label) for entity in rows.entities}


@pytest.fixture
def names_of(nlp, article_of, doc_of):
    """Return the names and labels of marked text: tags and parse are the model's, names those marked."""

    def found(marked):
        marks = doc_of(marked)
        doc = nlp(marks.text)
        spans = [doc.char_span(e.start_char, e.end_char, label=e.label_, alignment_mode="expand") for e in marks.ents]
        doc.set_ents(spans)
        return names(build_rows(article_of(doc.text), doc))

    return found


@pytest.mark.parametrize(("text", "name"), [
    ("The <ORG>Quarry</ORG> and <ORG>Allied Workers’ Union</ORG> (QAWU) struck.", "Quarry and Allied Workers’ Union"),
    ("<PERSON>Norvik</PERSON> <ORG>Heavy Engineering</ORG> builds cranes.", "Norvik Heavy Engineering"),
    ("<PERSON>Brill</PERSON> & <PERSON>Oakes</PERSON> opened a shop.", "Brill & Oakes"),
])
def test_the_parts_of_an_organisations_name_are_one_name(rows_of, text, name):
    assert names(rows_of(text)) == {(name, "ORG")}


def test_a_given_name_before_a_family_name_is_part_of_it(rows_of):
    assert names(rows_of("Hannah <PERSON>Osei-Brill</PERSON> stays.")) == {("Hannah Osei-Brill", "PERSON")}
    assert names(rows_of("Will <PERSON>Brill</PERSON> stay? In April <PERSON>Brill</PERSON> left.")) == {
        ("Brill", "PERSON")
    }


def test_people_beside_an_organisation_stay_apart(rows_of):
    text = "<PERSON>Ada Okafor</PERSON> left. <PERSON>Okafor</PERSON> <ORG>Harbour Board</ORG> papers were found."
    assert names(rows_of(text)) == {("Ada Okafor", "PERSON"), ("Harbour Board", "ORG")}


def test_a_name_that_was_found_once_is_found_where_it_stands_again(rows_of):
    rows = rows_of("<PERSON>Okafor</PERSON> spoke. “Okafor was tired,” she said. Okafor Street is long.")
    assert [mention.start_char for mention in rows.mentions if mention.text == "Okafor"] == [0, 15]


@pytest.mark.parametrize(("text", "name", "label"), [
    ("The newspaper <PERSON>Havnen</PERSON> stands by the report.", "Havnen", "ORG"),
    ("Shares in <PERSON>Norvik</PERSON> fell on Monday.", "Norvik", "ORG"),
    ("<PERSON>Brandt Norvik</PERSON>, an advisory firm, said that prices would rise.", "Brandt Norvik", "ORG"),
    ("The fund owns 6% of <PERSON>Brandt Norvik</PERSON> and wants more.", "Brandt Norvik", "ORG"),
    ("The <ORG>Harbour Research Institute</ORG> sent a ship. <PERSON>HRI</PERSON> owns it.",
     "Harbour Research Institute", "ORG"),
    ("On Sunday <PERSON>Ribeira</PERSON> have lost another match.", "Ribeira", "ORG"),
    ("Officials in <PERSON>Norvik</PERSON> province raised the alarm.", "Norvik", "GPE"),
])
def test_what_stands_beside_a_name_tells_what_it_is(names_of, text, name, label):
    found = names_of(text)
    assert (name, label) in found
    assert "PERSON" not in {label for _, label in found}


@pytest.mark.parametrize("text", [
    "The company that <PERSON>Okafor</PERSON> founded was sold.",
    "Mr. <PERSON>Okafor</PERSON> sold shares. Shares in <PERSON>Okafor</PERSON> fell.",
    "<PERSON>Okafor</PERSON>, who has resigned, was praised.",
])
def test_people_stay_people(names_of, text):
    assert ("Okafor", "PERSON") in names_of(text)
