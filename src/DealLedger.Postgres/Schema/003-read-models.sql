-- One row a change and state of knowledge; DealLedger.Core.Ledger.ChangeRow says what the columns mean.
-- The numbers of standing and category are those of the enums Outcome and ForecastCategory; 9223372036854775807 means "still".
CREATE TABLE dealledger.deal_change (
    tenant_id       varchar COLLATE "C" NOT NULL,
    deal_id         varchar COLLATE "C" NOT NULL,
    first_position  bigint NOT NULL,
    last_position   bigint NOT NULL,
    run_from        bigint NOT NULL,
    known_from      bigint NOT NULL,
    known_to        bigint NOT NULL,
    at              timestamptz NOT NULL,
    valid_to        timestamptz NOT NULL,
    ended_by        bigint NOT NULL,
    source_order    varchar COLLATE "C" NOT NULL,
    changed_by      varchar NOT NULL,
    push_days       integer,
    times_pushed    integer NOT NULL,
    b_standing      smallint,
    b_deleted       boolean,
    b_category      smallint,
    b_amount        numeric,
    b_currency      varchar,
    b_close_date    date,
    b_owner         varchar,
    b_stage         varchar,
    b_type          varchar,
    b_segment       varchar,
    b_probability   numeric,
    standing        smallint NOT NULL,
    deleted         boolean NOT NULL,
    category        smallint NOT NULL,
    amount          numeric,
    currency        varchar,
    close_date      date,
    owner           varchar,
    stage           varchar,
    type            varchar,
    segment         varchar,
    probability     numeric,
    PRIMARY KEY (tenant_id, deal_id, first_position, known_from)
) PARTITION BY LIST (tenant_id);

-- A partition is one tenant, so its indexes need not name it.
CREATE INDEX deal_change_by_close_date ON dealledger.deal_change (close_date, valid_to) WHERE known_to = 9223372036854775807 AND NOT deleted;
CREATE INDEX deal_change_by_instant ON dealledger.deal_change (at) WHERE known_to = 9223372036854775807;
CREATE INDEX deal_change_pushes ON dealledger.deal_change (at) WHERE push_days IS NOT NULL;

-- How far the read models of a tenant reach; whoever projects holds its row. widest_run bounds how far apart the first and the last
-- position of one run of a change lie.
CREATE TABLE dealledger.projection (
    tenant_id   varchar COLLATE "C" PRIMARY KEY REFERENCES dealledger.tenant,
    position    bigint NOT NULL DEFAULT 0,
    widest_run  bigint NOT NULL DEFAULT 0
);
