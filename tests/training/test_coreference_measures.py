"""How chains of a Doc are held against OntoGUM and GAP."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from training.chains import GapRow
from training.measures.coreference import chains_of_doc, names_found, with_conll, with_ratio

TEXT = "Ada Brandt said Zoe's brother saw her."


def row(pronoun: str = "her") -> GapRow:
    """Return a row about Ada Brandt and Zoe."""
    start = TEXT.rindex(pronoun)
    return GapRow("t", TEXT, (start, start + len(pronoun)), ((0, 10), (16, 19)), (True, False))


@pytest.fixture
def doc() -> Doc:
    """The text with a parse in which the brother heads the phrase that Zoe stands in."""
    made = spacy.blank("en")(TEXT)
    heads = [2, 0, 2, 5, 3, 6, 2, 6, 2]
    return Doc(
        made.vocab,
        words=[token.text for token in made],
        spaces=[bool(token.whitespace_) for token in made],
        heads=heads,
        deps=["nsubj", "flat", "root", "nmod:poss", "case", "nsubj", "ccomp", "obj", "punct"],
    )


def test_a_name_is_found_in_the_chain_of_its_pronoun(doc: Doc) -> None:
    doc.spans["coref_clusters_1"] = [doc[0:2], doc[7:8]]
    assert names_found(doc, row()) == (True, False)


def test_a_phrase_around_a_name_is_not_that_name(doc: Doc) -> None:
    doc.spans["coref_clusters_1"] = [doc[3:6], doc[7:8]]
    assert names_found(doc, row()) == (False, False)


def test_other_chains_and_groups_do_not_count(doc: Doc) -> None:
    doc.spans["coref_clusters_1"] = [doc[0:2], doc[3:4]]
    doc.spans["entities"] = [doc[0:2], doc[7:8]]
    assert len(chains_of_doc(doc)) == 1
    assert names_found(doc, row()) == (False, False)


def test_means_over_measures_and_genres() -> None:
    names = {"MUC": 60.0, "B-cubed": 30.0, "CEAF": 30.0, "mentions": 80.0}
    figures = {name: np.asarray([value]) for name, value in names.items()}
    figures |= {f"news {name}": value + 3 for name, value in figures.items()}
    found = {name: float(value[0]) for name, value in with_conll(figures).items()}
    assert found == {"CoNLL": 40, "news CoNLL": 43} | names


def test_ratio_is_in_percent() -> None:
    figures = {"feminine": np.asarray([60.0, 1.0]), "masculine": np.asarray([80.0, 0.0])}
    assert with_ratio(figures)["feminine / masculine"][0] == pytest.approx(75)
