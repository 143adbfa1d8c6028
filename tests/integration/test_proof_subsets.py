"""Proof: any subset of sources builds, and what is there is right."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from proof.landed import reveal
from proof.scene import Scene, small_scene
from proof.slow_activities import activities
from proof.slow_orders import orders
from proof.slow_records import Known, raw_rows
from proof.warehouse import NO_SCORES, Dbt, open_build

from customer360.landing import read_contracts, read_manifest

pytestmark = pytest.mark.integration

ENTITIES = sorted(read_contracts())
NIGHTLY = pytest.mark.nightly
ALONE = [
    pytest.param(
        [entity for entity in ENTITIES if entity.startswith(system)],
        [],
        marks=marks,
        id=name,
    )
    for system, name, marks in [
        ("none/", "nothing", ()),
        ("pos/", "tills", ()),
        ("crm/", "crm", NIGHTLY),
        ("web/", "web", NIGHTLY),
    ]
]
# random subsets of random sizes: two in every run, but for scores, and many by night
ANY = [
    pytest.param(
        sorted(rng.sample(ENTITIES, rng.randint(1, len(ENTITIES) - 1))),
        NO_SCORES if seed < 2 else [],
        marks=() if seed < 2 else NIGHTLY,
        id=f"random-{seed}",
    )
    for seed in range(20)
    for rng in [Random(seed)]
]


@pytest.fixture(scope="module")
def scene(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return small_scene(dbt, tmp_path_factory.getbasetemp())


@pytest.mark.parametrize(("entities", "without"), [*ALONE, *ANY])
def test_a_subset_of_sources_builds_with_plain_dbt(
    scene: Scene, tmp_path: Path, entities: list[str], without: list[str]
) -> None:
    landing = tmp_path / "landing"
    landing.mkdir()
    files = [e for e in read_manifest(scene.landing) if e.entity in entities]
    reveal(files, scene.landing, landing)
    # unit tests bring their own rows
    arguments = ["--exclude-resource-type", "unit_test", *without]
    assert scene.dbt.build(tmp_path, landing, {}, arguments) == []
    with open_build(tmp_path) as build:
        rows = build.execute("select order_id, order_amount from marts.fct_orders")
        found = dict(rows.fetchall())
        stream = build.execute("""
            select activity_type, activity_date, count(*)
            from marts.fct_activities group by all
        """).fetchall()
    known = Known(raw_rows(landing))
    assert found == {order.order_id: order.amount for order in orders(known)}
    assert {(kind, date): count for kind, date, count in stream} == Counter(
        (activity.activity_type, activity.date) for activity in activities(known)
    )
    assert bool(found) == ("pos/transactions" in entities or "crm/orders" in entities)
