-- The server answers requests: it appends, and can neither change nor delete an event. Readers are for BI tools, a login a tenant.
-- Roles belong to the whole server, and another database of it may be made at the same time.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['dealledger_server', 'dealledger_reader'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
    END LOOP;
    BEGIN
        EXECUTE format('GRANT dealledger_server TO %I', current_user);
    EXCEPTION WHEN unique_violation OR internal_error THEN
        NULL;
    END;
END
$$;

-- What a version before granted and this one does not is taken back.
REVOKE ALL ON ALL TABLES IN SCHEMA ledger, dealledger FROM dealledger_server, dealledger_reader;
GRANT USAGE ON SCHEMA ledger, dealledger TO dealledger_server, dealledger_reader;
GRANT SELECT, INSERT ON ledger.mt_events TO dealledger_server;
GRANT SELECT, INSERT, UPDATE ON ledger.mt_streams TO dealledger_server;
GRANT SELECT, INSERT ON dealledger.text TO dealledger_server;
-- Updated when a key is used again after it has expired.
GRANT SELECT, INSERT, UPDATE ON dealledger.request_key TO dealledger_server;
GRANT SELECT, INSERT ON dealledger.seal_key, dealledger.seal, dealledger.seal_leaf TO dealledger_server;
GRANT SELECT, INSERT ON dealledger.access_entry TO dealledger_server;
GRANT SELECT ON dealledger.tenant, dealledger.stage, dealledger.account, dealledger.fact TO dealledger_server;
GRANT SELECT ON dealledger.deal_change, dealledger.projection, dealledger.checkpoint, dealledger.checkpoint_group, dealledger.checkpoint_sums
    TO dealledger_server;
-- It counts who fails to sign in; users and their passwords are the owner's to change.
GRANT SELECT, UPDATE (failures, locked_until, last_sign_in_at) ON dealledger.local_user TO dealledger_server;
GRANT SELECT, INSERT, UPDATE (revoked_at, revoked_by, last_used_at) ON dealledger.api_key TO dealledger_server;
GRANT EXECUTE ON FUNCTION dealledger.deals_with_words, dealledger.accounts_with_words TO dealledger_server;
GRANT EXECUTE ON FUNCTION dealledger.tenant_of_reader TO dealledger_reader;

-- Of every tenant's own sequence; a backup that another program wrote may have left rights behind.
DO $$
DECLARE
    numbers regclass;
BEGIN
    FOR numbers IN
        SELECT c.oid::regclass FROM pg_class c JOIN dealledger.tenant t ON c.relname = 'mt_events_sequence_' || t.tenant_id
        WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'S'
    LOOP
        EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %s TO dealledger_server', numbers);
    END LOOP;
END
$$;

-- A reader reads the parents, as the server does: a partition by itself has no wall.
DO $$
DECLARE
    readable regclass;
BEGIN
    FOR readable IN
        SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
        WHERE c.relnamespace IN ('ledger'::regnamespace, 'dealledger'::regnamespace) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    LOOP
        EXECUTE format('GRANT SELECT ON %s TO dealledger_reader', readable);
    END LOOP;
END
$$;

-- But what passwords could be guessed from.
REVOKE ALL ON dealledger.local_user FROM dealledger_reader;
-- Who asked for what is for those who run the tenant alone.
REVOKE SELECT ON dealledger.access_entry FROM dealledger_reader;
-- Who may sign in is nothing to report on.
REVOKE ALL ON dealledger.api_key FROM dealledger_reader;

-- The wall under the checks of the application: whoever has the rights of the server sees and writes the rows of the tenant that its connection
-- was told, and a reader those of the tenant that its login is named after, whatever it asks. The owner of the tables sees past it. Every table
-- with a tenant has one, a new one too. The sub-select is evaluated once a statement, so that conditions keep their indexes.
DO $$
DECLARE
    guarded regclass;
BEGIN
    FOR guarded IN
        SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
        WHERE c.relnamespace IN ('ledger'::regnamespace, 'dealledger'::regnamespace) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
          AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'tenant_of_server')
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format(
            'CREATE POLICY tenant_of_server ON %s TO dealledger_server USING (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))', guarded);
        EXECUTE format(
            'CREATE POLICY tenant_of_reader ON %s FOR SELECT TO dealledger_reader '
            'USING (tenant_id = (SELECT dealledger.tenant_of_reader()))', guarded);
    END LOOP;
END
$$;
