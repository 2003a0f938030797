"""Lemmas: scripts that turn a word into its lemma, chosen by the encoder's scores."""


def apply_script(word: str, script: str) -> str:
    """Turn a word into its lemma.

    A script is ``case|cut|ending``: put the word in that case, cut so many characters off its end, append the ending
    (edit-tree lemmatisation; Chrupała, 2006; Müller et al., EMNLP 2015, for suffixes only). ``=lemma`` stands for the
    lemma itself, whatever the word is. Where a script cannot apply, the word itself is its lemma.

    :param script: for example ``lower|3|`` for *walking*, ``title|0|`` for *OSLO*, ``=be`` for *is*.
    """
    if script.startswith("="):
        return script[1:]
    case, cut, ending = script.split("|", 2)
    kept = len(word) - int(cut)
    return change_case(word, case)[:kept] + ending if kept > 0 else word


def change_case(word: str, case: str) -> str:
    """Return the word in lower case (``lower``), with a capital first (``title``) or as it is (``keep``)."""
    match case:
        case "lower":
            return word.lower()
        case "title":
            return word[:1].upper() + word[1:].lower()
        case _:
            return word
