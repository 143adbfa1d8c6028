"""The demo's folders: made once for the same settings, and nobody else's touched."""

import pytest

from customer360.demo import stages
from customer360.demo.errors import DemoError
from customer360.demo.folders import Folders, simulator_digest
from customer360.simulate import Settings

pytestmark = pytest.mark.unit

SETTINGS = Settings(customers=10, days=5)


@pytest.fixture
def folders(tmp_path):
    return Folders.under(tmp_path / "demo")


def begun(folders, settings=SETTINGS):
    folders.begin(settings)
    for folder in folders.made:
        folder.mkdir(parents=True)
        (folder / "something").touch()


def test_the_same_settings_are_simulated_once(folders):
    said = [stages.simulated(SETTINGS, folders, lambda share: None) for _ in range(2)]
    assert "records of 20 entities" in said[0]
    assert "the same seed gives the same bytes, so not again" in said[1]


def test_what_was_interrupted_is_not_taken_for_whole(folders):
    begun(folders)
    assert not folders.is_simulated(SETTINGS)
    folders.complete(SETTINGS)
    assert folders.is_simulated(SETTINGS)


@pytest.mark.parametrize(
    "other",
    [Settings(11, 5), Settings(10, 5, seed=1), Settings(10, 5, world="shifted")],
)
def test_other_settings_make_the_demo_anew_in_its_own_folders(folders, other):
    begun(folders)
    folders.complete(SETTINGS)
    assert not folders.is_simulated(other)
    folders.begin(other)
    assert [folder.exists() for folder in folders.made] == [False] * 4


@pytest.mark.parametrize("mine", ["landing", "warehouse"])
def test_a_folder_that_holds_something_else_is_never_emptied(tmp_path, folders, mine):
    begun(folders)
    own = tmp_path / "own"
    own.mkdir()
    (own / "precious").touch()
    with pytest.raises(DemoError, match=f"{own} holds something"):
        Folders.under(folders.home, **{mine: own}).begin(SETTINGS)
    assert (own / "precious").exists()
    assert (folders.files / "something").exists()


def test_another_simulator_makes_other_bytes(tmp_path):
    code = tmp_path / "customer360" / "simulate"
    code.mkdir(parents=True)
    (code / "laws.py").write_text("RATE = 1\n")
    before = simulator_digest(tmp_path)
    assert simulator_digest(tmp_path) == before
    (code / "laws.py").write_text("RATE = 2\n")
    assert simulator_digest(tmp_path) != before
