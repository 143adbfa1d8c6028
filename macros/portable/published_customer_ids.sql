{#- Rows (customer_id, issued_on) of the ids in the version that readers see: those of
    its customers, and those it calls retired. No rows before the first version. -#}
{% macro published_customer_ids() -%}
    {{ return(adapter.dispatch('published_customer_ids')()) }}
{%- endmacro %}

{% macro no_customer_ids() -%}
    select
        cast(null as {{ identifier_id_type() }}) as customer_id,
        cast(null as date) as issued_on
    where 1 = 0
{%- endmacro %}

{#- Another engine keeps its tables, and loses no id with them. -#}
{% macro default__published_customer_ids() -%} {{ return(no_customer_ids()) }} {%- endmacro %}

{% macro duckdb__published_customer_ids() -%}
    {%- set parquet = env_var('C360_WAREHOUSE', 'data/warehouse') ~ '/published/parquet/' -%}
    {%- set columns = {'dim_customers': 'customer_id', 'dim_customer_id_changes': 'retired_customer_id'} -%}
    {%- set parts = [no_customer_ids()] -%}
    {%- for mart, column in columns.items() if execute -%}
        {%- set file = file_pattern(parquet ~ mart ~ '.parquet') -%}
        {%- if run_query("select count(*) from glob('" ~ file ~ "')").columns[0].values()[0] -%}
            {%- do parts.append(
                'select cast(' ~ column ~ " as uuid), cast(null as date) from read_parquet('" ~ file ~ "')"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(parts | join(' union all ')) }}
{%- endmacro %}
