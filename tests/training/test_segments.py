from training.corpora import Attributed
from training.segments import cut_segments, join_adjacent, penn_words

TEXT = 'Rain fell. "We wait," Ada said. "It ends soon." Shops closed.'


def tokens(*words):
    """Return tokens ``[start, end]`` of words, found one after another in the text."""
    found, place = [], 0
    for word in words:
        place = TEXT.index(word, place)
        found.append([place, place + len(word)])
        place += len(word)
    return found


def sentences():
    words = [
        ["Rain", "fell", "."],
        ['"', "We", "wait", ",", '"', "Ada", "said", "."],
        ['"', "It", "ends", "soon", ".", '"'],
        ["Shops", "closed", "."],
    ]
    flat = iter(tokens(*(word for sentence in words for word in sentence)))
    return [[next(flat) for _ in sentence] for sentence in words]


def span(text):
    start = TEXT.index(text)
    return start, start + len(text)


def test_a_segment_holds_the_sentences_that_an_attribution_spans():
    content = [span('"We wait,"'), span('"It ends soon."')]
    attributed = Attributed(source=[span("Ada")], cue=[span("said")], content=content)
    segments = list(cut_segments(TEXT, sentences(), [attributed]))
    assert [len(segment.words) for segment in segments] == [3, 14, 3]
    found = segments[1].attributions[0][0]
    assert (found.source, found.cue, found.content) == ([(5, 6)], [(6, 7)], [(0, 5), (8, 14)])
    assert segments[1].sentence_starts == {0, 8}
    assert segments[0].attributions == [[]]


def test_words_are_written_as_the_penn_treebank_does():
    assert penn_words(['"', "We", "”", "—", '"', "won’t"]) == ["``", "We", "''", "--", "''", "won't"]


def test_spans_without_a_word_between_them_are_one():
    assert join_adjacent([(4, 6), (0, 4), (8, 9)]) == [(0, 6), (8, 9)]
