"""Fits kept in files: the same fit, whatever happens to the files."""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from customer360 import fit_store
from customer360.fit_store import FitStore
from customer360.ml.bgnbd import Parameters

pytestmark = pytest.mark.unit


@pytest.fixture
def store(tmp_path: Path) -> FitStore:
    return FitStore(tmp_path / "fits")


class Counted:
    """A fit that counts how often it is made; its name is that of a file."""

    def __init__(self) -> None:
        self.times = 0
        self.__name__ = "counted"

    def __call__(self, r: float) -> Parameters | None:
        self.times += 1
        return Parameters(r, 1 / 3, 0.1, np.pi) if r else None


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _flip(content: bytes) -> bytes:
    middle = len(content) // 3
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize(
    "damage", [_cut, _flip, lambda _: b"", lambda _: b"not a fit\n" * 99]
)
def test_a_damaged_file_is_made_again_and_written_over(
    store: FitStore, damage: Callable[[bytes], bytes]
) -> None:
    fit = Counted()
    wanted = store.get_or_fit(fit, 2.5)
    (path,) = store.folder.iterdir()
    whole = path.read_bytes()
    path.write_bytes(damage(whole))

    assert store.get_or_fit(fit, 2.5) == wanted
    assert fit.times == 2
    assert store.get_or_fit(fit, 2.5) == wanted
    assert fit.times == 2


def test_another_fits_file_under_this_ones_name_is_not_believed(
    store: FitStore,
) -> None:
    fit = Counted()
    store.get_or_fit(fit, 1.0)
    (path,) = store.folder.iterdir()
    store.get_or_fit(fit, 2.0)
    (other,) = set(store.folder.iterdir()) - {path}
    path.write_bytes(other.read_bytes())

    assert store.get_or_fit(fit, 1.0) == Parameters(1.0, 1 / 3, 0.1, np.pi)


def test_a_file_with_types_we_do_not_use_is_not_loaded(store: FitStore) -> None:
    fit = Counted()
    store.get_or_fit(fit, 1.0)
    (path,) = store.folder.iterdir()
    key = path.stem.rpartition("-")[2]
    path.write_bytes(fit_store.skops_io.dumps({"key": key, "fit": Path("elsewhere")}))

    assert store.get_or_fit(fit, 1.0) == Parameters(1.0, 1 / 3, 0.1, np.pi)


def test_nothing_learned_is_kept_too(store: FitStore) -> None:
    fit = Counted()

    assert store.get_or_fit(fit, 0.0) is None
    assert store.get_or_fit(fit, 0.0) is None
    assert fit.times == 1


def test_where_nothing_can_be_written_the_fit_is_still_given(tmp_path: Path) -> None:
    (tmp_path / "fits").write_text("a file where the folder should be")
    store, fit = FitStore(tmp_path / "fits"), Counted()
    store.prune()

    assert store.get_or_fit(fit, 1.5) == fit(1.5)


def test_a_disk_that_fills_up_leaves_the_fit_and_no_half_file(
    store: FitStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert store.get_or_fit(Counted(), 1.5) == Counted()(1.5)
    assert not list(store.folder.iterdir())


def test_an_error_of_the_fit_itself_is_not_hidden(store: FitStore) -> None:
    def fails(value: float) -> Parameters:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.get_or_fit(fails, 1.0)


def test_other_code_or_libraries_make_a_fit_anew(
    store: FitStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit = Counted()
    store.get_or_fit(fit, 1.0)
    monkeypatch.setattr(fit_store, "version", lambda library: "9.9")
    fit_store._method.cache_clear()
    try:
        store.get_or_fit(fit, 1.0)
    finally:
        fit_store._method.cache_clear()

    assert fit.times == 2


def test_files_used_last_stay(tmp_path: Path) -> None:
    store, fit = FitStore(tmp_path, kept_count=2), Counted()
    for day, r in enumerate((1.0, 2.0, 3.0)):
        before = set(tmp_path.iterdir())
        store.get_or_fit(fit, r)
        (new,) = set(tmp_path.iterdir()) - before
        os.utime(new, (day, day))
    (tmp_path / "notes.txt").touch()
    store.get_or_fit(fit, 1.0)
    store.prune()

    assert len(list(tmp_path.glob("*.skops"))) == 2
    assert (tmp_path / "notes.txt").exists()
    store.get_or_fit(fit, 1.0)
    store.get_or_fit(fit, 3.0)
    assert fit.times == 3


def _fit_many(folder: Path) -> list[Parameters | None]:
    store = FitStore(folder)
    return [store.get_or_fit(Counted(), r % 5 + 1.0) for r in range(50)]


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_several_may_write_the_same_fits_at_once(tmp_path: Path, kind: str) -> None:
    pool = (
        ThreadPoolExecutor(4)
        if kind == "threads"
        else ProcessPoolExecutor(2, mp_context=get_context("spawn"))
    )
    with pool:
        found = list(pool.map(_fit_many, [tmp_path] * 4))

    assert all(each == _fit_many(tmp_path) for each in found)
    assert len(list(tmp_path.iterdir())) == 5


def test_the_folder_is_beside_the_warehouse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("C360_WAREHOUSE", str(tmp_path))

    assert fit_store.open_fits().folder == tmp_path / "fits"
