"""What an article says of sources that it leaves unnamed."""

import pytest


def _unnamed(rows):
    return [quote for quote in rows.quotes if quote.is_anonymous]


@pytest.mark.parametrize(("source", "count", "affiliation", "country"), [
    ("Two Yunsan government sources", 2, "Yunsan government", None),
    ("three Japanese officials", 3, None, "JP"),
    ("two Japanese government sources", 2, "Japanese government", "JP"),
    ("a senior <ORG>White House</ORG> official", 1, "White House", None),
    ("officials", None, None, None),
    ("several people familiar with the matter", None, None, None),
    ("a person briefed on the talks", 1, None, None),
    ("one of the officials", 1, None, None),
    ("a couple of aides", 2, None, None),
    ("a number of officials", None, None, None),
    ("more than a dozen diplomats", 12, None, None),
    ("an aide to <PERSON>Ann Lee</PERSON>", 1, "Ann Lee", None),
    ("<PERSON>Lee</PERSON>’s advisers", None, "Lee", None),
    ("two officials at the <ORG>Harbour Board</ORG>", 2, "Harbour Board", None),
    ("an official from <GPE>France</GPE>", 1, None, "FR"),
    ("a <GPE>U.S.</GPE> <ORG>State Department</ORG> official", 1, "State Department", "US"),
    ("unnamed Japanese officials and an American source", None, None, "JP, US"),
    ("a diplomat and two officials", 3, None, None),
    ("a law enforcement official", 1, "law enforcement", None),
    ("a Western diplomat", 1, None, None),
    ("nurses at <ORG>San Telmo Hospital</ORG>", None, "San Telmo Hospital", None),
])
def test_a_source_is_described(rows_of, source, count, affiliation, country):
    (quote,) = rows_of(f"<s1>{source}</s1> <c1>said</c1> <t1>the port is for sale</t1>.").quotes
    assert quote.is_anonymous
    assert (quote.source_count, quote.source_affiliation, quote.source_country) == (count, affiliation, country)


@pytest.mark.parametrize("source", [
    "critics", "many residents", "experts", "both sides", "a spokesman for the bank", "a judge", "police",
    "the top diplomat in the capital", "European allies", "the ministry", "a report", "<PERSON>Ann Lee</PERSON>",
    "a number of <NORP>Liberals</NORP>",
])
def test_who_is_not_anonymous(rows_of, source):
    (quote,) = rows_of(f"<s1>{source}</s1> <c1>said</c1> <t1>the port is for sale</t1>.").quotes
    assert not quote.is_anonymous
    assert quote.source_count is None


@pytest.mark.parametrize(("clause", "condition", "reason"), [
    ("who requested anonymity due to the sensitivity of the matter", "requested anonymity",
     "due to the sensitivity of the matter"),
    ("speaking on condition of anonymity because the talks are private", "on condition of anonymity",
     "because the talks are private"),
    ("who asked not to be named because she had not told her employer", "asked not to be named",
     "because she had not told her employer"),
    ("who spoke on the condition of anonymity to discuss internal plans", "on the condition of anonymity",
     "to discuss internal plans"),
    ("who asked not to be named, citing the sensitivity of the talks", "asked not to be named",
     "citing the sensitivity of the talks"),
    ("who was not authorised to speak publicly", None, "was not authorised to speak publicly"),
    ("who declined to be identified for fear of reprisals", "declined to be identified", "for fear of reprisals"),
    ("who spoke to the Gazette on condition that he not be named", "on condition that he not be named", None),
    ("who asked to remain anonymous", "asked to remain anonymous", None),
    ("who would not give her name, for fear of losing her licence", "would not give her name",
     "for fear of losing her licence"),
])
def test_why_a_source_is_not_named(rows_of, clause, condition, reason):
    rows = rows_of(f"<t1>The port is for sale</t1>, <c1>said</c1> <s1>an official</s1>, {clause}.")
    (quote,) = rows.quotes
    assert (quote.anonymity_condition, quote.anonymity_reason) == (condition, reason)


def test_what_is_said_of_a_source_once_holds_for_all_that_it_says(rows_of):
    marked = (
        "<t1>The port is for sale</t1>, <s1>two Japanese government sources</s1> <c1>said</c1>.\n"
        "<t2>Talks began in May</t2>, <c2>according to</c2> <s2>the sources</s2>, <s3>who</s3> <c3>requested</c3> "
        "<t3>anonymity because the matter is private</t3>.\n"
        "<t4>No price was named</t4>, <s4>one of the sources</s4> <c4>said</c4>. <t5>A bank was asked</t5>, "
        "<s5>an American official</s5> <c5>said</c5>."
    )
    quotes = rows_of(marked).quotes
    told = [
        (q.source_text, q.source_count, q.source_country, q.anonymity_condition, q.anonymity_reason) for q in quotes
    ]
    terms = ("requested anonymity", "because the matter is private")
    assert told == [
        ("two Japanese government sources", 2, "JP", *terms),
        ("the sources", 2, "JP", *terms),
        ("one of the sources", 1, "JP", *terms),
        ("an American official", 1, "US", None, None),
    ]


def test_terms_in_a_sentence_of_their_own(rows_of):
    marked = (
        "<s1>A Treasury official</s1> <c1>said</c1> <t1>the port is for sale</t1>. <s2>Another official</s2> "
        "<c2>said</c2> <t2>it was not</t2>. The officials spoke on condition of anonymity because the talks are "
        "private, and gave no details. <s3>A friend</s3> <c3>said</c3> <t3>it was a pity</t3>."
    )
    quotes = rows_of(marked).quotes
    assert [quote.anonymity_reason for quote in quotes] == ["because the talks are private"] * 2 + [None]
    body = marked
    for tag in ("s1", "c1", "t1", "s2", "c2", "t2", "s3", "c3", "t3"):
        body = body.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    for quote in _unnamed(rows_of(marked)):
        if quote.anonymity_reason:
            start, end = quote.anonymity_reason_start_char, quote.anonymity_reason_end_char
            assert body[start:end] == quote.anonymity_reason


def test_a_spokesman_who_asks_for_it_is_anonymous(rows_of):
    source = "A spokesman for the bank, who declined to be named,"
    (quote,) = rows_of(f"<s1>{source}</s1> <c1>said</c1> <t1>the port is for sale</t1>.").quotes
    assert quote.is_anonymous
    text = "<s1>A spokesman</s1>, who spoke on condition of anonymity, <c1>said</c1> <t1>the port is for sale</t1>."
    assert rows_of(text).quotes[0].is_anonymous


def test_the_other_one_is_of_what_was_said_of_both(rows_of):
    rows = rows_of(
        "<s1>Two officials at the <ORG>Harbour Board</ORG>, who spoke on condition of anonymity</s1>, <c1>said</c1> "
        "<t1>the port was sold</t1>. <s2>The other</s2> <c2>said</c2> <t2>it was a pity</t2>."
    )
    first, other = sorted(rows.quotes, key=lambda quote: quote.start_char)
    assert (first.source_count, other.source_count) == (2, 1)
    assert other.is_anonymous
    assert first.source_affiliation == other.source_affiliation == "Harbour Board"
    assert other.anonymity_condition == first.anonymity_condition is not None


def test_one_of_them_by_another_noun_is_of_the_only_several(rows_of):
    rows = rows_of(
        "<s1>Two members of the <ORG>Reform Party</ORG>, who asked not to be named</s1>, <c1>said</c1> <t1>she had "
        "begged him to stay</t1>. <s2>One of the lawmakers</s2> <c2>said</c2> <t2>she had wept</t2>."
    )
    assert [quote.source_affiliation for quote in rows.quotes] == ["Reform Party", "Reform Party"]
