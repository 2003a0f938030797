"""Pronouns, in lower case, by whom they stand for, and what finds them in a text."""

import re

GENDERS = dict.fromkeys("he him his himself".split(), "male") | dict.fromkeys("she her hers herself".split(), "female")
THEY = frozenset("they them their theirs themselves".split())
IT = frozenset("it its itself".split())
FIRST_PERSON = frozenset("i me my myself".split())
REFLEXIVES = frozenset("himself herself itself themselves myself ourselves".split())
PRONOUN = re.compile(
    r"\b(?:he|him|his|himself|she|her|hers|herself|they|them|their|theirs|themselves|it|its|itself|i(?!\.)|me|my"
    r"|myself|we|us|our|ours|you|your)\b",
    re.IGNORECASE,
)
