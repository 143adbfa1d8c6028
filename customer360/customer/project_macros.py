"""The project's normalising macros, rendered without dbt, which takes seconds to start.

What a person types is so compared as staging compares what has landed, by one rule.
"""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2

from customer360.customer.errors import CustomerError
from customer360.paths import ROOT
from customer360.project_vars import project_vars

# each file uses those before it
FILES = (
    "portable/digits_only.sql",
    "normalized_text.sql",
    "normalized_email.sql",
    "calling_code.sql",
    "normalized_phone.sql",
    "normalized_social_handle.sql",
)
TEXT_TYPE = "varchar"

Macro = Callable[..., Any]


class _ReturnedError(Exception):
    """Carries what `return` was given out of a macro, as in dbt."""


class _Dbt:
    """The parts of dbt's `dbt`, `adapter` and `exceptions` that these macros use."""

    def __init__(self, macros: dict[str, Macro]) -> None:
        self._macros = macros

    def type_string(self) -> str:
        return TEXT_TYPE

    def dispatch(self, name: str) -> Macro:
        own = f"duckdb__{name}"
        return self._macros[own if own in self._macros else f"default__{name}"]

    def raise_compiler_error(self, message: str) -> None:
        raise CustomerError(message)


@functools.cache
def macros(root: Path = ROOT) -> dict[str, Macro]:
    """Return the macros of `FILES` by name; each renders SQL from SQL."""
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
    for name in FILES:
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
