"""Where models and their descriptions stand; dbt-bouncer looks at one entry each."""

from pathlib import Path

import pytest
import yaml

from customer360.paths import ROOT

pytestmark = pytest.mark.unit

MODELS = ROOT / "models"
FOLDERS = sorted(
    {path.parent for path in MODELS.rglob("*") if path.suffix in (".sql", ".py")}
)


def described(folder: Path) -> set[str]:
    path = folder / f"_{folder.name}__models.yml"
    return {model["name"] for model in yaml.safe_load(path.read_text())["models"]}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_folder_describes_its_models_in_one_file_named_after_it(folder):
    names = {path.stem for path in folder.iterdir() if path.suffix in (".sql", ".py")}
    assert described(folder) == names


def test_a_staging_model_is_named_after_the_system_of_its_folder():
    staged = (MODELS / "staging").rglob("*.sql")
    strays = [p.name for p in staged if not p.stem.startswith(f"stg_{p.parent.name}__")]
    assert strays == []


def test_each_landed_entity_has_one_staging_model():
    contracts = {
        f"stg_{source['name']}__{table['name']}"
        for path in (MODELS / "staging").glob("*/_*__sources.yml")
        for source in yaml.safe_load(path.read_text())["sources"]
        for table in source["tables"]
    }
    assert contracts == {path.stem for path in (MODELS / "staging").rglob("*.sql")}
