"""The screen after a build: what is there, how good it is, what was refused."""

from customer360.summary.command import summary

__all__ = ["summary"]
