"""Arc scores to trees: the best one, always with one root."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.language.tree import tree


def total(scores: np.ndarray, heads: list[int]) -> float:
    return float(sum(scores[i, h] for i, h in enumerate(heads)))


def is_tree(heads: list[int]) -> bool:
    if sum(i == h for i, h in enumerate(heads)) != 1:
        return False
    for node in range(len(heads)):
        seen = set()
        while heads[node] != node:
            if node in seen:
                return False
            seen.add(node)
            node = heads[node]
    return True


@settings(deadline=None, max_examples=60)
@given(
    st.integers(1, 4).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.integers(-40, 40), min_size=n * n, max_size=n * n))
    )
)
def test_no_other_tree_with_one_root_scores_better(case: tuple[int, list[int]]) -> None:
    n, values = case
    scores = np.array(values, np.float32).reshape(n, n)
    heads = tree(scores)
    assert is_tree(heads)
    best = max(total(scores, list(other)) for other in itertools.product(range(n), repeat=n) if is_tree(list(other)))
    assert total(scores, heads) == best


def test_a_cycle_is_broken_where_it_costs_least() -> None:
    scores = np.array([[0, 9, 1], [8, 0, 7], [1, 1, 5]], np.float32)
    assert tree(scores) == [1, 2, 2]


def test_a_long_chain_is_no_trouble() -> None:
    scores = np.full((200, 200), -5, np.float32)
    for word in range(1, 200):
        scores[word, word - 1] = 5
    scores[0, 0] = 5
    assert tree(scores) == [0, *range(199)]
