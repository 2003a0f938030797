"""Noun phrases that take up what an article has named."""

import pytest

from pipeline.rows import build_rows


@pytest.fixture
def taken_up(nlp, article_of):
    def nominals(text):
        rows = build_rows(article_of(text), nlp(text))
        names = {entity.entity_id: entity.name for entity in rows.entities}
        places = [(mention.start_char, mention.end_char, mention.form) for mention in rows.mentions]
        assert len(places) == len(set(places))
        return {m.text: names[m.entity_id] for m in rows.mentions if m.form == "nominal" and m.entity_id}

    return nominals


@pytest.mark.parametrize(("text", "phrase", "name"), [
    ("Boeing lost money last year. The company said on Monday that it would cut jobs.", "The company", "Boeing"),
    ("The National Security Council met. A spokesman for the council left early.", "the council",
     "National Security Council"),
    ("Ann Lee, 54, was hurt on Monday. The 54-year-old was taken to hospital.", "The 54-year-old", "Ann Lee"),
    ("President Emmanuel Macron spoke to Anna Weber. The French president left early.", "The French president",
     "Emmanuel Macron"),
    ("Germany’s finance minister, Anna Weber, resigned on Friday. The finance minister gave no reason.",
     "The finance minister", "Anna Weber"),
])
def test_phrases_take_up_what_was_named(taken_up, text, phrase, name):
    assert taken_up(text)[phrase] == name


@pytest.mark.parametrize(("text", "phrase"), [
    ("Reuters reported it. China answered in the newspaper of the ruling party.", "the newspaper"),
    ("Boeing and Airbus lost money last year. The company was sold.", "The company"),
    ("Anna Weber resigned on Friday. The president was informed.", "The president"),
])
def test_phrases_that_may_mean_another_take_up_nobody(taken_up, text, phrase):
    assert phrase not in taken_up(text)
