"""Two small retailers, one a world, that the tests look at."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from customer360.simulate import Settings, simulate

CUSTOMERS, DAYS, SEED = 1_200, 200, 7


class Retailer:
    """A simulated retailer, asked in SQL: {web/events} is an entity, [people] truth."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.out, self.truth = folder / "out", folder / "truth"
        self.settings = settings
        self.simulated = simulate(settings, self.out, self.truth, workers=1)

    def ask(self, query: str) -> pd.DataFrame:
        for opening, closing, folder in (("{", "}", self.out), ("[", "]", self.truth)):
            query = query.replace(opening, f"read_parquet('{folder}/")
            query = query.replace(closing, "/*.parquet')")
        return duckdb.sql(query).df()

    def number(self, query: str) -> float:
        return float(self.ask(query).iloc[0, 0])


@pytest.fixture(scope="session")
def retailer(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Retailer]:
    made: dict[str, Retailer] = {}

    def get(world: str) -> Retailer:
        if world not in made:
            settings = Settings(CUSTOMERS, DAYS, SEED, world)
            made[world] = Retailer(tmp_path_factory.mktemp(world), settings)
        return made[world]

    return get


@pytest.fixture(scope="session")
def new_retailer() -> type[Retailer]:
    return Retailer


@pytest.fixture(scope="session")
def plain(retailer: Callable[[str], Retailer]) -> Retailer:
    return retailer("plain")
