"""What `c360 simulate` does: from its options to folders, from results to lines."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from customer360.simulate.errors import SimulateError
from customer360.simulate.rates import Rates, with_settings
from customer360.simulate.run import Simulated
from customer360.simulate.run import simulate as run
from customer360.simulate.settings import Settings


@dataclass(frozen=True)
class Options:
    """The options of `c360 simulate`, as typed."""

    customers: int
    days: int
    seed: int
    out: Path
    truth: Path
    world: str
    start: str
    settings: list[str]


def simulate(options: Options, output: Console, errors: Console) -> Simulated:
    """Simulate what the options say; a line an entity goes to `output`."""
    settings = Settings(
        options.customers,
        options.days,
        options.seed,
        options.world,
        _date(options.start),
        with_settings(Rates(), options.settings),
    )
    with Progress(
        console=errors, transient=True, disable=not errors.is_terminal
    ) as bar:
        task = bar.add_task("", total=settings.chunk_count)
        simulated = run(
            settings,
            options.out,
            options.truth,
            on_chunk=lambda done, _: bar.update(task, completed=done),
        )
    for entity, count in simulated.rows.items():
        output.print(f"{entity}: {count:,} rows", markup=False)
    output.print(
        f"{simulated.row_count:,} rows in {options.out}, the truth in {options.truth}. "
        f"Land them: c360 land --dir {options.out} --known-at synced_at",
        markup=False,
    )
    return simulated


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise SimulateError(f"--start {text}: say a date as 2024-01-31.") from error
