from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from hearsay.site.text import counted, day, name_of_file, shortened, visible


@settings(deadline=None)
@given(st.text())
def test_what_is_visible_has_the_same_length_and_controls_nothing(text):
    shown = visible(text)
    assert len(shown) == len(text)
    codes = {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
    assert not set(map(ord, shown)) & (codes - set(b"\t\n\r"))


def test_what_is_no_text_stays():
    assert [visible(value) for value in (3, 2.5, True, Markup("<b>"), None)] == [3, 2.5, True, Markup("<b>"), ""]


def test_a_control_character_is_shown_by_its_picture():
    assert visible("a\x00b\x1b\u202ec") == "a␀b␛�c"


@pytest.mark.parametrize("identifier", ["article_../../etc", "article_", "x", "entity_ABC", "a/b_c\\d", "\u202e"])
def test_a_strange_identifier_gives_a_plain_file_name(identifier):
    assert name_of_file(identifier).isalnum() and len(name_of_file(identifier)) == 16


def test_an_identifier_gives_its_own_file_name():
    assert name_of_file("article_ed9c04b136833a6a") == "ed9c04b136833a6a"


@settings(deadline=None)
@given(st.text(), st.integers(10, 60))
def test_a_shortened_text_is_on_one_line_and_short(text, length):
    short = shortened(text, length)
    assert len(short) <= length + 1 and short == " ".join(short.split())


def test_texts_are_cut_between_words():
    assert shortened("one two  three\nfour", 12) == "one two…"
    assert shortened("one two\n three", 13) == "one two three"


def test_dates_and_counts_read_like_prose():
    assert day(date(2018, 7, 3)) == '<time datetime="2018-07-03">3 July 2018</time>'
    assert day(None) == "undated"
    assert (counted(1, "article"), counted(12_077, "copy", "copies")) == ("1 article", "12,077 copies")
