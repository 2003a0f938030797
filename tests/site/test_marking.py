import re

from hypothesis import given, settings
from hypothesis import strategies as st

from hearsay.site.marking import Passage, Piece, paragraphs

TEXTS = st.text(alphabet=st.one_of(st.sampled_from("ab \n\r<&\u202e\x00🚧"), st.characters(codec="utf-8")), max_size=60)


@st.composite
def marked_texts(draw):
    text = draw(TEXTS)
    position = st.integers(0, len(text) + 3)
    spans = draw(st.lists(st.tuples(position, position, st.sampled_from("scq")), max_size=6))
    passages = [Passage(min(a, b), max(a, b), kind) for a, b, kind in spans]
    numbers = draw(st.dictionaries(position, st.lists(st.integers(1, 9), min_size=1, max_size=2), max_size=3))
    return text, passages, numbers


@settings(deadline=None)
@given(marked_texts())
def test_no_character_is_lost_and_each_has_its_marks(marked):
    text, passages, numbers = marked
    pieces = [piece for paragraph in paragraphs(text, passages, numbers=numbers) for piece in paragraph]
    assert "".join(piece.text for piece in pieces) == re.sub(r"[\n\r]+", "", text)
    kinds = [piece.kinds for piece in pieces for _ in piece.text]
    places = [place for place, character in enumerate(text) if character not in "\n\r"]
    expected = [
        tuple(sorted({passage.kind for passage in passages if passage.start <= place < passage.end}))
        for place in places
    ]
    assert kinds == expected


@settings(deadline=None)
@given(marked_texts())
def test_pieces_are_as_few_as_can_be(marked):
    for paragraph in paragraphs(marked[0], marked[1]):
        assert all(first.kinds != second.kinds for first, second in zip(paragraph, paragraph[1:], strict=False))


def test_overlapping_passages_are_cut_at_their_edges():
    text = "Ann said that Bob denied it."
    passages = [Passage(0, 3, "s"), Passage(9, 27, "q"), Passage(14, 17, "s"), Passage(25, 27, "d")]
    assert paragraphs(text, passages, numbers={0: [1], 14: [2, 3]}) == [[
        Piece("Ann", ("s",), (1,)), Piece(" said "), Piece("that ", ("q",)), Piece("Bob", ("q", "s"), (2, 3)),
        Piece(" denied ", ("q",)), Piece("it", ("d", "q")), Piece("."),
    ]]


def test_a_passage_over_two_paragraphs_is_marked_in_both():
    assert paragraphs("one two\n\nthree", [Passage(4, 14, "q")]) == [
        [Piece("one "), Piece("two", ("q",))], [Piece("three", ("q",))],
    ]
