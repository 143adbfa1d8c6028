"""How two contacts are compared, as the models' macros say it, for Splink to learn."""

import re
from dataclasses import dataclass
from pathlib import Path

from customer360.paths import ROOT
from customer360.project_macros import render_macros

# each file uses those before it
FILES = ("portable/edit_distance.sql", "contacts_agree.sql", "fuzzy_comparisons.sql")
OTHERWISE = "different"
SIDES = {"contacts_a": "l", "contacts_b": "r"}


@dataclass(frozen=True)
class Comparison:
    """A comparison of two contacts, of some columns of the one with those of the other.

    levels: (name, condition) in order; the first that holds counts, else `different`.
    Conditions are SQL over columns named as Splink has them, `street_l`, `street_r`.
    """

    name: str
    columns: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]

    @property
    def is_silent(self) -> str:
        """The condition under which one side says nothing."""
        unsaid = (f"({name}_l is null or {name}_r is null)" for name in self.columns)
        return " and ".join(unsaid)

    @property
    def level_names(self) -> tuple[str, ...]:
        """All levels, in order, the last one included."""
        return (*(name for name, _ in self.levels), OTHERWISE)


def comparisons(root: Path = ROOT) -> tuple[Comparison, ...]:
    """Return the comparisons of macro fuzzy_comparisons()."""
    stated = render_macros(FILES, root)["fuzzy_comparisons"]()
    return tuple(
        Comparison(
            name=each["comparison"],
            columns=tuple(each["columns"]),
            levels=tuple((name, of_splink(sql)) for name, sql in each["levels"]),
        )
        for each in stated
    )


def blocking_keys(root: Path = ROOT) -> tuple[tuple[str, ...], ...]:
    """Return the keys of macro fuzzy_blocking_keys(), as columns that must agree."""
    stated = render_macros(FILES, root)["fuzzy_blocking_keys"]()
    return tuple(tuple(columns) for columns in stated)


def of_splink(condition: str) -> str:
    """Return a condition with `contacts_a.street` written as Splink's `street_l`."""
    return re.sub(
        r"\b(contacts_[ab])\.(\w+)",
        lambda found: f"{found[2]}_{SIDES[found[1]]}",
        condition,
    )
