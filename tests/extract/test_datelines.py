import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.datelines import find_dateline


@pytest.mark.parametrize(
    ("paragraph", "place", "date", "agency"),
    [
        ("OSLO, March 3 (Reuters) – The bank", "Oslo", "March 3", "Reuters"),
        ("WASHINGTON (AP) — The court", "Washington", None, "AP"),
        ("Washington (CNN) The court", "Washington", None, "CNN"),
        ("(Reuters) - Shares", None, None, "Reuters"),
        ("BEIJING/SEOUL (Reuters) - China", "Beijing/Seoul", None, "Reuters"),
        ("WINSTON-SALEM, N.C. (AP) — A", "Winston-Salem, N.C.", None, "AP"),
        ("NEW YORK, NY — The", "New York, NY", None, None),
        ("RIO DE JANEIRO (AP) _ The", "Rio de Janeiro", None, "AP"),
        ("MOSCOW, March 3. /TASS/. The ministry", "Moscow", "March 3", "TASS"),
        ("March 3 (UPI) -- The", None, "March 3", "UPI"),
        ("SEOUL, March 3 (Yonhap) -- “We", "Seoul", "March 3", "Yonhap"),
        ("NEW DELHI: The", "New Delhi", None, None),
        ("London — The", "London", None, None),
    ],
)
def test_datelines(paragraph, place, date, agency):
    found = find_dateline(paragraph)
    assert (found.place, found.date, found.agency) == (place, date, agency)


PROSE = "A draft seen by the paper sets out the terms on which the port would be sold."


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("PORT HALVEN —", "Port Halven"),
        ("TARNWICK -", "Tarnwick"),
        ("ELM, Norrland —", "Elm, Norrland"),
        ("ST. ORLA'S --", "St. Orla's"),
        ("THE MERES, Ore. –", "The Meres, Ore."),
        ("PORT HALVEN (Halven News) —", "Port Halven"),
    ],
)
def test_a_place_that_no_gazetteer_knows(head, place):
    assert find_dateline(f"{head} {PROSE}").place == place
    assert find_dateline(f"{head} “{PROSE}”").place == place


def test_an_unknown_place_needs_the_first_paragraph_or_a_known_region():
    assert find_dateline(f"PORT HALVEN — {PROSE}", is_first=False) is None
    assert find_dateline(f"PORT HALVEN, Norway — {PROSE}", is_first=False).place == "Port Halven, Norway"


@pytest.mark.parametrize(
    "head", ["UPDATE —", "BREAKING NEWS —", "NATO —", "FBI —", "EDITOR’S NOTE —", "FILE -", "TARNWICK:", "COVID-19 —"]
)
def test_labels_in_capitals_are_no_datelines(head):
    assert find_dateline(f"{head} {PROSE}") is None


def test_a_headline_behind_a_label_is_no_dateline():
    assert find_dateline("PORT SALE - Minister denies talks with the Halven group on a sale of the port") is None


@pytest.mark.parametrize(
    "paragraph",
    [
        "China – which claims the island – said",
        "China – The",
        "Paris — the city of light — is",
        "NATO — The alliance",
        "UPDATE — The",
        "In March — The",
        "Fox News (AP) The",
        "Smith (R) — The",
        "London, March 3 was a cold day",
        "“TOKYO — The",
        "TOKYO (AP) —",
    ],
)
def test_what_only_looks_like_a_dateline(paragraph):
    assert find_dateline(paragraph) is None


def test_ordinary_letters_need_the_first_paragraph():
    assert find_dateline("London — The", is_first=False) is None
    assert find_dateline("LONDON — The", is_first=False) is not None


@given(st.text(max_size=80))
def test_a_dateline_is_a_prefix(paragraph):
    found = find_dateline(paragraph)
    assert found is None or paragraph.startswith(found.text)
