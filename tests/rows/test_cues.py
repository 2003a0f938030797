import pytest

from pipeline.rows.cues import STANCES, analyse_cue, lemma_of
from pipeline.rows.lexicon import read_lexicon


@pytest.mark.parametrize(
    ("cue", "lemma", "cue_class", "stance"),
    [
        ("said", "say", "say", "asserts"),
        ("according to", "according to", "say", "asserts"),
        ("has repeatedly said", "say", "say", "asserts"),
        ("went on to say", "go on to say", "say", "asserts"),
        ("made clear", "make clear", "say", "asserts"),
        ("denied", "deny", "deny", "denies"),
        ("refuted claims of", "refute", "deny", "denies"),
        ("flatly rejected", "reject", "deny", "denies"),
        ("pushed back on", "push back on", "deny", "denies"),
        ("did not deny", "deny", "deny", "asserts"),
        ("declined to comment", "decline to comment", "decline", "declines"),
        ("did not say", "say", "say", "declines"),
        ("couldn’t confirm", "confirm", "confirm", "declines"),
        ("doesn't believe", "believe", "believe", "denies"),
        ("made no secret of", "no secret of", "say", "asserts"),
        ("called on", "call on", "urge", "urges"),
        ("proposed", "propose", "propose", "proposes"),
        ("admitted", "admit", "confirm", "confirms"),
        ("accused", "accuse", "allege", "alleges"),
        ("backs", "back", "support", "supports"),
        ("likened", "liken", "say", "asserts"),
        ("extolled", "extol", "support", "supports"),
        ("were skeptical", "skeptical", "ask", "questions"),
        ("played down", "play down", "deny", "denies"),
        ("took aim at", "take aim at", "criticise", "asserts"),
        ("is optimistic", "optimistic", "predict", "predicts"),
        ("does not support", "support", "support", "opposes"),
        ("called", "call", "say", "asserts"),
        ("vowed", "vow", "promise", "promises"),
        ("warned", "warn", "predict", "predicts"),
        ("wondered", "wonder", "ask", "questions"),
        ("was reported by", "report", "report", "asserts"),
        ("frobnicated", "frobnicate", None, "asserts"),
        (":", None, None, "asserts"),
    ],
)
def test_cues(cue, lemma, cue_class, stance):
    found = analyse_cue(cue)
    assert (found.lemma, found.cue_class, found.stance) == (lemma, cue_class, stance)


def test_a_negation_before_the_cue_counts():
    assert analyse_cue("say", "The company did not ").is_negated
    assert not analyse_cue("said", "The deal is not. She ").is_negated
    assert not analyse_cue("showed", "It not only ").is_negated


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("told", "tell"),
        ("noted", "note"),
        ("denies", "deny"),
        ("admitting", "admit"),
        ("refused", "refuse"),
        ("savaging", "savage"),
        ("flipping", "flip"),
        ("visited", "visit"),
        ("treated", "treat"),
        ("assessing", "assess"),
    ],
)
def test_lemmas(form, lemma):
    assert lemma_of(form) == lemma


def test_each_word_of_the_lexicon_has_one_class():
    words = [word for entry in read_lexicon("cues")["classes"].values() for word in entry["words"].split()]
    assert sorted(words) == sorted(set(words))


def test_stances_of_the_lexicon_are_documented():
    for entry in read_lexicon("cues")["classes"].values():
        assert {entry["stance"], entry["negated"]} <= set(STANCES)
