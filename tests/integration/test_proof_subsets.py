"""Proof: any subset of sources builds, and what is there is right."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

import duckdb
import pytest
from proof.landed import reveal
from proof.scene import Scene, small_scene
from proof.slow_activities import activities
from proof.slow_features import features
from proof.slow_identity import identifier_id
from proof.slow_orders import orders
from proof.slow_past import Past, as_feature
from proof.slow_records import Known, raw_rows
from proof.warehouse import Dbt, open_build

from customer360.landing import read_contracts, read_manifest

pytestmark = pytest.mark.integration

ENTITIES = sorted(read_contracts())
NIGHTLY = pytest.mark.nightly
ALONE = [
    pytest.param(
        [entity for entity in ENTITIES if entity.startswith(system)],
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
# random subsets of random sizes: three in every run, many by night
ANY = [
    pytest.param(
        sorted(rng.sample(ENTITIES, rng.randint(1, len(ENTITIES) - 1))),
        marks=() if seed < 3 else NIGHTLY,
        id=f"random-{seed}",
    )
    for seed in range(20)
    for rng in [Random(seed)]
]


@pytest.fixture(scope="module")
def scene(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return small_scene(dbt, tmp_path_factory.getbasetemp())


@dataclass(frozen=True)
class Subset:
    """A build of some entities, and what its raw rows say."""

    entities: list[str]
    build: duckdb.DuckDBPyConnection
    known: Known

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Return rows of a query as dictionaries."""
        result = self.build.execute(query)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@pytest.fixture(scope="module", params=[*ALONE, *ANY])
def subset(
    request: pytest.FixtureRequest,
    scene: Scene,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Subset]:
    """A plain dbt build, tests included, of what has landed of a subset."""
    folder = tmp_path_factory.mktemp("subset")
    landing = folder / "landing"
    landing.mkdir()
    files = [e for e in read_manifest(scene.landing) if e.entity in request.param]
    reveal(files, scene.landing, landing)
    # unit tests bring their own rows
    arguments = ["--exclude-resource-type", "unit_test"]
    assert scene.dbt.build(folder, landing, {}, arguments) == []
    with open_build(folder) as build:
        yield Subset(request.param, build, Known(raw_rows(landing)))


def test_orders_and_activities_of_a_subset_are_those_of_its_rows(
    subset: Subset,
) -> None:
    rows = subset.rows("from marts.fct_orders")
    found = {row["order_id"]: row["order_amount"] for row in rows}
    assert found == {order.order_id: order.amount for order in orders(subset.known)}
    stream = subset.build.execute("""
        select activity_type, activity_date, count(*)
        from marts.fct_activities group by all
    """).fetchall()
    assert {(kind, date): count for kind, date, count in stream} == Counter(
        (activity.activity_type, activity.date) for activity in activities(subset.known)
    )
    can_order = {"pos/transactions", "crm/orders"} & set(subset.entities)
    assert bool(found) == bool(can_order)


def test_features_and_customer_360_of_a_subset_are_those_of_its_rows(
    subset: Subset,
) -> None:
    rows = subset.rows("from features.feat_customers order by as_of_date")
    if not rows:
        assert subset.rows("from marts.customer_360") == []
        return
    latest = rows[-1]["as_of_date"]
    found = {r["customer_id"]: r for r in rows if r["as_of_date"] == latest}
    wide = {r["customer_id"]: r for r in subset.rows("from marts.customer_360")}
    expected = features(Past.before(subset.known, latest))
    owners = dict(
        subset.build.execute(
            "select identifier_id, customer_id from identity.identity_map"
        ).fetchall()
    )
    assert len(expected) >= 0.9 * len(found)
    for members, values in expected.items():
        customer_id = owners[identifier_id(min(members))]
        row = found[customer_id]
        assert row == {"customer_id": customer_id, "as_of_date": latest} | {
            name: as_feature(value) for name, value in values.items()
        }
        shown = wide[str(customer_id)]
        for name in row.keys() & shown.keys() - {"customer_id"}:
            assert _plain(shown[name]) == as_feature(row[name]), name


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
