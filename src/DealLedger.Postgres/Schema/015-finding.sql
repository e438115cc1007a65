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

-- An operator that might tell of rows that it is not to see does without its index under row-level security. So words are looked up with the
-- owner's rights, and the wall stands in here: a caller gets ids of the tenant that its connection was told, and of no other.
CREATE FUNCTION dealledger.deals_with_words(words tsquery, most integer) RETURNS SETOF varchar
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT c.deal_id FROM dealledger.deal_change c
    WHERE c.tenant_id = (SELECT current_setting('app.tenant_id', true)) AND c.name IS NOT NULL AND to_tsvector('simple', c.name) @@ words LIMIT most
$$;

CREATE FUNCTION dealledger.accounts_with_words(words tsquery, most integer) RETURNS SETOF varchar
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT a.account_id FROM dealledger.account a
    WHERE a.tenant_id = (SELECT current_setting('app.tenant_id', true)) AND to_tsvector('simple', a.name) @@ words LIMIT most
$$;

REVOKE ALL ON FUNCTION dealledger.deals_with_words, dealledger.accounts_with_words FROM PUBLIC;
