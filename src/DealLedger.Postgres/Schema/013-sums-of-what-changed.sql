-- A month's sums in a round are those of all its deals, made at whole_at, or what changed in them since the month's sums before.
DELETE FROM dealledger.checkpoint_sums;
DELETE FROM dealledger.checkpoint;
ALTER TABLE dealledger.checkpoint_sums ADD COLUMN whole_at timestamptz NOT NULL;
UPDATE dealledger.projection SET unsummed = position;
