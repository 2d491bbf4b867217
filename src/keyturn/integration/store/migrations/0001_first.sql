-- Instants are milliseconds since 1970-01-01 UTC. Columns named sealed_… hold envelopes of the vault.

CREATE TABLE pending (
    state_hash   TEXT PRIMARY KEY,
    browser_hash TEXT NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE grants (
    grant_id       TEXT PRIMARY KEY,
    customer_id    TEXT NOT NULL,
    account_id     INTEGER,
    state          TEXT NOT NULL,
    scopes         TEXT NOT NULL,
    generation     INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    sealed_access  BLOB,
    sealed_refresh BLOB,
    lease_holder   TEXT,
    lease_until    INTEGER,
    created_at     INTEGER NOT NULL,
    changed_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX grants_by_customer ON grants (customer_id);
CREATE INDEX grants_by_account ON grants (account_id);

CREATE TABLE sessions (
    session_hash TEXT PRIMARY KEY,
    customer_id  TEXT NOT NULL,
    expires_at   INTEGER NOT NULL,
    ended        TEXT
) STRICT;
CREATE INDEX sessions_by_customer ON sessions (customer_id);

CREATE TABLE doors (
    grant_id         TEXT NOT NULL REFERENCES grants,
    smartlock_id     INTEGER NOT NULL,
    name             TEXT NOT NULL,
    device_type      INTEGER NOT NULL,
    state            INTEGER NOT NULL,
    door_state       INTEGER NOT NULL,
    server_state     INTEGER NOT NULL,
    admin_pin_state  INTEGER NOT NULL,
    battery_critical INTEGER NOT NULL,
    battery_charge   INTEGER,
    opens_on_unlock  INTEGER NOT NULL,
    known_at         INTEGER NOT NULL,
    told             INTEGER NOT NULL,
    PRIMARY KEY (grant_id, smartlock_id)
) STRICT;
CREATE INDEX doors_by_smartlock ON doors (smartlock_id);

CREATE TABLE actions (
    action_id      TEXT PRIMARY KEY,
    grant_id       TEXT NOT NULL REFERENCES grants,
    smartlock_id   INTEGER NOT NULL,
    kind           TEXT NOT NULL,
    state          TEXT NOT NULL,
    requested_at   INTEGER NOT NULL,
    request_id     TEXT UNIQUE,
    due_at         INTEGER,
    settled_at     INTEGER,
    error_code     TEXT,
    refusal        TEXT,
    observed_state INTEGER
) STRICT;
CREATE INDEX actions_by_door ON actions (grant_id, smartlock_id, requested_at);
CREATE UNIQUE INDEX one_waiting_action ON actions (grant_id, smartlock_id)
    WHERE state IN ('requested', 'accepted');

CREATE TABLE inbox (
    number      INTEGER PRIMARY KEY,
    delivery_id TEXT NOT NULL UNIQUE,
    grant_id    TEXT,
    received_at INTEGER NOT NULL,
    sealed_body BLOB NOT NULL,
    state       TEXT NOT NULL,
    request_id  TEXT,
    success     INTEGER,
    error_code  TEXT,
    smartlock_id INTEGER
) STRICT;
CREATE INDEX inbox_by_age ON inbox (received_at);
CREATE INDEX inbox_waiting ON inbox (number) WHERE state = 'received';
CREATE INDEX inbox_early ON inbox (request_id) WHERE state = 'early';

CREATE TABLE subscriptions (
    address       TEXT PRIMARY KEY,
    grant_id      TEXT NOT NULL UNIQUE REFERENCES grants,
    webhook_id    INTEGER NOT NULL,
    sealed_secret BLOB NOT NULL
) STRICT;
