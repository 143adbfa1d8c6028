"""dbt's unit tests, which a nightly build leaves out, on the small world's tables."""

import shutil
from pathlib import Path

import pytest
from proof.scene import small_scene
from proof.warehouse import Dbt

pytestmark = pytest.mark.integration


def test_every_dbt_unit_test_passes(
    dbt: Dbt, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    scene = small_scene(dbt, tmp_path_factory.getbasetemp())
    shutil.copy(scene.full / "build.duckdb", tmp_path)
    ran = dbt.invoke(["test", "--select", "test_type:unit"], tmp_path, scene.landing)

    assert ran.success
    # hooks of the run succeed, tests pass
    assert {each.status for each in ran.result.results} - {"success"} == {"pass"}
