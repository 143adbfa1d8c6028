"""Publishes a build, or takes readers back to the version before."""

import json
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from customer360.durable import flush, flush_tree
from customer360.paths import ROOT
from customer360.publish import contracts, files, gate, hashing, manifest, versions
from customer360.publish.errors import PublishError
from customer360.publish.tables import Plan, plan_tables
from customer360.publish.versions import Version
from customer360.warehouse import only_one, reading

KEPT_VERSIONS = 5


def publish(
    warehouse: Path,
    *,
    suites: Collection[str],
    personal_columns: str | None = None,
    keep: int = KEPT_VERSIONS,
    project_dir: Path = ROOT,
) -> Version:
    """Publish the latest build of a warehouse and return the version readers now see.

    `suites` names every expectation suite that must have passed the build.
    `personal_columns` (hashed, plain, drop) stands above the var of dbt_project.yml
    in `project_dir`. `keep` versions stay on disk. Raises PublishError, and
    WarehouseError when the build is missing or being written; readers then keep the
    last good version.
    """
    settings = project_dir / "dbt_project.yml"
    treatment = contracts.check_treatment(
        personal_columns or contracts.personal_treatment(settings)
    )
    with (
        _said_plainly(warehouse),
        only_one(warehouse / "publish.lock", "publishing"),
        reading(
            warehouse / "build.duckdb", warehouse / "tmp" / "publish"
        ) as connection,
    ):
        build = gate.audited_build(connection, suites)
        marts = contracts.mart_contracts(project_dir / "models")
        plan = plan_tables(connection, marts, treatment)
        version = _written_version(connection, warehouse, build, plan, treatment)
        versions.point_to(warehouse, version)
        versions.keep_last(warehouse, keep)
    return version


def rollback(warehouse: Path) -> Version:
    """Point readers to the version published before the current one, and return it.

    Raises PublishError when there is none, or when its files have changed since.
    """
    with _said_plainly(warehouse), only_one(warehouse / "publish.lock", "publishing"):
        current = versions.published_version(warehouse)
        kept = versions.kept_versions(warehouse)
        if current is None or current not in kept:
            raise PublishError(f"Nothing is published in {warehouse}.")
        before = kept[: kept.index(current)]
        if not before:
            raise PublishError(
                f"{current.version_id} is the oldest version kept: none to go back to."
            )
        _refuse_changed(before[-1])
        versions.point_to(warehouse, before[-1])
    return before[-1]


def _written_version(
    connection: duckdb.DuckDBPyConnection,
    warehouse: Path,
    build: gate.Build,
    plan: Plan,
    treatment: str,
) -> Version:
    """Return the version of this build: the one on disk, else written now."""
    versions.remove_unfinished(warehouse)
    key = hashing.publish_key(warehouse)
    name = manifest.version_id(build, treatment, key, plan)
    folder = warehouse / "versions" / name
    if not folder.exists():
        hashing.make_hash_macro(connection, key)
        facts = {
            "version_id": name,
            # a stamp for people and for the order of versions; no data depends on it
            "published_at": datetime.now(UTC).isoformat(timespec="microseconds"),
            "personal_columns": treatment,
            "personal_key": key.version if treatment == "hashed" else None,
        }
        with _renamed_when_whole(folder) as unfinished:
            files.write_database(connection, plan.tables, unfinished)
            said = manifest.describe_version(connection, unfinished, build, plan, facts)
            (unfinished / versions.MANIFEST).write_text(json.dumps(said, indent=2))
    return versions.read_version(folder)


@contextmanager
def _renamed_when_whole(folder: Path) -> Iterator[Path]:
    unfinished = folder.with_name(f"{versions.UNFINISHED}{os.getpid()}")
    unfinished.mkdir(parents=True)
    try:
        yield unfinished
        flush_tree(unfinished)
        unfinished.rename(folder)
        flush(folder.parent)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _refuse_changed(version: Version) -> None:
    for name, said in version.manifest["files"].items():
        path = version.folder / name
        if not path.is_file() or files.digest(path) != said["sha256"]:
            raise PublishError(
                f"{path} is not what was published: its checksum has changed. "
                "Publish a build instead."
            )


@contextmanager
def _said_plainly(warehouse: Path) -> Iterator[None]:
    """Turn what a full disk or a broken file raises into one clear message."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        raise PublishError(
            f"The version could not be written to {warehouse}: {error}\n"
            "What was published before stays as it was."
        ) from error
