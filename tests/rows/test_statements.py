"""Statements, and the clauses that they are made of, on hand-built parses."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import spacy
from spacy.tokens import Doc, Span

from pipeline.records import Article, Claim, Entity, Mention, Quote
from pipeline.rows import build_rows
from pipeline.rows.clauses import coordinated, is_clause, merged, sentences_of
from pipeline.rows.marks import find_quotations
from pipeline.rows.propositions import times_of
from pipeline.rows.statements import state_claims
from pipeline.rows.text import ArticleText

VOCAB = spacy.blank("en").vocab
# Parts of speech, by the first two letters of the tag.
PARTS = {"VB": "VERB", "NN": "NOUN", "PR": "PRON", "JJ": "ADJ", "IN": "ADP"}
PUBLISHED = datetime(2025, 11, 27, 9, tzinfo=UTC)  # a Thursday
ENTITIES = (
    Entity("lee", "Ann Lee", "PERSON", None), Entity("stone", "Rob Stone", "PERSON", None),
    Entity("hill", "Tom Hill", "PERSON", None),
    Entity("acme", "Acme Ferries", "ORG", None), Entity("us", "United States", "GPE", "US"),
    Entity("greens", "Greens", "NORP", None),
)


def parsed(rows: str) -> Doc:
    """Return a Doc of lines of word, tag, relation, head's number from 0 and, where it is another than the word, lemma.

    "_" glues a word to the one before.
    """
    table = [line.split() for line in rows.strip().splitlines()]
    words = [row[0].removeprefix("_") for row in table]
    spaces = [not following[0].startswith("_") for following in table[1:]] + [False]
    doc = Doc(
        VOCAB, words=words, spaces=spaces, tags=[row[1] for row in table], deps=[row[2] for row in table],
        pos=["AUX" if row[0] in ("is", "be") else PARTS.get(row[1][:2], "X") for row in table],
        lemmas=[row[4] if len(row) > 4 else word.casefold() for row, word in zip(table, words, strict=True)],
        heads=[int(row[3]) for row in table],
    )
    return doc


def span(doc: Doc, text: str, number: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(number + 1):
        start = doc.text.index(text, start + 1)
    return start, start + len(text)


def mention(doc: Doc, text: str, form: str, entity: str, number: int = 0) -> Mention:
    label = next(each.label for each in ENTITIES if each.entity_id == entity)
    return Mention(f"{text}{number}", "a", None, entity, text, form, label, *span(doc, text, number))


def state(doc: Doc, text: str, mentions=(), **told) -> str:
    """Return the statement of the claim that a stretch of text makes."""
    return make(doc, text, mentions, **told).statement


def make(
    doc: Doc, text: str, mentions=(), *, cue=None, cue_class=None, lemma=None, speaker="lee", source=None,
    published=PUBLISHED, stance=None, entities=ENTITIES,
) -> Claim:
    """Return the claim that a stretch of text makes."""
    given = dict.fromkeys(Article.__dataclass_fields__)
    article = Article(**given | {"article_id": "a", "body": doc.text, "published_at": published})
    start, end = span(doc, text)
    given = {"quote_id": "q", "start_char": start, "end_char": end, "stance": stance}
    claim = Claim(**dict.fromkeys(Claim.__dataclass_fields__) | given)
    cue_start, cue_end = span(doc, cue) if cue else (None, None)
    quote = replace(
        Quote(**dict.fromkeys(Quote.__dataclass_fields__)), quote_id="q", cue_start_char=cue_start,
        cue_end_char=cue_end, cue_class=cue_class, cue_lemma=lemma or cue, speaker_entity_id=speaker,
        source_text=source, source_start_char=source and doc.text.index(source),
        source_end_char=source and doc.text.index(source) + len(source),
        speaker_name=next((each.name for each in ENTITIES if each.entity_id == speaker), None),
    )
    body = ArticleText(doc)
    quotations = find_quotations(body.body, body.paragraphs)
    (stated,) = state_claims([claim], [quote], times_of(article), doc, mentions, entities, quotations)
    return stated


SHE_SOLD = parsed("""
    She PRP nsubj 1
    sold VBD root 1
    her PRP$ nmod:poss 3
    ferry NN obj 1
    on IN case 5
    Monday NNP obl 1
""")


def test_a_pronoun_is_named_where_it_comes_first_and_the_day_is_told():
    mentions = [mention(SHE_SOLD, "She", "pronoun", "lee"), mention(SHE_SOLD, "her", "pronoun", "lee")]
    assert state(SHE_SOLD, SHE_SOLD.text, mentions) == "Ann Lee sold her ferry on Monday (2025-11-24)."


def test_of_two_people_both_are_named():
    doc = parsed("She PRP nsubj 1\n sold VBD root 1\n his PRP$ nmod:poss 3\n ferry NN obj 1")
    mentions = [mention(doc, "She", "pronoun", "lee"), mention(doc, "his", "pronoun", "stone")]
    assert state(doc, doc.text, mentions) == "Ann Lee sold Rob Stone's ferry."


def test_what_is_not_known_stays():
    assert state(SHE_SOLD, SHE_SOLD.text, published=None) == "She sold her ferry on Monday."


@pytest.mark.parametrize(
    ("verb", "tag", "stated"),
    [("want", "VBP", "wants"), ("go", "VBP", "goes"), ("try", "VBP", "tries"), ("sold", "VBD", "sold")],
)
def test_the_speaker_is_named_and_the_verb_agrees(verb, tag, stated):
    doc = parsed(f"I PRP nsubj 1\n {verb} {tag} root 1\n it PRP obj 1\n _. . punct 1")
    assert state(doc, doc.text, [mention(doc, "I", "pronoun", "lee")]) == f"Ann Lee {stated} it."


@pytest.mark.parametrize(
    ("word", "contraction", "verb", "relation", "stated"),
    [
        ("I", "’m", "leaving VBG", "aux", "Ann Lee is leaving."),
        ("I", "’ve", "left VBN", "aux", "Ann Lee has left."),
        ("She", "’s", "left VBN", "aux", "Ann Lee has left."),
        ("She", "’s", "late JJ", "cop", "Ann Lee is late."),
        ("She", "’d", "leave VB", "aux", "Ann Lee would leave."),
        ("She", "’ll", "leave VB", "aux", "Ann Lee will leave."),
    ],
)
def test_contractions_are_spelled_out(word, contraction, verb, relation, stated):
    doc = parsed(f"{word} PRP nsubj 2\n _{contraction} VBZ {relation} 2\n {verb} root 2\n _. . punct 2")
    assert state(doc, doc.text, [mention(doc, word, "pronoun", "lee")]) == stated


def test_would_is_no_perfect_before_a_passive():
    doc = parsed("I PRP nsubj 3\n _’d MD aux 3\n be VB aux:pass 3\n told VBN root 3")
    assert state(doc, doc.text, [mention(doc, "I", "pronoun", "lee")]) == "Ann Lee would be told."


def test_an_organisation_is_one_and_a_people_are_many():
    doc = parsed("They PRP nsubj 1\n want VBP root 1\n more JJR obj 1")
    assert state(doc, doc.text, [mention(doc, "They", "pronoun", "acme")]) == "Acme Ferries wants more."
    assert state(doc, doc.text, [mention(doc, "They", "pronoun", "greens")]) == "Greens want more."


THE_COMPANY = parsed("""
    The DT det 1
    company NN nsubj 3
    has VBZ aux 3
    sued VBN root 3
    the DT det 6
    United NNP compound 6
    States NNP obj 3
""")


def test_a_nominal_is_named():
    mentions = [mention(THE_COMPANY, "The company", "nominal", "acme")]
    assert state(THE_COMPANY, THE_COMPANY.text, mentions) == "Acme Ferries has sued the United States."


def test_a_nominal_beside_the_name_stays():
    doc = parsed("Acme NNP nsubj 5\n _, , punct 0\n the DT det 3\n company NN appos 0\n _, , punct 0\n sued VBD root 5")
    mentions = [mention(doc, "Acme", "name", "acme"), mention(doc, "the company", "nominal", "acme")]
    assert state(doc, doc.text, mentions) == "Acme, the company, sued."


def test_names_that_take_an_article_get_it():
    doc = parsed("Its PRP$ nmod:poss 1\n navy NN nsubj 2\n left VBD root 2")
    assert state(doc, doc.text, [mention(doc, "Its", "pronoun", "us")]) == "The United States' navy left."


def test_a_surname_is_told_in_full_once():
    rows = """
        Mr. NNP compound 1
        Stone NNP nsubj 2
        met VBD root 2
        Stone NNP nmod:poss 5
        _’s POS case 3
        son NN obj 2
    """
    doc = parsed(rows)
    mentions = [mention(doc, "Stone", "name", "stone"), mention(doc, "Stone", "name", "stone", 1)]
    assert state(doc, doc.text, mentions) == "Rob Stone met Stone’s son."


URGED = parsed("""
    Lee NNP nsubj 1
    urged VBD root 1
    Acme NNP obj 1
    to TO mark 4
    leave VB xcomp 1
    and CC cc 6
    close VB conj 4
    the DT det 8
    dock NN obj 6
""")


def test_whom_the_cue_addresses_acts():
    mentions = [mention(URGED, "Acme", "name", "acme")]
    assert state(URGED, "to leave", mentions, cue="urged", cue_class="urge", lemma="urge") == "Acme should leave."


def test_a_shared_subject_is_told_with_the_verbs_that_are_shared():
    mentions = [mention(URGED, "Acme", "name", "acme")]
    stated = state(URGED, "close the dock", mentions, cue="urged", cue_class="urge", lemma="urge")
    assert stated == "Acme should close the dock."


def test_who_promises_acts():
    doc = parsed("Lee NNP nsubj 1\n vowed VBD root 1\n to TO mark 3\n leave VB xcomp 1")
    assert state(doc, "to leave", cue="vowed", cue_class="promise", lemma="vow") == "Ann Lee would leave."


def test_nobody_is_put_before_words_whose_subject_is_not_known():
    doc = parsed("Lee NNP nsubj 1\n called VBD root 1\n to TO mark 3\n leave VB xcomp 1")
    assert state(doc, "to leave", cue="called", cue_class="say", lemma="call") == "to leave"


ACCUSED = """
    Lee NNP nsubj 1
    accused VBD root 1
    Rob NNP compound 3
    Stone NNP obj 1
    of IN {joint} {head}
"""


@pytest.mark.parametrize(
    ("rest", "stated"),
    [
        ("secretly RB advmod 6\n taking VBG advcl 1\n money NN obj 6", "Rob Stone secretly took money."),
        ("not RB advmod 6\n paying VBG advcl 1 pay\n rent NN obj 6", "Rob Stone did not pay rent."),
        ("having VBG aux 6\n lied VBN advcl 1", "Rob Stone had lied."),
        ("lying VBG advcl 1 lie\n and CC cc 7\n cheating VBG conj 5", "Rob Stone lied and cheated."),
        ("being VBG cop 6\n lazy JJ advcl 1", "Rob Stone was lazy."),
    ],
)
def test_who_is_accused_of_doing_something_did_it(rest, stated):
    head = next(number for number, line in enumerate(rest.splitlines(), 5) if "advcl" in line)
    doc = parsed(ACCUSED.format(joint="mark", head=head) + rest)
    text = doc.text[doc.text.index("Rob") :]
    assert state(doc, text, cue="accused", cue_class="allege", lemma="accuse") == stated


def test_who_is_accused_of_a_thing_is_accused_of_it():
    doc = parsed(ACCUSED.format(joint="case", head=5) + "fraud NN obl 1")
    stated = state(doc, "Rob Stone of fraud", cue="accused", cue_class="allege", lemma="accuse")
    assert stated == "Rob Stone is accused of fraud."


@pytest.mark.parametrize(
    ("cue", "lemma", "cue_class", "rest", "stated"),
    [
        ("urged", "urge", "urge", "not RB advmod 5\n to TO mark 5\n leave VB xcomp 1", "Stone should not leave."),
        ("called", "call", "say", "a DT det 4\n liar NN xcomp 1", "Stone is a liar."),
        ("described", "describe", "say", "as IN case 5\n a DT det 5\n liar NN obl 1", "Stone is a liar."),
        ("believed", "believe", "believe", "to TO mark 5\n be VB cop 5\n ill JJ xcomp 1", "Stone was ill."),
    ],
)
def test_an_object_and_what_is_said_of_it_are_a_sentence(cue, lemma, cue_class, rest, stated):
    doc = parsed(f"Lee NNP nsubj 1\n {cue} VBD root 1\n Stone NNP obj 1\n {rest}")
    assert state(doc, doc.text[doc.text.index("Stone") :], cue=cue, cue_class=cue_class, lemma=lemma) == stated


def test_what_is_demanded_should_be():
    rows = """
        Lee NNP nsubj 1
        demanded VBD root 1
        that IN mark 5
        Stone NNP nsubj:pass 5
        be VB aux:pass 5
        heard VBN ccomp 1
    """
    doc = parsed(rows)
    stated = state(doc, "Stone be heard", cue="demanded", cue_class="urge", lemma="demand")
    assert stated == "Stone should be heard."


def test_who_denies_doing_something_is_said_to_have_done_it():
    doc = parsed("Lee NNP nsubj 1\n denied VBD root 1\n taking VBG xcomp 1\n money NN obj 2")
    assert state(doc, "taking money", cue="denied", cue_class="deny", lemma="deny") == "Ann Lee took money."


@pytest.mark.parametrize(
    ("rows", "text", "told"),
    [
        ("Lee NNP nsubj 1\n denied VBD root 1\n the DT det 3\n claim NN obj 1", "the claim", False),
        ("Lee NNP nsubj 1\n denied VBD root 1\n it PRP nsubj 3\n is VBZ ccomp 1 be", "it is", False),
        ("Lee NNP nsubj 1\n said VBD root 1\n Stone NNP nsubj 3\n left VBD ccomp 1", "Stone left", True),
        ("Lee NNP nsubj 1\n said VBD root 1\n because IN mark 4\n Stone NNP nsubj 4\n left VBD advcl 1",
         "because Stone left", False),
        ("Lee NNP nsubj 1\n denied VBD root 1\n a DT det 3\n man NN obj 1\n who WP nsubj 5\n left VBD acl:relcl 3",
         "a man who left", False),
        ("A DT det 1\n man NN obj 6\n who WP nsubj 3\n left VBD acl:relcl 1\n was VBD cop 6\n to TO mark 6\n"
         " speak VB root 6", "A man who left was to speak", True),
    ],
)
def test_phrases_are_told_from_clauses(rows, text, told):
    assert make(parsed(rows), text).is_clause is told


@pytest.mark.parametrize(("stance", "told"), [("asserts", True), ("denies", False)])
def test_what_is_called_false_is_denied_and_not_that_it_is_false(stance, told):
    doc = parsed("Lee NNP nsubj 1\n called VBD root 1\n Rumours NNS obj 1\n lies NNS xcomp 1")
    claim = make(doc, "Rumours lies", cue="called", cue_class="say", lemma="call", stance=stance)
    assert (claim.statement, claim.is_clause) == ("Rumours are lies.", told)


@pytest.mark.parametrize(
    ("rows", "text", "stated"),
    [
        (  # who is asked on Monday is not Monday
            "Lee NNP nsubj 1\n urged VBD root 1\n on IN case 3\n Monday NNP obl 1\n to TO mark 5\n leave VB xcomp 1",
            "to leave", "to leave",
        ),
        (
            "Lee NNP nsubj 1\n pushed VBD root 1\n for IN case 4\n the DT det 4\n men NNS obl 1\n to TO mark 6\n"
            " leave VB acl 4",
            "the men to leave", "The men should leave.",
        ),
    ],
)
def test_who_is_to_act(rows, text, stated):
    doc = parsed(rows)
    doc.set_ents([spacy.tokens.Span(doc, 3, 4, "DATE")] if "Monday" in doc.text else [])
    assert state(doc, text, cue=doc[1].text, cue_class="urge", lemma="urge") == stated


def test_i_is_somebody_else_in_a_quotation_within():
    doc = parsed("You PRP nsubj 1\n say VBP root 1\n _, , punct 1\n ‘ `` punct 5\n _I PRP nsubj 5\n won VBD ccomp 1")
    assert state(doc, doc.text, [mention(doc, "I", "pronoun", "lee")]) == "You say, ‘I won."


TWO_MEN = """
    Rob NNP compound 1
    Stone NNP nsubj 2
    saw VBD root 2
    Tom NNP compound 4
    Hill NNP obj 2
    . . punct 2
    He PRP nsubj 7
    fled VBD root 7
    . . punct 7
"""


def test_a_pronoun_stays_where_another_may_be_meant_as_well():
    doc = parsed(TWO_MEN)
    names = [mention(doc, "Rob Stone", "name", "stone"), mention(doc, "Tom Hill", "name", "hill")]
    assert state(doc, "He fled", [*names, mention(doc, "He", "pronoun", "hill")], speaker=None) == "He fled."
    assert state(doc, "He fled", [*names, mention(doc, "He", "pronoun", "stone")]) == "Rob Stone fled."


def test_he_whom_somebody_speaks_of_may_be_himself():
    doc = parsed(TWO_MEN)
    names = [mention(doc, "Rob Stone", "name", "stone"), mention(doc, "Tom Hill", "name", "hill")]
    assert state(doc, "He fled", [*names, mention(doc, "He", "pronoun", "stone")], speaker="hill") == "He fled."


def test_a_pronoun_does_not_mean_who_is_named_behind_it_or_only_in_another_name():
    rows = "He PRP nsubj 4\n saw VBD root 4\n Stone NNP obj 4\n _. . punct 4"
    before = "Stone NNP nsubj 1\n fled VBD root 1\n _. . punct 1\n "
    doc = parsed(before + rows)
    named, he = mention(doc, "Stone", "name", "stone"), mention(doc, "He", "pronoun", "stone")
    assert state(doc, "He saw Stone", [named, he], speaker=None) == "Rob Stone saw Stone."
    behind = mention(doc, "Stone", "name", "stone", 1)
    assert state(doc, "He saw Stone", [named, he, behind], speaker=None) == "He saw Rob Stone."
    rows = "Stone NNP compound 1\n Hall NN nsubj 2\n burned VBD root 2\n _. . punct 2"
    doc = parsed(f"{rows}\n He PRP nsubj 5\n left VBD root 5")
    mentions = [mention(doc, "Stone", "name", "stone"), mention(doc, "He", "pronoun", "stone")]
    assert state(doc, "He left", mentions, speaker=None) == "He left."


def test_what_somebody_says_of_another_may_be_the_others():
    rows = "Hill NNP nsubj 10\n cost VBD root 10\n him PRP obj 10\n his PRP$ nmod:poss 13\n seat NN obj 10"
    doc = parsed(TWO_MEN + rows)
    names = [mention(doc, "Rob Stone", "name", "stone"), mention(doc, "Hill", "name", "hill", 1)]
    his = mention(doc, "his", "pronoun", "stone")
    assert state(doc, "Hill cost him his seat", [*names, his], speaker="stone") == "Tom Hill cost him his seat."
    assert state(doc, "cost him his seat", [names[0], his], speaker="stone") == "Hill cost him Rob Stone's seat."


def test_a_pronoun_stays_where_the_one_before_means_another():
    doc = parsed("Stone NNP nsubj 1\n saw VBD root 1\n his PRP$ nmod:poss 3\n dog NN obj 1\n and CC cc 6\n"
                 " he PRP nsubj 6\n fled VBD conj 1")
    mentions = [mention(doc, "Stone", "name", "stone"), mention(doc, "his", "pronoun", "hill")]
    he = mention(doc, "he", "pronoun", "stone")
    assert state(doc, "he fled", [*mentions, he], speaker=None) == "He fled."
    assert state(doc, "he fled", [mentions[0], he], speaker=None) == "Rob Stone fled."


@pytest.mark.parametrize(("noun", "stated"), [("owner", "He fled."), ("horse", "Rob Stone fled.")])
def test_a_pronoun_stays_where_somebody_without_a_name_came_in(noun, stated):
    doc = parsed(f"Stone NNP nsubj 1\n saw VBD root 1\n an DT det 3\n {noun} NN obj 1\n and CC cc 6\n"
                 " he PRP nsubj 6\n fled VBD conj 1")
    mentions = [mention(doc, "Stone", "name", "stone"), mention(doc, "he", "pronoun", "stone")]
    assert state(doc, "he fled", mentions, speaker=None) == stated


def test_a_family_name_is_not_made_anothers_of_the_family():
    doc = parsed("""
        Mr. NNP compound 1
        Lee NNP nsubj 2
        met VBD root 2
        Ann NNP compound 4
        Lee NNP obj 2
        . . punct 2
        Lee NNP nsubj 7
        left VBD root 7
        . . punct 7
        He PRP nsubj 10
        slept VBD root 10
    """)
    entities = (*ENTITIES, Entity("bob", "Bob Lee", "PERSON", None))
    mentions = [
        mention(doc, "Lee", "name", "lee"), mention(doc, "Ann Lee", "name", "lee"),
        mention(doc, "Lee", "name", "lee", 2), mention(doc, "He", "pronoun", "lee"),
    ]
    assert state(doc, "Lee left", mentions[2:], speaker=None, entities=entities) == "Lee left."
    assert state(doc, "He slept", mentions, speaker=None, entities=entities) == "Lee slept."
    assert state(doc, "He slept", mentions[1:2] + mentions[3:], speaker=None) == "He slept."  # Ann is a woman’s name


LEADERS = """
    President NNP compound 1
    Hill NNP nsubj 2
    met VBD root 2
    {title} NNP compound 4
    Stone NNP obj 2
    . . punct 2
    The DT det 7
    president NN nsubj 8
    fled VBD root 8
"""


@pytest.mark.parametrize(("title", "stated"), [("Senator", "Tom Hill fled."), ("President", "The president fled.")])
def test_a_title_is_taken_up_where_one_person_has_it(title, stated):
    doc = parsed(LEADERS.format(title=title))
    mentions = [mention(doc, "Hill", "name", "hill"), mention(doc, "Stone", "name", "stone")]
    taken_up = mention(doc, "The president", "nominal", "hill")
    assert state(doc, "The president fled", [*mentions, taken_up], speaker=None) == stated


@pytest.mark.parametrize(("noun", "subject"), [("company", "Acme Ferries"), ("ferry", "The ferry")])
def test_an_organisation_is_taken_up_by_what_it_may_be_called(noun, subject):
    rows = "Acme NNP compound 1\n Ferries NNP nsubj 2\n won VBD root 2\n . . punct 2"
    doc = parsed(f"{rows}\n The DT det 5\n {noun} NN nsubj 6\n fled VBD root 6")
    mentions = [mention(doc, "Acme Ferries", "name", "acme"), mention(doc, f"The {noun}", "nominal", "acme")]
    assert state(doc, f"The {noun} fled", mentions, speaker=None) == f"{subject} fled."


@pytest.mark.parametrize(
    ("rows", "stated"),
    [
        ("While IN mark 5\n I PRP nsubj 5\n am VBP cop 5\n not RB advmod 5\n the DT det 5\n first JJ root 5",
         "While Ann Lee is not the first"),
        ("They PRP nsubj 1\n know VBP root 1\n how WRB mark 4\n I PRP nsubj 1\n am VBP ccomp 1\n going VBG xcomp 4",
         "They know how Ann Lee is going."),
        ("He PRP nsubj 1\n left VBD root 1\n and CC cc 4\n so RB advmod 4\n do VBP conj 1\n I PRP nsubj 4",
         "He left and so does Ann Lee."),
        ("They PRP nsubj 1\n paid VBD root 1\n if IN mark 4\n I PRP nsubj 4\n were VBD advcl 1",
         "They paid if Ann Lee were."),
        ("Stone NNP nsubj 4\n and CC cc 2\n I PRP conj 0\n were VBD cop 4\n late JJ root 4",
         "Stone and Ann Lee were late."),
        ("I PRP nsubj 1\n need VBP root 1\n it PRP obj 1\n and CC cc 5\n few JJ obl 5\n do VBP conj 1",
         "Ann Lee needs it and few do."),
        ("I PRP nsubj 1\n blame VBP root 1\n myself PRP obj 1", "Ann Lee blames herself."),
        ("\"I `` punct 1\n Have VBP root 1\n a DT det 3\n Dream NN obj 1", "I Have a Dream"),
    ],
)
def test_the_verb_and_the_reflexive_of_i_agree_with_the_name(rows, stated):
    doc = parsed(rows)
    mentions = [mention(doc, word, "pronoun", "lee") for word in ("I", "myself") if word in doc.text.split()]
    assert state(doc, doc.text, mentions) == stated


def test_of_an_organisation_ourselves_is_itself():
    doc = parsed("We PRP nsubj 1\n blame VBP root 1\n ourselves PRP obj 1")
    mentions = [mention(doc, "We", "pronoun", "acme")]
    assert state(doc, doc.text, mentions, speaker="acme") == "Acme Ferries blames itself."


def test_who_is_named_is_not_named_again():
    doc = parsed("I PRP nsubj 1\n said VBD root 1\n how WRB mark 4\n I PRP nsubj 4\n am VBP ccomp 1")
    mentions = [mention(doc, "I", "pronoun", "lee"), mention(doc, "I", "pronoun", "lee", 1)]
    assert state(doc, doc.text, mentions) == "Ann Lee said how she is."
    unknown = (*ENTITIES, Entity("ola", "Xzq Ola", "PERSON", None))
    mentions = [replace(each, entity_id="ola") for each in mentions]
    assert state(doc, doc.text, mentions, speaker="ola", entities=unknown) == "Xzq Ola said how they are."


def test_the_verb_of_an_i_that_is_left_out_agrees():
    rows = "I PRP nsubj 1\n waited VBD root 1\n and CC cc 4\n have VBP aux 4\n left VBN conj 1"
    doc = parsed(rows)
    assert state(doc, "have left", [mention(doc, "I", "pronoun", "lee")]) == "Ann Lee has left."


def test_a_question_stays_one():
    doc = parsed("Did VBD aux 2\n Lee NNP nsubj 2\n leave VB root 2\n _? . punct 2")
    assert state(doc, "Did Lee leave") == "Did Lee leave?"


@pytest.mark.parametrize(("time", "told"), [("yesterday", " (2025-11-26)"), ("in 2024", ""), ("a week earlier", "")])
def test_days_are_told_where_they_are_relative_to_the_article(time, told):
    words = time.split()
    rows = "\n".join(f"{word} NN obl 1" for word in words)
    doc = parsed(f"Lee NNP nsubj 1\n left VBD root 1\n {rows}")
    assert state(doc, doc.text) == f"Lee left {time}{told}."


def test_marks_without_a_partner_go():
    doc = parsed("It PRP nsubj 3\n was VBD cop 3\n _“ `` punct 3\n late JJ root 3")
    assert state(doc, doc.text) == "It was late."


RESIGNED = parsed("""
    Lee NNP nsubj 1
    resigned VBD root 1
    on IN case 3
    Monday NNP obl 1
    and CC cc 6
    Stone NNP nsubj 6
    took VBD conj 1
    over RP compound:prt 6
    her PRP$ nmod:poss 9
    post NN obj 6
""")


def clauses(doc: Doc) -> list[str]:
    return [doc.text[slice(*each)] for each in coordinated(doc, (0, len(doc.text)))]


def test_coordinated_clauses_are_apart():
    assert clauses(RESIGNED) == ["Lee resigned on Monday", "Stone took over her post"]


LEE_LEFT_WHEN = "Lee NNP nsubj 1\n left VBD root 1\n _, , punct 1\n and CC cc 7\n when WRB advmod 7\n _, , punct 7\n"


@pytest.mark.parametrize(
    ("rows", "text", "stated", "is_clause"),
    [
        (LEE_LEFT_WHEN + "Hill NNP nsubj 7\n came VBD conj 1", "Lee left, and when", "Lee left.", True),
        ("Lee NNP nsubj 2\n was VBD cop 2\n late JJ root 2", "Lee was", "Lee was", False),
        ("Lee NNP nsubj 1\n is VBZ root 1\n from IN case 3\n Rome NNP obl 1", "Lee is from", "Lee is from", False),
        ("They PRP nsubj 1\n fear VBP root 1\n that IN mark 4\n Lee NNP nsubj 4\n left VBD ccomp 1", "They fear that",
         "They fear that", False),
        ("Lee NNP nsubj 1\n saw VBD root 1\n the DT det 1\n sea NN obj 1", "Lee saw the", "Lee saw the", False),
        ("Lee NNP nsubj 1\n had VBD root 1\n many JJ amod 3\n ships NNS obj 1", "Lee had", "Lee had", False),
        ("Lee NNP nsubj 1\n had VBD root 1\n many JJ amod 3\n ships NNS obj 1", "Lee had many", "Lee had many", False),
        ("What WP obj 3\n Lee NNP nsubj 3\n was VBD aux 3\n waiting VBG root 3\n for IN case 0",
         "Lee was waiting for", "Lee was waiting for.", True),
        ("Lee NNP nsubj 1\n left VBD root 1\n early RB advmod 1\n and CC cc 4\n slept VBD conj 1", "Lee left early",
         "Lee left early.", True),
    ],
)
def test_what_is_cut_short_is_no_sentence(rows, text, stated, is_clause):
    claim = make(parsed(rows), text, speaker=None)
    assert (claim.statement, claim.is_clause) == (stated, is_clause)


@pytest.mark.parametrize("before", ["Whether", "If"])
def test_what_is_open_stays_whole(before):
    rows = f"{before} IN mark 2\n Lee NNP nsubj 2\n left VBD root 2\n and CC cc 5\n Stone NNP nsubj 5\n came VBD conj 2"
    assert len(clauses(parsed(rows))) == 1


def test_alternatives_stay_whole():
    rows = "Lee NNP nsubj 1\n left VBD root 1\n or CC cc 4\n Stone NNP nsubj 4\n came VBD conj 1"
    assert len(clauses(parsed(rows))) == 1


def test_clauses_under_one_negation_stay_whole():
    rows = """
        Lee NNP nsubj 3
        did VBD aux 3
        not RB advmod 3
        take VB root 3
        money NN obj 3
        and CC cc 6
        leave VB conj 3
        the DT det 8
        town NN obj 6
    """
    assert len(clauses(parsed(rows))) == 1


def test_a_fragment_has_no_predicate():
    doc = parsed("the DT det 1\n plan NN root 1")
    assert not is_clause(doc, (0, len(doc.text)))
    assert is_clause(RESIGNED, (0, len(RESIGNED.text)))


def test_sentences_and_fragments():
    words, starts = "It rained . It stopped .".split(), [True, False, False] * 2
    doc = Doc(VOCAB, words=words, sent_starts=starts)
    text = ArticleText(doc)
    parts = sentences_of(text, (0, len(text.body)))
    assert [text.body[slice(*part)] for part in parts] == ["It rained .", "It stopped ."]
    assert merged("“One.” “Two,” she said. “Three.”", [(0, 6), (7, 13), (25, 33)]) == [(0, 13), (25, 33)]




@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("Ann Lee said “I’m a loud, cheerful mayor.”", "Ann Lee is a loud, cheerful mayor."),
        ("Ann Lee said she’d been elected in May.", "Ann Lee had been elected in May."),
        ("Ann Lee said “I think the best of it is that he left.”", "Ann Lee thinks the best of it is that he left."),
        ("“But the bridge is safe,” Ann Lee said.", "The bridge is safe."),
    ],
)
def test_what_the_shipped_model_reads_is_stated(nlp, article_of, sentence, stated):
    assert [claim.statement for claim in build_rows(article_of(sentence), nlp(sentence)).claims] == [stated]


def test_he_at_the_beginning_of_what_somebody_says_is_himself_where_nobody_else_is_certain():
    doc = parsed(TWO_MEN + "Hill NNP nsubj 10\n said VBD root 10\n he PRP nsubj 12\n fled VBD ccomp 10")
    names = [mention(doc, "Rob Stone", "name", "stone"), mention(doc, "Hill", "name", "hill", 1)]
    he = mention(doc, "he", "pronoun", "stone")
    assert state(doc, "he fled", [*names, he], speaker="hill") == "Tom Hill fled."


def test_who_asks_and_who_denies_act_in_the_passive_and_the_perfect():
    doc = parsed("Lee NNP nsubj 1\n asked VBD root 1\n to TO mark 4\n be VB aux:pass 4\n heard VBN xcomp 1")
    assert state(doc, "to be heard", cue="asked", cue_class="ask", lemma="ask") == "Ann Lee should be heard."
    doc = parsed("Lee NNP nsubj 1\n denied VBD root 1\n having VBG aux 3\n left VBN xcomp 1")
    assert state(doc, "having left", cue="denied", cue_class="deny", lemma="deny") == "Ann Lee had left."


def test_nobody_known_is_named_by_the_pronoun():
    doc = parsed("They PRP nsubj 1\n vowed VBD root 1\n to TO mark 3\n leave VB xcomp 1")
    quote = {"cue": "vowed", "cue_class": "promise", "lemma": "vow", "speaker": None}
    assert state(doc, "to leave", source="They", **quote) == "They would leave."


def test_a_noun_phrase_stands_for_a_pronoun_that_no_name_explains():
    doc = parsed("""
        The DT det 1
        regulators NNS nsubj 2
        won VBD root 2
        . . punct 2
        They PRP nsubj 6
        _’re VBP aux 6
        moving VBG root 6
        their PRP$ nmod:poss 8
        offices NNS obj 6
    """)
    doc.spans["coref_clusters_1"] = [
        Span(doc, 0, 2, label="nominal"), Span(doc, 4, 5, label="pronoun"), Span(doc, 7, 8, label="pronoun"),
    ]
    assert state(doc, "They’re moving their offices") == "The regulators are moving their offices."


@pytest.mark.parametrize(
    ("cue", "lemma", "cue_class", "rows", "expected"),
    [
        ("wants", "want", "urge", "wants VBZ root 1 want", "Ann Lee wants to sail."),
        ("seeking", "seek", "urge", "seeking VBG root 1 seek", "Ann Lee seeks to sail."),
        ("declined", "decline", "decline", "declined VBD root 1 decline", "Ann Lee declined to sail."),
        ("plans", "plan", "promise", "plans VBZ root 1 plan", "Ann Lee will sail."),
        ("agreed", "agree", "confirm", "agreed VBD root 1 agree", "Ann Lee would sail."),
        ("desire", "desire", "urge", "desire NN root 1 desire", "Ann Lee desires to sail."),
    ],
)
def test_who_wishes_or_declines_to_do_something_has_not_said_that_he_will(cue, lemma, cue_class, rows, expected):
    doc = parsed(f"Lee NNP nsubj 1\n{rows}\nto TO mark 3\nsail VB xcomp 1")
    assert state(doc, "to sail", cue=cue, lemma=lemma, cue_class=cue_class) == expected


@pytest.mark.parametrize(
    ("auxiliaries", "verb", "expected"),
    [
        ("has VBZ aux 3 have\nlong RB advmod 3", "hoped VBN root 3 hope", "Ann Lee has long hoped to sail."),
        ("did VBD aux 3\nnot RB advmod 3", "plan VB root 3 plan", "Ann Lee did not plan to sail."),
        ("is VBZ cop 3 be\nnot RB advmod 3", "eager JJ root 3 eager", "Ann Lee is not eager to sail."),
        ("_’s VBZ aux 3 be\nnot RB advmod 3", "planning VBG root 3 plan", "Ann Lee is not planning to sail."),
    ],
)
def test_a_wish_keeps_its_auxiliaries_and_negation(auxiliaries, verb, expected):
    doc = parsed(f"Lee NNP nsubj 3\n{auxiliaries}\n{verb}\nto TO mark 5\nsail VB xcomp 3")
    cue, lemma = verb.split()[0], verb.split()[-1]
    classes = {"hope": "predict", "plan": "promise", "eager": "feel"}
    assert state(doc, "to sail", cue=cue, lemma=lemma, cue_class=classes[lemma]) == expected


THE_RULE = """
    the DT det 1
    rule NN {relation} {head}
    that IN mark 5
    nobody NN nsubj 5
    may MD aux 5
    vote VB acl 1
    {rest}
"""


@pytest.mark.parametrize(
    ("relation", "head", "rest", "expected"),
    [
        ("root", 1, "", "the rule that nobody may vote"),
        ("nsubj", 6, "stands VBZ root 6", "The rule that nobody may vote stands."),
    ],
)
def test_a_noun_with_the_clause_that_explains_it_is_no_sentence(relation, head, rest, expected):
    doc = parsed(THE_RULE.format(relation=relation, head=head, rest=rest))
    made = make(doc, doc.text)
    assert (made.statement, made.is_clause) == (expected, bool(rest))
