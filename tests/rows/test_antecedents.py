"""Who is meant by "he", "it" and by phrases that take somebody up, beyond the nearest name."""

import pytest

from pipeline.rows import build_rows


def speaker_of(rows, content):
    return next(quote.speaker_name for quote in rows.quotes if content in quote.content)


@pytest.mark.parametrize("text", [
    "<PERSON>Amarea Lind</PERSON>, the captain’s sister, met <PERSON>Orro Quill</PERSON>.",
    "<PERSON>Amarea Lind</PERSON>, 40, his elder sister, met <PERSON>Orro Quill</PERSON>.",
    "The captain’s sister <PERSON>Amarea Lind</PERSON> met <PERSON>Orro Quill</PERSON>.",
    "His sister, <PERSON>Amarea Lind</PERSON>, met <PERSON>Orro Quill</PERSON>.",
])
def test_kinship_tells_the_gender(rows_of, text):
    rows = rows_of(f"{text} <s1>He</s1> <c1>said</c1> <t1>it rained</t1>.")
    assert speaker_of(rows, "it rained") == "Orro Quill"


@pytest.mark.parametrize("text", [
    "<PERSON>Amarea Lind</PERSON>, his wife, <PERSON>Dora</PERSON>, and the boys were out.",
    "He had met his wife, <PERSON>Amarea Lind</PERSON> said.",
])
def test_kinship_of_somebody_else_tells_nothing(rows_of, text):
    rows = rows_of(f"{text} <s1>He</s1> <c1>said</c1> <t1>it rained</t1>.")
    assert speaker_of(rows, "it rained") == "Amarea Lind"


def test_several_pronouns_of_its_chain_tell_the_gender(rows_of):
    rows = rows_of(
        "<PERSON>Orro Quill</PERSON> saw <PERSON><m1>Amarea Lind</m1></PERSON> and <m1>her</m1> dog. <m1>She</m1> "
        "waved.\n\n<PERSON>Amarea Lind</PERSON> went on with <PERSON>Orro Quill</PERSON>. "
        "<s1>He</s1> <c1>said</c1> <t1>it rained</t1>."
    )
    assert speaker_of(rows, "it rained") == "Orro Quill"


def test_a_chain_of_the_other_gender_names_nobody(rows_of):
    rows = rows_of(
        "<PERSON><m1>Rodrigo Quill</m1></PERSON> left. Rain fell on the town all night.\n\n"
        "<s1><m1>She</m1></s1> <c1>ruled out</c1> <t1>new bridges</t1>."
    )
    assert speaker_of(rows, "new bridges") is None


@pytest.mark.parametrize(("text", "speaker"), [
    ("Dora Quill leads the Harbour Alliance. The alliance has set aside a million for advertising. It hopes to win by "
     "ten points.", "Harbour Alliance"),
    ("Ben Quill, 23, died on Friday. His brother waited for him at the gate with a van. He said he wanted to be left "
     "alone.", None),
    ("The Harbour Alliance has kept silent since March. The letter was left in the photocopier of the town hall. It "
     "states that the first boat will leave on Monday.", None),
])
def test_who_is_the_subject_of_the_sentence_before(nlp, article_of, text, speaker):
    rows = build_rows(article_of(text), nlp(text))
    assert rows.quotes[-1].speaker_name == speaker


@pytest.mark.parametrize(("noun", "speaker"), [
    ("newspaper", "Ostvik Courier"), ("ministry", "ministry"), ("committee", "committee"), ("agency", "ODT"),
])
def test_a_noun_takes_up_what_may_be_called_so(rows_of, noun, speaker):
    rows = rows_of(
        f"The <ORG>Ostvik Courier</ORG> asked. <ORG>ODT</ORG> was silent. <s1>The {noun}</s1> <c1>said</c1> "
        "<t1>the boats were late</t1>."
    )
    assert speaker_of(rows, "boats") == speaker


def test_the_chain_says_which_body_a_nominal_is(rows_of):
    rows = rows_of(
        "<PERSON>Ada Quill</PERSON> leaves the <ORG><m1>Ostvik Opera</m1></ORG>. Rain fell on the town all night.\n\n"
        "<s1><m1>The house</m1></s1> <c1>confirmed</c1> <t1>that it was over</t1>."
    )
    assert speaker_of(rows, "it was over") == "Ostvik Opera"


def test_who_is_known_by_the_family_name_alone_has_a_gender(rows_of):
    rows = rows_of(
        "<PERSON>Amarea Lind</PERSON> wrote to <PERSON>Zelensky</PERSON> on Monday. <s1>She</s1> <c1>said</c1> "
        "<t1>it rained</t1>. <PERSON>Zelensky</PERSON> had asked. <s2>She</s2> <c2>added</c2> <t2>that it would "
        "stop</t2>."
    )
    assert speaker_of(rows, "it would stop") == "Amarea Lind"


def test_a_given_name_goes_before_what_is_known_of_the_family(rows_of):
    rows = rows_of(
        "<PERSON>Ivana Trump</PERSON> came. <PERSON>Trump</PERSON> was late. <s1>She</s1> <c1>said</c1> <t1>it "
        "rained</t1>."
    )
    assert speaker_of(rows, "it rained") == "Ivana Trump"


@pytest.mark.parametrize("phrase", [
    "the newly re-elected Republican governor", "the two-term governor", "the 61-year-old governor",
])
def test_what_a_phrase_adds_to_a_title(rows_of, phrase):
    rows = rows_of(
        "<t1>“We did,”</t1> <s1>Gov. <PERSON>Ben Quill</PERSON></s1> <c1>said</c1>. <PERSON>Ada Lind</PERSON> "
        f"clapped.\n\n<t2>“I told him to go,”</t2> <s2>{phrase}</s2> <c2>said</c2>."
    )
    assert speaker_of(rows, "told him") == "Ben Quill"


def test_who_holds_another_office_is_not_the_president(rows_of):
    rows = rows_of(
        "<t1>“We did,”</t1> <s1>Sen. <PERSON><m1>Ben Quill</m1></PERSON></s1> <c1>said</c1>.\n\nRain fell.\n\n"
        "<s2><m1>The president</m1></s2> <c2>dismissed</c2> <t2>the idea</t2>."
    )
    assert speaker_of(rows, "the idea") is None


@pytest.mark.parametrize("behind", ["knows", "regretted", "now hopes"])
def test_an_age_says_who_is_meant(nlp, article_of, behind):
    text = f"Dora Lind, 38, met Ben Quill. Rain fell all night.\n\nThe 38-year-old {behind} that it was late."
    rows = build_rows(article_of(text), nlp(text))
    dora = next(entity.entity_id for entity in rows.entities if entity.name == "Dora Lind")
    assert [mention.entity_id for mention in rows.mentions if mention.text == "The 38-year-old"] == [dora]


def test_the_family_name_alone_is_not_the_relatives(rows_of):
    rows = rows_of(
        "<PERSON>Ben Quill</PERSON> left the council. <PERSON>Ada Quill</PERSON>, his sister, is a notary.\n\n"
        "<s1><PERSON>Quill</PERSON></s1> <c1>said</c1> <t1>it was over</t1>. "
        "<s2>The younger <PERSON>Quill</PERSON></s2> <c2>denied</c2> <t2>that it was</t2>."
    )
    assert speaker_of(rows, "it was over") == "Ben Quill"


@pytest.mark.parametrize("source", [
    "a man identified by police as <PERSON>Ben Quill</PERSON>",
    "a driver who asked to be called <PERSON>Quill</PERSON> because he is owed wages",
    "the caretaker, who gave his name as <PERSON>Ben Quill</PERSON>",
])
def test_as_whom_somebody_is_known(rows_of, source):
    rows = rows_of(f"<t1>“We shall see to it,”</t1> <c1>said</c1> <s1>{source}</s1>.")
    assert speaker_of(rows, "see to it") in ("Ben Quill", "Quill")


@pytest.mark.parametrize(("title", "nominal"), [
    ("special counsel", "The special counsel"), ("chairwoman", "The chair"), ("comptroller", "The comptroller"),
])
def test_titles_that_are_taken_up(rows_of, title, nominal):
    rows = rows_of(
        f"The {title} <PERSON>Ada Quill</PERSON> came. <PERSON>Ben Lind</PERSON> spoke. Rain fell.\n\n"
        f"<s1>{nominal}</s1> <c1>said</c1> <t1>it was over</t1>."
    )
    assert speaker_of(rows, "it was over") == "Ada Quill"
