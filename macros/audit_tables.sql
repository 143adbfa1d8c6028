{#- The tables that runs and checks write, present before their first row. -#}
{% macro create_audit_tables() -%}
    {%- if execute -%}
        {%- do run_query('create schema if not exists audit') -%}
        {%- for name, columns in audit_tables().items() -%}
            {%- do run_query('create table if not exists audit.' ~ name ~ ' (' ~ columns ~ ')') -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{% macro audit_tables() -%}
    {{ return({
        'builds': 'build_id varchar, started_at timestamp, completed_at timestamp,'
            ' command varchar, is_success boolean, error_count integer',
        'expectation_results': 'build_id varchar, suite_name varchar,'
            ' expectation_name varchar, table_name varchar, column_name varchar,'
            ' is_passed boolean, severity varchar, observed_value varchar,'
            ' details varchar, checked_row_count bigint',
        'model_settings': 'model_name varchar, settings_hash varchar',
    }) }}
{%- endmacro %}
