import pytest

from pipeline.extract.languages import detect_language

GERMAN = (
    "Der Hafenrat schließt im Mai zwei seiner Anleger, sagte die Bürgermeisterin am Montag nach einer "
    "langen Sitzung mit den Fährleuten."
)


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        (GERMAN, "en", "de"),
        (GERMAN, None, "de"),
        ("Yes.", "en-GB", "en"),
        ("Yes.", "English", "en"),
        ("12 34", None, None),
        ("日本の首相は", None, "ja"),
    ],
)
def test_a_hint_decides_only_where_the_text_does_not(text, hint, language):
    assert detect_language(text, hint=hint) == language
