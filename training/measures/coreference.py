"""Coreference against OntoGUM (Zhu, Pradhan & Zeldes, ACL 2021) and GAP (Webster et al., TACL 2018)."""

from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.language.coreference import PREFIX
from training.chains import GAP_FILES, GapRow, ontogum_files, read_gap, read_ontogum
from training.coreference_metrics import chain_counts, conll_score, gap_counts
from training.measures import Figures, Measure, doc_of_words
from training.metrics import Counts


def chains_of_doc(doc: Doc) -> list[list[Span]]:
    """Return the chains that a Doc carries."""
    return [list(group) for name, group in doc.spans.items() if name.startswith(PREFIX)]


def evaluate_ontogum(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
    """Whole documents of given words, exact spans; each genre beside all."""
    for document in read_ontogum(corpora, "dev"):
        doc = doc_of_words(nlp, document.words)
        found = [[(span.start, span.end) for span in chain] for chain in chains_of_doc(doc)]
        counts = chain_counts(document.chains, found)
        yield counts | {f"{document.genre} {name}": count for name, count in counts.items()}


def with_conll(figures: Figures) -> Figures:
    """Return the mean of the three measures, over all and by genre, and what it is made of over all."""
    genres = {name.rpartition(" ")[0]: name for name in figures if name.endswith(" MUC")}
    means = {"CoNLL": conll_score(figures)}
    for genre in genres:
        means[f"{genre} CoNLL"] = conll_score({name: figures[f"{genre} {name}"] for name in ("MUC", "B-cubed", "CEAF")})
    return means | {name: figures[name] for name in ("MUC", "B-cubed", "CEAF", "mentions")}


def evaluate_gap(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
    """Whether the pronoun's chain holds a mention of the name."""
    for row in read_gap(corpora, "dev"):
        yield gap_counts(row.gender, row.coreferent, names_found(nlp(row.text), row))


def names_found(doc: Doc, row: GapRow) -> tuple[bool, bool]:
    """Return for each of the two names whether a mention of the pronoun's chain is headed within it and covers it."""
    pronoun = doc.char_span(*row.pronoun, alignment_mode="expand")
    names = [doc.char_span(*name, alignment_mode="expand") for name in row.names]
    chain = next((chain for chain in chains_of_doc(doc) if any(same(span, pronoun) for span in chain)), [])
    return tuple(any(means(span, name) for span in chain) for name in names)


def same(one: Span, other: Span) -> bool:
    """Say whether two spans have the same words."""
    return (one.start, one.end) == (other.start, other.end)


def means(mention: Span, name: Span) -> bool:
    """Say whether a mention is that name: it overlaps with it and is headed within it."""
    return name.start <= mention.root.i < name.end or same(mention, name)


def with_ratio(figures: Figures) -> Figures:
    """Add the ratio of feminine to masculine, in percent (1.00 is 100)."""
    return figures | {"feminine / masculine": 100 * figures["feminine"] / figures["masculine"].clip(min=1e-9)}


MEASURES = (
    Measure(
        "OntoGUM dev",
        "coreference F1, exact spans",
        lambda corpora: ontogum_files(corpora, "dev"),
        evaluate_ontogum,
        derive=with_conll,
        goals={"news CoNLL": 65.0},
    ),
    Measure(
        "GAP validation",
        "F1 of pronoun and name",
        lambda corpora: [corpora / "gap-coreference" / GAP_FILES["dev"]],
        evaluate_gap,
        derive=with_ratio,
        goals={"overall": 82.0, "feminine / masculine": 97.0},
    ),
)
