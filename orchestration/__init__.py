"""Dagster: land, build, check, publish, in that order or not at all."""
