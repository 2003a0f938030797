from hypothesis import given
from hypothesis import strategies as st

from hearsay.output import GAP, fit_widths


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
