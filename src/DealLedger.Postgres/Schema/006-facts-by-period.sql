-- Calls and quotas are asked for by the period that they are about.
CREATE INDEX fact_by_period ON dealledger.fact (tenant_id, kind, (data ->> 'Period'));
