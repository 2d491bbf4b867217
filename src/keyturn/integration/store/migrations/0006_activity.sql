-- More of each door, as Nuki tells it; and the activity log, entry by entry under Nuki's own ids.

ALTER TABLE doors ADD COLUMN mode INTEGER NOT NULL DEFAULT 0;
ALTER TABLE doors ADD COLUMN battery_charging INTEGER;
ALTER TABLE doors ADD COLUMN keypad_battery_critical INTEGER;
ALTER TABLE doors ADD COLUMN doorsensor_battery_critical INTEGER;
ALTER TABLE doors ADD COLUMN keypad INTEGER NOT NULL DEFAULT 0;
ALTER TABLE doors ADD COLUMN fob INTEGER NOT NULL DEFAULT 0;
ALTER TABLE doors ADD COLUMN timezone_id INTEGER;
ALTER TABLE doors ADD COLUMN firmware INTEGER;
ALTER TABLE doors ADD COLUMN opened_at INTEGER;

CREATE TABLE activity (
    grant_id     TEXT NOT NULL REFERENCES grants,
    entry_id     TEXT NOT NULL,
    smartlock_id INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    device_type  INTEGER NOT NULL,
    deed         INTEGER NOT NULL,
    cause        INTEGER NOT NULL,
    outcome      INTEGER NOT NULL,
    who          TEXT NOT NULL,
    source       INTEGER,
    by_itself    INTEGER NOT NULL,
    PRIMARY KEY (grant_id, entry_id)
) STRICT;
CREATE INDEX activity_by_door ON activity (grant_id, smartlock_id, at);
CREATE INDEX activity_by_age ON activity (grant_id, at);
