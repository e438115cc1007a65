-- Changes come in the order of time, so nothing is ever put between two entries of a full page but what was backdated: no room is kept for it.
DROP INDEX dealledger.deal_change_by_instant;
CREATE INDEX deal_change_by_instant ON dealledger.deal_change (at) WITH (fillfactor = 100) WHERE known_to IS NULL;
