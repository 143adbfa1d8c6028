with

pos_returns as (

    select * from {{ ref('int_activities__pos_returns') }}

),

crm_refunds as (

    select * from {{ ref('int_activities__crm_refunds') }}

),

returns as (

    select * from pos_returns
    union all
    select * from crm_refunds

)

select * from returns
