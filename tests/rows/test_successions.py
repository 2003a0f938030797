"""Who follows whom in an office."""

import pytest

from pipeline.rows import build_rows


@pytest.fixture
def meant_by(nlp, article_of):
    """Return whom a phrase of a text means."""

    def meant(text, phrase):
        rows = build_rows(article_of(text), nlp(text))
        names = {entity.entity_id: entity.name for entity in rows.entities}
        return [names.get(mention.entity_id) for mention in rows.mentions if mention.text == phrase]

    return meant


@pytest.mark.parametrize("text", [
    "Finance Minister John Doe resigned. Prime Minister Anna Weber chose Jane Smith, a lawyer, to replace him.",
    "Finance Minister John Doe resigned on Friday, and Prime Minister Anna Weber replaced him with Jane Smith.",
    "Finance Minister John Doe resigned on Friday. His successor, Jane Smith, is a lawyer.",
])
def test_the_minister_is_the_successor_from_there_on(meant_by, text):
    later = " The new minister said that she would wait. The former minister left the room."
    assert meant_by(text + later, "The new minister") == ["Jane Smith"]
    assert meant_by(text + later, "The former minister") == ["John Doe"]


def test_before_there_is_a_successor_the_minister_is_the_old_one(meant_by):
    text = (
        "Finance Minister John Doe resigned on Friday. The minister said that he was tired. His successor, Jane Smith, "
        "is a lawyer."
    )
    assert meant_by(text, "The minister") == ["John Doe"]
