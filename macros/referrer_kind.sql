{#- Where a link was followed from, by the words in the address of its page: an own page
    has the host of the page it led to. -#}
{% macro referrer_kind(referrer_url, page_url) -%}
    case
            when {{ referrer_url }} is null then 'none'
            when {{ _host(referrer_url) }} = {{ _host(page_url) }} then 'own'
            {%- for kind, words in referrer_words().items() %}
            when {% for word in words -%}
                {{ _host(referrer_url) }} like '%{{ word }}%' {{ 'or ' if not loop.last }}
            {%- endfor %} then '{{ kind }}'
            {%- endfor %}
            else 'other'
        end
{%- endmacro %}

{#- Mail before search: mail.google.com is mail. -#}
{% macro referrer_words() -%}
    {{ return({
        'mail': ['mail.', 'outlook.'],
        'search': ['search', 'google.', 'bing.', 'yahoo.', 'duckduckgo.', 'yandex.', 'baidu.', 'ecosia.'],
        'social': ['social', 'facebook.', 'instagram.', 'tiktok.', 'pinterest.', 'twitter.', 't.co', 'reddit.',
            'youtube.', 'linkedin.', 'whatsapp.'],
    }) }}
{%- endmacro %}

{% macro _host(url) -%}
    lower({{ dbt.split_part(dbt.split_part(url, "'://'", 2), "'/'", 1) }})
{%- endmacro %}
