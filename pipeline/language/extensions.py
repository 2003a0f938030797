"""The extension attributes that Hearsay sets on spaCy's objects, named here and nowhere else.

``doc._.attributions``: list of :class:`Attribution`, in the order of the text.
"""

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

ATTRIBUTIONS = "attributions"


@dataclass(slots=True)
class Attribution:
    """Who said or thought what: an attribution relation as in PolNeAR (Newell et al., LREC 2018).

    Each part is a list of spans, empty where the text has none; a discontinuous content has several.
    """

    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)
    confidence: float = 1.0  # 0 to 1
