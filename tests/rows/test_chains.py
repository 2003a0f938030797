"""Speakers and pronouns that the model's coreference explains where the rules find nobody."""


def speaker_of(rows, content):
    return next(quote.speaker_name for quote in rows.quotes if content in quote.content)


def test_the_chain_says_who_a_nominal_is(rows_of):
    rows = rows_of(
        "<PERSON><m1>Ada Quill</m1></PERSON> lost the vote. Rain fell on <GPE>Ostvik</GPE> all night.\n"
        "<s1><m1>The nominee</m1></s1> <c1>said</c1> <t1>the count was wrong</t1>."
    )
    assert speaker_of(rows, "the count") == "Ada Quill"


def test_without_a_chain_nobody_is_named(rows_of):
    rows = rows_of(
        "<PERSON>Ada Quill</PERSON> lost the vote. Rain fell on <GPE>Ostvik</GPE> all night.\n"
        "<s1>The nominee</s1> <c1>said</c1> <t1>the count was wrong</t1>."
    )
    assert speaker_of(rows, "the count") is None


def test_an_entity_of_another_kind_is_no_speaker(rows_of):
    rows = rows_of(
        "<GPE><m1>Ostvik</m1></GPE> slept. <s1><m1>The officer</m1></s1> <c1>said</c1> <t1>all was calm</t1>."
    )
    assert speaker_of(rows, "calm") is None


def test_pronouns_carry_the_entity_of_their_chain(rows_of):
    rows = rows_of("<PERSON><m1>Ada Quill</m1></PERSON> lost <m1>her</m1> seat, and <PERSON>Bo Lind</PERSON> won.")
    ada = next(entity.entity_id for entity in rows.entities if entity.name == "Ada Quill")
    assert [(m.text, m.entity_id) for m in rows.mentions if m.form == "pronoun"] == [("her", ada)]
