{#- One row per segment, date and this feature: how many customers have a value, its sum and
    that of its squares. Summed as decimals, so that the same rows give the same bits. -#}
{% macro profile_feature(feature, said, unit='number') -%}
    select
        as_of_date,
        segment_number,
        segment_name,
        '{{ feature }}' as feature_name,
        '{{ said }}' as feature_said,
        '{{ unit }}' as unit,
        count({{ feature }}) as value_count,
        sum(cast({{ feature }} as {{ money_type() }})) as value_sum,
        sum(cast({{ feature }} * {{ feature }} as decimal(28, 4))) as square_sum
    from segment_features
    group by as_of_date, segment_number, segment_name
{%- endmacro %}

{#- A mean in words: shares as per cent, others below ten with one decimal. -#}
{% macro said_mean(mean) -%}
    case
        when unit = 'share' then {{ said_share(mean) }}
        when abs({{ mean }}) < 0.05 then '0'
        when abs({{ mean }}) < 10 then cast(cast({{ mean }} as decimal(18, 1)) as {{ dbt.type_string() }})
        else {{ said_number(mean) }}
    end
{%- endmacro %}
