"""Who reports what on whose word: the view of chains and those of unnamed sources."""

from dataclasses import replace

import pytest

from warehouse.report import report

BODY = "Two aides said Ann Lee told the board to wait. The Gazette reported the port is closed, citing an official."


@pytest.fixture
def chained(make, warehouse):
    """Return a warehouse whose article holds a chain of two speakers and one of a paper and whom it cites."""
    article = make.article(BODY, outlet="The Courier", wire_credit="Newswire")
    quotes = [
        {"source": "Two aides", "cue": "said", "content": "Ann Lee told the board to wait", "anonymous": True},
        {"source": "Ann Lee", "cue": "told", "content": "the board to wait", "speaker": "Ann Lee"},
        {"source": "The Gazette", "cue": "reported", "content": "the port is closed", "speaker": "The Gazette"},
        {"source": "an official", "cue": "citing", "content": "port is closed", "anonymous": True},
    ]
    rows = make.rows(article, names=[("Ann Lee", "PERSON", "Ann Lee")], quotes=quotes)
    aides, lee, paper, official = rows.quotes
    start = BODY.index("to wait")
    aides = replace(aides, source_count=2, anonymity_reason="to wait", anonymity_reason_start_char=start,
                    anonymity_reason_end_char=start + 7)
    lee, official = replace(lee, parent_quote_id=aides.quote_id), replace(official, parent_quote_id=paper.quote_id)
    make.load(warehouse, [(article, replace(rows, quotes=(aides, lee, paper, official)))], validated=True)
    return warehouse


def test_a_chain_is_read_from_the_agency_down(chained):
    rows = report(chained.path, "reporting_chains").to_dict("records")
    assert [(row["chain"], row["depth"], row["has_anonymous_source"]) for row in rows] == [
        ("Newswire > Two aides > Ann Lee > the board to wait", 3, True),
        ("Newswire > The Gazette > an official > port is closed", 3, True),
    ]
    assert rows[0]["told_by"] == "Newswire > Two aides > Ann Lee"
    assert list(rows[0]["speakers"]) == ["Newswire", "Two aides", "Ann Lee"]
    assert list(rows[0]["cues"]) == ["said", "told"]
    for level in rows[0]["levels"]:
        assert BODY[level["source_start_char"]:level["source_end_char"]] == level["source_text"]


def test_a_quote_that_is_its_own_parent_ends_the_chain(chained):
    with chained.connect() as connection:
        connection.execute("update quotes set parent_quote_id = quote_id where source_text = 'Two aides'")
    rows = report(chained.path, "reporting_chains").to_dict("records")
    assert max(row["depth"] for row in rows) <= 21


def test_unnamed_sources_are_described(chained):
    rows = report(chained.path, "anonymous_sources").set_index("source")
    assert (rows.loc["Two aides", "source_count"], rows.loc["Two aides", "anonymity_reason"]) == (2, "to wait")
    (sourcing,) = report(chained.path, "outlet_sourcing").to_dict("records")
    assert (sourcing["anonymous_share"], sourcing["explained_share"], sourcing["hearsay_share"]) == (0.5, 0.5, 0.5)
