"""Pronouns and bare noun phrases that take up no name, on hand-built parses and chains."""

import pytest
import spacy
from spacy.tokens import Doc, Span

from pipeline.rows.descriptions import Descriptions, is_empty

VOCAB = spacy.blank("en").vocab
PARTS = {"VB": "VERB", "NN": "NOUN", "PR": "PRON", "JJ": "ADJ", "IN": "ADP", "DT": "DET", "WD": "PRON", "CD": "NUM"}


def parsed(rows: str) -> Doc:
    """Return a Doc of lines of word, tag, relation and head's number from 0."""
    table = [line.split() for line in rows.strip().splitlines()]
    return Doc(
        VOCAB, words=[row[0] for row in table], tags=[row[1] for row in table], deps=[row[2] for row in table],
        pos=["AUX" if row[2] in ("cop", "aux") else PARTS.get(row[1][:2], "PUNCT") for row in table],
        lemmas=[row[0].casefold().removesuffix("s") for row in table], heads=[int(row[3]) for row in table],
    )


def chained(doc: Doc, *mentions: tuple[int, int]) -> Doc:
    """Return the doc with a chain of mentions, by their first words and the words behind their last."""
    number = len(doc.spans) + 1
    doc.spans[f"coref_clusters_{number}"] = [
        Span(doc, first, stop, label="pronoun" if doc[first].tag_.startswith("PR") and stop - first == 1 else "nominal")
        for first, stop in mentions
    ]
    return doc


def told(doc: Doc, text: str) -> list[tuple[str, str]]:
    """Return what stands for what in the last place of a text."""
    start = doc.text.rindex(text)
    return [
        (doc.text[slice(*found.span)], found.article + doc.text[found.words[0] + found.skipped : found.words[1]])
        for found in Descriptions(doc).within((start, start + len(text)))
    ]


def the_ferries() -> Doc:
    return parsed("""
        The DT det 2
        old JJ amod 2
        ferries NNS nsubj 6
        of IN case 5
        the DT det 5
        coast NN nmod 2
        leak VBP root 6
        . . punct 6
        They PRP nsubj 9
        sank VBD root 9
        twice RB advmod 9
        . . punct 9
    """)


def test_they_are_the_subject_of_the_sentence_before():
    assert told(chained(the_ferries(), (0, 6), (8, 9)), "They sank twice") == [("They", "The old ferries of the coast")]


def test_without_a_chain_a_pronoun_stays():
    assert told(the_ferries(), "They sank twice") == []


def test_a_pronoun_that_does_not_agree_in_number_stays():
    assert told(chained(the_ferries(), (4, 6), (8, 9)), "They sank twice") == []


def test_a_phrase_with_a_name_is_left_to_the_names():
    doc = the_ferries()
    doc.spans["coref_clusters_1"] = [Span(doc, 0, 6, label="name"), Span(doc, 8, 9, label="pronoun")]
    assert told(doc, "They sank twice") == []


def test_another_subject_that_agrees_makes_it_uncertain():
    doc = parsed("""
        Engineers NNS nsubj 1
        left VBD root 1
        . . punct 1
        Captains NNS nsubj 4
        slept VBD root 4
        . . punct 4
        They PRP nsubj 7
        sank VBD root 7
    """)
    assert told(chained(doc, (0, 1), (6, 7)), "They sank") == []
    del doc.spans["coref_clusters_1"]
    assert told(chained(doc, (3, 4), (6, 7)), "They sank") == [("They", "Captains")]


def bill(second: str) -> Doc:
    return parsed(f"""
        Members NNS nsubj 1
        passed VBD root 1
        a DT det 4
        spending JJ amod 4
        bill NN obj 1
        , , punct 1
        and CC cc 8
        {second}
        cuts VBZ conj 1
        taxes NNS obj 8
    """)


def test_it_is_the_object_of_the_same_sentence():
    assert told(chained(bill("it PRP nsubj 8"), (2, 5), (7, 8)), "it cuts taxes") == [("it", "a spending bill")]


def test_it_is_no_object_of_a_sentence_before():
    doc = parsed("""
        Members NNS nsubj 1
        passed VBD root 1
        a DT det 3
        bill NN obj 1
        . . punct 1
        It PRP nsubj 6
        rained VBD root 6
    """)
    assert told(chained(doc, (2, 4), (5, 6)), "It rained") == []


@pytest.mark.parametrize(
    ("noun", "pronoun", "is_told"),
    [("spokeswoman", "She", True), ("spokeswoman", "It", False), ("ferry", "It", True), ("ferry", "She", False)],
)
def test_somebody_is_not_it_and_something_not_she(noun, pronoun, is_told):
    doc = parsed(f"""
        The DT det 1
        {noun} NN nsubj 2
        left VBD root 2
        . . punct 2
        {pronoun} PRP nsubj 5
        stopped VBD root 5
    """)
    found = told(chained(doc, (0, 2), (4, 5)), f"{pronoun} stopped")
    assert found == ([(pronoun, f"The {noun}")] if is_told else [])


def test_what_stands_in_the_claim_already_is_not_told_again():
    doc = parsed("""
        Crews NNS nsubj 1
        say VBP root 1
        crews NNS nsubj 3
        left VBD ccomp 1
        when WRB advmod 6
        they PRP nsubj 6
        tired VBD advcl 3
    """)
    assert told(chained(doc, (0, 1), (5, 6)), "crews left when they tired") == []


def test_a_possessive_that_may_mean_the_subject_stays():
    doc = parsed("""
        Clerks NNS nsubj 1
        left VBD root 1
        . . punct 1
        Many JJ nsubj 4
        lost VBD root 4
        their PRP$ nmod:poss 6
        savings NNS obj 4
    """)
    assert told(chained(doc, (0, 1), (5, 6)), "Many lost their savings") == []
    assert told(doc, "their savings") == []


def test_a_possessive_is_told_where_no_other_agrees():
    doc = parsed("""
        Clerks NNS nsubj 1
        left VBD root 1
        . . punct 1
        Lee NNP nsubj 4
        lost VBD root 4
        their PRP$ nmod:poss 6
        savings NNS obj 4
    """)
    assert told(chained(doc, (0, 1), (5, 6)), "Lee lost their savings") == [("their", "Clerks")]


def test_a_relative_clause_that_runs_into_the_claim_is_left_out():
    doc = parsed("""
        Two CD nummod 1
        women NNS nsubj 6
        who WP nsubj 3
        said VBD acl:relcl 1
        they PRP nsubj 5
        paid VBD ccomp 3
        left VBD root 6
    """)
    assert told(chained(doc, (0, 6), (4, 5)), "they paid") == [("they", "Two women")]


@pytest.mark.parametrize(("first", "expected"), [("the", "the costly plan"), ("any", None)])
def test_a_bare_noun_is_the_fullest_phrase_of_its_chain(first, expected):
    doc = parsed(f"""
        {first} DT det 2
        costly JJ amod 2
        plan NN nsubj 3
        failed VBD root 3
        . . punct 3
        The DT det 6
        plan NN nsubj 7
        leaked VBD root 7
    """)
    found = told(chained(doc, (0, 3), (5, 7)), "The plan leaked")
    assert found == ([("The plan", expected)] if expected else [])


def test_a_noun_with_words_of_its_own_stays():
    doc = parsed("""
        the DT det 2
        costly JJ amod 2
        plan NN nsubj 3
        failed VBD root 3
        . . punct 3
        The DT det 6
        plan NN nsubj 9
        for IN case 8
        ferries NNS nmod 6
        leaked VBD root 9
    """)
    assert told(chained(doc, (0, 3), (5, 7)), "The plan for ferries leaked") == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("It PRP nsubj 1\nseem VBP root 1\nthat IN mark 3\nfell VBD ccomp 1", True),
        ("It PRP nsubj 2\nis VBZ cop 2\nhard JJ root 2\nto TO mark 4\ntell VB csubj 2", True),
        ("It PRP nsubj 2\nis VBZ cop 2\nold JJ root 2", False),
        ("It PRP nsubj 2\nis VBZ aux 2\nmoving VBG root 2\nto TO mark 4\ngrow VB advcl 2", False),
        ("it PRP obj 1\nmade VBD root 1\neasier JJR xcomp 1", False),
        ("It PRP nsubj:pass 2\nwas VBD aux:pass 2\nbuilt VBN root 2\nto TO mark 4\nlast VB advcl 2", False),
    ],
)
def test_it_means_nothing_where_a_clause_follows(rows, expected):
    assert is_empty(parsed(rows)[0]) is expected


def test_a_bare_title_is_nobody_else_s():
    doc = parsed("""
        a DT det 2
        former JJ amod 2
        minister NN nsubj 3
        left VBD root 3
        . . punct 3
        The DT det 6
        minister NN nsubj 7
        spoke VBD root 7
    """)
    assert told(chained(doc, (0, 3), (5, 7)), "The minister spoke") == []


def test_a_phrase_ends_before_a_clause_of_its_own():
    doc = parsed("""
        the DT det 2
        old JJ amod 2
        ferry NN nsubj 6
        because IN mark 5
        Lee NNP nsubj 5
        left VBD advcl 2
        closed VBD root 6
        . . punct 6
        It PRP nsubj 9
        reopened VBD root 9
    """)
    assert told(chained(doc, (0, 6), (8, 9)), "It reopened") == [("It", "the old ferry")]


def test_it_before_an_adjective_announces_what_follows():
    rows = "They PRP nsubj 1\nmade VBD root 1\nit PRP obj 1\neasy JJ xcomp 1\n{}"
    assert is_empty(parsed(rows.format("to TO mark 5\nsail VB csubj 3"))[2])
    assert not is_empty(parsed(rows.format("again RB advmod 1"))[2])


def test_a_possessive_that_may_mean_others_of_the_claim_stays():
    doc = parsed("""
        Clerks NNS nsubj 1
        say VBP root 1
        Lee NNP nsubj 3
        paid VBD ccomp 1
        crews NNS obj 3
        for IN case 7
        their PRP$ nmod:poss 7
        silence NN obl 3
    """)
    assert told(chained(doc, (0, 1), (6, 7)), "Lee paid crews for their silence") == []
