-- A grant may have several registrations while one replaces another; when each was looked after, and its doors read.

ALTER TABLE subscriptions RENAME TO subscriptions_before;
CREATE TABLE subscriptions (
    address       TEXT PRIMARY KEY,
    grant_id      TEXT NOT NULL REFERENCES grants,
    webhook_id    INTEGER NOT NULL,
    sealed_secret BLOB NOT NULL,
    made_at       INTEGER NOT NULL,
    retired_at    INTEGER
) STRICT;
INSERT INTO subscriptions (address, grant_id, webhook_id, sealed_secret, made_at)
    SELECT address, grant_id, webhook_id, sealed_secret, 0 FROM subscriptions_before;
DROP TABLE subscriptions_before;
CREATE UNIQUE INDEX one_registration ON subscriptions (grant_id) WHERE retired_at IS NULL;
CREATE INDEX retired_registrations ON subscriptions (retired_at) WHERE retired_at IS NOT NULL;

ALTER TABLE grants ADD COLUMN checked_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE grants ADD COLUMN read_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX grants_to_check ON grants (checked_at) WHERE state IN ('active', 'stale');
CREATE INDEX grants_to_read ON grants (read_at) WHERE state IN ('active', 'stale');

-- What became of the deliveries of each hour, for the share that Nuki would count as failed.
CREATE TABLE webhook_counts (
    hour    INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    number  INTEGER NOT NULL,
    PRIMARY KEY (hour, outcome)
) STRICT;
