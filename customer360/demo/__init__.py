"""The demo: a simulated retailer from nothing to a report, in folders of its own."""

from customer360.demo.errors import DemoError

__all__ = ["DemoError"]
