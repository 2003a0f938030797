"""The language of a text: py3langid, with what the page or record says as a hint for short texts."""

import re
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SAMPLE_CHARACTERS = 2_000
SURE = 0.9
SHORT = 40
CODE = re.compile(r"[a-z]{2}(?=$|[-_])", re.IGNORECASE)
NAMES = {
    "english": "en",
    "french": "fr",
    "german": "de",
    "spanish": "es",
    "italian": "it",
    "portuguese": "pt",
    "russian": "ru",
    "chinese": "zh",
    "japanese": "ja",
    "arabic": "ar",
}


def detect_language(text: str, *, hint: str | None = None) -> str | None:
    """Return the ISO 639-1 code of a text's language.

    :param text: title and body; their beginning is enough.
    :param hint: a language tag or name. Pages are often wrong about their language, so it only decides where the text
        is short or the detection unsure.
    :return: the code; ``None`` where the text has no letters and there is no hint.
    """
    hinted = read_hint(hint)
    sample = text[:SAMPLE_CHARACTERS]
    letters = sum(map(str.isalpha, sample))
    if letters < 3:
        return hinted
    code, probability = _identifier().classify(sample)
    if hinted and code != hinted and (letters < SHORT or probability < SURE):
        return hinted
    return code


def read_hint(hint: str | None) -> str | None:
    """Return the code of a language tag such as ``en-GB`` or of a language's English name."""
    if not isinstance(hint, str):
        return None
    if match := CODE.match(hint.strip()):
        return match.group().casefold()
    return NAMES.get(hint.strip().casefold())


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
