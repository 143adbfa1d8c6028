with

repeated_copies as (

    {% for entity in landed_entities() -%}
    {{ repeated_copies(*entity.split('/')) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from repeated_copies
