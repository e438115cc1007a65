-- Deals are found by the words of their names, by their accounts and those of their accounts' names. Which account a deal has stands in its change
-- rows from now on: they follow from the log, so all are made anew, with the checkpoints that are made of them.
TRUNCATE dealledger.deal_change;
ALTER TABLE dealledger.deal_change ADD COLUMN account varchar;
DELETE FROM dealledger.checkpoint_sums;
DELETE FROM dealledger.checkpoint;
UPDATE dealledger.projection SET position = 0, widest_run = 0, unsummed = 0;

CREATE INDEX deal_change_words ON dealledger.deal_change USING gin (to_tsvector('simple', name)) WHERE name IS NOT NULL;
CREATE INDEX deal_change_accounts ON dealledger.deal_change (account) WHERE account IS NOT NULL;
CREATE INDEX account_words ON dealledger.account USING gin (to_tsvector('simple', name));
