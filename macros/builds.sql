{#- Enters a build: what publishing asks whether it ended well. Runs that write
    nothing are no builds; one that left out a model or all tests is none to publish. -#}
{% macro start_build() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'seed'] -%}
        {%- set started_at = run_started_at.strftime('%Y-%m-%d %H:%M:%S') -%}
        {%- set entry -%}
            insert into audit.builds values (
                '{{ invocation_id }}', cast('{{ started_at }}' as timestamp), null,
                '{{ flags.WHICH }}', false, null
            )
        {%- endset -%}
        {%- do run_query(entry) -%}
    {%- endif -%}
{%- endmacro %}

{% macro end_build(results) -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'seed'] -%}
        {%- set failed = [] -%}
        {%- for result in results if result.status | string in ['error', 'fail', 'skipped', 'runtime error'] -%}
            {%- do failed.append(result.node.name) -%}
        {%- endfor -%}
        {%- set left_out = [] -%}
        {%- for node in graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') -%}
            {%- if node.unique_id not in selected_resources -%}
                {%- do left_out.append(node.name) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set is_success = flags.WHICH == 'build' and not failed and not left_out -%}
        {%- set ended_at = modules.datetime.datetime.now(modules.pytz.utc).strftime('%Y-%m-%d %H:%M:%S') -%}
        {%- set entry -%}
            update audit.builds
            set
                completed_at = cast('{{ ended_at }}' as timestamp),
                is_success = {{ is_success }},
                error_count = {{ failed | length }}
            where build_id = '{{ invocation_id }}'
        {%- endset -%}
        {%- do run_query(entry) -%}
    {%- endif -%}
{%- endmacro %}
