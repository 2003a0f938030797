"""Clauses: where the content of a quote makes several claims, the stretch of text of each.

Sentences are claims of their own, and so are clauses that "and", "but" or a semicolon coordinates (Universal
Dependencies: ``conj`` and ``parataxis`` of the root). What stands under "if", "whether" and "or" is left whole: apart,
its parts would claim what nobody has claimed.
"""

import re
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from pipeline.rows.propositions import AUXILIARIES, NEGATIONS, find_root, has_subject, is_predicate
from pipeline.rows.text import ArticleText, Span, text_of, trim

_FINITE = frozenset(("VBD", "VBP", "VBZ"))
_JOINING = frozenset(("and", "but", "yet", "while"))
_LINK_AT_END = re.compile(r"[\s,;]+(?:and|but|yet)$")
_NEGATIONS = NEGATIONS | {"no"}
_CONDITIONS = frozenset(("if", "unless", "whether", "when", "once", "because", "lest"))
_OPEN = frozenset(("whether", "if", "how", "why", "who", "what", "when", "where", "which"))
_OPENING = ("WDT", "WP", "WRB", "WP$")
_LEADING = AUXILIARIES | {"case", "det", "mark"}  # to a word behind
_ARTICLES = frozenset(("the", "a", "an"))
_IN_PHRASE = frozenset(("nmod:poss", "amod", "compound", "nummod"))
_NEEDED = frozenset(("obj", "iobj", "xcomp", "ccomp"))
_FEWEST_WORDS = 3
_FEWEST_WITH_SUBJECT = 2


def sentences_of(text: ArticleText, span: Span) -> list[Span]:
    """Return the parts of a span that lie in one sentence each."""
    first, last = text.sentence_at(span[0]), text.sentence_at(max(span[0], span[1] - 1))
    if first is None or last is None:
        return [span]
    starts = [text.sentences[number][0] for number in range(first + 1, last + 1)]
    edges = [span[0], *(start for start in starts if span[0] < start < span[1]), span[1]]
    parts = (trim(text.body, start, end) for start, end in zip(edges, edges[1:], strict=False))
    return [part for part in parts if part[0] < part[1]]


def is_clause(doc: Doc, span: Span) -> bool:
    """Whether the words of a span have a predicate."""
    root = find_root(doc, span)
    return root is not None and is_predicate(root)


def coordinated(doc: Doc, span: Span) -> list[Span]:
    """Return the clauses of a sentence, or of a part of one; the span itself where it is one clause."""
    root = find_root(doc, span)
    if root is None or not is_predicate(root):
        return [span]
    inside = [child for child in root.children if child.i > root.i and span[0] <= child.idx < span[1]]
    apart = [child for child in inside if _is_apart(child, root)]
    if not apart or _is_open(doc, root, span):
        return [span]
    starts = [span[0], *map(_start_of, apart)]
    ends = [*(_first_of(child).idx for child in apart), span[1]]
    parts = [_without_link(text_of(doc), start, end) for start, end in zip(starts, ends, strict=True)]
    return parts if all(_says_enough(doc, part) for part in parts) else [span]


def without_loose_end(doc: Doc, span: Span) -> Span:
    """Return a span without the words at its end that only join it to a clause outside: "who", "and that", "when"."""
    words = _words_of(doc, span)
    end = len(words)
    while end > 1 and (words[end - 1].dep_ == "punct" or _joins_outside(words[end - 1], span)):
        end -= 1
    is_loose = any(word.dep_ != "punct" for word in words[end:])
    return (span[0], words[end - 1].idx + len(words[end - 1])) if is_loose else span


def is_broken_off(doc: Doc, span: Span) -> bool:
    """Whether a span ends before what its last words need: "Lee was", "the leak came from", "NATO has had"."""
    words = [word for word in _words_of(doc, span) if word.dep_ != "punct"]
    if not words:
        return False
    last = words[-1]
    following = last.nbor() if last.i + 1 < len(doc) else None
    goes_on = following is not None and not (following.is_punct or following.is_space or following.is_sent_start)
    if last.lower_ in _ARTICLES or (last.lower_ == "that" and last.tag_ == "IN"):
        return True
    if goes_on and last.tag_ == "IN" and following.tag_ not in ("CC", "IN", "WRB"):
        return True
    if last.head.i > last.i and (last.dep_ in _LEADING or (goes_on and last.dep_ in _IN_PHRASE)):
        return True
    if not goes_on:
        return False
    top = following
    while top.head.i != top.i and top.head.i > last.i:
        top = top.head
    return top.dep_ in _NEEDED and words[0].i <= top.head.i <= last.i and top.head.pos_ in ("VERB", "AUX")


def _words_of(doc: Doc, span: Span) -> list[Token]:
    return list(doc.char_span(*span, alignment_mode="expand") or ()) if doc.has_annotation("DEP") else []


def _joins_outside(word: Token, span: Span) -> bool:
    """Whether a word does no more than join a clause that stands behind a span."""
    if word.tag_ == "CC":
        return True
    if word.lower_ == "that" and word.tag_ in ("IN", "WDT"):  # and not "they fear that", which needs the clause
        before = word.nbor(-1)
        return before.is_punct or before.tag_ == "CC" or word.tag_ == "WDT"
    is_outside = word.head.i > word.i and word.head.idx >= span[1]
    return is_outside and (word.dep_ in ("mark", "cc") and word.tag_ != "TO" or word.tag_ in _OPENING)


def _is_apart(child: Token, root: Token) -> bool:
    """Whether a conjunct of the root is a claim of its own."""
    if child.dep_ == "parataxis":
        before = root.doc[_first_of(child).i - 1]
        return before.text == ";" and is_predicate(child) and has_subject(child)
    if child.dep_ != "conj" or not is_predicate(child):
        return False
    if has_subject(child):
        return True
    is_negated = any(grandchild.lower_ in _NEGATIONS for grandchild in root.children)
    return is_whole(child, root) or (not is_negated and child.tag_ in (root.tag_, "VB", "VBP"))


def is_whole(verb: Token, first: Token) -> bool:
    """Whether a verb shares no auxiliary with the one that it is coordinated with."""
    if verb.tag_ == "VBP":  # taggers take the bare form for the present: "should arrest them and seize"
        return first.tag_ != "VB"
    return verb.tag_ in _FINITE or any(child.dep_ in AUXILIARIES for child in verb.children)


def _is_open(doc: Doc, root: Token, span: Span) -> bool:
    """Whether the clauses are put forward only together, or as alternatives."""
    clause = doc.char_span(*span, alignment_mode="expand")
    if clause[0].lower_ in _OPEN or text_of(doc)[: span[1]].rstrip("”\"’ ").endswith("?"):
        return True
    conjuncts = [root, *(child for child in root.children if child.dep_ in ("conj", "parataxis"))]
    links = [child.lower_ for verb in conjuncts for child in verb.children if child.dep_ in ("cc", "cc:preconj")]
    if any(link not in _JOINING for link in links):
        return True
    conditions = (child for child in root.children if child.dep_ == "advcl" and child.i < root.i)
    return any(child.lower_ in _CONDITIONS for condition in conditions for child in condition.children)


def _first_of(token: Token) -> Token:
    return token.doc[token.left_edge.i]


def _start_of(child: Token) -> int:
    """Return where a conjunct begins, behind the word that links it."""
    first = _first_of(child)
    while first.i < child.i and (first.dep_ in ("cc", "punct") or first.lower_ == "that"):
        first = first.nbor()
    return first.idx


def _without_link(text: str, start: int, end: int) -> Span:
    """Return a part without the "and" that links it to the next, where the parse has left it."""
    start, end = trim(text, start, end, " \t\r\n\u00a0,;")
    link = _LINK_AT_END.search(text, start, end)
    return (start, link.start()) if link else (start, end)


def _says_enough(doc: Doc, part: Span) -> bool:
    words = text_of(doc)[slice(*part)].split()
    root = find_root(doc, part)
    fewest = _FEWEST_WITH_SUBJECT if root is not None and has_subject(root) else _FEWEST_WORDS
    return len([word for word in words if any(map(str.isalnum, word))]) >= fewest


def merged(body: str, fragments: Iterable[Span]) -> list[Span]:
    """Return fragments, those with only marks between them as one."""
    found: list[Span] = []
    for start, end in fragments:
        if found and not any(map(str.isalnum, body[found[-1][1] : start])):
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
