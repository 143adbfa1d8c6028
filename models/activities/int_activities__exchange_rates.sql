with

exchange_rates as (

    select * from {{ ref('exchange_rates') }}

),

rate_periods as (

    select
        upper(trim(currency)) as currency,
        units_per_euro,
        valid_from,
        coalesce(
            lead(valid_from) over (partition by upper(trim(currency)) order by valid_from),
            cast('9999-12-31' as date)
        ) as valid_to
    from exchange_rates

),

-- the project's own currency needs no rate
project_currency as (

    select
        '{{ project_currency() }}' as currency,
        cast('0001-01-01' as date) as valid_from,
        cast('9999-12-31' as date) as valid_to,
        cast(1 as {{ rate_type() }}) as project_units_per_unit

),

-- periods in which neither rate changes
other_currencies as (

    select
        foreign_rates.currency,
        greatest(foreign_rates.valid_from, project_rates.valid_from) as valid_from,
        least(foreign_rates.valid_to, project_rates.valid_to) as valid_to,
        cast(
            project_rates.units_per_euro / foreign_rates.units_per_euro as {{ rate_type() }}
        ) as project_units_per_unit
    from rate_periods as foreign_rates
    inner join rate_periods as project_rates
        on foreign_rates.valid_from < project_rates.valid_to
        and foreign_rates.valid_to > project_rates.valid_from
    where
        foreign_rates.currency <> '{{ project_currency() }}'
        and project_rates.currency = '{{ project_currency() }}'

),

rates as (

    select * from project_currency
    union all
    select * from other_currencies

)

select * from rates
