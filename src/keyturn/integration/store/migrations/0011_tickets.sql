-- Page sessions: a company's program signs its customer in, once and soon.

CREATE TABLE tickets (
    ticket_hash TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers,
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX tickets_by_end ON tickets (expires_at);
