{#- The rank of a value within its group, counted from 1, the least; equal values share
    the mean of their ranks. Both arguments are SQL, the first a list of columns. -#}
{% macro mid_rank(group_by, value) -%}
    cast(
        rank() over (partition by {{ group_by }} order by {{ value }})
        + count(*) over (partition by {{ group_by }} order by {{ value }})
        as {{ double_type() }}
    ) / 2
{%- endmacro %}

{#- The area under the ROC curve, ties counted half (Mann & Whitney 1947): from the sum
    of the mid-ranks of those it happened to, and the numbers of both; null without
    either. -#}
{% macro area_under_curve(rank_sum, positive_count, negative_count) -%}
    ({{ rank_sum }} - cast({{ positive_count }} as {{ double_type() }}) * ({{ positive_count }} + 1) / 2)
    / nullif(cast({{ positive_count }} as {{ double_type() }}) * {{ negative_count }}, 0)
{%- endmacro %}

{#- The standard error of such an area (Hanley & McNeil 1982). -#}
{% macro area_standard_error(area, positive_count, negative_count) -%}
    sqrt(greatest(
        {{ area }} * (1 - {{ area }})
        + ({{ positive_count }} - 1) * ({{ area }} / (2 - {{ area }}) - {{ area }} * {{ area }})
        + ({{ negative_count }} - 1)
        * (2 * {{ area }} * {{ area }} / (1 + {{ area }}) - {{ area }} * {{ area }}),
        0
    ) / nullif(cast({{ positive_count }} as {{ double_type() }}) * {{ negative_count }}, 0))
{%- endmacro %}
