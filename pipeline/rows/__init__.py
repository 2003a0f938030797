"""From an annotated article to rows: who is named, who says what, and what is claimed.

The steps, in order: names become entities (:mod:`~pipeline.rows.entities`), quotation marks are paired
(:mod:`~pipeline.rows.marks`), attributions become quotes (:mod:`~pipeline.rows.quotes`) with a speaker
(:mod:`~pipeline.rows.sources`, :mod:`~pipeline.rows.antecedents`), and their contents claims
(:mod:`~pipeline.rows.claims`). The word lists stand in ``lexicon/``.
"""

from pipeline.rows.build import build_rows
from pipeline.rows.cues import STANCES

__all__ = ["STANCES", "build_rows"]
