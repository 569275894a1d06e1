"""Weights that were fitted say what was right how often."""

import random
import xml.etree.ElementTree as ElementTree
from math import exp

import pytest
from training.calibrate import Sample, bins, diagram, error, fitted, held_out


def samples(count: int = 3000, seed: int = 1) -> list[Sample]:
    """Records of which a feature x makes the odds e times better, on top of a bias of -1."""
    rng = random.Random(seed)
    out = []
    for n in range(count):
        x = rng.uniform(-3, 3)
        out.append(Sample(f"d{n % 9}", {"bias": 1.0, "x": x}, rng.random() < 1 / (1 + exp(1 - x))))
    return out


def test_the_weights_that_made_the_data_are_found() -> None:
    weights = fitted(samples())
    assert weights["bias"] == pytest.approx(-1, abs=0.15)
    assert weights["x"] == pytest.approx(1, abs=0.15)


def test_held_out_records_are_right_as_often_as_their_confidence_says() -> None:
    points = held_out(samples())
    assert len(points) == 3000
    assert error(points) < 0.03
    assert error([(min(1.0, p + 0.3), right) for p, right in points]) > 0.15


def test_bins_hold_every_record_once_in_order() -> None:
    found = bins([(n / 100, n % 2 == 0) for n in range(100)])
    assert sum(count for *_, count in found) == 100
    assert [mean for mean, *_ in found] == sorted(mean for mean, *_ in found)


def test_the_diagram_is_a_picture_with_every_bin() -> None:
    points = held_out(samples(400))
    picture = ElementTree.fromstring(diagram({"claims": points, "events": points}))
    dots = [node for node in picture.iter() if node.tag.endswith("circle")]
    assert len(dots) == 2 * len(bins(points))
    assert all("nan" not in dot.attrib["cy"] for dot in dots)
