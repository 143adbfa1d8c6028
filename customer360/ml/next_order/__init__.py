"""Will a customer order in the next days? What churn and purchase intent share.

    walk(features, labels, questions, settings, fits) -> Step, by fit date and question
    outcome_log_odds(step)
    outcome_parts(step)
    deciles(rows, score_name, is_silence) -> 1..10
    fit_parameters(fit) -> names and numbers

Inputs are made comparable between customers and dates (`inputs`), BG/NBD tells what
the rhythm of orders alone says (`silence`), and a fit takes the best that its labels
allow (`fitting`, on `customer360.ml.classification`).
"""

from customer360.ml.next_order.answering import outcome_log_odds, outcome_parts
from customer360.ml.next_order.fitting import Fit, Question, Settings, fit
from customer360.ml.next_order.parameters import fit_parameters
from customer360.ml.next_order.walk import Step, deciles, walk

__all__ = [
    "Fit",
    "Question",
    "Settings",
    "Step",
    "deciles",
    "fit",
    "fit_parameters",
    "outcome_log_odds",
    "outcome_parts",
    "walk",
]
