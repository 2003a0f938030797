"""Whether outlets read as they always have: a silent change of a page's layout shows in what is found in it.

The last documents of an outlet are compared with its own past, by ranks, so that neither a few odd articles nor the
shape of a distribution matter: Vargha and Delaney's A, the probability that a late article has more words than an early
one (A critique and improvement of the CL common language effect size statistics, 2000), and the z of Mann and Whitney.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from expectations.expectation import WARNING, Expectation, Suite

RECENT = 20  # documents of an outlet that are compared
LEAST_PAST = 40  # documents before these, without which there is nothing to compare with
MOST_PAST = 300
LARGE_EFFECT = 0.85  # of A, which is 0.5 where nothing has changed; 0.71 is usually called large
LARGE_RISE = 0.3  # of the share of documents without an article
SIGNIFICANT = 4.0  # standard errors: of many outlets on many days, one in some ten thousand by chance

_WHY = "A page that has been laid out anew is read wrongly without an error; only the outlet's own past shows it."


def _no_drift(column: str) -> Expectation:
    return Expectation("ExpectColumnValuesToBeNull", {"column": column}, "the outlet reads differently", _WHY, WARNING)


OUTLETS = Suite(
    table="outlets",
    key=("outlet_key",),
    expectations=(_no_drift("empty_rate_drift"), _no_drift("length_drift"), _no_drift("quote_rate_drift")),
)


@dataclass(frozen=True, slots=True)
class _Sample:
    """What the documents of an outlet gave, the latest first."""

    outlet: str
    is_empty: np.ndarray  # of bool
    words: np.ndarray  # of those with an article
    quote_rates: np.ndarray  # quotes in 1,000 words, of those that were annotated
    recent_words: int  # how many of ``words`` are of recent documents
    recent_quote_rates: int


def drift_frame(documents: pd.DataFrame) -> pd.DataFrame:
    """Compare the last documents of each outlet with those before.

    :param documents: one row per document: ``outlet_key``; ``age``, 1 for the outlet's latest; ``is_empty``;
        ``word_count`` and ``quotes``, missing where it gave no article or was not annotated.
    :return: one row per outlet with enough documents: ``outlet_key`` and, for each measure, what has changed in words;
        nothing where it is as ever.
    """
    rows = [_drifts(sample) for sample in _samples(documents)]
    columns = ["outlet_key", "empty_rate_drift", "length_drift", "quote_rate_drift"]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def _samples(documents: pd.DataFrame) -> Iterator[_Sample]:
    for outlet, found in documents.sort_values("age").groupby("outlet_key"):
        if len(found) < RECENT + LEAST_PAST:
            continue
        recent = found["age"] <= RECENT
        words, quotes = found["word_count"].astype(float), found["quotes"].astype(float)
        has_words = words > 0
        has_quotes = has_words & quotes.notna()
        yield _Sample(
            outlet=str(outlet), is_empty=found["is_empty"].to_numpy(bool), words=words[has_words].to_numpy(),
            quote_rates=(1000 * quotes / words)[has_quotes].to_numpy(), recent_words=int((recent & has_words).sum()),
            recent_quote_rates=int((recent & has_quotes).sum()),
        )


def _drifts(sample: _Sample) -> tuple[str, str | None, str | None, str | None]:
    return (
        sample.outlet,
        _empty_rate_drift(sample),
        _rank_drift(sample, sample.words, sample.recent_words, "median length", "words"),
        _rank_drift(sample, sample.quote_rates, sample.recent_quote_rates, "median rate of quotes", "in 1,000 words"),
    )


def _empty_rate_drift(sample: _Sample) -> str | None:
    recent, past = sample.is_empty[:RECENT], sample.is_empty[RECENT:]
    rise = recent.mean() - past.mean()
    share = sample.is_empty.mean()
    error = np.sqrt(share * (1 - share) * (1 / len(recent) + 1 / len(past)))
    if rise < LARGE_RISE or rise < SIGNIFICANT * error:
        return None
    change = f"{past.mean():.0%} to {recent.mean():.0%}"
    return _message(sample, "documents without an article", change, len(recent), len(past))


def _rank_drift(sample: _Sample, values: np.ndarray, recent: int, measure: str, unit: str) -> str | None:
    """Return what changed in a measure, given its values, of which the first ``recent`` are compared with the rest."""
    past = len(values) - recent
    if recent < RECENT // 2 or past < LEAST_PAST:
        return None
    ranks = pd.Series(values).rank().to_numpy()
    more = (ranks[:recent].sum() - recent * (recent + 1) / 2) / (recent * past)
    error = np.sqrt((recent + past + 1) / (12 * recent * past))
    if max(more, 1 - more) < LARGE_EFFECT or abs(more - 0.5) < SIGNIFICANT * error:
        return None
    change = f"{np.median(values[recent:]):,.0f} to {np.median(values[:recent]):,.0f} {unit}"
    return _message(sample, measure, change, recent, past)


def _message(sample: _Sample, measure: str, change: str, recent: int, past: int) -> str:
    return f"{sample.outlet}: {measure} went from {change} (its last {recent} documents, against {past} before)"
