"""What every test may use: dbt in this process, and the folder of public data."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from customer360.paths import ROOT

NOTHING_SENT = {"DO_NOT_TRACK": "1", "GX_ANALYTICS_ENABLED": "false"}
KINDS = {"unit", "integration", "nightly"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test that is of no kind: `make test-unit` would pass it over."""
    for item in items:
        if not KINDS & {mark.name for mark in item.iter_markers()}:
            raise pytest.UsageError(f"{item.nodeid} is none of {sorted(KINDS)}")


class Dbt:
    """dbt inside this process: importing and parsing it takes longer than a build.

    A project is parsed once for each set of vars and then built into any warehouse.
    """

    def __init__(self, scratch: Path) -> None:
        """Keep artifacts and logs in `scratch`, away from those of the project."""
        self.target = scratch / "target"
        self._logs = scratch / "logs"
        self._manifests: dict[str, Any] = {}

    def build(
        self,
        warehouse: Path,
        landing: Path,
        dbt_vars: Mapping[str, Any] | None = None,
        arguments: Sequence[str] = (),
    ) -> list[str]:
        """Build what has landed into `warehouse`; return what failed, one line each."""
        return failures(
            self.invoke(["build", *arguments], warehouse, landing, dbt_vars)
        )

    def invoke(
        self,
        arguments: Sequence[str],
        warehouse: Path,
        landing: Path,
        dbt_vars: Mapping[str, Any] | None = None,
    ) -> Any:
        """Run a dbt command on two folders, close the database, return dbt's result."""
        given = json.dumps(dbt_vars or {}, sort_keys=True)
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("C360_WAREHOUSE", str(warehouse))
            environment.setenv("C360_LANDING", str(landing))
            environment.setenv("C360_SALT", os.environ.get("C360_SALT", "test"))
            try:
                if given not in self._manifests:
                    parsed = self._run(["parse", "--vars", given], None)
                    if not parsed.success:
                        return parsed
                    self._manifests[given] = parsed.result
                return self._run([*arguments, "--vars", given], self._manifests[given])
            finally:
                _close_database()

    def _run(self, arguments: Sequence[str], manifest: Any) -> Any:
        from dbt.cli.main import dbtRunner  # noqa: PLC0415

        folders = ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
        scratch = ["--target-path", str(self.target), "--log-path", str(self._logs)]
        return dbtRunner(manifest=manifest).invoke(
            [*arguments, *folders, *scratch, "--no-partial-parse", "--quiet"]
        )


def failures(result: Any) -> list[str]:
    """Return what failed in a dbt result: the node, its status and dbt's message."""
    if result.exception is not None:
        return [str(result.exception)]
    return [
        f"{each.node.unique_id}: {each.status}: {each.message}"
        for each in getattr(result.result, "results", [])
        if each.status in ("error", "fail", "runtime error", "skipped")
    ]


def _close_database() -> None:
    """Let go of the database file: dbt-duckdb keeps it open for the next command."""
    from dbt.adapters.duckdb.connections import (  # noqa: PLC0415
        DuckDBConnectionManager,
    )
    from dbt.adapters.factory import cleanup_connections  # noqa: PLC0415

    cleanup_connections()
    DuckDBConnectionManager.close_all_connections()


@pytest.fixture(scope="session")
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    """Return the one dbt of this test run."""
    return Dbt(tmp_path_factory.mktemp("dbt"))


@pytest.fixture(scope="session")
def public_data() -> Path:
    """Return the folder of public data sets; without one, the test is skipped."""
    folder = os.environ.get("C360_PUBLIC_DATA")
    if not folder:
        pytest.skip(
            "C360_PUBLIC_DATA is not set: it names a folder of public data sets"
        )
    if not Path(folder).is_dir():
        pytest.fail(f"C360_PUBLIC_DATA is {folder}, which is no folder")
    return Path(folder).resolve()


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_sent() -> Iterator[None]:
    """Keep telemetry off in whatever a test starts."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in NOTHING_SENT.items():
            environment.setenv(name, value)
        yield
