select 1 as is_same
where {{ hash_of_texts(["'a|'", "'b'"]) }} = {{ hash_of_texts(["'a'", "'|b'"]) }}
