-- The event tables of Marten 9, so that Marten opens the same database. A test holds them against its layout.
CREATE SCHEMA ledger;

CREATE SEQUENCE ledger.mt_events_sequence;

DO $$
BEGIN
    -- The default is a constant: the instant at which the table was made. Every writer supplies its own.
    EXECUTE format($table$
        CREATE TABLE ledger.mt_events (
            seq_id          bigint        NOT NULL,
            id              uuid          NOT NULL,
            stream_id       varchar,
            version         bigint        NOT NULL,
            data            jsonb         NOT NULL,
            bdata           bytea,
            type            varchar(500)  NOT NULL,
            timestamp       timestamptz   NOT NULL DEFAULT %L,
            tenant_id       varchar       NOT NULL DEFAULT '*DEFAULT*',
            mt_dotnet_type  varchar,
            correlation_id  varchar,
            causation_id    varchar,
            headers         jsonb,
            user_name       varchar,
            is_archived     boolean       DEFAULT false,
            CONSTRAINT pkey_mt_events_seq_id_tenant_id PRIMARY KEY (seq_id, tenant_id)
        ) PARTITION BY LIST (tenant_id)
        $table$, now());
END
$$;

CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON ledger.mt_events (tenant_id, stream_id, version);

ALTER SEQUENCE ledger.mt_events_sequence OWNED BY ledger.mt_events.seq_id;

CREATE TABLE ledger.mt_streams (
    tenant_id    varchar      NOT NULL DEFAULT '*DEFAULT*',
    id           varchar      NOT NULL,
    type         varchar,
    version      bigint,
    timestamp    timestamptz  NOT NULL DEFAULT now(),
    created      timestamptz  NOT NULL DEFAULT now(),
    is_archived  boolean      DEFAULT false,
    CONSTRAINT pkey_mt_streams_tenant_id_id PRIMARY KEY (tenant_id, id)
) PARTITION BY LIST (tenant_id);

CREATE TABLE ledger.mt_tenant_partitions (
    partition_value   varchar NOT NULL,
    partition_suffix  varchar NOT NULL,
    CONSTRAINT pkey_mt_tenant_partitions_partition_value PRIMARY KEY (partition_value)
);
