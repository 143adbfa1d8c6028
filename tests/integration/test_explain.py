"""`c360 explain` on a real build: what it says agrees with the tables of identity."""

import json
from pathlib import Path
from typing import Any

import pytest
from proof.scene import Scene, small_scene
from proof.warehouse import Dbt, open_build
from typer.testing import CliRunner

from customer360.cli import app
from customer360.explain.command import look_up

pytestmark = pytest.mark.integration

# of each rule that tied and each reason that refused, one edge
ONE_OF_EACH = """
select
    min(struct_pack(a := identifier_id_a, b := identifier_id_b, rule := rule))
from {table}
group by {kind}
"""
OWNERS = "select cast(identifier_id as varchar), profile_id from identity.identity_map"


@pytest.fixture(scope="module")
def scene(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return small_scene(dbt, tmp_path_factory.getbasetemp())


def one_of_each(warehouse: Path, table: str, kind: str) -> list[dict[str, Any]]:
    with open_build(warehouse) as build:
        rows = build.execute(ONE_OF_EACH.format(table=table, kind=kind)).fetchall()
    return [row[0] for row in rows]


def test_what_an_edge_tied_is_one_customer_by_a_chain_of_used_edges(
    scene: Scene,
) -> None:
    edges = one_of_each(scene.full, "identity.identity_edges", "rule")
    assert len(edges) > 10
    for edge in edges:
        seen = look_up(scene.full, str(edge["a"]), str(edge["b"]))
        assert seen.are_one
        assert seen.chain is not None
        assert [step["is_used"] for step in seen.chain] == [True]


def test_what_was_refused_is_explained_by_its_reason(scene: Scene) -> None:
    edges = one_of_each(scene.full, "identity.identity_refused_edges", "reason")
    assert len(edges) > 4
    with open_build(scene.full) as build:
        owner = dict(build.execute(OWNERS).fetchall())
    for edge in edges:
        a, b = str(edge["a"]), str(edge["b"])
        seen = look_up(scene.full, a, b)
        assert seen.are_one == (owner[a] is not None and owner[a] == owner[b])
        told = seen.refused_between or seen.asked.refused
        (found,) = [
            each
            for each in told
            if each["rule"] == edge["rule"]
            and {each["from"]["identifier_id"], each["to"]["identifier_id"]} == {a, b}
        ]
        assert found["evidence"]
        assert a not in found["evidence"]
        assert b not in found["evidence"]


def test_the_command_tells_programs_why(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("C360_WAREHOUSE", str(scene.full))
    (edge, *_) = one_of_each(scene.full, "identity.identity_edges", "rule")
    result = CliRunner().invoke(app, ["explain", str(edge["a"]), "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["asked"]["identifier"]["identifier_id"] == str(edge["a"])
    assert told["asked"]["history"] or told["asked"]["issued_ids"]
