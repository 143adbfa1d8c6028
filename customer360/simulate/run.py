"""All chunks, two at a time, each in a process: memory does not grow with people."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from customer360.landing import read_contracts
from customer360.simulate import global_tables, truth
from customer360.simulate.arrival import arrived
from customer360.simulate.chunk import Written, write_chunk
from customer360.simulate.commons import commons
from customer360.simulate.errors import SimulateError
from customer360.simulate.evidence import common_identifiers
from customer360.simulate.identifiers import Registry
from customer360.simulate.kinds import Context
from customer360.simulate.settings import Settings
from customer360.simulate.streams import stream
from customer360.simulate.world import Chunk, World, make_world
from customer360.simulate.writer import rendered, write, write_entity

WORKERS = 2


@dataclass(frozen=True)
class Simulated:
    """What was written: rows by entity."""

    rows: dict[str, int]

    @property
    def row_count(self) -> int:
        """Rows of all entities."""
        return sum(self.rows.values())


def simulate(
    settings: Settings,
    out: Path,
    truth_dir: Path,
    *,
    workers: int = WORKERS,
    on_chunk: Callable[[int, int], None] | None = None,
) -> Simulated:
    """Write a simulated retailer to `out` and what is true of it to `truth_dir`.

    The bytes depend on the settings alone, not on `workers`. `on_chunk` is told how
    many chunks of how many are written. Raises SimulateError where a folder holds
    something.
    """
    for folder in (out, truth_dir):
        _refuse_full(folder)
    world = make_world(settings)
    rows = _write_global(world, out, truth_dir)
    effects = np.zeros((3, len(world.campaigns)))
    for done, written in enumerate(_chunks(settings, out, truth_dir, workers), 1):
        effects += written.effects
        for entity, count in written.rows.items():
            rows[entity] = rows.get(entity, 0) + count
        if on_chunk:
            on_chunk(done, settings.chunk_count)
    campaigns = truth.campaigns(world.campaigns, effects)
    write(campaigns, truth_dir / "campaigns", 0)
    return Simulated(dict(sorted(rows.items())))


def _refuse_full(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SimulateError(
            f"{folder} is not an empty folder. Name another, or empty it first: a "
            "simulation does not mix with what is there."
        )


def _write_global(world: World, out: Path, truth_dir: Path) -> dict[str, int]:
    """Write what is no person's, and the truth of everybody's identifiers."""
    contracts, rows, settings = read_contracts(), {}, world.settings
    registry = Registry()
    commons(world, registry)
    for table in global_tables.global_tables(world):
        contract, rng = contracts[table.entity], stream(settings.seed, table.entity)
        frame = arrived(table, contract, settings, rng)
        context = Context(
            settings.start,
            registry,
            frame[contract.key],
            global_tables.pools(world),
        )
        write_entity(rendered(frame, contract, context), contract, out, 0)
        rows[table.entity] = len(frame)
    write(common_identifiers(registry), truth_dir / "identifiers", 0)
    return rows


def _chunks(
    settings: Settings, out: Path, truth_dir: Path, workers: int
) -> Iterator[Written]:
    """Write every chunk and yield what each wrote, in order of their numbers."""
    jobs = [
        (settings, number, out, truth_dir) for number in range(settings.chunk_count)
    ]
    if workers == 1 or len(jobs) == 1:
        yield from map(_write, jobs)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_write, jobs)


def _write(job: tuple[Settings, int, Path, Path]) -> Written:
    settings, number, out, truth_dir = job
    return write_chunk(Chunk(make_world(settings), number), out, truth_dir)
