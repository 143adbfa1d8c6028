"""What `c360 explain` does: find one or two, look at the evidence, show."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from rich.console import Console

from customer360.explain.build import open_build
from customer360.explain.screen import show
from customer360.explain.view import View, view
from customer360.explain.who import who


def look_up(
    warehouse: Path,
    text: str,
    other: str | None = None,
    identifier_type: str | None = None,
    other_type: str | None = None,
) -> View:
    """Return why `text` is whose it is or, with `other`, whether and why they are one.

    Raises ExplainError where nothing is known by either, or several people are.
    """
    with open_build(warehouse) as build:
        found = who(build, text, identifier_type)
        second = who(build, other, other_type) if other is not None else None
        return view(build, found, second)


def explain(seen: View, output: Console, limit: int, as_json: bool = False) -> None:
    """Print a view, for people or as JSON."""
    if as_json:
        said = json.dumps(seen.as_dictionary(), default=_plain, indent=2)
        output.print(said, markup=False)
    else:
        show(seen, output, limit)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)
