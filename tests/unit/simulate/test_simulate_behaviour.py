"""Behaviour: what people do leads to what they do next, as docs/simulator.md says."""

import numpy as np
import pandas as pd
import pytest

from customer360.simulate import (
    Settings,
    holdings,
    machines,
    members,
    orders,
    people,
    service,
)
from customer360.simulate.baskets import baskets
from customer360.simulate.frame import MISSING
from customer360.simulate.identifiers import Registry
from customer360.simulate.settings import DAY
from customer360.simulate.world import Chunk, make_world

pytestmark = pytest.mark.unit

WORLDS = ["plain", "shifted"]
# a person's records, each once, in its last version
OWN = """
    own as (select * from [records] where person_id is not null),
    events as (
        select distinct e.*, own.person_id
        from {web/events} as e
        inner join own on entity = 'events' and record_id = event_id
        where event_at is not null
    ),
    visits as (
        select *, person_id || sum(is_new) over (
            partition by person_id, anonymous_id order by event_at, event_id
        ) || anonymous_id as visit from (
            select *, coalesce(event_at - lag(event_at) over (
                partition by person_id, anonymous_id order by event_at, event_id
            ) > interval 30 minute, true)::int as is_new from events
        )
    )
"""


@pytest.fixture(scope="module", params=WORLDS)
def world(request, retailer):
    return retailer(request.param)


def test_what_is_put_into_a_cart_was_looked_at_before_in_the_visit(world):
    share = world.number(f"""
        with {OWN}
        select avg(exists (
            from visits as seen
            where seen.visit = cart.visit and seen.product_id = cart.product_id
                and seen.event_name = 'product_view' and seen.event_at <= cart.event_at
        )::int)
        from visits as cart where event_name = 'add_to_cart' and product_id is not null
    """)
    # the rest lost a value on the way: some are left blank
    assert share > 0.9


def test_visits_with_a_search_end_in_a_cart_and_an_order_more_often(world):
    found = world.ask(f"""
        with {OWN},
        ends as (
            select bool_or(event_name = 'search') as searched,
                bool_or(event_name = 'add_to_cart')::int as carted,
                bool_or(event_name = 'purchase')::int as ordered
            from visits group by visit having count(*) >= 4
        )
        select searched, avg(carted) as carted, avg(ordered) as ordered
        from ends group by searched order by searched
    """)
    assert found.carted[1] > 1.1 * found.carted[0]
    assert found.ordered[1] > 1.2 * found.ordered[0]


def test_all_products_of_an_order_were_in_the_cart_of_its_visit(world):
    share = world.number(f"""
        with {OWN},
        carts as (
            select p.order_id, c.product_id from visits as p
            inner join visits as c using (visit)
            where p.event_name = 'purchase' and c.event_name = 'add_to_cart'
        ),
        lines as (
            select distinct order_id, product_id from {{crm/order_lines}}
            where order_id in (select order_id from carts) and product_id is not null
        )
        select avg((carts.order_id is not null)::int)
        from lines left join carts using (order_id, product_id)
    """)
    assert share > 0.9


def test_what_is_ordered_online_was_looked_at_in_the_days_before(world):
    found = world.ask(f"""
        with {OWN},
        ordered as (
            select distinct p.person_id, p.visit, p.event_at, l.product_id
            from visits as p inner join {{crm/order_lines}} as l using (order_id)
            where p.event_name = 'purchase'
        ),
        looked as (
            select o.visit, datediff('minute', v.event_at, o.event_at) / 1440.0 as days
            from ordered as o inner join visits as v
                on v.person_id = o.person_id and v.product_id = o.product_id
                and v.visit <> o.visit and v.event_at < o.event_at
        )
        select count(distinct visit) filter (days <= 6) as before,
            count(distinct visit) filter (days between 14 and 20) as long_before,
            (select count(distinct visit) from ordered) as orders
        from looked
    """).iloc[0]
    assert found.before > 0.25 * found.orders
    assert found.long_before < 0.1 * found.before


def test_a_card_never_has_less_than_no_points():
    chunk = Chunk(make_world(Settings(3_000, 400, 7, people_per_chunk=3_000)), 0)
    everyone, registry = people.draw(chunk), Registry()
    base, lives = orders.orders(chunk, everyone)
    held = holdings.draw(chunk, everyone, lives.dropped_out_at, registry)
    used = machines.draw(chunk, everyone, held, registry)
    base = base.plus(campaign=np.full(len(base), -1))
    moves = members.loyalty(
        chunk, held, baskets(chunk, everyone, held, used, base)
    ).frame
    kinds = [members.MOVES[kind] for kind in moves["event_type"]]
    points = np.where(moves["points"] == MISSING, 0, moves["points"])
    told = pd.DataFrame({"card": moves["loyalty_id"], "kind": kinds, "points": points})
    told = told.iloc[np.argsort(moves["occurred_at"], kind="stable")]
    assert (told.groupby("card")["points"].cumsum() >= 0).all()
    totals = told.groupby("kind")["points"].sum()
    assert 0.05 * totals["earn"] < -totals["redeem"] < 0.2 * totals["earn"]
    assert -totals["expire"] > 0.02 * totals["earn"]


@pytest.mark.parametrize("name", WORLDS)
def test_a_faulty_product_leads_to_a_ticket_and_is_followed_by_leaving(name):
    chunk = Chunk(make_world(Settings(8_000, 240, 7, name, people_per_chunk=8_000)), 0)
    everyone, registry = people.draw(chunk), Registry()
    base, lives = orders.orders(chunk, everyone)
    held = holdings.draw(chunk, everyone, lives.dropped_out_at, registry)
    used = machines.draw(chunk, everyone, held, registry)
    base = base.plus(campaign=np.full(len(base), -1))
    bought = baskets(chunk, everyone, held, used, base)
    known = bought.orders.take(bought.orders["at"] < chunk.end - 60 * DAY)
    left = lives.dropped_out_at[known["person"]]
    leaves = (left != MISSING) & (left < known["at"] + 60 * DAY)
    is_faulty, went_well = known["faulty"] > 0, known["bad"] == 0
    assert leaves[is_faulty].mean() > 1.4 * leaves[went_well].mean()

    (tickets, _), _ = service.support(chunk, everyone, held, bought)
    about = tickets.frame["order_id"][
        tickets.frame["category"] == service.TOPICS.index("defect")
    ]
    faulty = chunk.keys(bought.orders["number"][bought.orders["faulty"] > 0])
    assert len(set(about)) > 100
    assert set(about[about >= 0]) <= set(faulty)


def test_what_breaks_is_of_a_defective_product_as_often_as_those_make_faults(plain):
    products = make_world(plain.settings).products
    rng = np.random.default_rng(0)
    sound = rng.choice(np.flatnonzero(~products.is_defective), 20_000)
    broken = products.broken(sound, rng)
    share = products.is_defective[broken].mean()
    by_law = products.fault_rate[products.is_defective].sum()
    assert share == pytest.approx(by_law / products.fault_rate.sum(), abs=0.02)
    assert (products.category[broken] == products.category[sound]).all()


def test_phones_are_seen_near_a_store_before_they_are_inside(world):
    row = world.ask("""
        with pings as (
            select distinct on (ping_id) p.*, s.latitude as s_lat, s.longitude as s_lon
            from {iot/locations} as p left join {pos/stores} as s using (store_id)
        ),
        inside as (from pings where store_id is not null),
        before as (
            select inside.ping_id,
                min(abs(near.latitude - inside.s_lat)
                    + abs(near.longitude - inside.s_lon)) as degrees
            from inside inner join pings as near
                on near.device_id = inside.device_id and near.zone = 'near_store'
                and near.pinged_at between inside.pinged_at - interval 15 minute
                and inside.pinged_at
            group by all
        )
        select (select count(*) from before) / (select count(*) from inside) as share,
            (select quantile_cont(degrees, 0.95) from before) as degrees,
            (select count(*) from pings where store_id is null
                and dwell_seconds is not null) as dwelling_outside
    """).iloc[0]
    assert row["share"] == pytest.approx(0.48, abs=0.05)
    assert row.degrees < 0.01
    assert row.dwelling_outside == 0


@pytest.mark.parametrize(
    ("entity", "key", "at", "before"),
    [
        ("iot/usage", "usage_id", "recorded_at", 0.8),
        # the last order, and what leads to it, come before leaving
        ("web/events", "event_id", "event_at", np.inf),
    ],
)
def test_habits_fade_around_leaving(world, entity, key, at, before):
    by_month = world.ask(f"""
        with gone as (
            select person_id, dropped_out_at as gone_at from [people]
            where dropped_out_at between first_active_at + interval 60 day
                and timestamp '2024-06-18'
        ),
        done as (select distinct {key} as record_id, {at} as done_at from {{{entity}}})
        select floor(datediff('hour', gone_at, done_at) / 720.0) as month, count(*) as n
        from done inner join [records] using (record_id)
        inner join gone using (person_id)
        where entity = '{entity.split("/")[1]}'
        group by month
    """).set_index("month")["n"]
    assert by_month[0] < 0.7 * by_month[-1]
    assert by_month[-1] < before * by_month[-2]


def test_promotions_bring_orders_of_those_who_feel_the_price():
    settings = Settings(6_000, 300, 7, "shifted", people_per_chunk=6_000)
    chunk = Chunk(make_world(settings), 0)
    everyone = people.draw(chunk)
    drawn, _ = orders.orders(chunk, everyone)
    is_promoted = chunk.world.calendar.promotion[drawn["at"] // 86_400] > 0
    is_repeat = drawn["at"] > everyone.first_order_at[drawn["person"]]
    feels = everyone.price_sensitivity[drawn["person"]]
    low, high = np.quantile(everyone.price_sensitivity, [0.25, 0.75])
    share = [
        is_promoted[is_repeat & part].mean() for part in (feels < low, feels > high)
    ]
    assert share[1] > 1.3 * share[0]
