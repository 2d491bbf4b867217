-- Keypad codes, what is known of the locks that take them, and invitations of app users.

CREATE TABLE codes (
    code_id       TEXT PRIMARY KEY,
    grant_id      TEXT NOT NULL REFERENCES grants,
    smartlock_id  INTEGER NOT NULL,
    name          TEXT NOT NULL,
    state         TEXT NOT NULL,
    valid_from    INTEGER,
    valid_until   INTEGER,
    week_days     INTEGER NOT NULL,
    from_minute   INTEGER NOT NULL,
    until_minute  INTEGER NOT NULL,
    requested_at  INTEGER NOT NULL,
    due_at        INTEGER NOT NULL,
    check_at      INTEGER NOT NULL,
    sealed_digits BLOB NOT NULL,
    auth_id       TEXT,
    seen_update   TEXT,
    refusal       TEXT,
    drift         TEXT,
    tries         INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_name_on_a_lock ON codes (grant_id, smartlock_id, name)
    WHERE state NOT IN ('failed', 'removed');
CREATE INDEX codes_by_lock ON codes (smartlock_id);
CREATE INDEX codes_due ON codes (check_at) WHERE state NOT IN ('failed', 'removed');

CREATE TABLE code_locks (
    grant_id     TEXT NOT NULL REFERENCES grants,
    smartlock_id INTEGER NOT NULL,
    timezone_id  INTEGER,
    keypad       INTEGER NOT NULL,
    online       INTEGER NOT NULL,
    codes        INTEGER NOT NULL,
    codes_most   INTEGER NOT NULL,
    others       INTEGER NOT NULL,
    known_at     INTEGER NOT NULL,
    PRIMARY KEY (grant_id, smartlock_id)
) STRICT;

CREATE TABLE invites (
    invite_id    TEXT PRIMARY KEY,
    grant_id     TEXT NOT NULL REFERENCES grants,
    smartlock_id INTEGER NOT NULL,
    name         TEXT NOT NULL,
    state        TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    request_id   TEXT UNIQUE,
    refusal      TEXT,
    error_code   TEXT
) STRICT;
CREATE INDEX invites_by_lock ON invites (grant_id, smartlock_id);
