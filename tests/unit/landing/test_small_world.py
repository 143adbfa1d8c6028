"""The world of the proofs is as messy as it says, in every entity."""

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import pytest
from proof.entities import make_world
from proof.mess import Delivery, deliveries
from proof.record import World
from proof.scene import HOUSEHOLDS, SEED

from customer360.landing import read_contracts

pytestmark = pytest.mark.unit

CONTRACTS = read_contracts()
Said = tuple[tuple[str, str], ...]


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(SEED, HOUSEHOLDS)


@pytest.fixture(scope="module")
def files(world: World) -> list[Delivery]:
    return deliveries(world, SEED)


def said(row: dict[str, object]) -> Said:
    """Return what a row says, when it was synced aside."""
    return tuple(sorted((k, str(v)) for k, v in row.items() if k != "synced_at"))


def told(file: Delivery) -> set[Said]:
    """Return what each row of a file says."""
    return {said(row) for row in file.rows}


def known_at(file: Delivery, row: dict[str, object]) -> dt.datetime | None:
    """Return when a row was known; None: when what it tells of happened."""
    times = {"now": file.landed_at, "synced_at": row["synced_at"]}
    return times.get(file.known_at_rule)


# of contracts, not of the world: an entity that the world forgets fails
@pytest.mark.parametrize("entity", sorted(CONTRACTS))
class TestOfEveryEntity:
    def test_a_record_comes_late(self, files: list[Delivery], entity: str) -> None:
        """It was there before the file before landed, and no file so far has had it."""
        mine = [f for f in files if f.entity == entity]
        seen: set[Said] = set()
        late = 0
        for before, file in pairwise(mine):
            seen |= told(before)
            in_time = [r for r in file.rows if r["synced_at"] < before.landed_at]
            late += len(told(replace(file, rows=in_time)) - seen)
        assert late > 0

    def test_a_record_comes_in_two_files(
        self, files: list[Delivery], entity: str
    ) -> None:
        mine = [told(f) for f in files if f.entity == entity and not f.is_resent]
        assert any(one & other for n, one in enumerate(mine) for other in mine[n + 1 :])

    def test_a_whole_file_comes_again(self, files: list[Delivery], entity: str) -> None:
        mine = [f for f in files if f.entity == entity]
        (again,) = [f for f in mine if f.is_resent]
        assert len(again.rows) > 1
        assert told(again) in [told(f) for f in mine if not f.is_resent]

    def test_a_record_is_known_late(
        self, world: World, files: list[Delivery], entity: str
    ) -> None:
        """No copy of it was known until a day after its system could tell of it."""
        ready_at = {said(r.values): r.ready_at for r in world.records[entity]}
        waits = defaultdict(list)
        for file in (f for f in files if f.entity == entity):
            for row in file.rows:
                ready = ready_at.get(said(row))
                if ready is not None:
                    waits[said(row)].append((known_at(file, row) or ready) - ready)
        assert max(map(min, waits.values())) > dt.timedelta(days=1)

    def test_a_record_is_corrected(self, files: list[Delivery], entity: str) -> None:
        contract = CONTRACTS[entity]
        required = [column.name for column in contract.columns if column.is_required]
        versions = defaultdict(set)
        for row in (r for f in files if f.entity == entity for r in f.rows):
            # a copy that landing refuses corrects nothing
            if all(row[name] is not None for name in required):
                versions[row[contract.key]].add(said(row))
        assert max(map(len, versions.values())) > 1
