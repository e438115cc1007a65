-- A suspended tenant answers nothing and takes nothing in: whatever asks or appends reads its row anyway, and finds here since when.
ALTER TABLE dealledger.tenant ADD COLUMN suspended_at timestamptz, ADD COLUMN suspended_for varchar;

-- The tenant whose rows a reader sees, that which its login is named after: the wall of readers asks once a statement.
CREATE FUNCTION dealledger.tenant_of_reader() RETURNS varchar
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    named varchar := substring(session_user::text FROM '^dealledger_reader_(.+)$');
    since timestamptz := (SELECT t.suspended_at FROM dealledger.tenant t WHERE t.tenant_id = named);
BEGIN
    IF since IS NOT NULL THEN
        RAISE EXCEPTION 'Tenant % is suspended since % and answers nothing.', named, since USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN named;
END
$$;

REVOKE ALL ON FUNCTION dealledger.tenant_of_reader FROM PUBLIC;

DO $$
DECLARE
    guarded regclass;
BEGIN
    FOR guarded IN SELECT p.polrelid::regclass FROM pg_policy p WHERE p.polname = 'tenant_of_reader' LOOP
        EXECUTE format('ALTER POLICY tenant_of_reader ON %s USING (tenant_id = (SELECT dealledger.tenant_of_reader()))', guarded);
    END LOOP;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'dealledger_reader') THEN
        GRANT EXECUTE ON FUNCTION dealledger.tenant_of_reader TO dealledger_reader;
    END IF;
END
$$;

-- A ledger of the first day, before its scripts were frozen (docs/adr/0025): the same tables as today's in the end, and what stood in columns of
-- the tenant and in a table of people is told by the events that tell it today, so that seals, proofs and erasures cover it.
ALTER TABLE dealledger.tenant ADD COLUMN IF NOT EXISTS sample_until date, ADD COLUMN IF NOT EXISTS sample_complete boolean NOT NULL DEFAULT false;
ALTER TABLE dealledger.text DROP CONSTRAINT IF EXISTS text_tenant_id_fkey;

CREATE FUNCTION dealledger.tell_once(tenant varchar, stream varchar, told_type varchar, dotnet_type varchar, told_at timestamptz, told jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    at_version bigint;
    source_record varchar;
BEGIN
    INSERT INTO ledger.mt_streams (tenant_id, id, version) VALUES (tenant, stream, 1)
    ON CONFLICT (tenant_id, id) DO UPDATE SET version = mt_streams.version + 1, timestamp = clock_timestamp()
    RETURNING version INTO at_version;
    source_record := format('%s@%s', stream, at_version);
    INSERT INTO ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, correlation_id, headers)
    VALUES (
        nextval(format('ledger.mt_events_sequence_%s', tenant)::regclass),
        md5(format('migration:%s:%s:%s', tenant, source_record, told_type))::uuid, stream, at_version,
        told || jsonb_build_object('At', to_char(told_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'), 'By', 'migration'), told_type,
        greatest(clock_timestamp(), (SELECT e.timestamp + interval '1 microsecond' FROM ledger.mt_events e
                                     WHERE e.tenant_id = tenant AND e.timestamp > '-infinity' ORDER BY e.seq_id DESC LIMIT 1)),
        tenant, dotnet_type || ', DealLedger.Core', 'migration:' || source_record, '{"order": "", "source": "migration"}');
END
$$;

-- A text about a person, with salt and hash as the ledger makes them; returns the reference that an event holds.
CREATE FUNCTION dealledger.keep_once(tenant varchar, content varchar) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    text_id uuid := gen_random_uuid();
    salt bytea := uuid_send(gen_random_uuid());
BEGIN
    INSERT INTO dealledger.text (tenant_id, text_id, salt, content) VALUES (tenant, text_id, salt, content);
    RETURN to_jsonb(format('text:%s:%s', replace(text_id::text, '-', ''), encode(sha256(salt || convert_to(content, 'UTF8')), 'hex')));
END
$$;

DO $$
DECLARE
    since_ever constant timestamptz := '1700-01-01 00:00:00+00';
    told record;
BEGIN
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'dealledger.tenant'::regclass AND attname = 'reporting_currency' AND NOT attisdropped) THEN
        -- US dollars are the currency of whoever sets none.
        FOR told IN SELECT t.tenant_id, t.reporting_currency FROM dealledger.tenant t WHERE t.reporting_currency <> 'USD' LOOP
            PERFORM pg_advisory_xact_lock(hashtextextended('dealledger:append:' || told.tenant_id, 0));
            PERFORM dealledger.tell_once(
                told.tenant_id, 'settings/organisation', 'reporting_currency_set', 'DealLedger.Core.Organisation.ReportingCurrencySet', since_ever,
                jsonb_build_object('To', told.reporting_currency));
        END LOOP;
        ALTER TABLE dealledger.tenant DROP COLUMN reporting_currency;
    END IF;

    IF EXISTS (SELECT FROM pg_class WHERE relnamespace = 'dealledger'::regnamespace AND relname = 'person') THEN
        -- Who would report to themselves by way of others reports to nobody: the table did not say which of the lines was the wrong one.
        FOR told IN
            WITH RECURSIVE line AS (
                SELECT p.tenant_id, p.person_id, p.manager_id FROM dealledger.person p WHERE p.manager_id IS NOT NULL
                UNION
                SELECT l.tenant_id, l.person_id, p.manager_id FROM line l
                JOIN dealledger.person p ON p.tenant_id = l.tenant_id AND p.person_id = l.manager_id WHERE p.manager_id IS NOT NULL
            )
            SELECT p.*, EXISTS (SELECT FROM line l WHERE l.tenant_id = p.tenant_id AND l.person_id = p.person_id AND l.manager_id = p.person_id) AS is_in_circle
            FROM dealledger.person p ORDER BY p.tenant_id, p.person_id
        LOOP
            PERFORM pg_advisory_xact_lock(hashtextextended('dealledger:append:' || told.tenant_id, 0));
            PERFORM dealledger.tell_once(
                told.tenant_id, 'person/' || told.person_id, 'person_listed', 'DealLedger.Core.People.PersonListed', since_ever,
                jsonb_build_object('Manager', CASE WHEN NOT told.is_in_circle THEN told.manager_id END));
            IF told.name <> '' THEN
                PERFORM dealledger.tell_once(
                    told.tenant_id, 'person/' || told.person_id, 'person_renamed', 'DealLedger.Core.People.PersonRenamed', since_ever,
                    jsonb_build_object('To', dealledger.keep_once(told.tenant_id, told.name)));
            END IF;
            IF told.email <> '' THEN
                PERFORM dealledger.tell_once(
                    told.tenant_id, 'person/' || told.person_id, 'person_email_changed', 'DealLedger.Core.People.PersonEmailChanged', since_ever,
                    jsonb_build_object('To', dealledger.keep_once(told.tenant_id, told.email)));
            END IF;
            IF NOT told.is_active THEN
                PERFORM dealledger.tell_once(
                    told.tenant_id, 'person/' || told.person_id, 'person_left', 'DealLedger.Core.People.PersonLeft', now(), '{}');
            END IF;
        END LOOP;
        DROP TABLE dealledger.person;
    END IF;
END
$$;

DROP FUNCTION dealledger.tell_once(varchar, varchar, varchar, varchar, timestamptz, jsonb);
DROP FUNCTION dealledger.keep_once(varchar, varchar);
