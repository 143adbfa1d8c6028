"""What `c360 land` does: from its options to requests, from results to lines."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from customer360.landing.batch import Result, land_requests
from customer360.landing.errors import LandingError
from customer360.landing.inboxes import CONFIG, folder_requests, inbox_requests
from customer360.landing.job import Landed, Request
from customer360.landing.quarantine import counted
from customer360.landing.withdraw import Withdrawn, require_known, withdraw_file
from customer360.landing.writer import OnProgress
from customer360.paths import landing_dir

USAGE = (
    "Say what to land: ENTITY FILE..., or --all for the inboxes of landing.yml, or "
    "--dir for a folder of <system>/<entity>/ folders; one of the three."
)


@dataclass(frozen=True)
class Options:
    """The options of `c360 land`, as typed."""

    entity: str | None
    files: list[Path]
    mapping: Path | None
    known_at: str
    max_bad_share: float
    all_inboxes: bool
    folder: Path | None
    config: Path | None
    even_if_withdrawn: bool = False
    withdraw: list[str] = field(default_factory=list)


def land(options: Options, output: Console, errors: Console) -> bool:
    """Land, or withdraw, what the options say; return whether every file landed.

    A line a file goes to `output`, what went wrong to `errors`.
    """
    if options.withdraw:
        _withdraw(options, output)
        return True
    requests = _requests(options)
    if not requests:
        output.print("Nothing to land: no file matches.")
    with _progress(errors) as on_progress:
        results = land_requests(
            requests,
            landing=landing_dir(),
            now=dt.datetime.now(dt.UTC),
            on_result=lambda result: _print(result, output, errors),
            on_progress=on_progress,
        )
    failed = sum(result.error is not None for result in results)
    if failed and len(results) > 1:
        errors.print(f"{failed} of {len(results)} files did not land.", style="red")
    return failed == 0


def _withdraw(options: Options, output: Console) -> None:
    """Withdraw some files, none if one of them is unknown."""
    if options.entity or options.all_inboxes or options.folder:
        raise LandingError("--withdraw FILE_ID stands alone: it lands nothing.")
    landing = landing_dir()
    require_known(options.withdraw, landing)
    for file_id in options.withdraw:
        now = dt.datetime.now(dt.UTC)
        withdrawn = withdraw_file(file_id, landing=landing, now=now)
        output.print(withdrawn_line(withdrawn), markup=False)
    output.print("The next build is as if that had never landed.")


def withdrawn_line(withdrawn: Withdrawn) -> str:
    """Return what to say of a file that was withdrawn."""
    entry = withdrawn.withdrawal.entry
    if not withdrawn.is_new:
        return (
            f"{entry.entity}: {entry.source_name} ({entry.file_id}) was withdrawn on "
            f"{withdrawn.withdrawal.withdrawn_at[:10]} already; nothing changed."
        )
    return (
        f"{entry.entity}: {entry.source_name} ({entry.file_id}) withdrawn, "
        f"{counted(entry.row_count)}."
    )


def _requests(options: Options) -> list[Request]:
    is_named = bool(options.entity or options.files)
    ways = [is_named, options.all_inboxes, options.folder is not None]
    if sum(ways) != 1 or (options.config and not options.all_inboxes):
        raise LandingError(USAGE)
    if options.all_inboxes:
        return [
            replace(request, even_if_withdrawn=options.even_if_withdrawn)
            for request in inbox_requests(options.config or CONFIG)
        ]
    defaults = Request(
        entity=options.entity or "",
        file=Path(),
        mapping=options.mapping,
        known_at=options.known_at,
        max_bad_share=options.max_bad_share,
        even_if_withdrawn=options.even_if_withdrawn,
    )
    if options.folder:
        return folder_requests(options.folder, defaults)
    if not options.files:
        raise LandingError(f"Which file is to land as {options.entity}? {USAGE}")
    return [replace(defaults, file=file) for file in options.files]


def _print(result: Result, output: Console, errors: Console) -> None:
    if result.landed:
        for line in lines(result.request, result.landed):
            output.print(line, markup=False)
    else:
        errors.print(result.error, style="red", markup=False)


def lines(request: Request, landed: Landed) -> list[str]:
    """Return what to say of a file that landed, the first line first."""
    entry = landed.entry
    if landed.withdrawn_at:
        return [
            f"{entry.entity}: {request.file.name} ({entry.file_id}) was withdrawn on "
            f"{landed.withdrawn_at[:10]} and stays so; --even-if-withdrawn lands it."
        ]
    if not landed.is_new:
        return [
            f"{entry.entity}: {request.file.name} already landed on "
            f"{entry.landed_at[:10]} as {entry.file_id}; nothing changed."
        ]
    first = (
        f"{entry.entity}: {request.file.name} landed, {counted(entry.row_count)}, "
        f"known at: {entry.known_at_rule_applied} ({entry.file_id})."
    )
    rest = []
    if landed.known_at_note:
        rest.append(f"auto is {landed.known_at_note}.")
    if bad := entry.quarantined_count:
        rest.append(
            f"{bad:,} of {counted(entry.landed_count)} {'is' if bad == 1 else 'are'} "
            f"bad: see _quarantine/{entry.entity}/{entry.file_id}.parquet."
        )
    if entry.extra_columns:
        rest.append(f"extra columns kept: {', '.join(entry.extra_columns)}.")
    return [first, *(f"  {line}" for line in rest)]


@contextmanager
def _progress(console: Console) -> Iterator[OnProgress | None]:
    """Show how far a file is, on a terminal; nothing is counted for anything else."""
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=1.0)

        def show(step: str, share: float) -> None:
            progress.update(task, description=step, completed=share)

        yield show
