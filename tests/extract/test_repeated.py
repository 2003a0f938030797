import random
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import extract_article, line_hash, repeated_lines, without_repeated
from pipeline.extract.repeated import outlet_lines
from pipeline.records import Document

RETRIEVED = datetime(2026, 3, 1, tzinfo=UTC)
PROMOTION = "You can follow what happens next on our page about the harbour and its piers."
BACKGROUND = "The harbour was built in 1911 and was widened twice after the war."
BIOGRAPHY = "Jane Doe is a columnist for Example Times."
HEADING = "What happens next?"
QUOTATION = "“Nobody asked us,” said Ada Moss, who has run a ferry from there for years."


def own_lines(number):
    choose = random.Random(number)
    bodies = "board", "council", "court"
    return [f"The {choose.choice(bodies)} of district {number} paid {choose.random()} on day {d}." for d in range(1, 7)]


def article(number, *lines, at=3, site="example.org", **changes):
    """Return an extraction of six lines of its own and the given ones between them."""
    own = own_lines(number)
    text = "\n".join([*own[:at], *lines, *own[at:]])
    content = text.encode()
    fields = {"url": f"https://{site}/{number}", "outlet": "Example Times"} | changes
    return extract_article(
        Document(f"in/{number}", "application/json", content, sha256(content).hexdigest(), RETRIEVED, text, fields)
    )


def learned(*extractions):
    return repeated_lines(line for extraction in extractions for line in extraction.lines)


def bodies(*extractions):
    repeated = learned(*extractions)
    return [without_repeated(e.article, e.lines, repeated)[0].body for e in extractions]


def test_a_line_of_two_articles_goes_from_both_and_is_kept_as_removed():
    one, other = article(1, PROMOTION), article(2, PROMOTION)
    assert PROMOTION in one.article.body
    changed, removed = without_repeated(one.article, one.lines, learned(one, other))
    assert changed.body == "\n\n".join(own_lines(1))
    assert [(line.article_id, line.position, line.line, line.reason) for line in removed] == [
        (one.article.article_id, 3, PROMOTION, "repeated line")
    ]
    assert changed.word_count == len(changed.body.split())
    assert (changed.article_id, changed.url) == (one.article.article_id, one.article.url)
    assert changed.text_sha256 == sha256(changed.body.encode()).hexdigest() != one.article.text_sha256


def test_a_line_seen_once_stays():
    one = article(1, PROMOTION)
    assert bodies(one, article(2)) == [one.article.body, article(2).article.body]


@pytest.mark.parametrize(("line", "needed"), [(PROMOTION, 2), (BACKGROUND, 3), (HEADING, None), (QUOTATION, None)])
def test_how_many_articles_must_have_a_line(line, needed):
    extractions = [article(number, line) for number in range(5)]
    for count in range(1, 6):
        is_learned = needed is not None and count >= needed
        assert [line not in body for body in bodies(*extractions[:count])] == [is_learned] * count


def test_what_names_the_outlet_needs_two_articles_at_the_edge_only():
    assert BIOGRAPHY not in "".join(bodies(article(1, BIOGRAPHY, at=6), article(2, BIOGRAPHY, at=6)))
    assert "".join(bodies(article(1, BIOGRAPHY), article(2, BIOGRAPHY))).count(BIOGRAPHY) == 2


def test_versions_and_copies_of_an_article_are_one_document():
    first = article(1, PROMOTION)
    version = article(1, PROMOTION, "A sentence that was added to the text in the afternoon.")
    copy = article(1, PROMOTION, url="https://example.org/under-another-address")
    assert learned(first, version, copy) == frozenset()
    assert learned(first, copy, article(2, PROMOTION)) == {("example.org", line_hash(PROMOTION))}


def test_outlets_do_not_learn_from_each_other():
    assert learned(article(1, PROMOTION), article(2, PROMOTION, site="example.net")) == frozenset()
    nameless = [article(number, PROMOTION, url=None, outlet=None) for number in (1, 2)]
    assert [extraction.lines for extraction in nameless] == [(), ()]
    named = [article(number, PROMOTION, url=None) for number in (1, 2)]
    assert learned(*named) == {("example times", line_hash(PROMOTION))}


def test_prose_of_an_agency_is_not_learned():
    wire = [article(number, BACKGROUND, "(Reporting by Jane Doe)", "(Reuters)") for number in range(4)]
    wire = [replace(e, article=replace(e.article, wire_credit="Reuters")) for e in wire]
    lines = [outlet_lines(e.article, range(len(e.article.body.split("\n\n")))) for e in wire]
    assert line_hash(BACKGROUND) not in {line.line_hash for of_one in lines for line in of_one}


def test_a_line_that_comes_back_in_the_text_belongs_to_it():
    extractions = [article(number, "Ada Moss", at=0) for number in (1, 2)]
    assert learned(*extractions)
    transcripts = [article(number, "Ada Moss", own_lines(9)[0], "Ada Moss", at=0) for number in (1, 2)]
    assert not learned(*transcripts)


def test_an_article_keeps_at_least_half_of_itself():
    lines = [PROMOTION.replace("harbour", f"harbour of {name}") for name in "abcdefghij"]
    one, other = article(1, *lines), article(2, *lines)
    repeated = {(line.outlet_key, line.line_hash) for line in one.lines}
    assert without_repeated(one.article, one.lines, repeated) == (one.article, ())
    assert learned(one, other) == frozenset()  # they are copies of each other by then


@settings(deadline=None)
@given(st.permutations(range(6)), st.integers(1, 5))
def test_the_order_of_arrival_does_not_matter_and_nothing_is_unlearned(order, cut):
    given_lines = [PROMOTION, BACKGROUND, HEADING, PROMOTION, BACKGROUND, BACKGROUND]
    extractions = [article(number, line) for number, line in enumerate(given_lines)]
    everything = learned(*extractions)
    assert learned(*(extractions[index] for index in order)) == everything
    assert learned(*(extractions[index] for index in order[:cut])) <= everything
