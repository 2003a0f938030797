from training.labels import from_conll, from_corenlp, from_politics, spans_of


def test_spans_of_io_and_bio():
    assert spans_of(["I-PER", "I-PER", "O", "I-LOC"]) == [(0, 2, "PER"), (3, 4, "LOC")]
    assert spans_of(["B-PER", "B-PER", "I-PER"]) == [(0, 1, "PER"), (1, 3, "PER")]


def test_what_a_corpus_does_not_tell_apart_stays_open():
    words = ["Norway", "and", "Skagerrak"]
    allowed = from_conll(words, ["B-LOC", "O", "B-LOC"])
    assert allowed[0] == {"B-GPE"}
    assert allowed[2] == {"B-GPE", "B-LOC"}
    assert "B-DATE" in allowed[1]
    assert "B-PERSON" not in allowed[1]


def test_peoples_and_events_are_told_from_other_names():
    allowed = from_conll(["Norwegians", "World", "Cup"], ["B-MISC", "B-MISC", "I-MISC"])
    assert allowed == [{"B-NORP"}, {"B-EVENT"}, {"I-EVENT"}]
    assert from_politics(["Storting"], ["B-election"]) == [{"B-EVENT"}]


def test_corenlp_numbers_with_units_are_quantities():
    tokens = [("NUMBER", "40"), ("O", "mile"), ("DURATION", "two"), ("DURATION", "hour"), ("O", "say")]
    assert from_corenlp(tokens) == [{"B-QUANTITY"}, {"I-QUANTITY"}, {"B-TIME"}, {"I-TIME"}, {"O"}]
