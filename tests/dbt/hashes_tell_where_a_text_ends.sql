select 1 as is_same
where
    {{ hash_of_values(["'a|'", "'b'"]) }} = {{ hash_of_values(["'a'", "'|b'"]) }}
    or {{ hash_of_values(["'a'", "'b'"]) }} = {{ hash_of_values(["'b'", "'a'"]) }}
    or {{ hash_of_values(["'a'", "''"]) }} = {{ hash_of_values(["''", "'a'"]) }}
