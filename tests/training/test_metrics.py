from pytest import approx

from training.metrics import AttributionScore, Tally, jaccard


class Parts:
    def __init__(self, source, cue, content):
        self.source, self.cue, self.content = source, cue, content


GOLD = [Parts([(0, 2)], [(2, 3)], [(3, 10)]), Parts([], [(12, 13)], [(13, 20)])]


def test_perfect():
    score = AttributionScore()
    score.add(GOLD, GOLD)
    assert score.figures() == {"source": 100, "cue": 100, "content": 100, "whole": 100}


def test_an_end_that_is_off_costs_the_span_but_not_the_whole():
    score = AttributionScore()
    score.add(GOLD, [Parts([(0, 2)], [(2, 3)], [(3, 9)]), GOLD[1]])
    assert score.figures() == {"source": 100, "cue": 100, "content": 50, "whole": 100}


def test_another_source_costs_the_whole():
    score = AttributionScore()
    score.add(GOLD[:1], [Parts([(20, 22)], [(2, 3)], [(3, 10)])])
    assert score.figures()["whole"] == 0


def test_nothing_found():
    score = AttributionScore()
    score.add(GOLD, [])
    assert set(score.figures().values()) == {0}


def test_tally_and_jaccard():
    tally = Tally()
    tally.add([1, 2, 2], [2, 3])
    assert (tally.precision, tally.recall, tally.f1) == (approx(1 / 2), approx(1 / 3), approx(2 / 5))
    assert jaccard([(0, 4)], [(2, 6)]) == approx(1 / 3)
    assert jaccard([], []) == 0
