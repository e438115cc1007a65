-- The server answers requests: it appends and projects, and can neither change nor delete an event. The reader is for BI tools.
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

GRANT USAGE ON SCHEMA ledger, dealledger TO dealledger_server, dealledger_reader;
GRANT SELECT, INSERT ON ledger.mt_events TO dealledger_server;
GRANT SELECT, INSERT, UPDATE ON ledger.mt_streams TO dealledger_server;
GRANT SELECT ON ledger.mt_tenant_partitions TO dealledger_server;
GRANT SELECT ON dealledger.tenant, dealledger.stage, dealledger.account TO dealledger_server;
GRANT SELECT, INSERT ON dealledger.text TO dealledger_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON dealledger.deal_change TO dealledger_server;
GRANT SELECT, UPDATE ON dealledger.projection TO dealledger_server;
GRANT SELECT, INSERT, DELETE ON dealledger.checkpoint, dealledger.checkpoint_group, dealledger.checkpoint_sums TO dealledger_server;
GRANT SELECT, INSERT ON dealledger.fact TO dealledger_server;
GRANT SELECT, INSERT ON dealledger.seal_key, dealledger.seal, dealledger.seal_leaf TO dealledger_server;
GRANT SELECT ON ALL TABLES IN SCHEMA ledger, dealledger TO dealledger_reader;
