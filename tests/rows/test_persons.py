import pytest

from pipeline.rows.persons import parse_person


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Prime Minister Ann Lee", "Ann Lee"),
        ("U.S. President Donald J. Trump", "Donald J. Trump"),
        ("Mr. Okafor", "Okafor"),
        ("Dr. Ann Lee Jr.", "Ann Lee Jr."),
        ("Ann Lee Ann Lee", "Ann Lee"),
        ("Lee Ann May Lee", "Ann May Lee"),
        ("Ford Madox Ford", "Ford Madox Ford"),
        ("Ana Garcia y Garcia", "Ana Garcia y Garcia"),
        ("Dr. Ann Lee MP", "Ann Lee"),
        ("Japan’s Chief Cabinet Secretary Jun Mori", "Jun Mori"),
        ("President", "President"),
        ("Ursula von der Leyen", "Ursula von der Leyen"),
    ],
)
def test_titles_are_no_part_of_the_name(mention, name):
    assert parse_person(mention).text == name


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Okafor", "Ben Okafor"),
        ("Ben Okafor", "Benjamin T. Okafor"),
        ("B. Okafor", "Ben Okafor"),
        ("von der Leyen", "Ursula von der Leyen"),
        ("Leyen", "Ursula von der Leyen"),
        ("Xi", "Xi Jinping"),
        ("Kim", "Kim Jong-un"),
        ("García Márquez", "Gabriel García Márquez"),
        ("Marquez", "Gabriel García Márquez"),
        ("Viktor Orbán", "Orban Viktor"),
        ("Hillary Rodham", "Hillary Rodham Clinton"),
        ("King", "Martin King Jr."),
    ],
)
def test_short_forms_of_one_person(short, full):
    assert parse_person(short).may_be_short_for(parse_person(full))


@pytest.mark.parametrize(
    ("short", "full"),
    [("Ben", "Ben Okafor"), ("Ada Okafor", "Ben Okafor"), ("Jinping", "Ann Jinping Lee"), ("Kim", "Kim Novak"),
     ("Donald Trump", "Donald Trump Jr."), ("Okafor Jr.", "Ben Okafor"), ("Ben L. Okafor", "Ben H.W. Okafor"),
     ("UN", "Kim Jong Un"), ("UN", "Kim Jong-un")],
)
def test_names_of_different_people(short, full):
    assert not parse_person(short).may_be_short_for(parse_person(full))


def test_gender_from_honorific_title_and_given_name():
    assert parse_person("Mrs. Okafor").gender == "female"
    assert parse_person("spokesman Okafor").gender == "male"
    assert parse_person("Maria Okafor").gender == "female"
    assert parse_person("Okafor").gender is None
