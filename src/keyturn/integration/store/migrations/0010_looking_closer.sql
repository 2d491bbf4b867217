-- For the operator's console: grants that ended, the latest first, and one customer's events.

CREATE INDEX grants_ended ON grants (changed_at) WHERE state IN ('lost', 'disconnected');
CREATE INDEX events_out_by_customer ON events_out (customer_id, at);
