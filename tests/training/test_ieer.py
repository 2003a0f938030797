"""How IE-ER's dates, times and numbers are compared with ours."""

import pytest

from training.ieer import agree, found_values, gold_values, join_ranges, kernel


def find(words: list[str], text: str) -> tuple[int, int]:
    parts = text.split()
    first = next(i for i in range(len(words)) if words[i : i + len(parts)] == parts)
    return first, first + len(parts)


def compared(text: str, marked: list[tuple[str, str]], ours: list[tuple[str, str]]) -> tuple[set, set]:
    words = text.split()
    gold = list(gold_values(words, [(*find(words, name), label) for name, label in marked]))
    fixed, found = agree(gold, list(found_values(words, [(*find(words, name), label) for name, label in ours], gold)))
    return tuple({(" ".join(words[first:stop]), label) for first, stop, label in each} for each in (fixed, found))


@pytest.mark.parametrize(
    ("text", "marked", "ours"),
    [
        ("over the past four years he", [("four years", "DURATION")], [("the past four years", "DATE")]),
        ("it took about two hours then", [("two hours", "DURATION")], [("about two hours", "TIME")]),
        ("from May 1 - 31 only", [("May 1", "DATE"), ("31", "DATE")], [("May 1 - 31", "DATE")]),
        ("in 15 to 20 years more", [("15", "DATE"), ("20 years", "DURATION")], [("15 to 20 years", "DATE")]),
        ("a 32 - game series", [("32 - game", "MEASURE")], [("32", "CARDINAL")]),
        ("a 19 - year - old man", [("19 - year", "MEASURE")], [("19 - year - old", "DATE")]),
        ("Ms. Varga , 45 , spoke", [("45", "MEASURE")], [("45", "DATE")]),
        ("it lies 30 miles away", [("30 miles", "MEASURE")], [("30 miles", "QUANTITY")]),
        ("on Monday night it rained", [("Monday", "DATE")], [("Monday night", "TIME")]),
        ("for $ 4 per reusable page", [("$ 4 per reusable page", "MEASURE")], [("$ 4", "MONEY")]),
        ("he left last year as planned", [], [("last year", "DATE")]),
    ],
)
def test_values_that_agree(text, marked, ours):
    gold, found = compared(text, marked, ours)
    assert gold == found


@pytest.mark.parametrize(
    ("text", "marked", "ours"),
    [
        ("he left in 1998 as planned", [], [("1998", "DATE")]),
        ("it lies 30 miles away", [("30 miles", "MEASURE")], [("30", "CARDINAL")]),
        ("over the past four years he", [("four years", "DURATION")], [("the past four years", "TIME")]),
        ("two hours later", [("two hours", "DURATION")], []),
    ],
)
def test_values_that_do_not(text, marked, ours):
    gold, found = compared(text, marked, ours)
    assert gold != found


def test_names_are_left_out():
    assert compared("Anna left", [("Anna", "PERSON")], [("Anna", "PERSON")]) == (set(), set())


def test_ranges_join_only_across_a_single_word():
    words = "May 1 , 3 to 5".split()
    assert join_ranges(words, [(0, 2, "DATE"), (3, 4, "DATE"), (5, 6, "DATE")]) == [(0, 2, "DATE"), (3, 6, "DATE")]


def test_a_kernel_keeps_its_last_word():
    assert kernel(["a", "few"], 0, 2, "DATE") == (1, 2, "DATE")
