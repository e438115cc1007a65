-- Who asked for what (docs/seals.md). Rows are only added; the server has no right to change or delete one. What was asked is kept as it was
-- hashed, character for character.
CREATE TABLE dealledger.access_entry (
    tenant_id  varchar COLLATE "C" NOT NULL REFERENCES dealledger.tenant,
    number     bigint NOT NULL,
    at         timestamptz NOT NULL,
    kind       varchar NOT NULL,
    caller     varchar COLLATE "C" NOT NULL,
    role       varchar,
    person     varchar COLLATE "C",
    action     varchar NOT NULL,
    asked      json NOT NULL,
    position   bigint,
    form       varchar,
    outcome    varchar NOT NULL,
    hash       bytea NOT NULL,
    PRIMARY KEY (tenant_id, number)
);

CREATE INDEX access_entry_by_caller ON dealledger.access_entry (tenant_id, caller, number);
CREATE INDEX access_entry_by_person ON dealledger.access_entry (tenant_id, person, number) WHERE person IS NOT NULL;
CREATE INDEX access_entry_by_instant ON dealledger.access_entry USING brin (at) WITH (autosummarize = on);

-- What a seal says of it; nothing in seals of before.
ALTER TABLE dealledger.seal
    ADD COLUMN access_number bigint,
    ADD COLUMN access_hash bytea,
    ADD CONSTRAINT seal_has_all_of_the_access_head CHECK ((access_number IS NULL) = (access_hash IS NULL));
