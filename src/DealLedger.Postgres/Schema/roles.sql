-- The server answers requests: it appends and projects, and can neither change nor delete an event. The reader is for BI tools.
-- Roles belong to all databases of a server: another one may be making them at the same moment.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'dealledger_server') THEN
        CREATE ROLE dealledger_server NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'dealledger_reader') THEN
        CREATE ROLE dealledger_reader NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

DO $$
BEGIN
    EXECUTE format('GRANT dealledger_server TO %I', current_user);
EXCEPTION
    WHEN unique_violation OR internal_error THEN NULL;
END
$$;

GRANT USAGE ON SCHEMA ledger, dealledger TO dealledger_server, dealledger_reader;
GRANT SELECT, INSERT ON ledger.mt_events TO dealledger_server;
GRANT SELECT, INSERT, UPDATE ON ledger.mt_streams TO dealledger_server;
GRANT SELECT ON ledger.mt_tenant_partitions TO dealledger_server;
GRANT SELECT ON dealledger.tenant, dealledger.stage, dealledger.person, dealledger.account TO dealledger_server;
GRANT SELECT, INSERT ON dealledger.text TO dealledger_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON dealledger.deal_change TO dealledger_server;
GRANT SELECT, UPDATE ON dealledger.projection TO dealledger_server;
GRANT SELECT ON ALL TABLES IN SCHEMA ledger, dealledger TO dealledger_reader;
