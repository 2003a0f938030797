"""Antecedents: scores of which other mention, nearly always an earlier one, each mention goes back to.

Word-level coreference (Dobrovolskii, EMNLP 2021) with a bilinear score of the two head words (Kirstain, Ram & Levy,
ACL 2021), learnt tables of what stands in the text, and an empty antecedent of score 0.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.language.mentions import GROUP_COUNT, GROUPS, KINDS, LABELS, ROLES, Mentions

NEAR, HOPS, AHEAD, BLOCK = 48, 4, 6, 256
DISTANCES, SENTENCES, MATCHES, RELATIONS, SPEECH, REPEATS = 9, 6, 8, 6, 7, 5
ALIKE = 9  # numbers x genders
THIRD_PERSON, NAMED = 1, 3  # of the groups of kinds: he, she, it, they; names and what follows them
TABLES = {
    "kinds": len(KINDS) * len(KINDS),
    "match": MATCHES * GROUP_COUNT * GROUP_COUNT,
    "sentences": SENTENCES * len(KINDS) * GROUP_COUNT,
    "distance": DISTANCES * len(KINDS) * GROUP_COUNT,
    "agreement": len(KINDS) * len(LABELS) * ALIKE,
    "nominal_agreement": GROUP_COUNT * GROUP_COUNT * ALIKE * ALIKE,
    "labels": len(LABELS) * len(LABELS) * MATCHES,
    "roles": len(ROLES) * len(ROLES) * 4 * GROUP_COUNT,
    "relation": RELATIONS * len(KINDS) * GROUP_COUNT,
    "speech": SPEECH * len(KINDS) * GROUP_COUNT,
    "repeats": REPEATS * len(KINDS) * GROUP_COUNT,
}


@dataclass(slots=True)
class Pairs:
    """Candidate antecedents of some mentions: one row a mention, one column a candidate."""

    rows: np.ndarray  # numbers of the mentions
    candidates: np.ndarray  # rows x columns, numbers of mentions
    possible: np.ndarray  # rows x columns, False where a column holds no candidate
    features: dict[str, np.ndarray]  # rows x columns, indices into the table of the name


def earlier_same(keys: np.ndarray) -> np.ndarray:
    """Return for each mention the number of the last one before it with the same key, -1 for none (or key -1)."""
    order = np.argsort(keys, kind="stable")
    before = np.full(len(keys), -1, dtype=np.int64)
    same = (keys[order][1:] == keys[order][:-1]) & (keys[order][1:] >= 0)
    before[order[1:][same]] = order[:-1][same]
    return before.astype(np.int32)


def count_earlier(keys: np.ndarray) -> np.ndarray:
    """Return for each mention how many before it have the same key."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
    counts = np.empty(len(keys), dtype=np.int64)
    counts[order] = np.arange(len(keys)) - np.repeat(starts, np.diff(np.append(starts, len(keys))))
    return counts.astype(np.int32)


def far_candidates(mentions: Mentions, *, hops: int) -> np.ndarray:
    """Return mentions of the same word or of the same last name further back, mentions x 2 hops, -1 for none."""
    nominal = GROUPS[mentions.kind] >= NAMED
    columns = []
    for keys in (np.where(nominal, mentions.head, -1), mentions.key):
        before = earlier_same(keys)
        reached = before
        for _ in range(hops):
            columns.append(reached)
            reached = np.where(reached >= 0, before[reached], -1)
    return np.stack(columns, axis=1)


def following_candidates(mentions: Mentions, rows: np.ndarray, *, ahead: int) -> np.ndarray:
    """Return for pronouns of the third person the names and noun phrases after them in their sentence, -1 for others.

    ``In her speech, Brandt`` says whom ``her`` means only later.
    """
    later = np.minimum(rows[:, None] + np.arange(1, ahead + 1, dtype=np.int32), len(mentions) - 1)
    third, named = GROUPS[mentions.kind[rows]] == THIRD_PERSON, GROUPS[mentions.kind[later]] >= NAMED
    same = mentions.sentence[later] == mentions.sentence[rows, None]
    return np.where(third[:, None] & named & same & (later > rows[:, None]), later, -1)


def candidate_pairs(
    mentions: Mentions, *, near: int = NEAR, hops: int = HOPS, ahead: int = AHEAD, block: int = BLOCK
) -> Iterator[Pairs]:
    """Yield the candidates of all mentions, some mentions at a time, so that the cost grows with the length only.

    :param near: how many mentions back every mention is a candidate.
    :param hops: how many repetitions of a name or noun are candidates further back.
    :param ahead: how many mentions on a pronoun's name may follow it, in its sentence.
    """
    far = far_candidates(mentions, hops=hops)
    repeats = count_earlier(mentions.head)
    for begin in range(0, len(mentions), block):
        rows = np.arange(begin, min(begin + block, len(mentions)), dtype=np.int32)
        close = rows[:, None] - np.arange(1, near + 1, dtype=np.int32)[None, :]
        distant = far[rows]
        distant = np.where(distant < rows[:, None] - near, distant, -1)
        distant[:, hops:][(distant[:, hops:, None] == distant[:, None, :hops]).any(-1)] = -1
        further = np.concatenate([distant, following_candidates(mentions, rows, ahead=ahead)], axis=1)
        candidates = np.concatenate([close, further[:, (further >= 0).any(axis=0)]], axis=1)
        possible = candidates >= 0
        candidates = np.maximum(candidates, 0)
        yield Pairs(rows, candidates, possible, pair_features(mentions, rows[:, None], candidates, repeats))


def pair_features(mentions: Mentions, i: np.ndarray, j: np.ndarray, repeats: np.ndarray) -> dict[str, np.ndarray]:
    """Return the indices into :data:`TABLES` of mentions ``i`` (rows x 1) with candidates ``j`` (rows x columns)."""
    kind_i, kind_j = mentions.kind[i], mentions.kind[j]
    group_i, group_j = GROUPS[kind_i], GROUPS[kind_j]
    gap = mentions.sentence[i] - mentions.sentence[j]
    sentences = SENTENCE_BUCKETS[np.clip(gap, 0, len(SENTENCE_BUCKETS) - 1)]
    distance = DISTANCE_BUCKETS[np.clip(i - j, 0, len(DISTANCE_BUCKETS) - 1)]
    match = string_match(mentions, i, j)
    alike = mentions.number * 3 + mentions.gender
    by_kind = kind_i * GROUP_COUNT + group_j
    size = len(KINDS) * GROUP_COUNT
    roles = (mentions.role[i] * len(ROLES) + mentions.role[j]) * 4 + np.where(j > i, 3, np.clip(gap, 0, 2))
    return {
        "kinds": kind_i * len(KINDS) + kind_j,
        "match": (match * GROUP_COUNT + group_i) * GROUP_COUNT + group_j,
        "sentences": sentences * size + by_kind,
        "distance": distance * size + by_kind,
        "agreement": (kind_i * len(LABELS) + mentions.label[j]) * ALIKE + alike[j],
        "nominal_agreement": ((group_i * GROUP_COUNT + group_j) * ALIKE + alike[i]) * ALIKE + alike[j],
        "labels": (mentions.label[i] * len(LABELS) + mentions.label[j]) * MATCHES + match,
        "roles": roles * GROUP_COUNT + group_i,
        "relation": relations(mentions, i, j) * size + by_kind,
        "speech": speech(mentions, i, j) * size + by_kind,
        "repeats": REPEAT_BUCKETS[np.minimum(repeats[j], len(REPEAT_BUCKETS) - 1)] * size + by_kind,
    }


SENTENCE_BUCKETS = np.asarray([0, 1, 2, 3, 3, 4, 4, 4, 4, 5], dtype=np.int32)
DISTANCE_BUCKETS = np.minimum(np.log2(np.arange(1, 520)).astype(np.int32), DISTANCES - 1)
REPEAT_BUCKETS = np.asarray([0, 1, 2, 2, 3, 3, 3, 3, 4], dtype=np.int32)


def string_match(mentions: Mentions, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Return how alike the words are, 0 to 7: nothing shared; some shared, initials, last name, same head with words
    on both sides, on one's or the other's side only, the same words."""
    bits_i, bits_j = mentions.bits[i], mentions.bits[j]
    shared = bits_i & bits_j
    only_i, only_j = (bits_i & ~bits_j) != 0, (bits_j & ~bits_i) != 0
    head = (mentions.head[i] == mentions.head[j]) & (bits_i != 0)
    match = np.where(shared != 0, 1, 0)
    match = np.where((mentions.initials[i] >= 0) & (mentions.initials[i] == mentions.initials[j]), 2, match)
    match = np.where((mentions.key[i] >= 0) & (mentions.key[i] == mentions.key[j]), 3, match)
    alike = np.where(only_i, np.where(only_j, 4, 5), np.where(only_j, 6, 7))
    return np.where(head, alike, match)


def relations(mentions: Mentions, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Return how they hang together in the parse: 0 not at all, one inside the other, same governor, governing."""
    word_i, word_j = mentions.word[i], mentions.word[j]
    relation = np.where((mentions.governor[i] >= 0) & (mentions.governor[i] == mentions.governor[j]), 1, 0)
    relation = np.where((mentions.first[j] <= word_i) & (word_i < mentions.stop[j]), 2, relation)
    relation = np.where((mentions.first[i] <= word_j) & (word_j < mentions.stop[i]), 3, relation)
    relation = np.where(mentions.governor[i] == word_j, 4, relation)
    return np.where(mentions.governor[j] == word_i, 5, relation)


def speech(mentions: Mentions, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Return who speaks: 0 both outside quotations, 1 the same quotation or speaker, 2 different ones, 3 and 4 one of
    them inside, 5 the candidate is the speaker, 6 the mention is."""
    quoted_i, quoted_j = mentions.quotation[i], mentions.quotation[j]
    speaker_i, speaker_j = mentions.speaker[i], mentions.speaker[j]
    same = (quoted_i == quoted_j) | ((speaker_i >= 0) & (speaker_i == speaker_j))
    inside_i, inside_j = quoted_i > 0, quoted_j > 0
    state = np.where(inside_i & inside_j, np.where(same, 1, 2), np.where(inside_i, 3, np.where(inside_j, 4, 0)))
    state = np.where(inside_i & (speaker_i == mentions.word[j]), 5, state)
    return np.where(inside_j & (speaker_j == mentions.word[i]), 6, state)


def pair_scores(
    pairs: Pairs, mentions: Mentions, vectors: tuple[np.ndarray, np.ndarray], tables: Mapping[str, np.ndarray]
) -> np.ndarray:
    """Return the score of each pair, rows x columns, very low where there is none.

    :param vectors: the vectors of all words as anaphors and as antecedents, words x size each.
    :param tables: learnt scores, as long as :data:`TABLES` says.
    """
    left, right = vectors
    low, high = int(pairs.candidates.min()), int(pairs.candidates.max()) + 1
    block = left[mentions.word[pairs.rows]] @ right[mentions.word[low:high]].T
    scores = np.take_along_axis(block, pairs.candidates - low, axis=1)
    for name, index in pairs.features.items():
        scores += tables[name].take(index)
    return np.where(pairs.possible, scores, -np.inf)
