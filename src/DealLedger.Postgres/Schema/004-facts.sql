-- Events of streams that are not opportunities', such as people: copied from the log by kind, so that they are found without the deals'.
CREATE TABLE dealledger.fact (
    tenant_id    varchar COLLATE "C" NOT NULL REFERENCES dealledger.tenant,
    kind         varchar COLLATE "C" NOT NULL,
    position     bigint NOT NULL,
    id           varchar COLLATE "C" NOT NULL,
    version      bigint NOT NULL,
    type         varchar NOT NULL,
    data         jsonb NOT NULL,
    user_name    varchar,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, kind, position)
);

CREATE INDEX fact_by_id ON dealledger.fact (tenant_id, kind, id);
