"""The folder of published versions and the link that says which one is current."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from customer360.durable import flush
from customer360.publish.errors import PublishError

LINK = "published"
MANIFEST = "manifest.json"
UNFINISHED = ".unfinished-"


@dataclass(frozen=True)
class Version:
    """One published version: its folder and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def version_id(self) -> str:
        """Name of the version's folder."""
        return self.folder.name

    @property
    def database(self) -> Path:
        """The file that readers of SQL open."""
        return self.folder / "marts.duckdb"


def published_version(warehouse: Path) -> Version | None:
    """Return the version that readers see now; None before the first.

    Raises PublishError when the link points to something that is no version.
    """
    link = warehouse / LINK
    return read_version(link.resolve()) if link.is_symlink() else None


def read_version(folder: Path) -> Version:
    """Return the version in a folder; raises PublishError when it is not whole."""
    try:
        return Version(folder, json.loads((folder / MANIFEST).read_text()))
    except (OSError, ValueError) as error:
        raise PublishError(f"{folder} is no published version: {error}") from error


def kept_versions(warehouse: Path) -> list[Version]:
    """Return every version on disk, in the order they were published."""
    versions = [
        read_version(folder)
        for folder in (warehouse / "versions").glob("*")
        if not folder.name.startswith(UNFINISHED) and (folder / MANIFEST).is_file()
    ]
    return sorted(
        versions, key=lambda each: (each.manifest["published_at"], each.version_id)
    )


def point_to(warehouse: Path, version: Version) -> None:
    """Make a version the current one, in one step that readers see whole."""
    link = warehouse / LINK
    if link.exists() and not link.is_symlink():
        raise PublishError(f"{link} is not a link to a version. Move it away.")
    new_link = warehouse / f".{LINK}-{os.getpid()}"
    new_link.unlink(missing_ok=True)
    new_link.symlink_to(Path("versions") / version.version_id)
    new_link.replace(link)
    flush(warehouse)


def keep_last(warehouse: Path, count: int) -> list[str]:
    """Remove all but the last `count` versions, never the current; return the removed.

    Who has one of them open keeps reading: the system frees a file when it is closed.
    """
    current = published_version(warehouse)
    old = kept_versions(warehouse)[:-count]
    removed = [version for version in old if version != current]
    for version in removed:
        shutil.rmtree(version.folder)
    return [version.version_id for version in removed]


def remove_unfinished(warehouse: Path) -> None:
    """Remove what an interrupted publishing left behind."""
    for folder in (warehouse / "versions").glob(f"{UNFINISHED}*"):
        shutil.rmtree(folder)
