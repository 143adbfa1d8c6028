"""Shows a build while it runs: a line a step, and how many models are done."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from customer360.build.log_lines import Node, Step

STEPS = {
    "dbt_build": "Models and tests",
    "expectations": "Expectations",
    "published": "Publishing",
}
MARKS = {
    "SUCCESS": "[green]done[/]",
    "FAILURE": "[red]failed[/]",
    "SKIPPED": "skipped",
}


class Screen:
    """Turns events into lines and, on a terminal, a bar."""

    def __init__(self, console: Console, progress: Progress) -> None:
        self._console = console
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}
        self.node_counts: dict[str, int] = {}

    def show(self, event: Step | Node | None) -> None:
        """Show one event; None shows nothing."""
        if isinstance(event, Step):
            self._show_step(event)
        elif isinstance(event, Node):
            self._show_node(event)

    def show_the_rest(self) -> None:
        """After a job that ended well, show as done what no line said the end of.

        Dagster's last words on a step can get lost on their way.
        """
        for name in list(self._tasks):
            self._show_step(Step(name, "SUCCESS"))

    def _show_step(self, step: Step) -> None:
        name = STEPS.get(step.name, f"Landing {step.name.replace('__', '/')}")
        if step.state == "START":
            self._tasks[step.name] = self._progress.add_task(name, total=None, what="")
            return
        task = self._tasks.pop(step.name, None)
        seconds = self._seconds(task)
        counted = self._counted() if step.name == "dbt_build" else ""
        self._console.print(f"{name} {MARKS[step.state]}{counted}{seconds}")

    def _show_node(self, node: Node) -> None:
        task = self._tasks.get("dbt_build")
        if node.has_ended:
            count = self.node_counts.get(node.state, 0)
            self.node_counts[node.state] = count + 1
        if task is not None:
            done = sum(self.node_counts.values())
            self._progress.update(
                task, completed=done, total=node.total, what=node.name
            )

    def _seconds(self, task: TaskID | None) -> str:
        if task is None:
            return ""
        elapsed = self._progress.tasks[self._progress.task_ids.index(task)].elapsed
        self._progress.remove_task(task)
        return f" in {elapsed or 0:.0f} s"

    def _counted(self) -> str:
        names = {
            "FAIL": "failed",
            "ERROR": "in error",
            "WARN": "warned",
            "SKIP": "skipped",
        }
        said = [
            f"{self.node_counts[state]} {name}"
            for state, name in names.items()
            if state in self.node_counts
        ]
        good = sum(self.node_counts.get(state, 0) for state in ("OK", "PASS", "NO-OP"))
        return f": {', '.join([f'{good} passed', *said])}"


@contextmanager
def screen(console: Console) -> Iterator[Screen]:
    """Show a build on a console; a bar only where it is a terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[what]}"),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        yield Screen(console, progress)
