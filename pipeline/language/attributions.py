"""Attributions: who said or thought what, read off the encoder's scores."""

from collections.abc import Mapping, Sequence

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.decoding import decode_spans, trim_spans
from pipeline.language.extensions import HEAD_SCORES, WordAttribution, set_word_attributions
from pipeline.language.links import TABLES, Span, choose_cues, link_scores
from pipeline.language.saved import Saved

ROLES = ("source", "cue", "content")
REACH = 200


def group_parts(
    spans: Sequence[Span],
    vectors: tuple[np.ndarray, np.ndarray],
    tables: Mapping[str, np.ndarray],
    sentence_numbers: np.ndarray,
    *,
    reach: int = REACH,
) -> list[WordAttribution]:
    """Bring spans together into attributions: each source and content goes to its best cue.

    :param spans: ``(first, stop, role, confidence)`` in word offsets, in order.
    :param vectors, tables, sentence_numbers: as for :func:`~pipeline.language.links.link_scores`.
    :param reach: how many words may lie between a part and its cue.
    :return: one attribution a cue, and one for each content without any cue in reach, in the order of the text.
    """
    cues = [span for span in spans if span[2] == "cue"]
    parts = [span for span in spans if span[2] != "cue"]
    scores = link_scores(parts, cues, vectors, tables, sentence_numbers) if cues and parts else np.zeros((0, 0))
    groups = [[cue] for cue in cues]
    for part, cue in zip(parts, choose_cues(scores, parts, cues, reach=reach), strict=True):
        if cue is not None:
            groups[cue].append(part)
        elif part[2] == "content":
            groups.append([part])
    return sorted((as_attribution(sorted(group)) for group in groups), key=lambda attribution: attribution.first)


def as_attribution(group: Sequence[Span]) -> WordAttribution:
    """Return one attribution of the given spans; its confidence is the lowest of theirs."""
    by_role = {role: [(first, stop) for first, stop, name, _ in group if name == role] for role in ROLES}
    return WordAttribution(**by_role, confidence=round(min(span[3] for span in group), 4))


class Attributions(Saved):
    """The component; settings in :func:`make_attributions`. Its link tables are learnt, and saved with it."""

    FILE = "links.json"

    def __init__(self, *, reach: int) -> None:
        self.reach = reach
        self.tables = {name: np.zeros(shape, dtype=np.float32) for name, shape in TABLES.items()}

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.attributions``."""
        scores = getattr(doc._, HEAD_SCORES)
        spans = trim_spans(decode_spans(scores["attributions"], ROLES), [token.is_space for token in doc])
        numbers = np.cumsum([token.is_sent_start is True for token in doc], dtype=np.int64)
        vectors = (scores["link_part"], scores["link_cue"])
        set_word_attributions(doc, group_parts(spans, vectors, self.tables, numbers, reach=self.reach))
        return doc

    def load(self, tables: Mapping[str, Sequence]) -> "Attributions":
        """Take learnt link tables, shaped as in :data:`~pipeline.language.links.TABLES`."""
        self.tables = {name: np.asarray(tables[name], dtype=np.float32).reshape(TABLES[name]) for name in TABLES}
        return self

    def learnt(self) -> dict[str, list]:
        """Return the link tables as lists."""
        return {name: np.round(table.astype(float), 5).tolist() for name, table in self.tables.items()}


@Language.factory(
    "hearsay_attributions",
    default_config={"reach": REACH},
    requires=["doc._.head_scores", "token.is_sent_start"],
    assigns=["doc._.attributions"],
)
def make_attributions(nlp: Language, name: str, reach: int) -> Attributions:
    """Create the component that sets ``doc._.attributions``.

    :param reach: how many words may lie between a part and its cue.
    """
    return Attributions(reach=reach)
