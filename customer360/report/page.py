"""Sections as one HTML file that needs nothing else: no font, script or request."""

from collections.abc import Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup

from customer360.report.page_parts import Section

HERE = Path(__file__).resolve().parent


def page(
    sections: Sequence[Section], heading: str, lead: str, footer: Sequence[str]
) -> str:
    """Return the page; all text is escaped, only pictures are taken as they are."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    # Altair's SVG, whose texts Vega has escaped
    environment.filters["drawn"] = Markup
    return environment.get_template("page.html.j2").render(
        title=f"Customer 360: {heading}",
        heading=heading,
        lead=lead,
        sections=sections,
        footer=footer,
        css=_own("page.css"),
        script=_own("page.js"),
    )


def _own(name: str) -> Markup:
    """Return a file of ours as it is."""
    return Markup((HERE / name).read_text(encoding="utf-8"))
