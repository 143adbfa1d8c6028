{#- An incremental model is a function of files and settings. When its code, the
    salt, a seed or a var that shapes rows has changed, what it recorded is void:
    it is dropped here and made anew from every landed file in this run; but what records
    what earlier builds said outlives them. -#}
{% macro drop_models_with_changed_settings() -%}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- set shared = shared_settings() -%}
        {%- set recorded = recorded_settings_hashes() -%}
        {%- set changed = {} -%}
        {%- for model in graph.nodes.values()
            if model.config.materialized == 'incremental' and model.unique_id in selected_resources
            and not model.config.meta.get('outlives_rebuilds') -%}
            {%- set settings_hash = local_md5((shared + [model.checksum.checksum]) | join('|')) -%}
            {%- if recorded.get(model.name) != settings_hash -%}
                {%- set relation = adapter.get_relation(model.database, model.schema, model.alias) -%}
                {%- if relation -%}{%- do adapter.drop_relation(relation) -%}{%- endif -%}
                {%- do changed.update({model.name: settings_hash}) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if changed -%}{%- do record_settings_hashes(changed) -%}{%- endif -%}
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

{% macro recorded_settings_hashes() -%}
    {%- set hashes = {} -%}
    {%- for row in run_query('select model_name, settings_hash from audit.model_settings').rows -%}
        {%- do hashes.update({row[0]: row[1]}) -%}
    {%- endfor -%}
    {{ return(hashes) }}
{%- endmacro %}

{% macro record_settings_hashes(hashes) -%}
    {%- set names = hashes | join("', '") -%}
    {%- set rows = [] -%}
    {%- for name, settings_hash in hashes.items() -%}
        {%- do rows.append("('" ~ name ~ "', '" ~ settings_hash ~ "')") -%}
    {%- endfor -%}
    {%- do run_query("delete from audit.model_settings where model_name in ('" ~ names ~ "')") -%}
    {%- do run_query('insert into audit.model_settings values ' ~ rows | join(', ')) -%}
{%- endmacro %}
