{#- Makes each landed entity a relation: a view over the files whose manifest entry
    is in place, or an empty typed one, so that any subset of sources builds.
    Every view has exactly the columns of its contract, then the stamps. -#}
{% macro create_landing_views() -%}
    {%- if execute -%}{%- do adapter.dispatch('create_landing_views')() -%}{%- endif -%}
{%- endmacro %}

{% macro landing_stamps() -%}
    {{ return({
        'landed_at': 'timestamp', 'known_at': 'timestamp',
        'landed_file_id': 'string', 'landed_row_number': 'bigint',
    }) }}
{%- endmacro %}

{% macro default__create_landing_views() -%}
    {{ exceptions.raise_compiler_error(
        'landing views are written for DuckDB; land into this engine with its own loader'
    ) }}
{%- endmacro %}

{% macro duckdb__create_landing_views() -%}
    {%- do run_query('create schema if not exists landing') -%}
    {%- set landing = env_var('C360_LANDING', 'data/landing') -%}
    {%- set files_by_entity = landed_files(landing) -%}
    {%- set views = [] -%}
    {%- for source in graph.sources.values() if source.schema == 'landing' and source.columns -%}
        {%- set columns = {} -%}
        {%- for name, column in source.columns.items() -%}
            {%- do columns.update({name: column.data_type}) -%}
        {%- endfor -%}
        {%- do columns.update(landing_stamps()) -%}
        {%- set files = files_by_entity.get(source.source_name ~ '/' ~ source.name, []) -%}
        {%- do views.append(landing_view(source.identifier, columns, files)) -%}
    {%- endfor -%}
    {%- do run_query(views | join(';\n')) -%}
{%- endmacro %}

{#- The columns of landing.files: what is read of a manifest entry. -#}
{% macro manifest_columns() -%}
    {{ return({
        'file_id': 'varchar', 'entity': 'varchar', 'path': 'varchar', 'source_name': 'varchar',
        'landed_at': 'timestamp', 'known_at_rule_applied': 'varchar',
        'landed_count': 'bigint', 'row_count': 'bigint', 'quarantined_count': 'bigint',
        'min_known_at': 'timestamp', 'max_known_at': 'timestamp',
        'min_event_at': 'timestamp', 'max_event_at': 'timestamp',
    }) }}
{%- endmacro %}

{#- Manifest entries as landing.files, and by entity the patterns of its Parquet files. -#}
{% macro landed_files(landing) -%}
    {%- set definitions = [] -%}
    {%- set types = [] -%}
    {%- for name, type in manifest_columns().items() -%}
        {%- do definitions.append(name ~ ' ' ~ type) -%}
        {%- do types.append(name ~ ": '" ~ type ~ "'") -%}
    {%- endfor -%}
    {%- set entries = file_pattern(landing) ~ '/_manifest/*.json' -%}
    {%- set found = run_query("select count(*) from glob('" ~ entries ~ "')").columns[0].values()[0] -%}
    {%- do run_query('create or replace table landing.files (' ~ definitions | join(', ') ~ ')') -%}
    {%- if found -%}
        {%- do run_query(
            'insert into landing.files by name'
            " select * from read_json('" ~ entries ~ "', columns = {" ~ types | join(', ') ~ "})"
            ' order by file_id'
        ) -%}
    {%- endif -%}
    {%- set files_by_entity = {} -%}
    {%- for row in run_query("select entity, path from landing.files where row_count > 0 order by file_id").rows -%}
        {%- do files_by_entity.setdefault(row[0], []).append(file_pattern(landing ~ '/' ~ row[1])) -%}
    {%- endfor -%}
    {{ return(files_by_entity) }}
{%- endmacro %}

{% macro landing_view(identifier, columns, files) -%}
    create or replace view landing.{{ identifier }} as
    select {{ columns.keys() | join(', ') }}
    from (
        select
        {%- for name, type in columns.items() %}
            cast(null as {{ landing_type(type) }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
        where false
        {%- if files %}
        union all by name
        select * from read_parquet(['{{ files | join("', '") }}'], union_by_name = true)
        {%- endif %}
    )
{%- endmacro %}

{% macro landing_type(type) -%}
    {{ return({'string': 'varchar', 'decimal': 'decimal(18, 4)', 'integer': 'bigint'}.get(type, type)) }}
{%- endmacro %}
