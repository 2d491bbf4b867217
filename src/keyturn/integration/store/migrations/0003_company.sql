-- What the company's own systems use: customers, connect links, API keys, repeated requests, events out.

CREATE TABLE customers (
    customer_id TEXT PRIMARY KEY,
    reference   TEXT UNIQUE,
    created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX customers_by_age ON customers (created_at, customer_id);
INSERT INTO customers (customer_id, reference, created_at)
    SELECT customer_id, NULL, min(created_at) FROM grants GROUP BY customer_id;

CREATE TABLE connect_links (
    link_hash   TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER
) STRICT;

CREATE TABLE connect_link_states (
    state_hash TEXT PRIMARY KEY,
    link_hash  TEXT NOT NULL REFERENCES connect_links ON DELETE CASCADE
) STRICT;

CREATE TABLE api_keys (
    key_id     TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    digest     TEXT NOT NULL,
    scopes     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE TABLE repeats (
    key_id         TEXT NOT NULL REFERENCES api_keys,
    name           TEXT NOT NULL,
    request_digest TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    status         INTEGER,
    sealed_answer  BLOB,
    PRIMARY KEY (key_id, name)
) STRICT;
CREATE INDEX repeats_by_age ON repeats (created_at);

CREATE TABLE events_out (
    number      INTEGER PRIMARY KEY,
    event_id    TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL,
    at          INTEGER NOT NULL,
    customer_id TEXT NOT NULL,
    facts       TEXT NOT NULL
) STRICT;

CREATE TABLE endpoints (
    endpoint_id TEXT PRIMARY KEY,
    url         TEXT NOT NULL,
    kinds       TEXT NOT NULL,
    state       TEXT NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE endpoint_secrets (
    secret_id     TEXT PRIMARY KEY,
    endpoint_id   TEXT NOT NULL REFERENCES endpoints ON DELETE CASCADE,
    sealed_secret BLOB NOT NULL,
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER
) STRICT;
CREATE INDEX endpoint_secrets_by_endpoint ON endpoint_secrets (endpoint_id);

CREATE TABLE deliveries_out (
    endpoint_id TEXT NOT NULL REFERENCES endpoints ON DELETE CASCADE,
    event_id    TEXT NOT NULL REFERENCES events_out (event_id),
    state       TEXT NOT NULL,
    attempts    INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    lease_until INTEGER,
    outcome     TEXT,
    PRIMARY KEY (endpoint_id, event_id)
) STRICT;
CREATE INDEX deliveries_out_due ON deliveries_out (due_at) WHERE state = 'waiting';
