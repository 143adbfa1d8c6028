{#- Enters a build: what publishing asks whether it ended well. Runs that write
    nothing are no builds. -#}
{% macro start_build() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'seed'] -%}
        {%- do run_query("insert into audit.builds values ('" ~ invocation_id ~ "', cast('" ~ run_started_at.strftime('%Y-%m-%d %H:%M:%S') ~ "' as timestamp), null, '" ~ flags.WHICH ~ "', false, null)") -%}
    {%- endif -%}
{%- endmacro %}

{% macro end_build(results) -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'seed'] -%}
        {%- set failed = [] -%}
        {%- for result in results if result.status | string in ['error', 'fail', 'skipped', 'runtime error'] -%}
            {%- do failed.append(result.node.name) -%}
        {%- endfor -%}
        {%- set ended_at = modules.datetime.datetime.now(modules.pytz.utc).strftime('%Y-%m-%d %H:%M:%S') -%}
        {%- do run_query("update audit.builds set completed_at = cast('" ~ ended_at ~ "' as timestamp), is_success = " ~ (failed | length == 0) ~ ", error_count = " ~ failed | length ~ " where build_id = '" ~ invocation_id ~ "'") -%}
    {%- endif -%}
{%- endmacro %}
