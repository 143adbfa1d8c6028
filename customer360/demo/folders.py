"""The folders of the demo: what it made before, and what it must not touch."""

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from customer360.demo.errors import DemoError
from customer360.paths import ROOT
from customer360.simulate import Settings

HOME = ROOT / "data" / "demo"
# what decides the bytes of a simulation beside its settings
MADE_BY = ("customer360/simulate/**/*.py", "customer360/simulate/**/*.yml")
CONTRACTS = ("models/staging/*/_*__sources.yml",)


@dataclass(frozen=True)
class Folders:
    """Where a demo keeps its files; landing and warehouse may be elsewhere."""

    home: Path
    landing: Path
    warehouse: Path

    @classmethod
    def under(
        cls, home: Path, landing: Path | None = None, warehouse: Path | None = None
    ) -> "Folders":
        """Return the folders of a demo in `home`."""
        return cls(
            home,
            (landing or home / "landing").expanduser().resolve(),
            (warehouse or home / "warehouse").expanduser().resolve(),
        )

    @property
    def files(self) -> Path:
        """The simulated files, as systems would send them."""
        return self.home / "files"

    @property
    def truth(self) -> Path:
        """What is true of the simulated people."""
        return self.home / "truth"

    @property
    def inboxes(self) -> Path:
        """The list of inboxes of this demo: none, so that yours stay yours."""
        return self.home / "landing.yml"

    @property
    def report(self) -> Path:
        """The report."""
        return self.home / "report.html"

    @property
    def made(self) -> tuple[Path, ...]:
        """The folders that a demo fills."""
        return self.files, self.truth, self.landing, self.warehouse

    @property
    def _marker(self) -> Path:
        return self.home / "demo.json"

    def is_simulated(self, settings: Settings) -> bool:
        """Tell whether the files of these very settings are all there."""
        return self._read() == self._said(settings, is_complete=True)

    def begin(self, settings: Settings) -> None:
        """Empty the folders of an earlier demo and note what is about to be made.

        Raises DemoError where a folder holds what no demo put there.
        """
        ours = {Path(path) for path in self._read().get("folders", [])}
        for folder in self.made:
            if folder not in ours and folder.is_dir() and any(folder.iterdir()):
                raise DemoError(
                    f"{folder} holds something that is not of this demo. Name an "
                    "empty folder with --landing or --warehouse."
                )
        for folder in self.made:
            shutil.rmtree(folder, ignore_errors=True)
        self.home.mkdir(parents=True, exist_ok=True)
        self.inboxes.write_text("[]\n")
        self._write(settings, is_complete=False)

    def complete(self, settings: Settings) -> None:
        """Note that the simulation is whole."""
        self._write(settings, is_complete=True)

    def _write(self, settings: Settings, is_complete: bool) -> None:
        said = self._said(settings, is_complete)
        self._marker.write_text(json.dumps(said, indent=2))

    def _said(self, settings: Settings, is_complete: bool) -> dict[str, Any]:
        return {
            "settings": json.loads(json.dumps(asdict(settings), default=str)),
            "made_by": simulator_digest(),
            "folders": [str(folder) for folder in self.made],
            "is_complete": is_complete,
        }

    def _read(self) -> dict[str, Any]:
        try:
            said = json.loads(self._marker.read_text())
        except (OSError, ValueError):
            return {}
        return said if isinstance(said, dict) else {}


def simulator_digest(root: Path = ROOT) -> str:
    """Return a digest of the simulator and the contracts: other code, other bytes."""
    digest = hashlib.sha256()
    paths = {path for pattern in MADE_BY + CONTRACTS for path in root.glob(pattern)}
    for path in sorted(paths):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
