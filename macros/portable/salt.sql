{#- The salt of identifier ids: C360_SALT, else the file beside the warehouse that
    was made once. It is never rotated: every id would change. -#}
{% macro salt() -%}
    {%- set salt = env_var('C360_SALT', '') -%}
    {%- if not salt and execute -%}
        {%- set salt = adapter.dispatch('stored_salt')() -%}
    {%- endif -%}
    {{ return(salt | replace("'", "''")) }}
{%- endmacro %}

{#- Makes the salt file, if neither it nor C360_SALT is there. -#}
{% macro make_salt() -%}
    {%- if execute and not env_var('C360_SALT', '') -%}
        {%- do adapter.dispatch('make_stored_salt')() -%}
    {%- endif -%}
{%- endmacro %}

{% macro salt_path() -%}
    {{ return(env_var('C360_WAREHOUSE', 'data/warehouse') ~ '/salt') }}
{%- endmacro %}

{% macro default__stored_salt() -%}
    {{ exceptions.raise_compiler_error('set C360_SALT: this engine keeps no salt file') }}
{%- endmacro %}

{% macro duckdb__stored_salt() -%}
    {%- set files = file_pattern(salt_path()) ~ '*' -%}
    {%- set found = run_query("select content from read_text('" ~ files ~ "') where filename like '%salt'") -%}
    {{ return(found.columns[0].values()[0] | trim if found.rows else '') }}
{%- endmacro %}

{% macro default__make_stored_salt() -%} {%- endmacro %}

{% macro duckdb__make_stored_salt() -%}
    {%- set found = run_query("select count(*) from glob('" ~ file_pattern(salt_path()) ~ "')") -%}
    {%- if found.columns[0].values()[0] == 0 -%}
        {%- do run_query(
            "copy (select replace(cast(uuid() as varchar), '-', '')) to '"
            ~ quoted_path(salt_path()) ~ "' (format csv, header false)"
        ) -%}
    {%- endif -%}
{%- endmacro %}
