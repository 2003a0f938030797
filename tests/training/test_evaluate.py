"""Floors: figures that fall below them, and errors that rise above theirs, are faults."""

import subprocess
import sys
import tomllib

import pytest

from training import evaluate
from training.measures import Measure


@pytest.fixture(autouse=True)
def measures(monkeypatch, tmp_path):
    errors = frozenset({"error"})
    measure = Measure("made up", "metric", lambda corpora: [], lambda nlp, corpora: iter(()), lower_is_better=errors)
    monkeypatch.setattr(evaluate, "MEASURES", (measure,))
    monkeypatch.setattr(evaluate, "FLOORS", tmp_path / "floors.toml")


def result(**figures):
    return {"made up": {"corpus": "c", "figures": figures, "intervals": {}}}


def test_pinned_figures_pass_and_worse_ones_do_not():
    evaluate.pin(result(r=70.0, error=50.0), {})
    floors = tomllib.loads(evaluate.FLOORS.read_text())
    assert floors["made up"] == {"corpus": "c", "r": 69.6, "error": 50.4}
    assert evaluate.compare(result(r=69.7, error=50.3), floors) == []
    assert evaluate.compare(result(r=80.0, error=10.0), floors) == []
    (fault,) = evaluate.compare(result(r=70.0, error=51.0), floors)
    assert "above its ceiling" in fault
    (fault,) = evaluate.compare(result(r=69.0, error=50.0), floors)
    assert "below its floor" in fault


def test_an_error_that_was_not_measured_is_a_fault():
    evaluate.pin(result(r=70.0, error=50.0), {})
    assert len(evaluate.compare(result(r=70.0), tomllib.loads(evaluate.FLOORS.read_text()))) == 1


def test_measuring_does_without_the_training_environment():
    without_torch = "import sys; sys.modules['torch'] = None; import training.evaluate"
    done = subprocess.run([sys.executable, "-c", without_torch], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
