-- What grows is dropped by age: each such table can be read in the order of its age.

ALTER TABLE deliveries_out ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
UPDATE deliveries_out SET at = (SELECT o.at FROM events_out AS o WHERE o.event_id = deliveries_out.event_id);
CREATE INDEX deliveries_out_by_age ON deliveries_out (at);
CREATE INDEX events_out_by_age ON events_out (at);
CREATE INDEX activity_by_time ON activity (at);
CREATE INDEX codes_ended ON codes (check_at) WHERE state IN ('failed', 'removed');
CREATE INDEX invites_by_end ON invites (expires_at);
CREATE INDEX cases_solved ON cases (changed_at) WHERE state = 'solved';
CREATE INDEX sessions_by_end ON sessions (expires_at);
CREATE INDEX pending_by_end ON pending (expires_at);
CREATE INDEX connect_links_by_end ON connect_links (expires_at);
CREATE INDEX connect_link_states_of_link ON connect_link_states (link_hash);
