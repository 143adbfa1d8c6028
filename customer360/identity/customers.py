"""From components to customers: the identifier that names one, and whether it is one.

Ids last: a customer is named by the member that was landed first, so late evidence
about an older past, or a stronger identifier found later, never renames it.
"""

import numpy as np

from customer360.identity.inputs import BoolArray, IntArray
from customer360.identity.order import order_by
from customer360.identity.solution import NOT_A_MEMBER


def by_seniority(landed_day: IntArray, type_rank: IntArray) -> IntArray:
    """Return identifiers (n,) sorted by landed day, type rank, identifier."""
    # equal keys keep the order of their positions
    return order_by(landed_day, type_rank)


def most_senior(component: IntArray, seniors_first: IntArray) -> IntArray:
    """Return, per identifier, the first of its component in `seniors_first`."""
    root = np.full(len(component), NOT_A_MEMBER, dtype=np.int64)
    juniors_first = seniors_first[::-1]
    juniors_first = juniors_first[component[juniors_first] != NOT_A_MEMBER]
    # the most senior of each component is written last and stays
    root[component[juniors_first]] = juniors_first
    return np.where(component == NOT_A_MEMBER, NOT_A_MEMBER, root[component])


def is_customer(
    component: IntArray, is_durable: BoolArray, is_hub: BoolArray
) -> BoolArray:
    """Return, per identifier, whether its component is a customer, not a visitor.

    All arrays are (n,). A customer has a durable identifier that is a person's: a hub,
    such as a till's default receipt address, stands alone and would otherwise become a
    customer with everybody's purchases.
    """
    is_member = component != NOT_A_MEMBER
    has_durable = np.zeros(len(component), dtype=np.bool_)
    has_durable[component[is_member & is_durable & ~is_hub]] = True
    return is_member & has_durable[component]
