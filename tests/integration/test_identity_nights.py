"""Proof: solving what a night touched, on top of the nights before, is solving it all.

Many small worlds lie side by side in one warehouse. Each night records come, known that
day or long before, and some are told otherwise: withdrawn, blocked, said of another.
"""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pandas as pd
import pytest
from proof.warehouse import Dbt, both, different_rows

pytestmark = pytest.mark.integration

NIGHTS, WORLDS, IDENTIFIERS, EDGES = 4, 1500, 9, 14
FIRST_DAY = dt.date(2024, 1, 1)
TYPES = ["user_id", "contact_id", "email", "anonymous_id"]
SEEDS = """
create or replace table seeds.identifier_types as
select * from (values
    ('user_id', 1, true, 1, null), ('contact_id', 2, true, 3, null),
    ('email', 3, true, 3, 2), ('anonymous_id', 4, false, 5, 2)
) as seed (
    identifier_type, type_rank, is_durable, max_per_customer, max_durable_neighbours
);
create or replace table seeds.identity_limits as
select 'max_component_size' as limit_name, 7 as limit_value;
"""
COLUMNS = {
    "identifiers": "identifier_id uuid, identifier_type varchar, identifier_value "
    "varchar, is_blocked boolean, known_at timestamp, landed_at timestamp",
    "identity_evidence": "identifier_id_a uuid, identifier_id_b uuid, rule varchar, "
    "rule_rank integer, first_observed_at timestamp, known_at timestamp",
    "int_identity__contact_traits": "contact_id varchar, first_initial varchar, "
    "first_name_start varchar, birth_date date, known_from timestamp",
    "int_identity__overrides": "decision varchar, identifier_id_a uuid, "
    "identifier_id_b uuid, decided_at timestamp",
    "int_identity__backdated_landings": "identifier_id uuid, landed_date date, "
    "known_date date",
}
MADE = "int_identity__described_identifiers+,+int_identity__decided_edges"
COMPARED = {
    "identifier_history": "*",
    "identity_events": "*",
    "int_identity__refused_joins": "*",
    "int_identity__decided_edges": "*",
    "int_identity__shared_identifiers": "*",
    # by which build, and until when it was solved, tells when it was touched last
    "int_identity__solved_identifiers": "* exclude (build_id, solved_until)",
}
Tables = dict[str, list[tuple[Any, ...]]]


def day_of(number: int) -> dt.datetime:
    """Return noon of a day."""
    return dt.datetime.combine(FIRST_DAY, dt.time(12)) + dt.timedelta(days=number)


def id_of(world: int, number: int) -> str:
    """Return the id of an identifier; in each world another is the least."""
    return f"{(number * 5 + world) % IDENTIFIERS:08x}-0000-0000-0000-{world:012x}"


class World:
    """What is to be known of a few identifiers, and on which night it lands."""

    def __init__(self, number: int, seed: int) -> None:
        self.number = number
        self.rng = rng = Random(f"{seed}/{number}")
        self.types = [rng.choice(TYPES) for _ in range(IDENTIFIERS)]
        # in half of the worlds all meet one, or one of two: soon they are shared
        middle = range(IDENTIFIERS if number % 2 else 1 + number % 4 // 2)
        if not number % 2:
            self.types[:2] = ["email", "anonymous_id"]
        self.lands = [self.night() for _ in range(IDENTIFIERS)]
        self.known = [self.day(night) for night in self.lands]
        self.traits = [rng.choice(["A", "B", None]) for _ in range(IDENTIFIERS)]
        self.blocked = {i for i in range(IDENTIFIERS) if rng.random() < 0.05}
        self.edges = []
        # few of them: then one edge less, and nobody is shared
        for _ in range(rng.choice([EDGES // 2, EDGES])):
            a = rng.choice(middle)
            b = rng.choice([i for i in range(IDENTIFIERS) if i != a])
            a, b = min(a, b), max(a, b)
            night = max(self.night(), self.lands[a], self.lands[b])
            rule = rng.randrange(3)
            self.edges.append((a, b, rule, night, self.day(night)))
        self.away: set[int] = set()
        self.gone: set[int] = set()
        self.overrides: list[tuple[str, int, int, int]] = []

    def night(self) -> int:
        """Return a night: often the first."""
        return max(0, self.rng.randrange(-NIGHTS // 2, NIGHTS))

    def day(self, night: int) -> int:
        """Return the day on which what lands in a night was known."""
        return 2 * night - self.rng.choice([0, 0, 0, 1, 2, 5])

    def change(self, night: int) -> None:
        """Tell something otherwise than it was told before."""
        rng = self.rng
        several = rng.choice([1, 1, 4])
        who = set(rng.sample(range(IDENTIFIERS), several))
        match rng.choice(["edge", "gone", "blocked", "says", "known", "pair"]):
            case "edge":
                self.away ^= set(rng.sample(range(len(self.edges)), several))
            case "gone":
                self.gone ^= who
            case "blocked":
                self.blocked ^= who
            case "says":
                for one in sorted(who):
                    self.traits[one] = rng.choice(["A", "B", None])
            case "known":
                for one in sorted(who):
                    self.known[one] -= rng.choice([1, 3])
            case "pair":
                decision = rng.choice(["never_link", "always_link"])
                pair = sorted(rng.sample(range(IDENTIFIERS), 2))
                self.overrides.append((decision, *pair, self.day(night)))

    def tables(self, night: int) -> Tables:
        """Return all that has landed by a night."""
        there = [
            i
            for i in range(IDENTIFIERS)
            if self.lands[i] <= night and i not in self.gone
        ]
        ids = [id_of(self.number, i) for i in range(IDENTIFIERS)]
        decided = {
            (decision, ids[a], ids[b]): (decision, ids[a], ids[b], day_of(day))
            for decision, a, b, day in self.overrides
            if a in there and b in there
        }
        edges = {
            (a, b, rule): (
                *(ids[a], ids[b], f"rule{rule}", rule + 1),
                *(day_of(day), day_of(day)),
            )
            for number, (a, b, rule, lands, day) in enumerate(self.edges)
            if lands <= night and number not in self.away and {a, b} <= set(there)
        }
        always = [
            (a, b, "always_link", 0, at, at)
            for decision, a, b, at in decided.values()
            if decision == "always_link"
        ]
        return {
            "identifiers": [
                (
                    *(ids[i], self.types[i], ids[i], i in self.blocked),
                    *(day_of(self.known[i]), day_of(2 * self.lands[i])),
                )
                for i in there
            ],
            "identity_evidence": [*edges.values(), *always],
            "int_identity__contact_traits": [
                (ids[i], self.traits[i], None, None, day_of(self.known[i] + i % 3))
                for i in there
                if self.types[i] == "contact_id" and self.traits[i]
            ],
            "int_identity__overrides": list(decided.values()),
            "int_identity__backdated_landings": [
                (ids[i], day_of(2 * self.lands[i] - back), day_of(self.known[i] + back))
                for i in there
                if i % 4 == 0
                for back in (0, 1)
            ],
        }


class Retailer:
    """All worlds, night after night."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.worlds = [World(number, seed) for number in range(WORLDS)]

    def nights(self) -> Iterator[list[Tables]]:
        """Yield what there is, night by night; in a fifth of the worlds all stays."""
        for night in range(NIGHTS):
            for world in self.worlds if night else []:
                if self.rng.random() < 0.8:
                    world.change(night)
            yield [world.tables(night) for world in self.worlds]


def write(warehouse: Path, worlds: list[Tables]) -> None:
    """Put what there is into the tables that identity is made of."""
    warehouse.mkdir(exist_ok=True)
    with duckdb.connect(str(warehouse / "build.duckdb")) as build:
        build.execute("create schema if not exists identity")
        build.execute("create schema if not exists seeds")
        build.execute(SEEDS)
        for table, columns in COLUMNS.items():
            build.execute(f"create or replace table identity.{table} ({columns})")
            rows = [row for world in worlds for row in world[table]]
            # a row at a time takes DuckDB a second for a thousand
            frame = pd.DataFrame(rows, columns=range(columns.count(",") + 1), dtype=str)
            build.register("landed", frame)
            build.execute(f"insert into identity.{table} select * from landed")
            build.unregister("landed")


def solve(dbt: Dbt, warehouse: Path, *arguments: str) -> None:
    """Run the models from what is described of identifiers to what became of edges."""
    failed = dbt.build(
        warehouse,
        warehouse / "landing",
        arguments=["--select", MADE, "--resource-type", "model", *arguments],
    )
    assert not failed, failed


def differences(warehouse: Path, other: Path) -> list[str]:
    """Return how what two warehouses say of who is who differs."""
    with both(warehouse, other) as connection:
        return [
            line
            for table, columns in COMPARED.items()
            for line in different_rows(
                connection,
                table,
                *(f"select {columns} from {name}.identity.{table}" for name in "ab"),
            )
        ]


def solved_count(warehouse: Path) -> tuple[int, int]:
    """Return how many identifiers the last night solved, and how many there are."""
    with duckdb.connect(str(warehouse / "build.duckdb"), read_only=True) as build:
        query = """
            select count(*) filter (is_inside),
                (select count(*) from identity.identifiers)
            from identity.int_identity__scope
        """
        return build.execute(query).fetchall()[0]


def change(warehouse: Path, statement: str) -> None:
    """Do something to a build."""
    with duckdb.connect(str(warehouse / "build.duckdb")) as build:
        build.execute(statement)


@pytest.mark.parametrize(
    "seed",
    [1, *(pytest.param(s, marks=pytest.mark.nightly) for s in range(2, 31))],
)
def test_solving_what_a_night_touched_is_solving_it_all(
    dbt: Dbt, tmp_path: Path, seed: int
) -> None:
    ours, anew = tmp_path / "nights", tmp_path / "anew"
    for night, worlds in enumerate(Retailer(seed).nights()):
        for warehouse in (ours, anew):
            write(warehouse, worlds)
        if night == 2:
            # a build that ends before it has kept what it has done
            solve(dbt, ours, "--exclude", "int_identity__solved_identifiers+")
            continue
        solve(dbt, ours)
        solve(dbt, anew, "--full-refresh")
        assert differences(ours, anew) == [], night
        solved, there = solved_count(ours)
        assert solved < there if night else solved == there
    solve(dbt, ours)
    assert differences(ours, anew) == []
    assert solved_count(ours)[0] == 0


def test_who_came_to_a_shared_address_is_solved_again_when_it_is_shared_no_more(
    dbt: Dbt, tmp_path: Path
) -> None:
    """Of the one who came, nothing has changed; random worlds hardly ever tell."""
    there = ["email", *["contact_id"] * 4]
    ids = [id_of(0, i) for i in range(len(there))]
    nobody: Tables = {table: [] for table in COLUMNS}
    identifiers = [
        (id_, type_, id_, False, day_of(-5), day_of(-5))
        for id_, type_ in zip(ids, there, strict=True)
    ]
    three_share_it = {1: -5, 2: -4, 3: -3}
    nights = [three_share_it, three_share_it | {4: 2}, {2: -4, 4: 2}]
    ours, anew = tmp_path / "nights", tmp_path / "anew"
    for contacts in nights:
        evidence = [
            (*sorted((ids[0], ids[one])), "rule1", 1, day_of(day), day_of(day))
            for one, day in contacts.items()
        ]
        told = {"identifiers": identifiers, "identity_evidence": evidence}
        for warehouse in (ours, anew):
            write(warehouse, [nobody | told])
        solve(dbt, ours)
    solve(dbt, anew, "--full-refresh")
    assert differences(ours, anew) == []


@pytest.fixture(scope="module")
def kept(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of one night; tests work on copies of it."""
    warehouse = tmp_path_factory.mktemp("kept")
    write(warehouse, next(Retailer(99).nights()))
    solve(dbt, warehouse)
    return warehouse


@pytest.mark.parametrize(
    "statement",
    [
        "update identity.int_identity__solved_identifiers set solver = 'other code'",
        "drop table identity.identity_events",
    ],
)
def test_all_is_solved_anew_after_other_code_or_without_one_of_the_tables(
    dbt: Dbt, kept: Path, tmp_path: Path, statement: str
) -> None:
    shutil.copy(kept / "build.duckdb", tmp_path)
    change(tmp_path, statement)
    solve(dbt, tmp_path)
    solved, there = solved_count(tmp_path)
    assert solved == there
    assert differences(tmp_path, kept) == []


def test_a_table_cannot_be_made_anew_of_what_one_night_solved(
    dbt: Dbt, kept: Path, tmp_path: Path
) -> None:
    """Refreshed alone after a night that solved nothing, it would be empty."""
    shutil.copy(kept / "build.duckdb", tmp_path)
    solve(dbt, tmp_path)
    arguments = ["--select", "identifier_history", "--resource-type", "model"]
    (failed,) = dbt.build(
        tmp_path, tmp_path / "landing", arguments=[*arguments, "--full-refresh"]
    )
    assert "build int_identity__scope+" in failed
    assert differences(tmp_path, kept) == []
