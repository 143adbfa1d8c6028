"""What `c360 customer` does: find, look, show."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console

from customer360.customer.marts import open_marts
from customer360.customer.screen import show
from customer360.customer.view import View, view
from customer360.customer.who import who


def look_up(
    warehouse: Path, text: str, identifier_type: str | None, limit: int
) -> View:
    """Return the 360 of whom `text` names, from the published marts.

    Raises CustomerError where nothing is published or nobody can be told.
    """
    with open_marts(warehouse) as marts:
        return view(marts, who(marts, text, identifier_type), limit)


def customer(seen: View, output: Console, as_json: bool = False) -> None:
    """Print a view, for people or as JSON."""
    if as_json:
        said = json.dumps(seen.as_dictionary(), default=_plain, indent=2)
        output.print(said, markup=False)
    else:
        show(seen, output)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
