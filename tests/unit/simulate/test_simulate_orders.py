"""Orders: the plain world's law, one order in two systems, lines that add up."""

import numpy as np
import pytest

from customer360.ml import bgnbd, gamma_gamma
from customer360.simulate import Settings, orders, people
from customer360.simulate.bayes import history
from customer360.simulate.laws import PLAIN
from customer360.simulate.world import Chunk, make_world

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def known():
    """Order histories of 20,000 people, without what campaigns add."""
    chunk = Chunk(make_world(Settings(20_000, 400, 5, people_per_chunk=20_000)), 0)
    everyone = people.draw(chunk)
    drawn, _ = orders.orders(chunk, everyone)
    return history(chunk, everyone, drawn)


def test_order_counts_of_the_plain_world_are_bg_nbd(known):
    fitted = bgnbd.fit(known.x, known.t_x, known.T)
    assert fitted is not None
    law = PLAIN
    assert [fitted.r, fitted.alpha] == pytest.approx([law.r, law.alpha], rel=0.06)
    assert fitted.a / (fitted.a + fitted.b) == pytest.approx(
        law.a / (law.a + law.b), rel=0.06
    )
    assert [fitted.a, fitted.b] == pytest.approx([law.a, law.b], rel=0.15)


def test_amounts_of_the_plain_world_are_gamma_gamma(known):
    count = known.x + 1
    fitted = gamma_gamma.fit(count, known.amount / count)
    assert fitted is not None
    law = PLAIN
    assert [fitted.p, fitted.q] == pytest.approx([law.p, law.q], rel=0.06)
    assert fitted.v == pytest.approx(law.v, rel=0.1)


def test_amounts_do_not_depend_on_how_often_one_orders(known):
    mean = known.amount / (known.x + 1)
    assert abs(np.corrcoef(mean, np.log1p(known.x))[0, 1]) < 0.02


def test_first_orders_lie_inside_the_window_half_of_them_early(known):
    first = 400 - known.T
    assert first.min() >= 0 and first.max() < 0.85 * 400 + 1
    assert (first < 60).mean() == pytest.approx(0.5, abs=0.02)


def test_a_pick_up_is_the_order_it_names_to_the_cent(plain):
    row = plain.ask("""
        select count(*) as receipts, count(orders.amount) as known,
            count(*) filter (receipts.total_amount <> orders.amount) as differing
        from (
            select distinct transaction_id, order_id, total_amount
            from {pos/transactions}
            where order_id is not null and total_amount is not null
        ) as receipts
        left join (
            select order_id, any_value(order_amount) as amount, any_value(channel) as c
            from {crm/orders} group by order_id
        ) as orders using (order_id)
        where orders.c = 'click_and_collect'
    """).iloc[0]
    assert row.receipts > 50
    assert row.differing == 0


@pytest.mark.parametrize(
    "header, key, amount",
    [
        ("crm/order", "order", "order_amount"),
        ("pos/transaction", "transaction", "total_amount"),
    ],
)
def test_lines_add_up_to_their_header(plain, header, key, amount):
    last = plain.settings.days - 31
    row = plain.ask(f"""
        with sums as (
            select {key}_id, sum(quantity * unit_price_amount) as total
            from (select distinct on ({key}_line_id) * from {{{header}_lines}})
            group by {key}_id
        ),
        headers as (
            select {key}_id, any_value({amount}) as amount, min(synced_at) as synced_at
            from {{{header}s}} group by {key}_id
        )
        select count(*) as headers, count(*) filter (amount <> total) as differing
        from headers inner join sums using ({key}_id)
        where headers.synced_at < date '{plain.settings.start}' + {last}
    """).iloc[0]
    assert row.headers > 1_000
    assert row.differing == 0


def test_a_cancelled_order_is_followed_by_the_one_that_stands(plain):
    row = plain.ask("""
        select count(distinct order_id) as orders,
            count(distinct order_id) filter (status = 'cancelled') as cancelled
        from {crm/orders}
    """).iloc[0]
    assert row.cancelled / row.orders == pytest.approx(
        plain.settings.rates.cancelled_order, abs=0.012
    )


def test_refunds_are_no_more_than_their_order(plain):
    assert (
        plain.number("""
        select count(*) from {crm/refunds} as refunds
        inner join (
            select order_id, any_value(order_amount) as amount
            from {crm/orders} group by order_id
        ) using (order_id)
        where refund_amount > amount or refund_amount <= 0
    """)
        == 0
    )
