"""Whether dbt's manifest is as new as the project it was made from."""

from collections.abc import Iterator
from pathlib import Path

MANIFEST = Path("target") / "manifest.json"
# what dbt reads to make its manifest
PARTS = ("dbt_project.yml", "profiles.yml", "models", "macros", "seeds", "tests/dbt")


def is_parsed(manifest: Path, project_dir: Path) -> bool:
    """Tell whether the manifest is there and no part of the project is newer."""
    if not manifest.is_file():
        return False
    parsed_at = manifest.stat().st_mtime
    return all(path.stat().st_mtime <= parsed_at for path in _parts(project_dir))


def _parts(project_dir: Path) -> Iterator[Path]:
    for part in PARTS:
        path = project_dir / part
        if path.exists():
            yield path
        if path.is_dir():
            yield from (
                each for each in path.rglob("*") if "__pycache__" not in each.parts
            )
