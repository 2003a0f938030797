"""Attributions inside attributions, read off annotated text by the shipped model."""

from dataclasses import replace

import pytest

from pipeline.rows import build_rows


@pytest.fixture
def chains_of(nlp, article_of):
    """Return, for each quote in which no other stands, the sources from the outermost down, and its content."""

    def chains(text):
        rows = build_rows(article_of(text), nlp(text))
        quotes = {quote.quote_id: quote for quote in rows.quotes}
        parents = {quote.parent_quote_id for quote in rows.quotes}
        found = []
        for quote in rows.quotes:
            if quote.quote_id not in parents:
                path, outer = [], quote
                while outer:
                    path.insert(0, outer.source_text)
                    outer = quotes.get(outer.parent_quote_id)
                found.append((path, quote.content))
            for start, end in quote.content_spans:
                assert 0 <= start < end <= len(text)
            if quote.source_text:
                assert text[quote.source_start_char : quote.source_end_char] == quote.source_text
            assert text[quote.cue_start_char or 0 : quote.cue_end_char or 0] == (quote.cue or "")
        return found

    return chains


@pytest.mark.parametrize(("text", "chain"), [
    ("Ann Lee told the board to wait for a year, two officials said on Monday.",
     (["two officials", "Ann Lee"], "the board to wait for a year")),
    ("President Anna Weber asked John Doe to keep the harbour open, according to three aides.",
     (["three aides", "President Anna Weber"], "John Doe to keep the harbour open")),
    ("The minister said that Anna Weber had warned her that the bridge was unsafe.",
     (["The minister", "Anna Weber"], "that the bridge was unsafe")),
    ("The Daily Ledger reported that Anna Weber had advised the board “not to sell the port”, citing two officials.",
     (["The Daily Ledger", "two officials", "Anna Weber"], "not to sell the port")),
    ("Japan rejected a newspaper report claiming that Anna Weber told the board to sell the port.",
     (["Japan", "a newspaper report", "Anna Weber"], "the board to sell the port")),
    ("Anna Weber’s request for the board to wait was first reported by the Daily Ledger.",
     (["the Daily Ledger", "Anna Weber"], "for the board to wait")),
    ("“The port will stay open,” the ministry said in a statement attributed to Anna Weber.",
     (["the ministry", "Anna Weber"], "The port will stay open")),
    ("“She sat down and said, ‘The port stays open,’” Ann Lee recalled.",
     (["Ann Lee", "She"], "The port stays open")),
    ("The Daily Ledger reported late on Monday, citing two officials, that the port had been sold to a rival.",
     (["The Daily Ledger", "two officials"], "that the port had been sold to a rival")),
    ("The Daily Ledger reported that the board had been told by two officials that the port was for sale.",
     (["The Daily Ledger", "two officials"], "that the port was for sale")),
    ("Norway’s foreign ministry rejected the claim, citing police data showing thefts halved last year.",
     (["Norway’s foreign ministry", "police data"], "thefts halved last year")),
])
def test_a_chain_of_reporting(chains_of, text, chain):
    assert chain in chains_of(text)


@pytest.mark.parametrize("text", [
    "The company said it would close the plant on Monday.",
    "“I think the price is fair,” Ann Lee said.",
    "Ann Lee asked whether the board would wait if the mayor thinks it should.",
])
def test_what_makes_no_level(chains_of, text):
    assert all(len(path) == 1 for path, _ in chains_of(text))


def test_a_text_may_end_with_who_told(chains_of):
    assert chains_of("Ann Lee said the board had been told by two officials")


def test_what_an_attribution_cites_has_its_content(nlp, article_of):
    text = "The Daily Ledger reported that the port was sold in May, citing an American official."
    outer, cited = build_rows(article_of(text), nlp(text)).quotes
    assert (cited.cue, cited.source_text, cited.source_country) == ("citing", "an American official", "US")
    assert cited.content_spans == outer.content_spans
    assert cited.parent_quote_id == outer.quote_id


def test_the_subject_of_a_cue_is_its_source_and_no_other_agent(nlp, article_of):
    text = (
        "China urged the United States to rein in its allies in an editorial published by the newspaper of the party. "
        "On Monday Beijing dismissed the remarks, calling them an insult to the whole region."
    )
    told = {quote.cue: quote for quote in build_rows(article_of(text), nlp(text)).quotes}
    assert (told["urged"].source_text, told["urged"].speaker_name) == ("China", "Government of China")
    assert {quote.source_text for cue, quote in told.items() if cue != "urged"} == {"Beijing"}


def test_whom_a_report_cites_is_no_part_of_what_it_reports(nlp, article_of):
    text = "The Daily Ledger reported that Anna Weber sold the port, citing two officials."
    doc = nlp(text)
    attribution = next(found for found in doc._.attributions if found.cue[0].text == "reported")
    doc._.attributions = [replace(attribution, content=[doc.char_span(text.index("that"), len(text) - 1)])]
    reported, cited = sorted(build_rows(article_of(text), doc).quotes, key=lambda quote: quote.parent_quote_id or "")
    assert (cited.cue, cited.source_text, cited.parent_quote_id) == ("citing", "two officials", reported.quote_id)
    assert reported.content == cited.content == "that Anna Weber sold the port"


def test_a_demand_from_a_capital_is_of_its_government(nlp, article_of):
    text = (
        "China is angry. The remarks drew an angry response from Beijing, which claims the island, and a demand for "
        "Ann Lee to retract her words."
    )
    demand = next(quote for quote in build_rows(article_of(text), nlp(text)).quotes if quote.cue == "demand")
    assert (demand.source_text, demand.speaker_name) == ("Beijing", "Government of China")


@pytest.mark.parametrize("text", [
    "The Daily Ledger quoted the minister as saying that the port would stay open.",
    "The Daily Ledger quoted Ann Lee, the mayor, as saying the port would stay open.",
])
def test_whom_an_outlet_quotes_is_a_level(chains_of, text):
    (path, content), = chains_of(text)
    assert path[0] == "The Daily Ledger" and path[1] in ("the minister", "Ann Lee, the mayor", "Ann Lee")
    assert content.endswith("the port would stay open")


def test_people_at_a_place_speak_and_not_the_place(chains_of):
    (path, _), = chains_of("Nurses at the San Telmo believed that it was the flu, the family said.")
    assert path == ["the family", "Nurses at the San Telmo"]


def test_what_follows_a_joint_has_the_same_source(nlp, article_of):
    text = "Ann Lee, a partner at the firm, confirmed that they had worked on the text but said its client had left."
    quotes = build_rows(article_of(text), nlp(text)).quotes
    assert [quote.speaker_name for quote in quotes] == ["Ann Lee", "Ann Lee"]
    assert quotes[0].content == "that they had worked on the text"


def test_what_is_cited_between_cue_and_content_is_one_level(nlp, article_of):
    text = "On Monday the Daily Ledger reported, citing two officials, that the port had been sold in May."
    rows = build_rows(article_of(text), nlp(text))
    assert [quote.source_text for quote in rows.quotes].count("two officials") == 1


def test_joined_verbs_say_each_their_own(nlp, article_of):
    text = "Beijing reacted on Monday, summoning the ambassador and warning its citizens against traveling to Japan."
    rows = build_rows(article_of(text), nlp(text))
    warning = next(quote for quote in rows.quotes if quote.cue == "warning")
    assert (warning.content, warning.speaker_name) == (
        "its citizens against traveling to Japan", "Government of China"
    )
    assert [claim.stance for claim in rows.claims if claim.quote_id == warning.quote_id] == ["urges"]


def test_it_is_the_organisation_that_is_said_to_say_it(nlp, article_of):
    text = "Acme sued Orlo Bank in May. The Federal Reserve said it would wait for the ruling of the court."
    rows = build_rows(article_of(text), nlp(text))
    names = {entity.entity_id: entity.name for entity in rows.entities}
    assert [names.get(m.entity_id) for m in rows.mentions if m.text == "it"] == ["Federal Reserve"]


def test_who_reports_what_somebody_is_quoted_with(nlp, article_of):
    text = "“We are not selling the port to anybody,” Ann Lee said in a statement, according to the Associated Press."
    quotes = build_rows(article_of(text), nlp(text)).quotes
    outer = next(quote for quote in quotes if quote.cue == "according to")
    inner = next(quote for quote in quotes if quote.speaker_name == "Ann Lee")
    assert (outer.speaker_name, inner.parent_quote_id) == ("Associated Press", outer.quote_id)


@pytest.mark.parametrize(("text", "cue", "content"), [
    ("The mine has closed. Acme did not immediately respond to a request for comment.", "did not immediately respond",
     "to a request for comment"),
    ("The mine has closed. Ann Lee would not comment on Friday.", "would not", "comment on Friday"),
])
def test_who_does_not_answer(nlp, article_of, text, cue, content):
    quotes = build_rows(article_of(text), nlp(text)).quotes
    assert [(quote.cue, quote.content) for quote in quotes] == [(cue, content)]
    assert quotes[0].source_text in ("Acme", "Ann Lee")


@pytest.mark.parametrize(("text", "source", "cue", "content"), [
    ("Norway, which rejects Sweden’s ownership claim, has said a return to Sweden is not an option for its people.",
     "Norway", "rejects", "Sweden’s ownership claim"),
    ("Ann Lee, who has promised to resign, said she would fight.", "Ann Lee", "has promised", "to resign"),
])
def test_what_a_source_is_told_to_have_said_elsewhere(nlp, article_of, text, source, cue, content):
    rows = build_rows(article_of(text), nlp(text))
    assert (source, cue, content) in {(quote.source_text, quote.cue, quote.content) for quote in rows.quotes}


def test_who_asks_not_to_be_named_says_nothing_else(nlp, article_of):
    text = "Two officials, who asked not to be identified because the talks are private, said the port was for sale."
    assert {quote.cue for quote in build_rows(article_of(text), nlp(text)).quotes} == {"said"}


@pytest.mark.parametrize("text", [
    "The minister said that the changes the board wanted to make were bold.",
    "The minister said there would be an announcement about the steps that he will take to reopen the port.",
])
def test_what_a_noun_is_further_said_to_be_is_nothing_said(chains_of, text):
    assert [sources for sources, _ in chains_of(text)] == [["The minister"]]


def test_whom_a_clause_tells_of_speaks(chains_of):
    text = "The minister said that the aides who wanted to leave were tired."
    assert [sources for sources, _ in chains_of(text)][-1] == ["The minister", "the aides"]
