"""Attributions: who said or thought what, read off the encoder's scores."""

from collections.abc import Sequence

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.decoding import decode_spans, link_to_cues, trim_spans
from pipeline.language.extensions import HEAD_SCORES, WordAttribution, set_word_attributions

ROLES = ("source", "cue", "content")


def group_parts(
    spans: Sequence[tuple[int, int, str, float]], left: np.ndarray, right: np.ndarray, bias: np.ndarray, reach: int
) -> list[WordAttribution]:
    """Bring spans together into attributions: each source and content goes to its best cue.

    :param spans: ``(first, stop, role, confidence)`` in word offsets.
    :param left, right, bias, reach: as for :func:`~pipeline.language.decoding.link_to_cues`.
    :return: one attribution a cue, and one for each content without any cue in reach, in the order of the text.
    """
    cues = [span for span in spans if span[2] == "cue"]
    parts = [span for span in spans if span[2] != "cue"]
    chosen = link_to_cues([part[0] for part in parts], [cue[0] for cue in cues], left, right, bias, reach)
    groups = [[cue] for cue in cues]
    for part, cue in zip(parts, chosen, strict=True):
        if cue is not None:
            groups[cue].append(part)
        elif part[2] == "content":
            groups.append([part])
    found = [as_attribution(sorted(group)) for group in groups]
    return sorted(found, key=lambda attribution: attribution.first)


def as_attribution(group: Sequence[tuple[int, int, str, float]]) -> WordAttribution:
    """Return one attribution of the given spans; its confidence is the lowest of theirs."""
    by_role = {role: [(first, stop) for first, stop, name, _ in group if name == role] for role in ROLES}
    return WordAttribution(**by_role, confidence=round(min(span[3] for span in group), 4))


class Attributions:
    """The component; settings in :func:`make_attributions`."""

    def __init__(self, *, link_bias: Sequence[float], reach: int) -> None:
        self.link_bias = np.asarray(link_bias, dtype=np.float32)
        self.reach = reach

    def __call__(self, doc: Doc) -> Doc:
        scores = getattr(doc._, HEAD_SCORES)
        spans = trim_spans(decode_spans(scores["attributions"], ROLES), [token.is_space for token in doc])
        found = group_parts(spans, scores["link_part"], scores["link_cue"], self.link_bias, self.reach)
        set_word_attributions(doc, found)
        return doc


@Language.factory(
    "hearsay_attributions",
    default_config={"link_bias": [0.0] * 16, "reach": 200},
    requires=["doc._.head_scores"],
    assigns=["doc._.attributions"],
)
def make_attributions(nlp: Language, name: str, link_bias: list[float], reach: int) -> Attributions:
    """Create the component that sets ``doc._.attributions``.

    :param link_bias: what a distance (in buckets) adds to the score of a link, from training.
    :param reach: how many words may lie between a part and its cue.
    """
    return Attributions(link_bias=link_bias, reach=reach)
