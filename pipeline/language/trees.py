"""From arc scores to trees: the best head of each word, and the best tree where those are none."""

import numpy as np


def best_heads(scores: np.ndarray) -> np.ndarray:
    """Return the head of each word in the best tree with exactly one root; a root is its own head.

    The word that gains most by being the root is it, and every other word takes its best head. No tree can score
    higher, so that only where these heads run in a cycle the best tree must be searched for: the best with that root,
    or, where another root might bring more, the best of all.

    :param scores: words x words, the score of each head (column) for each word (row); on the diagonal, the score of
        the word as root.
    """
    arcs, numbers = scores.copy(), np.arange(len(scores))
    np.fill_diagonal(arcs, -np.inf)
    heads = arcs.argmax(axis=1)
    gains = scores[numbers, numbers] - arcs[numbers, heads]
    root = gains.argmax()
    bound = arcs[numbers, heads].sum() + np.delete(gains, root).max(initial=-np.inf)
    heads[root] = root
    if is_tree(heads):
        return heads
    heads = best_tree(scores, root=root)
    return heads if scores[numbers, heads].sum() >= bound else best_tree(scores)


def is_tree(heads: np.ndarray) -> bool:
    """Return whether the heads form one tree: one word is its own head, and all others lead to it."""
    numbers = np.arange(len(heads))
    if np.count_nonzero(heads == numbers) != 1:
        return False
    reached, steps = heads, 1
    while steps < len(heads):
        reached, steps = reached[reached], 2 * steps
    return bool((heads[reached] == reached).all())


def best_tree(scores: np.ndarray, *, root: int | None = None) -> np.ndarray:
    """Return the heads of the maximum spanning tree with one root (Chu & Liu, 1965; Edmonds, 1967).

    :param scores: as for :func:`best_heads`.
    :param root: the word that is the root; if none is given, the best is found by making every root dearer by more
        than all arcs can bring (Stanojević & Cohen, EMNLP 2021).
    """
    count = len(scores)
    graph = np.full((count + 1, count + 1), -np.inf)
    graph[1:, 1:] = scores
    np.fill_diagonal(graph, -np.inf)
    if root is None:
        spread = float(scores.max() - scores.min()) + 1
        graph[1:, 0] = np.diagonal(scores) - spread * (count + 1)
    else:
        graph[root + 1] = -np.inf
        graph[root + 1, 0] = scores[root, root]
    heads = _arborescence(graph)[1:] - 1
    return np.where(heads < 0, np.arange(count), heads)


def _arborescence(graph: np.ndarray) -> np.ndarray:
    """Return the best head of each node, node 0 being the root of all; ``graph[node, head]`` are the scores.

    The graph is used up: a cycle becomes one node, which keeps the row and the column of its first.
    """
    heads, names = graph.argmax(axis=1), np.arange(len(graph))
    heads[0] = 0
    contracted = []
    while cycle := _find_cycle(heads.tolist()):
        first, nodes = cycle[0], np.array(cycle)
        arcs = heads[nodes]
        # An arc into a cycle breaks it at one word, whose old arc it costs.
        entering, leaving = graph[nodes] - graph[nodes, arcs][:, None], graph[:, nodes]
        contracted.append((nodes, arcs, entering.argmax(axis=0), leaving.argmax(axis=1)))
        graph[first], graph[:, first] = entering.max(axis=0), leaving.max(axis=1)
        graph[first, nodes] = graph[:, nodes[1:]] = -np.inf
        names[nodes] = first
        heads = names[heads]
        heads[nodes[1:]], heads[first] = 0, graph[first].argmax()
    for nodes, arcs, entry, exit_ in reversed(contracted):
        head, outside = heads[nodes[0]], np.flatnonzero(heads == nodes[0])
        heads[outside] = nodes[exit_[outside]]
        heads[nodes] = arcs
        heads[nodes[entry[head]]] = head
    return heads


def _find_cycle(heads: list[int]) -> list[int]:
    """Return the nodes of one cycle, in order; empty where there is none. Node 0 is its own head."""
    seen = [0] * len(heads)
    for start in range(1, len(heads)):
        node = start
        while node and not seen[node]:
            seen[node] = start
            node = heads[node]
        if node and seen[node] == start:
            cycle, following = [node], heads[node]
            while following != node:
                cycle.append(following)
                following = heads[following]
            return sorted(cycle)
    return []
