"""What the commands share: options, the console, one message for a user's error."""

# ruff: noqa: PLC0415
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from customer360.errors import C360Error

if TYPE_CHECKING:
    from rich.console import Console


class OneMessage(TyperGroup):
    """Turns what a user can cause into one message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; user errors exit 1, an interrupt 130, bugs still raise."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            fail("Interrupted. Nothing half-written is left behind.", exit_code=130)
        except (C360Error, OSError, MemoryError) as error:
            if isinstance(error, BrokenPipeError):
                raise
            fail(explain(error))


def _set_environment(name: str) -> Any:
    """Return an option callback that hands a folder on to all code and subprocesses."""

    def callback(folder: Path | None) -> Path | None:
        if folder is not None:
            os.environ[name] = str(folder.expanduser().resolve())
        return folder

    return callback


LandingOption = Annotated[
    Path | None,
    typer.Option(
        "--landing",
        callback=_set_environment("C360_LANDING"),
        help="Folder of landed files (default: $C360_LANDING, else data/landing).",
    ),
]
WarehouseOption = Annotated[
    Path | None,
    typer.Option(
        "--warehouse",
        callback=_set_environment("C360_WAREHOUSE"),
        help="Folder of the warehouse (default: $C360_WAREHOUSE, else data/warehouse).",
    ),
]


def console(*, stderr: bool = False) -> "Console":
    """Return a Rich console that never breaks or colours piped lines."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def explain(error: BaseException) -> str:
    """Return one message for an error a user can cause."""
    if isinstance(error, MemoryError):
        return "Out of memory."
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror or error}"
    return str(error)


def fail(message: str, exit_code: int = 1) -> NoReturn:
    """Print one message on standard error and leave with `exit_code`."""
    console(stderr=True).print(message, style="red", markup=False)
    raise typer.Exit(exit_code)
