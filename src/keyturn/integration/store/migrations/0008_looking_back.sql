-- For whoever runs it: actions of the last hours, deliveries by age and state, and sessions of operators.

CREATE INDEX actions_by_age ON actions (requested_at);
CREATE INDEX actions_waiting ON actions (requested_at) WHERE state IN ('requested', 'accepted');
CREATE INDEX inbox_dead ON inbox (number) WHERE state = 'dead';

CREATE TABLE operator_sessions (
    session_hash TEXT PRIMARY KEY,
    expires_at   INTEGER NOT NULL
) STRICT;
