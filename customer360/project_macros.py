"""The project's macros, rendered without dbt, which takes seconds to start.

So Python compares as the models do, by one rule that is written once.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jinja2

from customer360.errors import C360Error
from customer360.paths import ROOT
from customer360.project_vars import project_vars

TEXT_TYPE = "varchar"
INTEGER_TYPE = "integer"

Macro = Callable[..., Any]


class _ReturnedError(Exception):
    """Carries what `return` was given out of a macro, as in dbt."""


class _Dbt:
    """The parts of dbt's `dbt`, `adapter` and `exceptions` that macros use."""

    def __init__(self, macros: dict[str, Macro]) -> None:
        self._macros = macros

    def type_string(self) -> str:
        return TEXT_TYPE

    def type_int(self) -> str:
        return INTEGER_TYPE

    def dispatch(self, name: str) -> Macro:
        own = f"duckdb__{name}"
        return self._macros[own if own in self._macros else f"default__{name}"]

    def raise_compiler_error(self, message: str) -> None:
        raise C360Error(message)


def render_macros(files: Sequence[str], root: Path = ROOT) -> dict[str, Macro]:
    """Return the macros of files below `macros`, by name; each file uses those before.

    A macro that another of its own file calls must write text and not `return` it.
    """
    known: dict[str, Macro] = {}
    dbt = _Dbt(known)
    given = {
        "return": _return,
        "var": project_vars(root).__getitem__,
        "dbt": dbt,
        "adapter": dbt,
        "exceptions": dbt,
    }
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    for name in files:
        source = (root / "macros" / name).read_text(encoding="utf-8")
        template = environment.from_string(source, globals=given | known)
        for macro_name, macro in vars(template.module).items():
            if callable(macro):
                known[macro_name] = _with_return(macro)
    return known


def _with_return(macro: Macro) -> Macro:
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return macro(*args, **kwargs)
        except _ReturnedError as returned:
            return returned.args[0]

    return call


def _return(value: Any) -> None:
    raise _ReturnedError(value)
