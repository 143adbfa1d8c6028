"""Models, tests and macros say nothing that only one engine takes."""

import pytest
from portable_sql import banned

from customer360.paths import ROOT

pytestmark = pytest.mark.unit

SOURCES = sorted(
    path.relative_to(ROOT)
    for folder in ("models", "macros", "tests/dbt")
    for path in (ROOT / folder).rglob("*.sql")
    # the only place that knows an engine
    if "portable" not in path.parts
)

FAULTS = {
    "select amount::double as amount from orders": "a cast with `::`",
    "select [1, 2] as numbers": "a list or an index",
    "select parts[1] as first_part from addresses": "a list or an index",
    "select {'city': city} as address from contacts": "a struct",
    "select list_transform(parts, x -> x + 1) from rows": "a lambda",
    "select * exclude (email) from contacts": "`exclude`",
    "select * except (email) from contacts": "`exclude`",
    "select 1 from orders qualify row_number() over (order by 1) = 1": "`qualify`",
    "select 1 from orders asof join rates on true": "an asof join",
    "select city, count(*) from stores\ngroup by\n    all": "`group by all`",
    "select try_cast(total as date) from orders": "`try_cast`",
    "select * from read_parquet('orders.parquet')": "a file reader",
    "select sum(amount)\nfilter (\n    where true) from orders": "`filter (where …)`",
    "select last_value(email ignore nulls) over (order by at)": "`ignore nulls`",
    "select distinct on (city) city from stores": "`distinct on`",
    "select 1 union all by name select 2": "`by name`",
    "{% if target.type == 'duckdb' %}select 1{% endif %}": "`target.type`",
    "select {{ rounded('amount::double') }} from orders": "a cast with `::`",
    "select strftime(at, '%Y') from orders": "`strftime()`",
    "-- a store's rows\nselect {{ name('x') }}, a::int -- it's so": "a cast with `::`",
}


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_a_source_says_what_every_engine_takes(path):
    assert banned((ROOT / path).read_text()) == []


@pytest.mark.parametrize(("source", "name"), FAULTS.items())
def test_what_only_one_engine_takes_is_found(source, name):
    assert name in "; ".join(banned(source))


def test_a_fault_is_found_on_its_line():
    assert banned("select\n    {{ f('a') }},\n    b::int\n")[0].startswith("line 3:")


def test_text_comments_and_jinja_lists_are_no_faults():
    source = """
        -- was `total::double`, [see] {below}
        select
            {{ strongest_identifier_id(['user_id', 'email']) }} as identifier_id,
            {# target.type is not asked #}
            replace(name, '[a::b]', '{->}') as name,
            decimal_amount * (1 + rate) as amount
        from {{ ref('stg_crm__orders') }}
    """
    assert banned(source) == []
