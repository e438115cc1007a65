-- Keys with which programs sign in. Of the secret there is the hash alone.
CREATE TABLE dealledger.api_key (
    tenant_id     varchar COLLATE "C" NOT NULL REFERENCES dealledger.tenant ON DELETE CASCADE,
    key_id        varchar COLLATE "C" NOT NULL,
    hash          bytea NOT NULL CHECK (length(hash) = 32),
    role          varchar NOT NULL,
    person        varchar,
    note          varchar,
    created_at    timestamptz NOT NULL,
    created_by    varchar NOT NULL,
    expires_at    timestamptz,
    revoked_at    timestamptz,
    revoked_by    varchar,
    last_used_at  timestamptz,
    PRIMARY KEY (tenant_id, key_id)
);
