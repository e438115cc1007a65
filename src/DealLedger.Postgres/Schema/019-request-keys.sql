-- Keys of requests that recorded something, kept for seven days: a repeat is known by its key, and by what it says. Both are hashes of 128 bits.
-- stream_id and version are those of the stream that was recorded to; none where there was nothing to be recorded.
-- Without a reference to its tenant: each request adds a row, and each would look its tenant up.
CREATE TABLE dealledger.request_key (
    tenant_id  varchar COLLATE "C" NOT NULL,
    key        uuid NOT NULL,
    says       uuid NOT NULL,
    stream_id  varchar,
    version    bigint NOT NULL,
    at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, key)
);

-- Rows come in the order of time: what has expired lies together.
CREATE INDEX request_key_by_age ON dealledger.request_key USING brin (at) WITH (autosummarize = on);
