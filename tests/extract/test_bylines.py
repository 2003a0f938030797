import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.bylines import parse_authors, parse_byline


@pytest.mark.parametrize(
    ("line", "authors", "agency"),
    [
        ("By Jane Doe", ("Jane Doe",), None),
        ("By Jane Doe, Ali Roe and Ana de la Cruz", ("Jane Doe", "Ali Roe", "Ana de la Cruz"), None),
        ("By JANE O'DOE Associated Press", ("Jane O'Doe",), "AP"),
        ("By Jane Doe | Reuters", ("Jane Doe",), "Reuters"),
        ("By Jane Doe, BBC News, Washington", ("Jane Doe",), None),
        ("By Jane Doe in Oslo", ("Jane Doe",), None),
        ("By Jane Doe - March 2, 2024", ("Jane Doe",), None),
        ("By Reuters", (), "Reuters"),
        ("Posted by Jane Doe on March 2, 2024", ("Jane Doe",), None),
    ],
)
def test_bylines(line, authors, agency):
    byline = parse_byline(line)
    assert (byline.authors, byline.agency) == (authors, agency)


@pytest.mark.parametrize(
    "line",
    [
        "By the time he came",
        "By Monday, Doe had won.",
        "By Law",
        "By Contrast",
        "By some estimates",
        "Jane Doe",
        "Nearby Jane Doe",
    ],
)
def test_what_is_no_byline(line):
    assert parse_byline(line) is None


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("Jane Doe; Ali Roe", ("Jane Doe", "Ali Roe")),
        ("Doe, Jane", ("Jane Doe",)),
        ("Jane Doe, Cnn Washington", ("Jane Doe",)),
        ([{"@type": "Person", "name": "Jane Doe"}, {"@type": "Organization", "name": "Jane Roe"}], ("Jane Doe",)),
        ("Example Times", ()),
        (["admin", "Staff Writer", "https://example.org/jane", None, 3], ()),
        ("Martin Doe Jr.", ("Martin Doe Jr.",)),
        ("山田 花子", ("山田 花子",)),
    ],
)
def test_author_fields(value, authors):
    assert parse_authors(value, outlet="The Example Times") == authors


@given(st.text(max_size=120))
def test_any_text_gives_names_or_none(text):
    parse_byline(f"By {text}")
    assert all(name.strip() == name and name for name in parse_authors(text))


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("Anna Müller und Max Meier", ("Anna Müller", "Max Meier")),
        ("Von Anna Müller, Max Meier", ("Anna Müller", "Max Meier")),
        ("Jean Dupont et Marie Roux", ("Jean Dupont", "Marie Roux")),
        ("Par Jean Dupont", ("Jean Dupont",)),
        ("Ana López y Juan Pérez", ("Ana López", "Juan Pérez")),
        ("Ana Silva e João Costa", ("Ana Silva", "João Costa")),
        ("José Ortega y Gasset", ("José Ortega y Gasset",)),
        ("Ayşe Kaya ve Ali Demir", ("Ayşe Kaya", "Ali Demir")),
        ("Анна Иванова и Пётр Петров", ("Анна Иванова", "Пётр Петров")),
        ("山田太郎、鈴木花子", ("山田太郎", "鈴木花子")),
        ("編集部", ()),
        ("共同通信社", ()),
    ],
)
def test_authors_in_other_languages(value, authors):
    assert parse_authors(value) == authors
