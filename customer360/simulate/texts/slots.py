"""Slots: what a {slot} of a phrase is filled with."""

import re
from functools import cache

import numpy as np

from customer360.simulate.texts.phrases import Texts, read

SLOT = re.compile(r"\{(\w+)\}")
ITEM_FORMS = np.array(["the {}", "the {}", "my {}", "the new {}"], object)
NAMELESS = np.array(["my order", "the order", "the thing I ordered", "it"], object)
LOWER_CASE_SHARE = 0.6


def fill(rng: np.random.Generator, texts: list[str], product: Texts) -> list[str]:
    """Return the texts with every slot filled; a slot has one filling within a text.

    A slot with a capital, {Item}, takes its filling with a capital.
    """
    fillings = {"item": items(rng, product)} | {
        name: choices[rng.integers(len(choices), size=len(texts))]
        for name, choices in _choices().items()
    }
    return [_filled(text, fillings, row) for row, text in enumerate(texts)]


def items(rng: np.random.Generator, product: Texts) -> Texts:
    """Return how each product is called in a sentence; a blank one has no name."""
    count = len(product)
    form = ITEM_FORMS[rng.integers(len(ITEM_FORMS), size=count)]
    lower = rng.random(count) < LOWER_CASE_SHARE
    nameless = NAMELESS[rng.integers(len(NAMELESS), size=count)]
    named = zip(product, form, lower, nameless, strict=True)
    called = [
        frame.format(name.lower() if is_lower else name) if name else other
        for name, frame, is_lower, other in named
    ]
    return np.array(called, dtype=object)


def _filled(text: str, fillings: dict[str, Texts], row: int) -> str:
    return SLOT.sub(lambda slot: _filling(slot[1], fillings, row), text)


def _filling(name: str, fillings: dict[str, Texts], row: int) -> str:
    value = str(fillings[name.lower()][row])
    return value if name.islower() else value[:1].upper() + value[1:]


@cache
def _choices() -> dict[str, Texts]:
    return {
        name: np.array([each.strip() for each in line.split(" | ")], dtype=object)
        for name, line in read("slots").items()
    }
