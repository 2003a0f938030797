"""An outlet that reads differently than it used to is named; one that is as ever is not."""

import json

import numpy as np
import pandas as pd
import pytest

from expectations.outlets import LEAST_PAST, RECENT, drift_frame
from expectations.validation import validate

OUTLET = "courier.example"


def documents(random, count=200, outlet=OUTLET) -> pd.DataFrame:
    """Return the documents of an outlet that is as ever: lengths, quotes and a few empty ones, unevenly spread."""
    words = np.exp(random.normal(6.2, 0.7, count)).round() + 20
    frame = pd.DataFrame({
        "outlet_key": outlet, "age": np.arange(1, count + 1), "is_empty": random.random(count) < 0.03,
        "word_count": words, "quotes": random.poisson(words / 60 * random.gamma(1, 1, count)).astype(float),
    })
    frame.loc[frame["is_empty"], ["word_count", "quotes"]] = np.nan
    return frame


def only_the_beginning(frame, recent):
    frame.loc[recent, ["word_count", "quotes"]] = frame.loc[recent, ["word_count", "quotes"]] * 0.1


def with_the_menus(frame, recent):
    frame.loc[recent, "word_count"] = frame.loc[recent, "word_count"] + 3000


def without_quotation_marks(frame, recent):
    frame.loc[recent, "quotes"] = 0


def without_text(frame, recent):
    frame.loc[recent & (frame["age"] % 2 == 0), ["is_empty"]] = True
    frame.loc[frame["is_empty"], ["word_count", "quotes"]] = np.nan


@pytest.mark.parametrize(("change", "measure", "words"), [
    (only_the_beginning, "length_drift", "median length went from"),
    (with_the_menus, "length_drift", "median length went from"),
    (without_quotation_marks, "quote_rate_drift", "to 0 in 1,000 words"),
    (without_text, "empty_rate_drift", "documents without an article went from"),
])
def test_a_new_layout_is_named(change, measure, words):
    frame = documents(np.random.default_rng(1))
    change(frame, frame["age"] <= RECENT)
    drifts = drift_frame(pd.concat([frame, documents(np.random.default_rng(2), outlet="herald.example")]))
    assert drifts["outlet_key"].tolist() == [OUTLET, "herald.example"]
    assert words in drifts.set_index("outlet_key").loc[OUTLET, measure]
    assert drifts.set_index("outlet_key").loc["herald.example"].isna().all()


def test_outlets_that_are_as_ever_are_left_alone():
    random = np.random.default_rng(7)
    counts = random.integers(60, 320, 400)
    frames = [documents(random, count=count, outlet=f"{number}.example") for number, count in enumerate(counts)]
    drifts = drift_frame(pd.concat(frames)).drop(columns="outlet_key")
    assert drifts.notna().to_numpy().sum() == 0


def test_a_few_documents_say_nothing():
    frame = documents(np.random.default_rng(1), count=RECENT + LEAST_PAST - 1)
    only_the_beginning(frame, frame["age"] <= RECENT)
    assert len(drift_frame(frame)) == 0
    assert len(drift_frame(frame.iloc[:0])) == 0


def test_an_outlet_without_words_or_quotes_has_no_rates():
    frame = documents(np.random.default_rng(1)).assign(word_count=np.nan, quotes=np.nan, is_empty=True)
    assert drift_frame(frame).drop(columns="outlet_key").isna().all(axis=None)


def test_the_outcome_names_the_outlet_and_sets_nothing_aside():
    frame = documents(np.random.default_rng(1))
    only_the_beginning(frame, frame["age"] <= RECENT)
    validated = validate("outlets", drift_frame(frame))
    failed, = (outcome for outcome in validated.outcomes if not outcome["success"])
    assert (failed["columns"], failed["severity"], failed["evaluated_count"]) == ("length_drift", "warning", 1)
    assert json.loads(failed["examples"])[0].startswith(f"{OUTLET}: median length went from")
    assert len(validated.quarantined) == 0
