-- PostgreSQL thinks a word frequent that it does not know yet, and that a walk through all names would soon have found enough: of a rare word among a
-- million names that took half a minute, and the index of words takes milliseconds.
ALTER FUNCTION dealledger.deals_with_words(tsquery, integer) SET enable_indexscan = off SET enable_seqscan = off;
ALTER FUNCTION dealledger.accounts_with_words(tsquery, integer) SET enable_indexscan = off SET enable_seqscan = off;
