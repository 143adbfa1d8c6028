"""Files written, moved and removed so that a power cut leaves the old or the new."""

import os
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Write under a temporary name first: a torn file must never be read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    temporary.write_text(text, encoding="utf-8")
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)


def move(source: Path, target: Path) -> None:
    """Rename: content first, then the name."""
    sync(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
    sync(target.parent)


def remove(path: Path) -> None:
    """Remove a file if it is there."""
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        sync(path.parent)


def sync(path: Path) -> None:
    """Force one file, or the names in one folder, to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
