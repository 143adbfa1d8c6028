"""What a page is made of: sections of panels, each a sentence, a picture, numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Picture:
    """One picture in two widths, as SVG; `alt` says what is to be seen."""

    wide: str
    narrow: str
    alt: str


@dataclass(frozen=True)
class Table:
    """Rows of text under their column names; names that end in # are numbers."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Panel:
    """One thing shown: a title, a sentence from the data, a picture, its numbers.

    note: how to read it. is_open: the numbers are the panel, not what is behind it.
    """

    title: str
    sentence: str
    picture: Picture | None = None
    table: Table | None = None
    note: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Tile:
    """One headline figure, with a line that puts it in proportion."""

    name: str
    value: str
    beside: str = ""


@dataclass(frozen=True)
class Card:
    """A few words about one group, beside the colour it has in pictures."""

    name: str
    lines: Sequence[str]
    color: str


@dataclass(frozen=True)
class Section:
    """A chapter of the page; `missing` says what would fill it, where it is empty."""

    key: str
    title: str
    panels: Sequence[Panel] = ()
    tiles: Sequence[Tile] = ()
    cards: Sequence[Card] = field(default=())
    missing: str = ""
