"""Write the cards: into docs/models, or with the figures of a build elsewhere."""

import argparse
from pathlib import Path

from customer360.model_cards import FOLDER, cards, with_figures
from customer360.paths import ROOT
from customer360.warehouse import reading


def main() -> None:
    """Write the cards."""
    parser = argparse.ArgumentParser(prog="python -m customer360.model_cards")
    parser.add_argument("--warehouse", type=Path, help="whose build's figures to add")
    parser.add_argument("--out", type=Path, help="folder for cards with figures")
    given = parser.parse_args()
    if (given.warehouse is None) != (given.out is None):
        parser.error("--warehouse and --out go together: figures are of one build")
    if given.warehouse is None:
        _write(ROOT / FOLDER, cards())
        return
    with reading(given.warehouse / "build.duckdb") as build:
        found = {
            name: with_figures(card, name, build) for name, card in cards().items()
        }
    _write(given.out, found)


def _write(folder: Path, found: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, card in found.items():
        (folder / f"{name}.md").write_text(card, encoding="utf-8")


if __name__ == "__main__":
    main()
