-- Whether a change put an override on the category: what the override ledger finds its deals by.
ALTER TABLE dealledger.deal_change ADD COLUMN overrides boolean NOT NULL DEFAULT false;

UPDATE dealledger.deal_change c SET overrides = true
FROM ledger.mt_events f
WHERE f.tenant_id = c.tenant_id AND f.seq_id = c.first_position AND EXISTS (
    SELECT FROM ledger.mt_events e
    WHERE e.tenant_id = f.tenant_id AND e.stream_id = f.stream_id AND e.type = 'category_overridden' AND e.seq_id BETWEEN c.first_position AND c.last_position
      AND (e.seq_id = f.seq_id OR (e.correlation_id = f.correlation_id AND e.data ->> 'At' = f.data ->> 'At'))
);

ALTER TABLE dealledger.deal_change ALTER COLUMN overrides DROP DEFAULT;

CREATE INDEX deal_change_overrides ON dealledger.deal_change (at) WHERE overrides;
