-- A session ends where nothing is done in it, too.

ALTER TABLE sessions ADD COLUMN idle_at INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET idle_at = expires_at;
