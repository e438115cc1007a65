-- The first instant at which something changed since whoever makes rounds of checkpoints began: a round at or after it is not taken in.
ALTER TABLE dealledger.projection ADD COLUMN changed_from timestamptz NOT NULL DEFAULT 'infinity';
