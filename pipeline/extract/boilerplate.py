"""Lines that stand with an article and are no part of it, known by what they say.

The rules are data (``boilerplate.toml``): patterns for a whole line, with the longest line that each may match. They
are narrow on purpose: a line of the article that is taken for an advertisement is lost to every later stage, an
advertisement that stays is one odd line.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pipeline.extract.agencies import ANY_NAME


@dataclass(frozen=True, slots=True)
class Rule:
    """What a line says that is no part of the article."""

    reason: str
    pattern: re.Pattern[str]
    longest: int


def _read_rules() -> tuple[dict[str, str], tuple[Rule, ...]]:
    """Return the named groups of words, as patterns, and the rules in order."""
    stored = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    words = {name: "|".join(alternatives) for name, alternatives in stored["words"].items()}
    return words, tuple(_rule(words, **rule) for rule in stored["rules"])


def _rule(
    words: dict[str, str],
    *,
    reason: str,
    longest: int,
    any_of: list[str],
    before: str = "",
    after: str = "",
    is_case_sensitive: bool = False,
) -> Rule:
    pattern = f"{before}(?:{'|'.join(any_of)}){after}"
    for name, alternatives in words.items():
        pattern = pattern.replace(f"{{{name}}}", alternatives)
    flags = re.DOTALL if is_case_sensitive else re.DOTALL | re.IGNORECASE
    return Rule(reason, re.compile(pattern, flags), longest)


QUOTES = '"“‘«„'
WORDS, RULES = _read_rules()
LIST_HEADING = re.compile(rf"\W*(?:{WORDS['list_heading']})\W*", re.IGNORECASE)
LABEL = re.compile(rf"\W*(?:(?:{WORDS['label']})\W*){{1,3}}", re.IGNORECASE)
LOOSE_HEADING = re.compile(
    r"\b(?:popular articles?|access ranking|most read|most popular|related articles|related stories|top stories"
    r"|recommended for you|trending now|read next)\b",
    re.IGNORECASE,
)
AGENCY_LINE = re.compile(rf"\W*(?:source\s*:\s*|via |by )?(?P<agency>{ANY_NAME})\W*")
SIGN_OFF = re.compile(
    rf"(?P<body>.*[.!?][\"”’']?)\s*(?P<sign>(?:[(\[]\s*(?P<a>{ANY_NAME})\s*[)\]]|[—–]\s?(?P<b>{ANY_NAME}))\.?)",
    re.DOTALL,
)
CAPITAL_LINK = re.compile(r"(?=.{0,160}$)(?=(?:\S+\s+){5})(?=[^a-z]*[A-Z]{3})[^a-z(\[][^a-z]*(?<![.!…:\"”)\]])")
TRUNCATED = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+\d+ char(?:acter)?s\]\s*$")
# A card that opens over a name, printed into the text: the name again, in full, with headlines glued to it.
LINK_CARD = re.compile(
    r"\b(?P<name>[A-Z][\w’'-]{1,30})(?P<card>\s*(?:[A-Z(][\w.()’'-]{0,30}\s+){0,6}(?P=name)"
    r"(?:,?\s(?:Jr|Sr)\b\.?|\s(?:III?|IV)\b)?(?=[A-Z0-9'‘\"“]).{5,700}?\bMORE\b)"
)
COPYRIGHT_OWNER = re.compile(rf"(?:©|\(c\)|copyright)[\s\d©(c),by-]*(?:the )?(?P<agency>{ANY_NAME})\b", re.IGNORECASE)
REPORTING = re.compile(r"\b(?:reporting|written|story) by (?P<names>[^;.()]{3,200})", re.IGNORECASE)


def is_paywall(text: str) -> bool:
    """Tell whether a short text asks the reader to subscribe or sign in before the rest of an article."""
    rules = (rule for rule in RULES if rule.reason == "paywall")
    return any(len(text) <= rule.longest and rule.pattern.fullmatch(text) for rule in rules)


def boilerplate_reason(line: str) -> str | None:
    """Return why a line is no part of any article, wherever it stands; ``None`` if it may be one.

    What begins with a quotation mark is taken for somebody's words, not for the page's.
    """
    is_quoted = line[:1] in QUOTES and any(map(str.isalnum, line))
    for rule in RULES if not is_quoted else ():
        if len(line) <= rule.longest and rule.pattern.fullmatch(line):
            return rule.reason
    return None
