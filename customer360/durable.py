"""Files written, moved and removed so that a power cut leaves the old or the new."""

import os
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Write under a temporary name first: a torn file must never be read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_text(text, encoding="utf-8")
    flush(temporary)
    temporary.replace(path)
    flush(path.parent)


def move(source: Path, target: Path) -> None:
    """Rename: content first, then the name."""
    flush(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
    flush(target.parent)


def remove(path: Path) -> None:
    """Remove a file if it is there."""
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        flush(path.parent)


def flush_tree(folder: Path) -> None:
    """Force every file and folder under `folder` to disk, itself last."""
    for parent, _, names in os.walk(folder, topdown=False):
        for name in names:
            flush(Path(parent, name))
        flush(Path(parent))


def flush(path: Path) -> None:
    """Force one file, or the names in one folder, to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
