-- Tenants, and what is not history: names of accounts, texts that can be erased, the stages that a source listed.
CREATE TABLE dealledger.tenant (
    tenant_id           varchar COLLATE "C" PRIMARY KEY,
    created_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    stages_complete     boolean NOT NULL DEFAULT false,
    -- Of a tenant that holds the sample company: the day that it was made up to, and whether all of it is in.
    sample_until        date,
    sample_complete     boolean NOT NULL DEFAULT false
);

CREATE TABLE dealledger.stage (
    tenant_id   varchar COLLATE "C" NOT NULL REFERENCES dealledger.tenant,
    name        varchar NOT NULL,
    category    smallint NOT NULL,
    is_closed   boolean NOT NULL,
    is_won      boolean NOT NULL,
    sort_order  integer NOT NULL,
    PRIMARY KEY (tenant_id, name)
);

CREATE TABLE dealledger.account (
    tenant_id   varchar COLLATE "C" NOT NULL REFERENCES dealledger.tenant,
    account_id  varchar COLLATE "C" NOT NULL,
    name        varchar,
    PRIMARY KEY (tenant_id, account_id)
);

-- Without a reference to its tenant: an import adds them by the hundred thousand, and each would look its tenant up.
CREATE TABLE dealledger.text (
    tenant_id  varchar COLLATE "C" NOT NULL,
    text_id    uuid NOT NULL,
    salt       bytea NOT NULL,
    content    varchar NOT NULL,
    PRIMARY KEY (tenant_id, text_id)
);
