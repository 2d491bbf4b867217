-- Whose a newcomer's grant is shows with its account: only then is it told that somebody has connected.
ALTER TABLE grants ADD COLUMN announced INTEGER NOT NULL DEFAULT 1;
CREATE INDEX grants_arriving ON grants (created_at) WHERE announced = 0;
