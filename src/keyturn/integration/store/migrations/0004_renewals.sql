-- When a grant is renewed before anybody asks: drawn by lot, so that grants connected together do not end together.

ALTER TABLE grants ADD COLUMN renew_at INTEGER NOT NULL DEFAULT 0;
UPDATE grants SET renew_at = expires_at;
CREATE INDEX grants_to_renew ON grants (renew_at) WHERE state IN ('active', 'stale');
