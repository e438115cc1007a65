-- Seals of the log (docs/seals.md). Rows are only added; the server has no right to change or delete one.
CREATE TABLE dealledger.seal_key (
    key_id      bytea PRIMARY KEY,
    public_key  bytea NOT NULL,
    added_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE dealledger.seal (
    tenant_id  varchar COLLATE "C" NOT NULL REFERENCES dealledger.tenant,
    seal_id    bigint NOT NULL,
    size       bigint NOT NULL,
    root       bytea NOT NULL,
    at         timestamptz NOT NULL,
    signature  bytea NOT NULL,
    previous   bytea,
    occasion   varchar NOT NULL,
    key_id     bytea NOT NULL REFERENCES dealledger.seal_key,
    PRIMARY KEY (tenant_id, seal_id)
);

-- A week and a call are sealed once, however many hosts look.
CREATE UNIQUE INDEX seal_of_occasion ON dealledger.seal (tenant_id, occasion) WHERE occasion <> 'demand';

-- The hashes of the sealed leaves, 32 bytes each, in pieces that lie within one block of 1,024. The piece that completes a block holds the
-- root of its subtree.
CREATE TABLE dealledger.seal_leaf (
    tenant_id       varchar COLLATE "C" NOT NULL REFERENCES dealledger.tenant,
    first_position  bigint NOT NULL,
    hashes          bytea NOT NULL,
    block_root      bytea,
    PRIMARY KEY (tenant_id, first_position)
);

-- Hashes do not compress.
ALTER TABLE dealledger.seal_leaf ALTER COLUMN hashes SET STORAGE EXTERNAL;
