import pytest

from pipeline.link.names import (
    Agreement,
    compare_names,
    compare_people,
    compare_products,
    country_of_body,
    initials,
    is_acronym,
    is_common,
    is_generic,
    keys_of,
    lookup_keys,
    plain_name,
    skeleton,
)


@pytest.mark.parametrize(("one", "other", "agreement"), [
    ("Jane Roe", "Jane Roe", Agreement.SAME),
    ("Jane Roe", "JANE ROE", Agreement.SAME),
    ("Sanae Takaichi", "Takaichi Sanae", Agreement.SAME),
    ("Jane A. Roe", "Jane Roe", Agreement.FULLER),
    ("Bob Roe", "Robert Roe", Agreement.FULLER),
    ("J. Roe", "Jane Roe", Agreement.FULLER),
    ("Volodymyr Zelensky", "Volodymyr Zelenskyy", Agreement.SPELLING),
    ("Muhammad Darwish", "Mohamed Darwish", Agreement.SPELLING),
    ("Yoon Seo-yeon", "Yun Seo Yeon", Agreement.SPELLING),
    ("Claire Dubois", "Claire Dubois-Hartmann", Agreement.SPELLING),
    ("Muammar Qassari", "Moammar Kassary", Agreement.SPELLING),
    ("Niel Quillon", "Neil Quillon", Agreement.SPELLING),
    ("Brett Kallanagh", "Brett Kallanaugh", Agreement.SPELLING),
    ("Park Ji-hoon", "Park Ji Hoon", Agreement.SAME),
    ("Aaron Plack", "Aaron Plake", Agreement.NONE),
    ("William Tarr", "William Turr", Agreement.NONE),
    ("Richard Sander", "Rick Snyder", Agreement.NONE),
    ("Sung Kim", "Kim Il Sung", Agreement.NONE),
    ("Benedict XV", "Benedict XVI", Agreement.NONE),
    ("Roe", "Jane Roe", Agreement.SHORT),
    ("Roe", "Roe", Agreement.SAME),
    ("Jane Roe", "Janet Roe", Agreement.NONE),
    ("Jane Roe", "John Roe", Agreement.NONE),
    ("John A. Roe", "John B. Roe", Agreement.NONE),
    ("John Roe Jr.", "John Roe Sr.", Agreement.NONE),
    ("Jane Roe", "Jane Doe", Agreement.NONE),
    ("Hannah Roe", "Hannah Roe Doe", Agreement.FULLER),
    ("John Roe", "John Roe Doe", Agreement.NONE),
    ("Carlos Mora", "Carlos Mora de la Serna", Agreement.FULLER),
    ("José Luis Mora", "José Luis Mora Vega", Agreement.FULLER),
    ("Park Ji-hoon", "Park Jin-woo", Agreement.NONE),
])
def test_names_of_people(one, other, agreement):
    assert compare_people(one, other) is compare_people(other, one) is agreement


@pytest.mark.parametrize(("one", "other", "agreement"), [
    ("Acorn Inc.", "Acorn", Agreement.SAME),
    ("The Acorn Company", "Acorn Corp", Agreement.SAME),
    ("U.S.", "United States", Agreement.SAME),
    ("Department of Justice", "Justice Department", Agreement.SAME),
    ("Ministry of Defence", "Defense Ministry", Agreement.SAME),
    ("U.S. Supreme Court", "Supreme Court", Agreement.FULLER),
    ("Acorn", "Acorn Computer", Agreement.SHORT),
    ("HPO", "Harbour Pilots Office", Agreement.SHORT),
    ("AP", "Arabian Peninsula", Agreement.SHORT),
    ("Ningtai", "Ningtai Port Group", Agreement.PART),
    ("National", "National Gallery", Agreement.NONE),
    ("Chicago", "Chicago Tribune", Agreement.NONE),
    ("Acorn", "Oaken Acorn", Agreement.NONE),
])
def test_names_of_organisations(one, other, agreement):
    assert compare_names(one, other) is compare_names(other, one) is agreement


@pytest.mark.parametrize(("one", "other", "label"), [
    ("Volodymyr Zelensky", "Volodymyr Zelenskiy", "PERSON"),
    ("J. Roe", "Jane Roe", "PERSON"),
    ("Jane Roe", "J. Roe", "PERSON"),
    ("Hannah Roe", "Hannah Roe Doe", "PERSON"),
    ("Park Ji-hoon", "Ji Hoon Park", "PERSON"),
    ("Roe", "Jane Roe", "PERSON"),
    ("Takaichi Sanae", "Sanae Takaichi", "PERSON"),
    ("Bob Roe", "Robert Roe", "PERSON"),
    ("HPO", "Harbour Pilots Office", "ORG"),
    ("Harbour Pilots Office", "HPO", "ORG"),
    ("Acorn", "Acorn Computer", "ORG"),
    ("Acorn Computer", "Acorn", "ORG"),
    ("Ningtai", "Ningtai Port Group", "ORG"),
    ("Harlan & Sons Shipping", "Harlan Shipping", "ORG"),
    ("Democrats", "Democrat", "NORP"),
])
def test_what_may_agree_is_looked_up(one, other, label):
    assert lookup_keys(one, label) & keys_of(other, label)


def test_kinds_of_names():
    assert is_acronym("WSJ") and is_acronym("U.N.") and not is_acronym("Reuters")
    assert is_generic("Foreign Ministry") and is_generic("Supreme Court") and not is_generic("Harbour Ministry")
    assert is_common("David Chen") and not is_common("David Quillfeather")
    assert skeleton("Zelensky") == skeleton("Zelenskiy") == "zlnsk"
    assert plain_name("...") == ""


def test_two_common_given_names_are_no_spellings_of_one():
    assert compare_people("Jean Roe", "Joan Roe") is Agreement.NONE
    assert compare_people("Dmitri Quill", "Dmitriy Quill") is Agreement.SPELLING


def test_a_firm_may_leave_its_founders_kin_out() -> None:
    assert compare_names("Harlan & Sons Shipping", "Harlan Shipping") is Agreement.FULLER
    assert compare_names("Harlan & Sons Shipping", "Harlan & Sons") is Agreement.SHORT
    assert compare_names("Harlan & Sons Shipping", "Marlow Shipping") is Agreement.NONE


def test_letters_with_an_ampersand_are_those_of_a_name_with_and() -> None:
    assert compare_names("H&P", "Harlan and Pike") is Agreement.SHORT
    assert compare_names("H&P", "Harbour Police") is Agreement.NONE


@pytest.mark.parametrize(("one", "other", "agreement"), [
    ("Airbus A380", "A380", Agreement.FULLER),
    ("Boeing 787", "787 Dreamliner", Agreement.FULLER),
    ("787 Dreamliner", "Dreamliner", Agreement.FULLER),
    ("A350", "A350 XWB", Agreement.FULLER),
    ("Chevrolet Volt", "Volt", Agreement.FULLER),
    ("iPhone", "iPhone 4S", Agreement.NONE),
    ("Boeing 787", "Boeing 777", Agreement.NONE),
    ("Civic 2012", "Corolla 2012", Agreement.NONE),
])
def test_products_go_by_the_number_of_the_model_and_without_the_maker(one, other, agreement):
    assert compare_products(one, other) is compare_products(other, one) is agreement
    if agreement:
        assert keys_of(one, "PRODUCT") & keys_of(other, "PRODUCT")


@pytest.mark.parametrize(("one", "other", "agreement"), [
    ("Supreme Court of the United States", "Supreme Court", Agreement.FULLER),
    ("Bank of Japan", "Bank", Agreement.NONE),
    ("United Dock Workers", "United Dock Workers union", Agreement.FULLER),
    ("New York", "New York Stock Exchange", Agreement.NONE),
    ("Calvena", "Calvena Stock Market", Agreement.SHORT),
])
def test_what_a_body_may_leave_out(one, other, agreement):
    assert compare_names(one, other) is compare_names(other, one) is agreement


@pytest.mark.parametrize(("one", "other"), [
    ("Margaret Quill", "Maggie Quill"), ("Daniel Quill", "Danny Quill"), ("Stephen Quill", "Steve Quill"),
    ("Reiko Ohno", "Ono Reiko"), ("Yerzhan Abirov", "Erzhan Abirov"),
])
def test_short_forms_and_transcriptions_share_a_key_and_agree(one, other):
    assert compare_people(one, other) >= Agreement.SPELLING
    assert keys_of(one, "PERSON") & lookup_keys(other, "PERSON")


@pytest.mark.parametrize(("name", "letters"), [
    ("U.S. Navy", {"usn"}),
    ("UK Independence Party", {"ukip"}),
    ("Department of Justice", {"doj", "dj"}),
    ("ABD/QRS International", set()),
])
def test_an_acronym_keeps_its_letters_in_another(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(("name", "country"), [
    ("Supreme Court of India", "IN"), ("U.S. Supreme Court", "US"), ("Supreme Court", None), ("Bank of America", None),
])
def test_the_country_that_a_body_tells(name, country):
    assert country_of_body(name) == country


def test_labor_is_not_labour():
    assert compare_names("Labor", "Labour") is Agreement.NONE
    assert compare_names("Labor Party", "Labour Party") is Agreement.NONE
