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


def drawn_and_rest(seed: int) -> tuple[list[str], list[str]]:
    """Return a random subset of random size, and what it leaves out.

    So each entity is there once and absent once, whatever the seed.
    """
    rng = Random(seed)
    drawn = rng.sample(ENTITIES, rng.randint(1, len(ENTITIES) - 1))
    return sorted(drawn), sorted(set(ENTITIES) - set(drawn))


# one pair in every run, scores of its second half only, and many by night; of seed 0,
# tills, web and devices are apart from the CRM's orders
ANY = [
    pytest.param(
        entities,
        NO_SCORES if (seed, name) == (0, "drawn") else [],
        marks=() if seed == 0 else NIGHTLY,
        id=f"{name}-{seed}",
    )
    for seed in range(10)
    for name, entities in zip(("drawn", "rest"), drawn_and_rest(seed), strict=True)
]
ORDERS = {"pos/transactions", "crm/orders"}


@pytest.fixture(scope="module")
def scene(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return small_scene(dbt, tmp_path_factory.getbasetemp())


def test_random_subsets_of_every_run_have_each_entity_and_lack_each() -> None:
    every_run = [each.values for each in ANY if not each.marks]
    found = [set(entities) for entities, _ in every_run]
    assert set.union(*found) == set(ENTITIES)
    assert set.intersection(*found) == set()
    scored = [set(entities) for entities, without in every_run if without != NO_SCORES]
    assert any(ORDERS & entities for entities in scored)


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
        if without != NO_SCORES:
            scores = build.execute("from scores.score_customer__churn").fetchall()
            assert bool(scores) == bool(found)
    known = Known(raw_rows(landing))
    assert found == {order.order_id: order.amount for order in orders(known)}
    assert {(kind, date): count for kind, date, count in stream} == Counter(
        (activity.activity_type, activity.date) for activity in activities(known)
    )
    assert bool(found) == bool(ORDERS & set(entities))
