-- What failed, by the reference that was shown; cases, and their stories.

CREATE TABLE mishaps (
    reference    TEXT PRIMARY KEY,
    at           INTEGER NOT NULL,
    code         TEXT NOT NULL,
    request      TEXT NOT NULL,
    customer_id  TEXT,
    grant_id     TEXT,
    smartlock_id INTEGER
) STRICT;
CREATE INDEX mishaps_by_age ON mishaps (at);

CREATE TABLE cases (
    case_id      TEXT PRIMARY KEY,
    code         TEXT NOT NULL,
    state        TEXT NOT NULL,
    text         TEXT NOT NULL,
    opened_at    INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    reference    TEXT NOT NULL,
    contact      TEXT NOT NULL,
    customer_id  TEXT,
    grant_id     TEXT,
    smartlock_id INTEGER
) STRICT;
CREATE INDEX cases_by_age ON cases (opened_at, case_id);
CREATE INDEX cases_of_customer ON cases (customer_id, opened_at);
CREATE UNIQUE INDEX one_case_a_mishap ON cases (reference) WHERE reference <> '';

CREATE TABLE case_words (
    number  INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases ON DELETE CASCADE,
    at      INTEGER NOT NULL,
    event   TEXT NOT NULL,
    note    TEXT NOT NULL
) STRICT;
CREATE INDEX words_of_case ON case_words (case_id, number);

-- A door left open is told once: when it was told for this opening.
ALTER TABLE doors ADD COLUMN open_told_at INTEGER;
