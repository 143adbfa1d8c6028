"""Forces files and their names to disk, so that a power cut leaves no half version."""

import os
from pathlib import Path


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
