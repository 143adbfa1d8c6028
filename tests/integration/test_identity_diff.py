"""`c360 identity diff` on a real build: what would change, and that nothing does."""

import csv
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from proof.scene import Scene, small_scene
from proof.warehouse import Dbt, open_build
from typer.testing import CliRunner, Result

from customer360.cli import app
from customer360.paths import ROOT

pytestmark = pytest.mark.integration

# customers of one or two identifiers, with what they are
SMALL = """
select
    cast(identity_map.customer_id as varchar) as customer_id,
    list(identifiers.identifier_type order by type_rank) as types,
    list(identifiers.identifier_value order by type_rank) as identifier_values
from identity.identity_map
inner join identity.identifiers using (identifier_id)
inner join seeds.identifier_types using (identifier_type)
where customer_id is not null
group by identity_map.customer_id
having count(*) <= 2
order by identity_map.customer_id
"""
ORDERS = """
select cast(customer_id as varchar), count(*) from marts.fct_orders group by all
"""
# orders of a customer on which one of its identifiers does not stand
WITHOUT = """
select count(*)
from marts.fct_orders
inner join activities.orders using (order_id)
inner join identity.identifiers
    on identifier_type = $type and identifier_value = $value
where
    cast(fct_orders.customer_id as varchar) = $customer_id
    and identifiers.identifier_id is distinct from orders.identifier_id
    and identifiers.identifier_id is distinct from orders.fallback_identifier_id
"""
Customer = tuple[str, list[str], list[str]]


@pytest.fixture(scope="module")
def scene(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return small_scene(dbt, tmp_path_factory.getbasetemp())


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    return folder


def write(folder: Path, seed: str, *more: dict[str, Any]) -> None:
    """Write the project's seed with some rows more."""
    with (ROOT / "seeds" / f"{seed}.csv").open(newline="") as lines:
        reader = csv.DictReader(lines)
        rows = [*reader, *more]
    with (folder / f"{seed}.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames or [])
        writer.writeheader()
        writer.writerows(rows)


def override(decision: str, *ends: tuple[str, str]) -> dict[str, Any]:
    (type_a, value_a), (type_b, value_b) = ends
    return {
        "decision": decision,
        "identifier_type_a": type_a,
        "identifier_value_a": value_a,
        "identifier_type_b": type_b,
        "identifier_value_b": value_b,
        "decided_at": "2023-12-01 00:00:00",
        "reason": "a test",
    }


def run(scene: Scene, rules: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setenv("C360_WAREHOUSE", str(scene.full))
    monkeypatch.setenv("C360_SALT", "test")
    command = ["identity", "diff", "--rules", str(rules), "--json"]
    return CliRunner().invoke(app, command)


def state(folder: Path) -> dict[str, str]:
    """Return what every file of a folder holds."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def of_types(customers: list[Customer], *types: str) -> Customer:
    return next(each for each in customers if each[1] == list(types))


def test_a_split_a_merge_and_a_block_are_told_and_nothing_is_touched(
    scene: Scene, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_build(scene.full) as build:
        customers = build.execute(SMALL).fetchall()
        orders = Counter(dict(build.execute(ORDERS).fetchall()))
        torn = of_types(customers, "loyalty_id", "payment_token")
        card = {"type": "loyalty_id", "value": torn[2][0], "customer_id": torn[0]}
        ((without_card,),) = build.execute(WITHOUT, card).fetchall()
    first, second = of_types(customers, "loyalty_id"), of_types(customers, "email")
    blocked = of_types([each for each in customers if each != second], "email")
    pair = [(kind, value) for kind, value in zip(torn[1], torn[2], strict=True)]
    write(
        rules,
        "identity_overrides",
        override("never_link", pair[0], pair[1]),
        override("always_link", (first[1][0], first[2][0]), ("email", second[2][0])),
    )
    row = {"identifier_type": "email", "match_kind": "exact", "reason": "x"}
    write(rules, "blocked_identifiers", {**row, "identifier_value": blocked[2][0]})
    before = state(scene.full)

    result = run(scene, rules, monkeypatch)

    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert state(scene.full) == before
    # the rest is as it was: trying rules changes nothing by itself
    unchanged = told["customers_now"] - 4
    assert told["fates"] == {
        "unchanged": unchanged,
        "split": 1,
        "merged": 2,
        "ended": 1,
    }
    assert told["customers_then"] == told["customers_now"] - 2
    assert told["customers_new"] == 0
    lost = without_card + orders[blocked[0]]
    assert told["orders"]["order_count"] == orders.total()
    assert told["orders"]["lost_count"] == lost
    renamed = told["orders"]["moved_count"] - lost
    assert renamed in {orders[first[0]], orders[second[0]]}
    new = {row["reason"]: row["new_count"] for row in told["refusals"]}
    assert new["never_link"] == 1
    assert {row["gone_count"] for row in told["refusals"]} == {0}
    assert told["largest_now"] == told["largest_then"]


def test_another_size_limit_is_tried_like_any_rule(
    scene: Scene, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = "limit_name,limit_value\nmax_component_size,3\n"
    (rules / "identity_limits.csv").write_text(limits)
    result = run(scene, rules, monkeypatch)
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["fates"]["split"] > 100
    assert {each["identifier_count"] for each in told["largest_then"]} == {3}
    new = {row["reason"]: row["new_count"] for row in told["refusals"]}
    assert new["size_limit"] > 100


@pytest.mark.parametrize(
    ("seed", "text", "message"),
    [
        ("rules", "a\n1\n", "rename or remove it"),
        ("blocked_identifiers", "identifier_type,reason\nemail,x\n", "match_kind"),
        (
            "blocked_identifiers",
            "identifier_type,match_kind,identifier_value,is_precaution,reason\n"
            "iban,exact,1,,x\n",
            "row 1, identifier_type: 'iban' is no type of identifier; there are user",
        ),
        (
            "identifier_types",
            "identifier_type,type_rank,is_durable,max_per_customer,"
            "max_durable_neighbours\nuser_id,1,true,1,\n",
            "lacks the type anonymous_id",
        ),
    ],
)
def test_bad_rules_are_told_before_anything_runs(
    scene: Scene,
    rules: Path,
    monkeypatch: pytest.MonkeyPatch,
    seed: str,
    text: str,
    message: str,
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("dbt was run")

    monkeypatch.setattr("customer360.identity_diff.command.run_models", refuse)
    (rules / f"{seed}.csv").write_text(text)
    result = run(scene, rules, monkeypatch)
    assert result.exit_code == 1
    assert message in result.stderr.replace("\n", " ")
