-- A door's page shows what became of a wish, too.

CREATE TRIGGER told AFTER INSERT OR UPDATE ON wishes FOR EACH ROW EXECUTE FUNCTION tell_customer_of_grant();
