"""The small world, landed and built once for all proofs of a test run."""

import functools
import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random

from customer360.landing import ManifestEntry, read_manifest
from proof.landed import land_world, reveal
from proof.warehouse import KEPT_LAYERS, Dbt, build_tables

SEED = 7
HOUSEHOLDS = 300


@dataclass(frozen=True)
class Scene:
    """The landing folder of the small world and one build of all of it."""

    dbt: Dbt
    folder: Path
    landing: Path
    full: Path

    def warehouse(self, name: str) -> Path:
        """Return a folder for another build, with the fits made so far.

        A fit is found by all that it is made of, so other records make other fits.
        """
        folder = self.folder / name
        shutil.copytree(self.full / "fits", folder / "fits")
        return folder

    def build_in_groups(
        self, name: str, groups: list[list[ManifestEntry]], *last: str
    ) -> Path:
        """Reveal groups of files, build after each; return the warehouse.

        last: what dbt is told of the last build, by default to build everything.
        """
        warehouse = self.warehouse(name)
        shown = warehouse / "landing"
        for number, group in enumerate(groups, start=1):
            reveal(group, self.landing, shown)
            arguments = KEPT_LAYERS if number < len(groups) else last
            build_tables(self.dbt, warehouse, shown, *arguments)
        return warehouse

    def random_groups(self, seed: int, count: int) -> list[list[ManifestEntry]]:
        """Return all landed files in a random order, in groups of random sizes."""
        rng = Random(seed)
        entries = read_manifest(self.landing)
        rng.shuffle(entries)
        ends = sorted(rng.sample(range(1, len(entries)), count - 1))
        starts = zip([0, *ends], [*ends, len(entries)], strict=True)
        return [entries[start:end] for start, end in starts]


@functools.cache
def small_scene(dbt: Dbt, basetemp: Path) -> Scene:
    """Return the scene of this test run, in a folder of its temporary one."""
    folder = basetemp / "proof"
    landing = land_world(folder, SEED, HOUSEHOLDS)
    full = build_tables(dbt, folder / "full", landing)
    return Scene(dbt, folder, landing, full)
