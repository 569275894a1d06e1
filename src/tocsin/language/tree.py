"""Arc scores -> one tree per sentence."""

import numpy as np

from tocsin.language.models import Scores


def tree(scores: Scores) -> list[int]:
    """The head of each word, its own index for the root: the best tree with exactly one root.

    Shape: *scores* [n, n], row = dependent, column = head, the diagonal scores being the root.
    Source: Edmonds (1967); the greedy choice is kept when it is a tree already, as it is for nine sentences in ten.

    >>> tree(np.array([[5.0, 1, 0], [2, 1, 0], [0, 3, 1]], dtype=np.float32))
    [0, 0, 1]
    """
    greedy = scores.argmax(1)
    if _is_tree(greedy):
        return [int(head) for head in greedy]
    roots = np.diag(scores).copy()
    # One root: try them in turn, keep the tree that scores best; in a long sentence only the likeliest are worth the time.
    best: tuple[float, list[int]] | None = None
    for root in np.argsort(-(roots - _best_other(scores)))[: len(roots) if len(roots) <= 8 else 3]:
        open_scores = scores.astype(np.float64)
        np.fill_diagonal(open_scores, -np.inf)
        open_scores[root, :] = -np.inf
        heads = _arborescence(open_scores, int(root))
        total = float(roots[root] + sum(scores[i, h] for i, h in enumerate(heads) if i != root))
        if best is None or total > best[0]:
            best = (total, heads)
    assert best is not None
    return best[1]


def _best_other(scores: Scores) -> Scores:
    rest = scores.copy()
    np.fill_diagonal(rest, -np.inf)
    others: Scores = rest.max(1) if len(rest) > 1 else np.zeros(1, np.float32)
    return others


def _is_tree(heads: np.ndarray[tuple[int], np.dtype[np.int64]]) -> bool:
    if sum(int(head) == i for i, head in enumerate(heads)) != 1:
        return False
    return not _cycle([int(head) for head in heads])


def _cycle(heads: list[int]) -> list[int]:
    """The members of one cycle, or nothing."""
    state = [0] * len(heads)  # 0 not seen, 1 on the present path, 2 done
    for start in range(len(heads)):
        path, node = [], start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            if heads[node] == node:
                break
            node = heads[node]
        if state[node] == 1 and heads[node] != node and node in path:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return []


def _arborescence(scores: np.ndarray[tuple[int, int], np.dtype[np.float64]], root: int) -> list[int]:
    """The best tree under *root* (Chu-Liu-Edmonds), cycles contracted one at a time."""
    heads = [int(head) for head in scores.argmax(1)]
    heads[root] = root
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = set(cycle)
    outside = [node for node in range(len(heads)) if node not in inside]
    size = len(outside) + 1
    joined = np.full((size, size), -np.inf)
    taken = scores[cycle, [heads[member] for member in cycle]]
    joined[:-1, :-1] = scores[np.ix_(outside, outside)]
    leaving = scores[np.ix_(outside, cycle)]
    entering = scores[np.ix_(cycle, outside)] - taken[:, None]
    joined[:-1, -1] = leaving.max(1)
    joined[-1, :-1] = entering.max(0)
    leave = {
        node: cycle[place] for node, place in zip(outside, leaving.argmax(1), strict=True)
    }  # outside -> its head inside
    enter = {
        node: cycle[place] for node, place in zip(outside, entering.argmax(0), strict=True)
    }  # outside -> whom it takes
    at = {node: place for place, node in enumerate(outside)}
    joined[at[root], :] = -np.inf
    np.fill_diagonal(joined, -np.inf)
    solved = _arborescence(joined, at[root])
    result = list(heads)
    for node in outside:
        head = solved[at[node]]
        result[node] = leave[node] if head == size - 1 else outside[head]
    entered_from = outside[solved[size - 1]]
    result[enter[entered_from]] = entered_from
    result[root] = root
    return result
