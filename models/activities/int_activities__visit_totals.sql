with

visits as (

    select * from {{ ref('int_activities__visits') }}

),

visit_totals as (

    select
        visitor_key,
        visit_number,
        {{ session_columns() }},
        min(known_date) as known_from,
        min(known_date) < max(known_date) or coalesce(min(user_id) < max(user_id), false) as is_cut_again
    from visits
    group by visitor_key, visit_number

)

select * from visit_totals
