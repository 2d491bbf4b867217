-- Customers who were erased: the id nobody else has had, and when. It proves the erasure, and answers who asks twice.

CREATE TABLE erasures (
    customer_id TEXT PRIMARY KEY,
    erased_at   INTEGER NOT NULL
) STRICT;
