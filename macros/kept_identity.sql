{#- What the build before made of who is who, one row per identifier. None in a full
    refresh, where other code or limits made it, or where a table that is only added to
    is missing; and not of those whom a build began to solve and did not come to keep:
    what it has written of them holds no more. Nothing refers to it, since it is read
    before this build adds to it. -#}
{% macro kept_identity(identifier_types, identity_limits) -%}
    {%- set found = [] -%}
    {%- set names = [
        'identifier_history', 'identity_events', 'int_identity__refused_joins',
        'int_identity__shared_identifiers', 'int_identity__solved_identifiers', 'int_identity__scope'
    ] -%}
    {%- if execute and not flags.FULL_REFRESH -%}
        {%- for name in names -%}
            {%- set model = graph.nodes['model.' ~ project_name ~ '.' ~ name] -%}
            {%- set relation = adapter.get_relation(model.database, model.schema, model.alias) -%}
            {%- if relation -%}{%- do found.append(relation) -%}{%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if found | length == names | length -%}
    {%- set shared, solved, scope = found[-3:] %}
    select
        solved.*,
        shared.shared_from,
        coalesce(shared.judged_by_hash, solved.evidence_hash) as judged_by_hash
    from {{ solved }} as solved
    left join {{ shared }} as shared on solved.identifier_id = shared.identifier_id
    where solved.solver = {{ identity_solver(identifier_types, identity_limits) }}
        and solved.identifier_id not in (
            select identifier_id
            from {{ scope }}
            where is_inside and build_id not in (select build_id from {{ solved }})
        )
    {%- else -%}
    select
        cast(null as {{ identifier_id_type() }}) as identifier_id,
        cast(null as {{ identifier_id_type() }}) as group_id,
        cast(null as {{ identifier_id_type() }}) as profile_id,
        cast(null as {{ hash_type() }}) as own_hash,
        cast(null as {{ hash_type() }}) as evidence_hash,
        cast(null as {{ hash_type() }}) as judged_by_hash,
        cast(null as date) as shared_from,
        cast(null as date) as solved_until,
        cast(null as boolean) as is_customer,
        cast(null as date) as is_so_from
    where 1 = 0
    {%- endif -%}
{%- endmacro %}

{#- Names what solves: the code, types and limits. -#}
{% macro identity_solver(identifier_types, identity_limits) -%}
    (
        select concat({{ identity_code() }}, ':', {{ fingerprint([
            'identifier_type', 'type_rank', 'is_durable', 'max_per_customer', 'max_durable_neighbours'
        ]) }})
        from {{ identifier_types }}
    )
    || (select concat(':', {{ fingerprint(['limit_name', 'limit_value']) }}) from {{ identity_limits }})
{%- endmacro %}

{#- Takes out of what is kept who is no more, before any other table that is added to
    lets go of them: if this build ends early and they are back by the next, they are new. -#}
{% macro forget_who_is_gone(hashed_identifiers) -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- set model = graph.nodes['model.' ~ project_name ~ '.int_identity__solved_identifiers'] -%}
        {%- do found.append(adapter.get_relation(model.database, model.schema, model.alias)) -%}
    {%- endif -%}
    {%- if found and found[0] -%}
    delete from {{ found[0] }}
    where identifier_id not in (select identifier_id from {{ hashed_identifiers }})
    {%- else -%}
    select 1
    {%- endif -%}
{%- endmacro %}

{#- Takes out of what earlier builds made of who is who what this one has made anew:
    all of identifiers that are no more, or whose past has changed; of others that are
    solved again, the rows for which `is_later` holds. -#}
{% macro delete_solved_again(identifier_id, is_later) -%}
    {%- set scope = ref('int_identity__scope') -%}
    {%- set hashed_identifiers = ref('int_identity__hashed_identifiers') -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where {{ identifier_id }} not in (select identifier_id from {{ hashed_identifiers }})
        or {{ identifier_id }} in (select identifier_id from {{ scope }} where is_inside and solved_until is null)
        or (
            {{ identifier_id }} in (select identifier_id from {{ scope }} where solved_until is not null)
            and ({{ is_later }})
        )
    {%- else -%}
    select 1
    {%- endif -%}
{%- endmacro %}

{#- The last date that what is kept holds for. -#}
{% macro kept_until() -%}
    (select {{ dbt.dateadd('day', 1, 'max(solved_until)') }} from {{ ref('int_identity__scope') }})
{%- endmacro %}

{#- Fails where a table is made from its beginning and only a part is solved: it was
    dropped, or refreshed, alone. -#}
{% macro require_all_is_solved(hashed_identifiers, scope) -%}
    {%- if execute and not is_incremental() and flags.WHICH in ['build', 'run'] -%}
        {%- set query -%}
            select
                (select count(*) from {{ hashed_identifiers }})
                - (select count(*) from {{ scope }} where is_inside and solved_until is null)
        {%- endset -%}
        {%- if run_query(query).columns[0].values()[0] -%}
            {%- do exceptions.raise_compiler_error(
                this ~ ' holds what earlier builds solved, too: build int_identity__scope+ to make it anew'
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
