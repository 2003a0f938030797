"""Numbers with their units: sums of money, shares, measures and counts, as values that can be compared."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from spacy.tokens import Doc, Span, Token

from pipeline.language.values import NUMERIC
from pipeline.records import Number
from pipeline.rows.lexicon import read_lexicon, words_of

DIGITS = 6  # behind the point of a value

_LEXICON = read_lexicon("numbers")
_WORDS, _FRACTIONS, _GLYPHS = _LEXICON["words"], _LEXICON["fractions"], _LEXICON["glyphs"]
_MAGNITUDES, _CURRENCIES = _LEXICON["magnitudes"], _LEXICON["currencies"]
_HUNDREDTHS = words_of("numbers", "hundredths")
_ALONE = frozenset(("dozen", "hundred", "thousand", "million", "billion"))  # a dozen is twelve
_THOUSAND = 1000
_PIECE = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+|[½¼¾⅓⅔⅛]|[A-Z]*[$£€¥₹]|[^\W\d_]+")
_WITHIN = re.compile(r"[\s-]*(?:(?:and|an?)\s+)?")  # one number: two hundred and six, half a million
_RANGE = re.compile(r"\s*(?:-|–|to|or|and)\s*")
_SHARES = {
    "percentage point": re.compile(r"percentage[ -]points?"), "basis point": re.compile(r"basis points?"),
    "percent": re.compile(r"%|per\s?cent|pct"),
}


def numbers_of(doc: Doc, start_char: int, end_char: int) -> tuple[Number, ...]:
    """Return the numbers that stand in a stretch of a text, in order; vague ones ("dozens") and dates are none.

    :param doc: with its named entities (labels of OntoNotes) and its dependency parse.
    """
    span = doc.char_span(start_char, end_char, alignment_mode="contract")
    if span is None:
        return ()
    entities = _numbers_by_place(doc)
    first = bisect_left(entities, span.start, key=itemgetter(0))
    last = bisect_left(entities, span.end, key=itemgetter(0))
    return tuple(number for _, stop, numbers in entities[first:last] if stop <= span.end for number in numbers)


@lru_cache(maxsize=1)
def _numbers_by_place(doc: Doc) -> list[tuple[int, int, tuple[Number, ...]]]:
    """Return the numbers of each entity that is one, with its first word and the one behind it."""
    return [(each.start, each.end, tuple(_numbers(each))) for each in doc.ents if each.label_ in NUMERIC]


def _numbers(entity: Span) -> Iterator[Number]:
    """Yield the numbers of an entity: two where it is a range."""
    text = entity.text
    if text.lower() == "one" and entity.root.dep_ != "nummod":  # a pronoun
        return
    unit = _unit(entity)
    scale = 0.01 if unit in _CURRENCIES.values() and not _HUNDREDTHS.isdisjoint(text.lower().split()) else 1
    runs = list(_runs(text, has_abbreviations=entity.label_ != "QUANTITY"))
    for run, following in pairwise([*runs, None]):
        start, end = run[0].start(), run[-1].end()
        value, last = _value(run), following[-1][0].lower() if following else ""
        if value < _THOUSAND <= _MAGNITUDES.get(last, 0) and _RANGE.fullmatch(text, end, following[0].start()):
            value *= _MAGNITUDES[last]  # 10 to 15 million
        begin = entity.start_char + start
        yield Number(text[start:end], round(value * scale, DIGITS), unit, begin, begin + end - start)


def _runs(text: str, *, has_abbreviations: bool) -> Iterator[list[re.Match]]:
    """Yield the pieces of each number in a text.

    :param has_abbreviations: whether an ``m`` behind a number is a million, not a metre.
    """
    run: list[re.Match] = []
    for piece in _PIECE.finditer(text):
        word = piece[0].lower()
        is_magnitude = word in _MAGNITUDES and (
            word in _ALONE or (bool(run) and (len(word) > 2 or (has_abbreviations and piece.start() == run[-1].end())))
        )
        if not is_magnitude and _simple(word) is None:
            continue
        goes_on = is_magnitude or (bool(run) and _goes_on(run, word))
        if run and not (goes_on and _WITHIN.fullmatch(text, run[-1].end(), piece.start())):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _goes_on(run: list[re.Match], word: str) -> bool:
    """Tell whether a number word belongs to the number before it, as six in two hundred and six."""
    last = run[-1][0].lower()
    if word in _GLYPHS or _fraction(word) is not None:
        return True
    if not word.isalpha() or not last.isalpha():
        return False
    return last in _MAGNITUDES or (_WORDS[word] < 10 and _WORDS.get(last, 0) >= 20)


def _value(run: list[re.Match]) -> float:
    """Return the value of a number, given by its pieces."""
    total, current = 0.0, None
    for piece in run:
        word = piece[0].lower()
        fraction, magnitude = _fraction(word), _MAGNITUDES.get(word)
        if magnitude is None:
            simple = _simple(word)
            current = simple if current is None else current * simple if fraction is not None else current + simple
        elif magnitude < _THOUSAND:
            current = (1 if current is None else current) * magnitude
        else:
            total, current = total + (1 if current is None else current) * magnitude, 0.0
    return total + (current or 0)


def _simple(word: str) -> float | None:
    """Return the value of digits, a word or a sign that is a number by itself."""
    if word[0].isdecimal() or word[0] == ".":
        return float(word.replace(",", ""))
    return _WORDS.get(word, _GLYPHS.get(word, _fraction(word)))


def _fraction(word: str) -> float | None:
    return _FRACTIONS.get(word, _FRACTIONS.get(word.removesuffix("s")))


def _unit(entity: Span) -> str | None:
    """Return an ISO 4217 code, percent, a measure or what is counted, in the singular."""
    if entity.label_ == "MONEY":
        words = _PIECE.findall(entity.text)
        codes = (_CURRENCIES.get(word, _CURRENCIES.get(word.lower().removesuffix("s"))) for word in words)
        return next((code for code in codes if code), None)
    if entity.label_ == "PERCENT":
        return next((name for name, pattern in _SHARES.items() if pattern.search(entity.text.lower())), None)
    if entity.label_ == "QUANTITY":
        return entity[-1].lower_ if len(entity[-1]) < 4 else _noun(entity[-1])  # km is no plural
    head = entity.root.head
    return _noun(head) if entity.root.dep_ == "nummod" and head.pos_ in ("NOUN", "PROPN") else None


def _noun(token: Token) -> str | None:
    return token.lemma_.lower() if token.is_alpha else None
