"""The world of the proofs is as messy as it says, in every entity."""

from dataclasses import replace
from itertools import pairwise

import pytest
from proof.entities import ENTITIES, make_world
from proof.mess import Delivery, deliveries

pytestmark = pytest.mark.unit

SEED, HOUSEHOLDS = 7, 300


@pytest.fixture(scope="module")
def files() -> list[Delivery]:
    return deliveries(make_world(SEED, HOUSEHOLDS), SEED)


def told(file: Delivery) -> set[tuple[object, ...]]:
    """Return what each row of a file says, when it was synced aside."""
    return {
        tuple(sorted((k, str(v)) for k, v in row.items() if k != "synced_at"))
        for row in file.rows
    }


@pytest.mark.parametrize("entity", sorted(ENTITIES))
class TestOfEveryEntity:
    def test_a_record_comes_late(self, files: list[Delivery], entity: str) -> None:
        """It was there before the file before landed, and no file so far has had it."""
        mine = [f for f in files if f.entity == entity]
        seen: set[object] = set()
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
