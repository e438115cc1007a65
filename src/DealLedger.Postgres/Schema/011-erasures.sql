-- How often texts were erased: what a process keeps of them in memory holds as long as this stays the same.
ALTER TABLE dealledger.tenant ADD COLUMN erasures bigint NOT NULL DEFAULT 0;
