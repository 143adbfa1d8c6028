"""A card with the figures and pictures of one build."""

from dataclasses import dataclass

from customer360.model_cards.cards import FIGURES
from customer360.model_cards.figures import figures
from customer360.model_cards.pictures import FOLDER, drawings
from customer360.report.build import Build

HOW = (
    "Written by `python -m customer360.model_cards --warehouse` and the folder of the "
    "build; pictures are those of its report.html."
)


@dataclass(frozen=True)
class Whole:
    """A card as Markdown, and the SVG files beside it by their paths."""

    text: str
    pictures: dict[str, str]


def with_figures(card: str, module: str, build: Build, origin: str = "") -> Whole:
    """Return a card with the figures of an open build in place of those it has.

    origin: whose figures they are, as in "As of 2026-04-15, of a shop".
    """
    drawn = drawings(module, build)
    whose = f", {origin}" if origin else ""
    parts = [
        card.partition(f"\n{FIGURES}\n")[0],
        f"{FIGURES}\n\nAs of {build.as_of_date}{whose}. {HOW}\n",
        *(drawing.text for drawing in drawn),
        *figures(module, build.connection),
    ]
    pictures = {f"{FOLDER}/{drawing.name}": drawing.svg for drawing in drawn}
    return Whole("\n".join(parts), pictures)
