"""Write the cards: into docs/models, or those of any build elsewhere."""

import argparse
import json
from pathlib import Path

from customer360.model_cards import FOLDER, cards, with_figures
from customer360.paths import ROOT
from customer360.report.build import open_build

DEMO = ROOT / "data" / "demo"


def main() -> None:
    """Write the cards."""
    parser = argparse.ArgumentParser(prog="python -m customer360.model_cards")
    parser.add_argument("--warehouse", type=Path, help="whose build's figures to add")
    parser.add_argument("--out", type=Path, help="folder for the cards of a build")
    given = parser.parse_args()
    if given.out and not given.warehouse:
        parser.error("--out is for the cards of a build: name its --warehouse")
    if not given.warehouse:
        _write(ROOT / FOLDER, cards())
        return
    is_demo = given.warehouse.resolve() == (DEMO / "warehouse").resolve()
    if not given.out and not is_demo:
        parser.error("figures in docs are of `c360 demo`: of another build, name --out")
    with open_build(given.warehouse) as build:
        for name, card in cards().items():
            whole = with_figures(card, name, build, _origin() if is_demo else "")
            _write(given.out or ROOT / FOLDER, {name: whole.text})
            _write_pictures(given.out or ROOT / FOLDER, whole.pictures)


def _origin() -> str:
    """Return whose figures those of the demo are."""
    made = json.loads((DEMO / "demo.json").read_text(encoding="utf-8"))["settings"]
    return (
        f"of the simulated retailer of `c360 demo`, {made['customers']:,} people over "
        f"{made['days']} days in the {made['world']} world (seed {made['seed']})"
    )


def _write(folder: Path, found: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in found.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def _write_pictures(folder: Path, found: dict[str, str]) -> None:
    for name, svg in found.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
