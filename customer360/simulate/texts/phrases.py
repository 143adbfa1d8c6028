"""Phrases with choices in them, and how many are drawn at once.

The YAML files hold one phrase a line; `[a|b|]` in it is a choice, spelled out once.
Lines are equally likely, and so are the choices within a line.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

Texts = npt.NDArray[np.object_]
CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
OPEN_ENDS = ("?", "!", ":", ",", ".")

Form = Callable[[str], str]


def clause(text: str) -> str:
    """Return the text as it stands inside a sentence."""
    return text


def opening(text: str) -> str:
    """Return the text with a capital, also of a slot that it begins with."""
    at = 1 if text.startswith(("{", '"')) else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def sentence(text: str) -> str:
    """Return the text with a capital and a full stop, if it has no other end."""
    capital = opening(text)
    return capital if capital.endswith(OPEN_ENDS) else f"{capital}."


class Phrases:
    """The spelled-out lines of one list, each finished by `form`."""

    def __init__(self, lines: Iterable[str], form: Form = clause) -> None:
        """Spell out each line; `form` is clause, opening or sentence."""
        spelled = [[form(each) for each in _spelled_out(line)] for line in lines]
        self._counts = np.array([len(each) for each in spelled])
        self._starts = np.cumsum(self._counts) - self._counts
        self._texts = np.array(list(itertools.chain(*spelled)), dtype=object)

    def draw(self, rng: np.random.Generator, count: int) -> Texts:
        """Return `count` phrases."""
        line = rng.integers(len(self._counts), size=count)
        within = (rng.random(count) * self._counts[line]).astype(np.int64)
        return self._texts[self._starts[line] + within]


def draw_for(
    rng: np.random.Generator, phrases: Mapping[Any, Phrases], keys: npt.NDArray[Any]
) -> Texts:
    """Return a phrase for each key, from the list of that key."""
    drawn = np.empty(len(keys), dtype=object)
    for key in np.unique(keys):
        rows = np.flatnonzero(keys == key)
        drawn[rows] = phrases[key].draw(rng, len(rows))
    return drawn


@cache
def read(name: str) -> dict[str, Any]:
    """Return a YAML file of this package."""
    text = files(__package__).joinpath(f"{name}.yml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def _spelled_out(line: str) -> list[str]:
    """Return the line in each of its variants, without doubled blanks."""
    parts = CHOICE.split(line)
    choices = [
        part.split("|") if place % 2 else [part] for place, part in enumerate(parts)
    ]
    variants = ("".join(each) for each in itertools.product(*choices))
    return [re.sub(r" +", " ", each).strip() for each in variants]
