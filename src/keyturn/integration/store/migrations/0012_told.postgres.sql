-- Whoever changes what a page may show tells every process whose it is, in the transaction that changes it.
-- Not told: webhooks taken in, leases, claims and renewals, for commits that tell queue behind one lock.

CREATE FUNCTION tell_customer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('keyturn', coalesce(NEW.customer_id, OLD.customer_id));
    RETURN NULL;
END $$;

CREATE FUNCTION tell_customer_of_grant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('keyturn', customer_id) FROM grants WHERE grant_id = coalesce(NEW.grant_id, OLD.grant_id);
    RETURN NULL;
END $$;

CREATE TRIGGER told AFTER INSERT OR UPDATE OF state, scopes, account_id ON grants
    FOR EACH ROW EXECUTE FUNCTION tell_customer();
CREATE TRIGGER told AFTER UPDATE OF ended OR DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION tell_customer();
CREATE TRIGGER told AFTER INSERT ON events_out FOR EACH ROW EXECUTE FUNCTION tell_customer();
CREATE TRIGGER told AFTER INSERT OR UPDATE OR DELETE ON doors
    FOR EACH ROW EXECUTE FUNCTION tell_customer_of_grant();
CREATE TRIGGER told AFTER INSERT OR UPDATE ON actions FOR EACH ROW EXECUTE FUNCTION tell_customer_of_grant();
CREATE TRIGGER told AFTER INSERT OR UPDATE OR DELETE ON codes
    FOR EACH ROW EXECUTE FUNCTION tell_customer_of_grant();
CREATE TRIGGER told AFTER INSERT OR UPDATE ON code_locks FOR EACH ROW EXECUTE FUNCTION tell_customer_of_grant();
CREATE TRIGGER told AFTER INSERT OR UPDATE ON invites FOR EACH ROW EXECUTE FUNCTION tell_customer_of_grant();
