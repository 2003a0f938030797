from spacy.tokens import Doc
from spacy.vocab import Vocab

from training.labels import (
    OUTSIDE,
    continued,
    from_conll,
    from_corenlp,
    from_ieer,
    from_politics,
    spans_of,
    value_words,
)


def test_spans_of_io_and_bio():
    assert spans_of(["I-PER", "I-PER", "O", "I-LOC"]) == [(0, 2, "PER"), (3, 4, "LOC")]
    assert spans_of(["B-PER", "B-PER", "I-PER"]) == [(0, 1, "PER"), (1, 3, "PER")]


def test_what_a_corpus_does_not_tell_apart_stays_open():
    words = ["Norway", "near", "Skjervold", "in", "1997"]
    allowed = from_conll(words, ["B-LOC", "O", "B-LOC", "O", "O"])
    assert allowed[0] == {"B-GPE"}
    assert allowed[1] == OUTSIDE
    assert allowed[2] == {"B-GPE", "B-LOC", "B-FAC"}
    assert {"O", "B-DATE", "I-DATE"} < allowed[4]
    assert "B-PERSON" not in allowed[4]


def test_peoples_events_and_laws_are_told_from_other_names():
    words = "Norwegians World Cup Clean Rivers Act Quietude".split()
    allowed = from_conll(words, ["B-MISC", "B-MISC", "I-MISC", "B-MISC", "I-MISC", "I-MISC", "B-MISC"])
    assert allowed[:3] == [{"B-NORP"}, {"B-EVENT"}, {"I-EVENT"}]
    assert allowed[3:6] == [{"B-LAW"}, {"I-LAW"}, {"I-LAW"}]
    assert {tag[2:] for tag in allowed[6]} == {"NORP", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"}
    assert from_politics(["Storting"], ["B-election"]) == [{"B-EVENT"}]


def test_only_words_that_may_belong_to_a_value_stay_open_where_a_corpus_has_none():
    words = "the council met for more than two hours in the hall".split()
    assert [word for word, open_ in zip(words, value_words(words), strict=True) if open_] == (
        "for more than two hours in the".split()[1:]
    )


def test_corenlp_numbers_with_units_are_quantities():
    tokens = [("NUMBER", "40"), ("O", "miles"), ("DURATION", "two"), ("DURATION", "hours"), ("O", "say")]
    assert from_corenlp(tokens) == [{"B-QUANTITY"}, {"I-QUANTITY"}, {"B-TIME"}, {"I-TIME"}, {"O"}]


def test_corenlp_numbers_take_what_modifies_them_and_vague_dates_fall_away():
    tokens = [("O", "more"), ("O", "than"), ("NUMBER", "300"), ("O", "now"), ("DATE", "now"), ("O", ".")]
    assert from_corenlp(tokens) == [{"B-CARDINAL"}, {"I-CARDINAL"}, {"I-CARDINAL"}, {"O"}, {"O"}, {"O"}]


def test_a_number_behind_a_person_is_an_age():
    tokens = [("PERSON", "Varga"), ("O", ","), ("NUMBER", "45"), ("O", ","), ("O", "left")]
    assert from_corenlp(tokens)[2] == {"B-DATE"}


def test_names_that_silver_labels_miss_but_their_words_give_away():
    tokens = [("O", "under"), ("O", "the"), ("MISC", "Harbour"), ("O", "Safety"), ("O", "Act"), ("O", "today")]
    assert from_corenlp(tokens)[2:5] == [{"B-LAW"}, {"I-LAW"}, {"I-LAW"}]


def test_pieces_of_a_word_continue_its_label():
    assert continued(frozenset(("B-PERSON",))) == {"I-PERSON"}
    assert continued(OUTSIDE) == OUTSIDE
    assert continued(None) is None


def test_ieer_leaves_relative_dates_and_modifiers_open_and_maps_measures():
    words = ["about", "two", "hours", "last", "year", "weighed", "30", "tons", "as", "Bergen", "slept"]
    doc = Doc(Vocab(), words=words)
    allowed = from_ieer(doc, [(1, 3, "DURATION"), (6, 8, "MEASURE"), (9, 10, "LOCATION")])
    assert {"O", "B-TIME"} < allowed[0]
    assert allowed[1] == {"B-TIME", "I-TIME"}
    assert allowed[2] == {"I-TIME"}
    assert "B-DATE" in allowed[4]
    assert allowed[6:8] == [{"B-QUANTITY"}, {"I-QUANTITY"}]
    assert allowed[9:] == [{"B-GPE"}, OUTSIDE]
