-- Each change ends the row before it: those who append all day would leave a fifth of the table dead before PostgreSQL clears it by itself.
DO $$
DECLARE
    t varchar;
BEGIN
    FOR t IN SELECT tenant_id FROM dealledger.tenant LOOP
        EXECUTE format('ALTER TABLE dealledger.%I SET (autovacuum_vacuum_scale_factor = 0.05)', 'deal_change_' || t);
    END LOOP;
END
$$;
