import csv
import io
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearsay.output import GAP, as_csv, as_json, fit_widths


@given(st.lists(st.integers(1, 300), min_size=1, max_size=12), st.integers(20, 250))
def test_columns_fit_the_width(lengths, available):
    natural = {f"column {index}": length for index, length in enumerate(lengths)}
    widths = fit_widths(natural, available)
    assert list(widths) == list(natural)[: len(widths)]
    assert sum(widths.values()) + GAP * (len(widths) - 1) <= available
    assert all(1 <= width <= natural[name] for name, width in widths.items())


def test_the_first_columns_come_first_and_take_what_is_left():
    assert fit_widths({"claim": 200, "by": 10, "count": 5}, 80) == {"claim": 61, "by": 10, "count": 5}
    assert fit_widths({"claim": 200, "by": 10, "count": 5}, 50) == {"claim": 50}


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n =cmd|' /C calc'!A0", "\ufeff=1", "＝1", "-")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_csv_is_text_to_a_spreadsheet(text):
    frame = pd.DataFrame({"content": [text], "start_char": [-3], "share": [-0.5]})
    row, = csv.DictReader(io.StringIO(as_csv(frame), newline=""))
    assert row == {"content": f"'{text}", "start_char": "-3", "share": "-0.5"}
    assert json.loads(as_json(frame)) == [{"content": text, "start_char": -3, "share": -0.5}]


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8")))
def test_other_text_in_csv_stays_as_it_is(text):
    frame = pd.DataFrame({"content": [text], "position": [0]})
    row, = csv.DictReader(io.StringIO(as_csv(frame), newline=""))
    assert row["content"].removeprefix("'") == text.removeprefix("'")
    assert row["content"].lstrip("\ufeff").lstrip()[:1] not in ("=", "+", "-", "@")


def test_lists_in_csv_are_json():
    row, = csv.DictReader(io.StringIO(as_csv(pd.DataFrame({"aliases": [["=1", "Ann"]]})), newline=""))
    assert json.loads(row["aliases"]) == ["=1", "Ann"]
