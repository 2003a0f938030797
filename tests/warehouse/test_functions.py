import pytest

from pipeline.link.claims import HELD_TRUE
from pipeline.rows import STANCES

SIDES = dict.fromkeys(HELD_TRUE, "asserts") | {"denies": "denies"}


@pytest.mark.parametrize("stance", STANCES)
def test_a_stance_takes_a_side_on_the_truth_or_none(warehouse, stance):
    with warehouse.connect(read_only=True) as connection:
        assert connection.execute("select stance_side(?)", [stance]).fetchone() == (SIDES.get(stance),)


def test_every_stance_with_a_side_is_one_that_claims_have():
    assert set(SIDES) <= set(STANCES)
