-- Change rows anew: a third of the size, in the order of time. What they hold follows from the log, so the old ones are not carried over.
DROP TABLE dealledger.deal_change;

-- One row a change and state of knowledge; DealLedger.Core.Ledger.ChangeRow says what the columns mean. The numbers of standing and category
-- are those of the enums Outcome and ForecastCategory.
-- NULL is the usual case: first_position, last_position and run_from are those of known_from, known_to and ended_by are "still". The state
-- before is told by what differs from the one after: b_changed has a bit for each b_ column in the order of ChangeRowTable, and is NULL where
-- there was no state. Columns come in the order of their widths, so that none is padded.
CREATE TABLE dealledger.deal_change (
    at              timestamptz NOT NULL,
    valid_to        timestamptz NOT NULL,
    known_from      bigint NOT NULL,
    first_position  bigint,
    last_position   bigint,
    run_from        bigint,
    known_to        bigint,
    ended_by        bigint,
    times_pushed    integer NOT NULL,
    push_days       integer,
    close_date      date,
    b_close_date    date,
    standing        smallint NOT NULL,
    category        smallint NOT NULL,
    tie             smallint,
    b_changed       smallint,
    b_standing      smallint,
    b_category      smallint,
    deleted         boolean NOT NULL,
    b_deleted       boolean,
    overrides       boolean NOT NULL,
    tenant_id       varchar COLLATE "C" NOT NULL,
    deal_id         varchar COLLATE "C" NOT NULL,
    owner           varchar,
    stage           varchar,
    currency        varchar,
    amount          numeric,
    probability     numeric,
    type            varchar,
    segment         varchar,
    name            varchar,
    b_owner         varchar,
    b_stage         varchar,
    b_currency      varchar,
    b_amount        numeric,
    b_probability   numeric,
    b_type          varchar,
    b_segment       varchar
) PARTITION BY LIST (tenant_id);

-- A partition is one tenant, so its indexes need not name it.
CREATE INDEX deal_change_of_deal ON dealledger.deal_change (deal_id);
CREATE INDEX deal_change_by_close_date ON dealledger.deal_change (close_date, valid_to, at) WHERE known_to IS NULL AND NOT deleted;
CREATE INDEX deal_change_by_instant ON dealledger.deal_change (at) WHERE known_to IS NULL;
CREATE INDEX deal_change_pushes ON dealledger.deal_change (at) WHERE push_days IS NOT NULL;
CREATE INDEX deal_change_closings ON dealledger.deal_change (at) WHERE b_standing IS NOT NULL OR b_deleted IS NOT NULL;
CREATE INDEX deal_change_overrides ON dealledger.deal_change (at) WHERE overrides;
CREATE INDEX deal_change_names ON dealledger.deal_change (deal_id, at) WHERE name IS NOT NULL;

DO $$
DECLARE
    t varchar;
BEGIN
    FOR t IN SELECT tenant_id FROM dealledger.tenant LOOP
        EXECUTE format('CREATE TABLE dealledger.%I PARTITION OF dealledger.deal_change FOR VALUES IN (%L)', 'deal_change_' || t, t);
    END LOOP;
END
$$;

UPDATE dealledger.projection SET position = 0, widest_run = 0;
