{#- A file may be withdrawn, and may land again with other stamps. A model that takes
    landed files once, by where_file_is_unrecorded, and has rows of a landing that is no
    more holds what is void and lacks the copies that those rows displaced: it is dropped
    here and made anew in this run. Rollups follow by the fingerprints of their days. -#}
{% macro drop_models_with_withdrawn_files() -%}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- set taken_once = 'macro.' ~ project_name ~ '.where_file_is_unrecorded' -%}
        {%- for model in graph.nodes.values()
            if taken_once in model.depends_on.macros and model.unique_id in selected_resources -%}
            {%- set relation = adapter.get_relation(model.database, model.schema, model.alias) -%}
            {%- if relation and has_withdrawn_rows(relation) -%}
                {%- do adapter.drop_relation(relation) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#- Whether a relation has rows of a landing whose manifest entry is gone. -#}
{% macro has_withdrawn_rows(relation) -%}
    {%- set query -%}
        select count(*)
        from (
            select landed_file_id, landed_at
            from {{ relation }}
            group by landed_file_id, landed_at
        ) as landings
        left join landing.files as files
            on landings.landed_file_id = files.file_id
            and landings.landed_at = files.landed_at
        where files.file_id is null
    {%- endset -%}
    {{ return(run_query(query).columns[0].values()[0] > 0) }}
{%- endmacro %}
