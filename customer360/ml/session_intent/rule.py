"""The rule to beat: how often sessions ended in an order, by two things told at once.

A share for each platform, with and without a product in the cart among the first three
events. It needs no model, and is what scores a session until a model beat it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from customer360.ml.metrics import Floats
from customer360.ml.odds import log_odds

RULE_NAME = "platform-and-cart"
TOLD_BY = ["platform", "cart_count"]
# sessions of everybody's share that are added to each kind's: few are never sure
PRIOR_ROWS = 10.0


@dataclass(frozen=True)
class Rule:
    """The order share of everybody, and of each kind of session."""

    share: float
    share_by_kind: dict[str, float]


def fit_rule(rows: pd.DataFrame, has_order: Floats) -> Rule:
    """Return the shares of labelled sessions; there must be one at least."""
    share = (float(has_order.sum()) + 0.5) / (len(has_order) + 1.0)
    by_kind = pd.DataFrame({"kind": _kinds(rows), "has_order": has_order})
    totals = by_kind.groupby("kind")["has_order"].agg(["sum", "count"])
    careful = (totals["sum"] + PRIOR_ROWS * share) / (totals["count"] + PRIOR_ROWS)
    return Rule(share, {str(kind): float(careful[kind]) for kind in careful.index})


def rule_log_odds(rule: Rule | None, rows: pd.DataFrame) -> Floats:
    """Return each session's log odds of an order; nan without a rule."""
    if rule is None:
        return np.full(len(rows), np.nan)
    kinds = _kinds(rows)
    shares = [rule.share_by_kind.get(kind, rule.share) for kind in kinds]
    return log_odds(np.array(shares, dtype=np.float64))


def _kinds(rows: pd.DataFrame) -> pd.Series:
    cart = np.where(rows["cart_count"].to_numpy(np.float64) > 0, "cart", "none")
    return rows["platform"].astype(str).str.cat(cart, sep="|").astype(object)
