-- Sums of the deals as of an instant, by month of close date, so that a question adds up the changes since the round before it alone. They
-- follow from the change rows; a rebuild makes a generation of its own. A month is in a round when something in it changed since the last one.
CREATE TABLE dealledger.checkpoint (
    tenant_id   varchar COLLATE "C" NOT NULL REFERENCES dealledger.tenant,
    generation  integer NOT NULL,
    at          timestamptz NOT NULL,
    -- Amounts in it are summed, those in others are kept one by one.
    currency    varchar NOT NULL,
    PRIMARY KEY (tenant_id, generation, at)
);

-- The sums are packed as DealLedger.Postgres.Checkpoints.PackedSums writes them.
CREATE TABLE dealledger.checkpoint_sums (
    tenant_id   varchar COLLATE "C" NOT NULL REFERENCES dealledger.tenant,
    generation  integer NOT NULL,
    month       date NOT NULL,
    at          timestamptz NOT NULL,
    by_owner    bytea NOT NULL,
    by_kind     bytea NOT NULL,
    PRIMARY KEY (tenant_id, generation, month, at)
);

-- Which generation of checkpoints is looked at, how many changes come after its last round, and how many lie between two rounds at the least.
ALTER TABLE dealledger.projection
    ADD COLUMN generation integer NOT NULL DEFAULT 0,
    ADD COLUMN unsummed bigint NOT NULL DEFAULT 0,
    ADD COLUMN changes_a_round bigint NOT NULL DEFAULT 8192;
