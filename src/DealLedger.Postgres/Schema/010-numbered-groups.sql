-- The sums of checkpoints name what deals have in common by a number. They hardly get smaller by compression, which takes longer than all else.
CREATE TABLE dealledger.checkpoint_group (
    tenant_id   varchar COLLATE "C" NOT NULL REFERENCES dealledger.tenant,
    generation  integer NOT NULL,
    number      integer NOT NULL,
    owner       varchar,
    type        varchar,
    segment     varchar,
    stage       varchar,
    currency    varchar,
    PRIMARY KEY (tenant_id, generation, number)
);

ALTER TABLE dealledger.checkpoint_sums ALTER COLUMN by_owner SET STORAGE EXTERNAL, ALTER COLUMN by_kind SET STORAGE EXTERNAL;

-- Rounds of the former kind are made anew.
DELETE FROM dealledger.checkpoint_sums;
DELETE FROM dealledger.checkpoint;
UPDATE dealledger.projection SET unsummed = position;

-- A stream's row is updated with each of its events: with room left in its page, the page stays one.
DO $$
DECLARE
    t varchar;
BEGIN
    FOR t IN SELECT tenant_id FROM dealledger.tenant LOOP
        EXECUTE format('ALTER TABLE ledger.%I SET (fillfactor = 50)', 'mt_streams_' || t);
    END LOOP;
END
$$;

-- Questions that read the rows of a period are asked about the past of knowledge alone; the index that bears them need not hold all instants.
DROP INDEX dealledger.deal_change_by_close_date;
CREATE INDEX deal_change_by_close_date ON dealledger.deal_change (close_date) WHERE known_to IS NULL AND NOT deleted;
