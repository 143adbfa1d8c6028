"""Frames as pictures: Vega-Lite by Altair, drawn to SVG without browser or network."""
