"""What `c360 demo` does: stage after stage, each with its seconds."""

import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from customer360.demo import stages
from customer360.demo.folders import Folders
from customer360.demo.next_steps import next_steps
from customer360.simulate import Settings

STAGE_COUNT = 4


def demo(settings: Settings, folders: Folders, output: Console) -> None:
    """Simulate, land, build, publish, sum up and report; say what to try next.

    Raises what the stage that failed raised; what was done before it stays.
    """
    began = time.monotonic()
    size = f"{settings.customers:,} people over {settings.days} days"
    world = f"world {settings.world}, seed {settings.seed}"

    def simulate() -> str:
        with output.status(f"Simulating {size}") as status:
            return stages.simulated(
                settings,
                folders,
                lambda share: status.update(f"Simulating {size}, {share:.0%}"),
            )

    def land() -> str:
        with output.status("Landing"):
            return stages.landed(folders)

    _stage(output, 1, f"Simulate {size} ({world})", simulate)
    _stage(output, 2, "Land the files", land)
    _stage(output, 3, "Build, check and publish", lambda: stages.built(folders))
    _stage(output, 4, "Report", lambda: stages.reported(folders))
    output.print(f"\nDone in {time.monotonic() - began:.0f} s. Next:", markup=False)
    for line in next_steps(folders, Path.cwd()):
        output.print(line, markup=False)
    output.print(f"Open the report: {folders.report}", markup=False, style="bold")


def _stage(
    output: Console, number: int, title: str, run: Callable[[], str | None]
) -> None:
    """Run one stage; print its title, what it says and how long it took."""
    output.print(f"[bold]{number}/{STAGE_COUNT}[/] {title}")
    began = time.monotonic()
    said = run()
    seconds = f"{time.monotonic() - began:.0f} s"
    output.print(f"    {said}, {seconds}" if said else f"    {seconds}", markup=False)
