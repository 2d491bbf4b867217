-- Wishes about a device's settings: the last of each device.

CREATE TABLE wishes (
    grant_id     TEXT NOT NULL REFERENCES grants,
    smartlock_id INTEGER NOT NULL,
    wished       TEXT NOT NULL,
    state        TEXT NOT NULL,
    asked_at     INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    refusal      TEXT,
    PRIMARY KEY (grant_id, smartlock_id)
) STRICT;
CREATE INDEX wishes_of_device ON wishes (smartlock_id);
