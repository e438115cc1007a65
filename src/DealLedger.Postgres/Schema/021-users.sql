-- Users who sign in to the pages with a password. The stamp changes with all that ends a user's sessions.
CREATE TABLE dealledger.local_user (
    tenant_id        varchar COLLATE "C" NOT NULL REFERENCES dealledger.tenant,
    name             varchar COLLATE "C" NOT NULL,
    password_hash    varchar NOT NULL,
    role             varchar COLLATE "C" NOT NULL,
    person           varchar COLLATE "C",
    stamp            uuid NOT NULL,
    created_at       timestamptz NOT NULL,
    disabled_at      timestamptz,
    failures         integer NOT NULL DEFAULT 0,
    locked_until     timestamptz,
    last_sign_in_at  timestamptz,
    PRIMARY KEY (tenant_id, name)
);

-- What the cookies of sessions are signed and encrypted with, shared by all hosts of the database. The owner alone reads it.
CREATE TABLE dealledger.session_key (
    name       varchar COLLATE "C" PRIMARY KEY,
    content    varchar NOT NULL,
    stored_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
