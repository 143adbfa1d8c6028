{#- An incremental model is a function of files and settings. When its code, the
    salt, a seed or a var that shapes rows has changed, what it recorded is void:
    it is dropped here and made anew from every landed file in this run; but what records
    what earlier builds said outlives them. -#}
{% macro drop_models_with_changed_settings() -%}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- set shared = shared_settings() -%}
        {%- for model in graph.nodes.values()
            if model.config.materialized == 'incremental' and model.unique_id in selected_resources
            and not model.config.meta.get('outlives_rebuilds') -%}
            {%- set settings_hash = local_md5((shared + [model.checksum.checksum]) | join('|')) -%}
            {%- if recorded_settings_hash(model) != settings_hash -%}
                {%- set relation = adapter.get_relation(model.database, model.schema, model.alias) -%}
                {%- if relation -%}{%- do adapter.drop_relation(relation) -%}{%- endif -%}
                {%- do record_settings_hash(model, settings_hash) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#- What shapes rows besides a model's own code: salt, vars and the content of seeds. -#}
{% macro shared_settings() -%}
    {%- set shared = [
        salt(), var('business_timezone'), var('project_currency'), var('default_country')
    ] -%}
    {%- for seed in graph.nodes.values() | selectattr('resource_type', 'equalto', 'seed') -%}
        {%- do shared.append(seed.checksum.checksum) -%}
    {%- endfor -%}
    {{ return(shared) }}
{%- endmacro %}

{% macro recorded_settings_hash(model) -%}
    {%- set recorded = run_query(
        "select max(settings_hash) from audit.model_settings where model_name = '" ~ model.name ~ "'"
    ) -%}
    {{ return(recorded.columns[0].values()[0]) }}
{%- endmacro %}

{% macro record_settings_hash(model, settings_hash) -%}
    {%- do run_query("delete from audit.model_settings where model_name = '" ~ model.name ~ "'") -%}
    {%- do run_query(
        "insert into audit.model_settings values ('" ~ model.name ~ "', '" ~ settings_hash ~ "')"
    ) -%}
{%- endmacro %}
