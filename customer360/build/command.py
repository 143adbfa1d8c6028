"""What `c360 build` does: check, run, say what came of it."""

from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from customer360.build import preflight
from customer360.build.errors import BuildError
from customer360.build.failures import failures, shortened
from customer360.build.job import Order, environment, parse_project, run_job
from customer360.build.log_lines import event
from customer360.build.project import MANIFEST, is_parsed
from customer360.build.screen import screen
from customer360.landing.inboxes import CONFIG
from customer360.paths import ROOT, landing_dir, warehouse_dir
from customer360.publish import published_version
from customer360.warehouse import only_one, salt

KEPT_LOGS = 30


def build(order: Order, output: Console) -> None:
    """Land, build, check and publish; raises BuildError saying what failed.

    Readers see the new version when all went well, else the last good one.
    """
    warehouse, landing = warehouse_dir(), landing_dir()
    preflight.check_warehouse(warehouse)
    with only_one(warehouse / "build.lock", "build"):
        preflight.check_not_in_use(warehouse)
        preflight.check_landed(landing, CONFIG)
        variables = environment(warehouse, landing, salt(warehouse))
        if not is_parsed(ROOT / MANIFEST, ROOT):
            output.print("Reading the dbt project")
            parse_project(variables)
        _run(order, variables, warehouse, output)


def _run(
    order: Order, variables: dict[str, str], warehouse: Path, output: Console
) -> None:
    log_path = _new_log(warehouse / "logs")
    lines: list[str] = []
    with log_path.open("w", encoding="utf-8") as log, screen(output) as shown:

        def on_line(line: str) -> None:
            lines.append(line)
            shown.show(event(line))

        exit_code = run_job(order, variables, log, on_line)
        if not exit_code:
            shown.show_the_rest()
    if exit_code:
        raise BuildError(_what_failed(failures(lines, warehouse), warehouse, log_path))


def _what_failed(found: list[str], warehouse: Path, log_path: Path) -> str:
    current = published_version(warehouse)
    stays = (
        f"Readers still see version {current.version_id}."
        if current
        else "Nothing has been published yet."
    )
    reasons = shortened(found) or ["the log says why"]
    return "\n".join(
        [
            "The build failed and was not published:",
            *(f"  {reason}" for reason in reasons),
            f"{stays} The whole log: {log_path}",
        ]
    )


def _new_log(folder: Path) -> Path:
    """Return the path of a new log and forget all but the last few."""
    folder.mkdir(exist_ok=True)
    old = sorted(folder.glob("build-*.log"))[: -KEPT_LOGS + 1]
    for path in old:
        path.unlink()
        path.with_suffix(".yaml").unlink(missing_ok=True)
    # logs are named for people, after the clock on the wall
    return folder / f"build-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.log"
