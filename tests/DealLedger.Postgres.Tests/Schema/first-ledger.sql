-- A ledger made by commit 974db98, the first one that made one (docs/adr/0025), as pg_dump 15 wrote it with --no-owner --no-privileges --inserts. It is
-- not made anew: what it holds is what that commit wrote. FirstLedgerTests carries it to today.

--
-- PostgreSQL database dump
--

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

-- Name: dealledger; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA dealledger;

-- Name: ledger; Type: SCHEMA; Schema: -; Owner: -

CREATE SCHEMA ledger;

SET default_tablespace = '';

SET default_table_access_method = heap;

-- Name: account; Type: TABLE; Schema: dealledger; Owner: -

CREATE TABLE dealledger.account (
    tenant_id character varying NOT NULL COLLATE pg_catalog."C",
    account_id character varying NOT NULL COLLATE pg_catalog."C",
    name character varying
);

-- Name: deal_change; Type: TABLE; Schema: dealledger; Owner: -

CREATE TABLE dealledger.deal_change (
    tenant_id character varying NOT NULL COLLATE pg_catalog."C",
    deal_id character varying NOT NULL COLLATE pg_catalog."C",
    first_position bigint NOT NULL,
    last_position bigint NOT NULL,
    run_from bigint NOT NULL,
    known_from bigint NOT NULL,
    known_to bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    ended_by bigint NOT NULL,
    source_order character varying NOT NULL COLLATE pg_catalog."C",
    changed_by character varying NOT NULL,
    push_days integer,
    times_pushed integer NOT NULL,
    b_standing smallint,
    b_deleted boolean,
    b_category smallint,
    b_amount numeric,
    b_currency character varying,
    b_close_date date,
    b_owner character varying,
    b_stage character varying,
    b_type character varying,
    b_segment character varying,
    b_probability numeric,
    standing smallint NOT NULL,
    deleted boolean NOT NULL,
    category smallint NOT NULL,
    amount numeric,
    currency character varying,
    close_date date,
    owner character varying,
    stage character varying,
    type character varying,
    segment character varying,
    probability numeric
)
PARTITION BY LIST (tenant_id);

-- Name: deal_change_acme; Type: TABLE; Schema: dealledger; Owner: -

CREATE TABLE dealledger.deal_change_acme (
    tenant_id character varying NOT NULL COLLATE pg_catalog."C",
    deal_id character varying NOT NULL COLLATE pg_catalog."C",
    first_position bigint NOT NULL,
    last_position bigint NOT NULL,
    run_from bigint NOT NULL,
    known_from bigint NOT NULL,
    known_to bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    ended_by bigint NOT NULL,
    source_order character varying NOT NULL COLLATE pg_catalog."C",
    changed_by character varying NOT NULL,
    push_days integer,
    times_pushed integer NOT NULL,
    b_standing smallint,
    b_deleted boolean,
    b_category smallint,
    b_amount numeric,
    b_currency character varying,
    b_close_date date,
    b_owner character varying,
    b_stage character varying,
    b_type character varying,
    b_segment character varying,
    b_probability numeric,
    standing smallint NOT NULL,
    deleted boolean NOT NULL,
    category smallint NOT NULL,
    amount numeric,
    currency character varying,
    close_date date,
    owner character varying,
    stage character varying,
    type character varying,
    segment character varying,
    probability numeric
);

-- Name: deal_change_default; Type: TABLE; Schema: dealledger; Owner: -

CREATE TABLE dealledger.deal_change_default (
    tenant_id character varying NOT NULL COLLATE pg_catalog."C",
    deal_id character varying NOT NULL COLLATE pg_catalog."C",
    first_position bigint NOT NULL,
    last_position bigint NOT NULL,
    run_from bigint NOT NULL,
    known_from bigint NOT NULL,
    known_to bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    ended_by bigint NOT NULL,
    source_order character varying NOT NULL COLLATE pg_catalog."C",
    changed_by character varying NOT NULL,
    push_days integer,
    times_pushed integer NOT NULL,
    b_standing smallint,
    b_deleted boolean,
    b_category smallint,
    b_amount numeric,
    b_currency character varying,
    b_close_date date,
    b_owner character varying,
    b_stage character varying,
    b_type character varying,
    b_segment character varying,
    b_probability numeric,
    standing smallint NOT NULL,
    deleted boolean NOT NULL,
    category smallint NOT NULL,
    amount numeric,
    currency character varying,
    close_date date,
    owner character varying,
    stage character varying,
    type character varying,
    segment character varying,
    probability numeric
);

-- Name: person; Type: TABLE; Schema: dealledger; Owner: -

CREATE TABLE dealledger.person (
    tenant_id character varying NOT NULL COLLATE pg_catalog."C",
    person_id character varying NOT NULL COLLATE pg_catalog."C",
    name character varying,
    email character varying,
    manager_id character varying,
    is_active boolean NOT NULL
);

-- Name: projection; Type: TABLE; Schema: dealledger; Owner: -

CREATE TABLE dealledger.projection (
    tenant_id character varying NOT NULL COLLATE pg_catalog."C",
    "position" bigint DEFAULT 0 NOT NULL,
    widest_run bigint DEFAULT 0 NOT NULL
);

-- Name: schema_version; Type: TABLE; Schema: dealledger; Owner: -

CREATE TABLE dealledger.schema_version (
    version integer NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

-- Name: stage; Type: TABLE; Schema: dealledger; Owner: -

CREATE TABLE dealledger.stage (
    tenant_id character varying NOT NULL COLLATE pg_catalog."C",
    name character varying NOT NULL,
    category smallint NOT NULL,
    is_closed boolean NOT NULL,
    is_won boolean NOT NULL,
    sort_order integer NOT NULL
);

-- Name: tenant; Type: TABLE; Schema: dealledger; Owner: -

CREATE TABLE dealledger.tenant (
    tenant_id character varying NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    reporting_currency character varying,
    stages_complete boolean DEFAULT false NOT NULL
);

-- Name: text; Type: TABLE; Schema: dealledger; Owner: -

CREATE TABLE dealledger.text (
    tenant_id character varying NOT NULL COLLATE pg_catalog."C",
    text_id uuid NOT NULL,
    salt bytea NOT NULL,
    content character varying NOT NULL
);

-- Name: mt_events; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.mt_events (
    seq_id bigint NOT NULL,
    id uuid NOT NULL,
    stream_id character varying,
    version bigint NOT NULL,
    data jsonb NOT NULL,
    bdata bytea,
    type character varying(500) NOT NULL,
    "timestamp" timestamp with time zone DEFAULT '2026-11-23 00:16:32.092604+00'::timestamp with time zone NOT NULL,
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying NOT NULL,
    mt_dotnet_type character varying,
    correlation_id character varying,
    causation_id character varying,
    headers jsonb,
    user_name character varying,
    is_archived boolean DEFAULT false
)
PARTITION BY LIST (tenant_id);

-- Name: mt_events_acme; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.mt_events_acme (
    seq_id bigint NOT NULL,
    id uuid NOT NULL,
    stream_id character varying,
    version bigint NOT NULL,
    data jsonb NOT NULL,
    bdata bytea,
    type character varying(500) NOT NULL,
    "timestamp" timestamp with time zone DEFAULT '2026-11-23 00:16:32.092604+00'::timestamp with time zone NOT NULL,
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying NOT NULL,
    mt_dotnet_type character varying,
    correlation_id character varying,
    causation_id character varying,
    headers jsonb,
    user_name character varying,
    is_archived boolean DEFAULT false
);

-- Name: mt_events_default; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.mt_events_default (
    seq_id bigint NOT NULL,
    id uuid NOT NULL,
    stream_id character varying,
    version bigint NOT NULL,
    data jsonb NOT NULL,
    bdata bytea,
    type character varying(500) NOT NULL,
    "timestamp" timestamp with time zone DEFAULT '2026-11-23 00:16:32.092604+00'::timestamp with time zone NOT NULL,
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying NOT NULL,
    mt_dotnet_type character varying,
    correlation_id character varying,
    causation_id character varying,
    headers jsonb,
    user_name character varying,
    is_archived boolean DEFAULT false
);

-- Name: mt_events_sequence; Type: SEQUENCE; Schema: ledger; Owner: -

CREATE SEQUENCE ledger.mt_events_sequence
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: mt_events_sequence; Type: SEQUENCE OWNED BY; Schema: ledger; Owner: -

ALTER SEQUENCE ledger.mt_events_sequence OWNED BY ledger.mt_events.seq_id;

-- Name: mt_events_sequence_acme; Type: SEQUENCE; Schema: ledger; Owner: -

CREATE SEQUENCE ledger.mt_events_sequence_acme
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: mt_events_sequence_default; Type: SEQUENCE; Schema: ledger; Owner: -

CREATE SEQUENCE ledger.mt_events_sequence_default
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: mt_streams; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.mt_streams (
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying NOT NULL,
    id character varying NOT NULL,
    type character varying,
    version bigint,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    is_archived boolean DEFAULT false
)
PARTITION BY LIST (tenant_id);

-- Name: mt_streams_acme; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.mt_streams_acme (
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying NOT NULL,
    id character varying NOT NULL,
    type character varying,
    version bigint,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    is_archived boolean DEFAULT false
);

-- Name: mt_streams_default; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.mt_streams_default (
    tenant_id character varying DEFAULT '*DEFAULT*'::character varying NOT NULL,
    id character varying NOT NULL,
    type character varying,
    version bigint,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    is_archived boolean DEFAULT false
);

-- Name: mt_tenant_partitions; Type: TABLE; Schema: ledger; Owner: -

CREATE TABLE ledger.mt_tenant_partitions (
    partition_value character varying NOT NULL,
    partition_suffix character varying NOT NULL
);

-- Name: deal_change_acme; Type: TABLE ATTACH; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.deal_change ATTACH PARTITION dealledger.deal_change_acme FOR VALUES IN ('acme');

-- Name: deal_change_default; Type: TABLE ATTACH; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.deal_change ATTACH PARTITION dealledger.deal_change_default FOR VALUES IN ('default');

-- Name: mt_events_acme; Type: TABLE ATTACH; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.mt_events ATTACH PARTITION ledger.mt_events_acme FOR VALUES IN ('acme');

-- Name: mt_events_default; Type: TABLE ATTACH; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.mt_events ATTACH PARTITION ledger.mt_events_default FOR VALUES IN ('default');

-- Name: mt_streams_acme; Type: TABLE ATTACH; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.mt_streams ATTACH PARTITION ledger.mt_streams_acme FOR VALUES IN ('acme');

-- Name: mt_streams_default; Type: TABLE ATTACH; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.mt_streams ATTACH PARTITION ledger.mt_streams_default FOR VALUES IN ('default');

--
-- Data for Name: account; Type: TABLE DATA; Schema: dealledger; Owner: -
--

INSERT INTO dealledger.account VALUES ('default', 'acc1', 'Account "One" & Söhne');
INSERT INTO dealledger.account VALUES ('default', 'acc2', NULL);

--
-- Data for Name: deal_change_acme; Type: TABLE DATA; Schema: dealledger; Owner: -
--

INSERT INTO dealledger.deal_change_acme VALUES ('acme', 'only', 1, 1, 1, 1, 9223372036854775807, '2026-02-01 00:00:00+00', '2026-02-03 00:00:00+00', 2, '078', 'ann', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, false, 3, 42, 'EUR', '2026-03-31', 'ann', 'Negotiation', 'New', NULL, 90);
INSERT INTO dealledger.deal_change_acme VALUES ('acme', 'only', 2, 2, 2, 2, 9223372036854775807, '2026-02-03 00:00:00+00', 'infinity', 9223372036854775807, '~', 'ann', NULL, 0, 0, false, 3, 42, 'EUR', '2026-03-31', 'ann', 'Negotiation', 'New', NULL, 90, 0, false, 3, 43.5, 'EUR', '2026-03-31', 'ann', 'Negotiation', 'New', NULL, 90);

--
-- Data for Name: deal_change_default; Type: TABLE DATA; Schema: dealledger; Owner: -
--

INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-01', 1, 1, 1, 1, 9223372036854775807, '2026-01-06 09:00:00+00', '2026-01-11 09:00:00+00', 4, '001', 'rep1', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, false, 0, 1000, 'USD', '2026-03-10', 'rep1', 'Prospecting', 'Renewal', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-01', 2, 4, 2, 4, 9223372036854775807, '2026-01-11 09:00:00+00', '2026-01-16 09:00:00+00', 7, '002', 'rep1', NULL, 0, 0, false, 0, 1000, 'USD', '2026-03-10', 'rep1', 'Prospecting', 'Renewal', 'Enterprise', 10, 0, false, 1, 1000, 'USD', '2026-03-10', 'rep1', 'Proposal', 'Renewal', 'Enterprise', 30);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-01', 5, 7, 5, 7, 9223372036854775807, '2026-01-16 09:00:00+00', '2026-01-19 09:00:00+00', 8, '003', 'rep1', NULL, 0, 0, false, 1, 1000, 'USD', '2026-03-10', 'rep1', 'Proposal', 'Renewal', 'Enterprise', 30, 0, false, 2, 1000, 'USD', '2026-03-10', 'rep1', 'Verbal', 'Renewal', 'Enterprise', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-01', 8, 8, 8, 8, 9223372036854775807, '2026-01-19 09:00:00+00', '2026-01-21 09:00:00+00', 9, '004', 'rep1', 15, 1, 0, false, 2, 1000, 'USD', '2026-03-10', 'rep1', 'Verbal', 'Renewal', 'Enterprise', 50, 0, false, 2, 1000, 'USD', '2026-03-25', 'rep1', 'Verbal', 'Renewal', 'Enterprise', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-02', 10, 10, 10, 10, 9223372036854775807, '2026-01-07 09:00:00+00', '2026-01-12 09:00:00+00', 13, '006', 'rep1', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, false, 0, 2000, 'USD', '2026-03-19', 'rep1', 'Prospecting', 'New', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-02', 11, 13, 11, 13, 9223372036854775807, '2026-01-12 09:00:00+00', '2026-01-17 09:00:00+00', 16, '007', 'rep1', NULL, 0, 0, false, 0, 2000, 'USD', '2026-03-19', 'rep1', 'Prospecting', 'New', 'Enterprise', 10, 0, false, 1, 2000, 'USD', '2026-03-19', 'rep1', 'Proposal', 'New', 'Enterprise', 30);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-02', 14, 16, 14, 16, 9223372036854775807, '2026-01-17 09:00:00+00', '2026-01-22 09:00:00+00', 19, '008', 'rep1', NULL, 0, 0, false, 1, 2000, 'USD', '2026-03-19', 'rep1', 'Proposal', 'New', 'Enterprise', 30, 0, false, 2, 2000, 'USD', '2026-03-19', 'rep1', 'Verbal', 'New', 'Enterprise', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-02', 17, 19, 17, 19, 9223372036854775807, '2026-01-22 09:00:00+00', '2026-01-26 09:00:00+00', 22, '009', 'rep1', NULL, 0, 0, false, 2, 2000, 'USD', '2026-03-19', 'rep1', 'Verbal', 'New', 'Enterprise', 50, 0, false, 3, 2000, 'USD', '2026-03-19', 'rep1', 'Negotiation', 'New', 'Enterprise', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-02', 20, 22, 20, 22, 9223372036854775807, '2026-01-26 09:00:00+00', 'infinity', 9223372036854775807, '010', 'rep1', NULL, 0, 0, false, 3, 2000, 'USD', '2026-03-19', 'rep1', 'Negotiation', 'New', 'Enterprise', 70, 1, false, 4, 2000, 'USD', '2026-03-19', 'rep1', 'Closed Won', 'New', 'Enterprise', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-03', 23, 23, 23, 23, 9223372036854775807, '2026-01-08 09:00:00+00', '2026-01-13 09:00:00+00', 26, '011', 'rep1', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, false, 0, 3000, 'USD', '2026-03-28', 'rep2', 'Prospecting', 'Renewal', 'SMB', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-03', 24, 26, 24, 26, 9223372036854775807, '2026-01-13 09:00:00+00', '2026-01-18 09:00:00+00', 29, '012', 'rep2', NULL, 0, 0, false, 0, 3000, 'USD', '2026-03-28', 'rep2', 'Prospecting', 'Renewal', 'SMB', 10, 0, false, 1, 3000, 'USD', '2026-03-28', 'rep2', 'Proposal', 'Renewal', 'SMB', 30);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-03', 27, 29, 27, 29, 139, '2026-01-18 09:00:00+00', '2026-01-23 09:00:00+00', 32, '013', 'rep2', NULL, 0, 0, false, 1, 3000, 'USD', '2026-03-28', 'rep2', 'Proposal', 'Renewal', 'SMB', 30, 0, false, 2, 3000, 'USD', '2026-03-28', 'rep2', 'Verbal', 'Renewal', 'SMB', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-03', 30, 32, 30, 32, 139, '2026-01-23 09:00:00+00', '2026-01-26 09:00:00+00', 33, '014', 'rep2', NULL, 0, 0, false, 2, 3000, 'USD', '2026-03-28', 'rep2', 'Verbal', 'Renewal', 'SMB', 50, 0, false, 3, 3000, 'USD', '2026-03-28', 'rep2', 'Negotiation', 'Renewal', 'SMB', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-03', 33, 33, 33, 33, 139, '2026-01-26 09:00:00+00', 'infinity', 9223372036854775807, '015', 'rep2', 17, 1, 0, false, 3, 3000, 'USD', '2026-03-28', 'rep2', 'Negotiation', 'Renewal', 'SMB', 70, 0, false, 3, 3000, 'USD', '2026-04-14', 'rep2', 'Negotiation', 'Renewal', 'SMB', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-03', 27, 29, 139, 139, 9223372036854775807, '2026-01-18 09:00:00+00', '2026-01-20 12:00:00+00', 139, '013', 'rep2', NULL, 0, 0, false, 1, 3000, 'USD', '2026-03-28', 'rep2', 'Proposal', 'Renewal', 'SMB', 30, 0, false, 2, 3000, 'USD', '2026-03-28', 'rep2', 'Verbal', 'Renewal', 'SMB', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-03', 139, 139, 139, 139, 9223372036854775807, '2026-01-20 12:00:00+00', '2026-01-23 09:00:00+00', 139, '~', 'lead', NULL, 0, 0, false, 2, 3000, 'USD', '2026-03-28', 'rep2', 'Verbal', 'Renewal', 'SMB', 50, 0, false, 2, NULL, 'USD', '2026-03-28', 'rep2', 'Verbal', 'Renewal', 'SMB', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-03', 30, 32, 139, 139, 9223372036854775807, '2026-01-23 09:00:00+00', '2026-01-26 09:00:00+00', 139, '014', 'rep2', NULL, 0, 0, false, 2, NULL, 'USD', '2026-03-28', 'rep2', 'Verbal', 'Renewal', 'SMB', 50, 0, false, 3, NULL, 'USD', '2026-03-28', 'rep2', 'Negotiation', 'Renewal', 'SMB', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-03', 33, 33, 139, 139, 9223372036854775807, '2026-01-26 09:00:00+00', 'infinity', 9223372036854775807, '015', 'rep2', 17, 1, 0, false, 3, NULL, 'USD', '2026-03-28', 'rep2', 'Negotiation', 'Renewal', 'SMB', 70, 0, false, 3, NULL, 'USD', '2026-04-14', 'rep2', 'Negotiation', 'Renewal', 'SMB', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-04', 34, 34, 34, 34, 9223372036854775807, '2026-01-09 09:00:00+00', '2026-01-14 09:00:00+00', 37, '016', 'rep1', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, false, 0, 4000.55, 'USD', '2026-04-06', 'rep1', 'Prospecting', 'New', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-04', 35, 37, 35, 37, 9223372036854775807, '2026-01-14 09:00:00+00', '2026-01-16 09:00:00+00', 38, '017', 'rep1', NULL, 0, 0, false, 0, 4000.55, 'USD', '2026-04-06', 'rep1', 'Prospecting', 'New', 'Enterprise', 10, 0, false, 1, 4000.55, 'USD', '2026-04-06', 'rep1', 'Proposal', 'New', 'Enterprise', 30);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-04', 38, 38, 38, 38, 9223372036854775807, '2026-01-16 09:00:00+00', 'infinity', 9223372036854775807, '~', 'lead', NULL, 0, 0, false, 1, 4000.55, 'USD', '2026-04-06', 'rep1', 'Proposal', 'New', 'Enterprise', 30, 0, false, 1, 4250.80, 'USD', '2026-04-06', 'rep1', 'Proposal', 'New', 'Enterprise', 30);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-05', 39, 39, 39, 39, 9223372036854775807, '2026-01-10 09:00:00+00', '2026-01-15 09:00:00+00', 42, '019', 'rep1', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, false, 0, NULL, 'USD', '2026-04-15', 'rep1', 'Prospecting', 'Renewal', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-05', 40, 42, 40, 42, 9223372036854775807, '2026-01-15 09:00:00+00', '2026-01-20 09:00:00+00', 45, '020', 'rep1', NULL, 0, 0, false, 0, NULL, 'USD', '2026-04-15', 'rep1', 'Prospecting', 'Renewal', 'Enterprise', 10, 0, false, 1, NULL, 'USD', '2026-04-15', 'rep1', 'Proposal', 'Renewal', 'Enterprise', 30);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-05', 43, 45, 43, 45, 9223372036854775807, '2026-01-20 09:00:00+00', '2026-01-23 09:00:00+00', 46, '021', 'rep1', NULL, 0, 0, false, 1, NULL, 'USD', '2026-04-15', 'rep1', 'Proposal', 'Renewal', 'Enterprise', 30, 0, false, 2, NULL, 'USD', '2026-04-15', 'rep1', 'Verbal', 'Renewal', 'Enterprise', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-05', 46, 46, 46, 46, 9223372036854775807, '2026-01-23 09:00:00+00', 'infinity', 9223372036854775807, '022', 'rep1', 19, 1, 0, false, 2, NULL, 'USD', '2026-04-15', 'rep1', 'Verbal', 'Renewal', 'Enterprise', 50, 0, false, 2, NULL, 'USD', '2026-05-04', 'rep1', 'Verbal', 'Renewal', 'Enterprise', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-06', 47, 47, 47, 47, 9223372036854775807, '2026-01-11 09:00:00+00', '2026-01-16 09:00:00+00', 50, '023', 'rep1', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, false, 0, 6000, 'USD', '2026-04-24', 'rep2', 'Prospecting', 'New', 'SMB', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-06', 48, 50, 48, 50, 9223372036854775807, '2026-01-16 09:00:00+00', '2026-01-21 09:00:00+00', 53, '024', 'rep2', NULL, 0, 0, false, 0, 6000, 'USD', '2026-04-24', 'rep2', 'Prospecting', 'New', 'SMB', 10, 0, false, 1, 6000, 'USD', '2026-04-24', 'rep2', 'Proposal', 'New', 'SMB', 30);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-06', 51, 53, 51, 53, 9223372036854775807, '2026-01-21 09:00:00+00', '2026-01-26 09:00:00+00', 56, '025', 'rep2', NULL, 0, 0, false, 1, 6000, 'USD', '2026-04-24', 'rep2', 'Proposal', 'New', 'SMB', 30, 0, false, 2, 6000, 'USD', '2026-04-24', 'rep2', 'Verbal', 'New', 'SMB', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-06', 54, 56, 54, 56, 9223372036854775807, '2026-01-26 09:00:00+00', '2026-01-30 09:00:00+00', 59, '026', 'rep2', NULL, 0, 0, false, 2, 6000, 'USD', '2026-04-24', 'rep2', 'Verbal', 'New', 'SMB', 50, 0, false, 3, 6000, 'USD', '2026-04-24', 'rep2', 'Negotiation', 'New', 'SMB', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-06', 57, 59, 57, 59, 9223372036854775807, '2026-01-30 09:00:00+00', 'infinity', 9223372036854775807, '027', 'rep2', NULL, 0, 0, false, 3, 6000, 'USD', '2026-04-24', 'rep2', 'Negotiation', 'New', 'SMB', 70, 2, false, 5, 6000, 'USD', '2026-04-24', 'rep2', 'Closed Lost', 'New', 'SMB', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-07', 60, 60, 60, 60, 9223372036854775807, '2026-01-12 09:00:00+00', '2026-01-17 09:00:00+00', 63, '028', 'rep1', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, false, 0, 7000, 'EUR', '2026-05-03', 'rep1', 'Prospecting', 'Renewal', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-07', 61, 63, 61, 63, 9223372036854775807, '2026-01-17 09:00:00+00', '2026-01-22 09:00:00+00', 66, '029', 'rep1', NULL, 0, 0, false, 0, 7000, 'EUR', '2026-05-03', 'rep1', 'Prospecting', 'Renewal', 'Enterprise', 10, 0, false, 1, 7000, 'EUR', '2026-05-03', 'rep1', 'Proposal', 'Renewal', 'Enterprise', 30);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-07', 64, 66, 64, 66, 9223372036854775807, '2026-01-22 09:00:00+00', '2026-01-27 09:00:00+00', 69, '030', 'rep1', NULL, 0, 0, false, 1, 7000, 'EUR', '2026-05-03', 'rep1', 'Proposal', 'Renewal', 'Enterprise', 30, 0, false, 2, 7000, 'EUR', '2026-05-03', 'rep1', 'Verbal', 'Renewal', 'Enterprise', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-07', 67, 69, 67, 69, 9223372036854775807, '2026-01-27 09:00:00+00', '2026-01-30 09:00:00+00', 70, '031', 'rep1', NULL, 0, 0, false, 2, 7000, 'EUR', '2026-05-03', 'rep1', 'Verbal', 'Renewal', 'Enterprise', 50, 0, false, 3, 7000, 'EUR', '2026-05-03', 'rep1', 'Negotiation', 'Renewal', 'Enterprise', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-07', 70, 70, 70, 70, 9223372036854775807, '2026-01-30 09:00:00+00', '2026-02-01 09:00:00+00', 71, '032', 'rep1', 21, 1, 0, false, 3, 7000, 'EUR', '2026-05-03', 'rep1', 'Negotiation', 'Renewal', 'Enterprise', 70, 0, false, 3, 7000, 'EUR', '2026-05-24', 'rep1', 'Negotiation', 'Renewal', 'Enterprise', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-07', 71, 71, 71, 71, 9223372036854775807, '2026-02-01 09:00:00+00', 'infinity', 9223372036854775807, '~', 'lead', NULL, 1, 0, false, 3, 7000, 'EUR', '2026-05-24', 'rep1', 'Negotiation', 'Renewal', 'Enterprise', 70, 0, false, 3, 7250.25, 'EUR', '2026-05-24', 'rep1', 'Negotiation', 'Renewal', 'Enterprise', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-08', 72, 72, 72, 72, 9223372036854775807, '2026-01-13 09:00:00+00', '2026-01-18 09:00:00+00', 75, '034', 'rep1', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, false, 0, 8000.55, 'USD', '2026-05-12', 'rep1', 'Prospecting', 'New', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-08', 73, 75, 73, 75, 9223372036854775807, '2026-01-18 09:00:00+00', 'infinity', 9223372036854775807, '035', 'rep1', NULL, 0, 0, false, 0, 8000.55, 'USD', '2026-05-12', 'rep1', 'Prospecting', 'New', 'Enterprise', 10, 0, false, 1, 8000.55, 'USD', '2026-05-12', 'rep1', 'Proposal', 'New', 'Enterprise', 30);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-09', 76, 76, 76, 76, 9223372036854775807, '2026-01-14 09:00:00+00', '2026-01-19 09:00:00+00', 79, '036', 'rep1', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, false, 0, 9000, 'USD', '2026-05-21', 'rep2', 'Prospecting', 'Renewal', 'SMB', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-09', 77, 79, 77, 79, 9223372036854775807, '2026-01-19 09:00:00+00', '2026-01-24 09:00:00+00', 82, '037', 'rep2', NULL, 0, 0, false, 0, 9000, 'USD', '2026-05-21', 'rep2', 'Prospecting', 'Renewal', 'SMB', 10, 0, false, 1, 9000, 'USD', '2026-05-21', 'rep2', 'Proposal', 'Renewal', 'SMB', 30);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-09', 80, 82, 80, 82, 9223372036854775807, '2026-01-24 09:00:00+00', '2026-01-27 09:00:00+00', 83, '038', 'rep2', NULL, 0, 0, false, 1, 9000, 'USD', '2026-05-21', 'rep2', 'Proposal', 'Renewal', 'SMB', 30, 0, false, 2, 9000, 'USD', '2026-05-21', 'rep2', 'Verbal', 'Renewal', 'SMB', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-09', 83, 83, 83, 83, 9223372036854775807, '2026-01-27 09:00:00+00', '2026-02-20 12:00:00+00', 140, '039', 'rep2', 23, 1, 0, false, 2, 9000, 'USD', '2026-05-21', 'rep2', 'Verbal', 'Renewal', 'SMB', 50, 0, false, 2, 9000, 'USD', '2026-06-13', 'rep2', 'Verbal', 'Renewal', 'SMB', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-09', 140, 140, 140, 140, 9223372036854775807, '2026-02-20 12:00:00+00', 'infinity', 9223372036854775807, '~', 'lead', NULL, 1, 0, false, 2, 9000, 'USD', '2026-06-13', 'rep2', 'Verbal', 'Renewal', 'SMB', 50, 0, false, 2, 9000, 'USD', '2026-06-13', NULL, 'Verbal', 'Renewal', 'SMB', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-10', 84, 84, 84, 84, 9223372036854775807, '2026-01-15 09:00:00+00', '2026-01-20 09:00:00+00', 87, '040', 'rep1', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, false, 0, 10000, 'USD', '2026-05-30', 'rep1', 'Prospecting', 'New', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-10', 85, 87, 85, 87, 9223372036854775807, '2026-01-20 09:00:00+00', '2026-01-25 09:00:00+00', 90, '041', 'rep1', NULL, 0, 0, false, 0, 10000, 'USD', '2026-05-30', 'rep1', 'Prospecting', 'New', 'Enterprise', 10, 0, false, 1, 10000, 'USD', '2026-05-30', 'rep1', 'Proposal', 'New', 'Enterprise', 30);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-10', 88, 90, 88, 90, 9223372036854775807, '2026-01-25 09:00:00+00', '2026-01-30 09:00:00+00', 93, '042', 'rep1', NULL, 0, 0, false, 1, 10000, 'USD', '2026-05-30', 'rep1', 'Proposal', 'New', 'Enterprise', 30, 0, false, 2, 10000, 'USD', '2026-05-30', 'rep1', 'Verbal', 'New', 'Enterprise', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-10', 91, 93, 91, 93, 9223372036854775807, '2026-01-30 09:00:00+00', '2026-02-01 09:00:00+00', 94, '043', 'rep1', NULL, 0, 0, false, 2, 10000, 'USD', '2026-05-30', 'rep1', 'Verbal', 'New', 'Enterprise', 50, 0, false, 3, 10000, 'USD', '2026-05-30', 'rep1', 'Negotiation', 'New', 'Enterprise', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-10', 94, 94, 94, 94, 9223372036854775807, '2026-02-01 09:00:00+00', '2026-02-05 09:00:00+00', 97, '~', 'lead', NULL, 0, 0, false, 3, 10000, 'USD', '2026-05-30', 'rep1', 'Negotiation', 'New', 'Enterprise', 70, 0, false, 3, 10250.25, 'USD', '2026-05-30', 'rep1', 'Negotiation', 'New', 'Enterprise', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-10', 95, 97, 95, 97, 9223372036854775807, '2026-02-05 09:00:00+00', 'infinity', 9223372036854775807, '045', 'rep1', NULL, 0, 0, false, 3, 10250.25, 'USD', '2026-05-30', 'rep1', 'Negotiation', 'New', 'Enterprise', 70, 1, false, 4, 10250.25, 'USD', '2026-05-30', 'rep1', 'Closed Won', 'New', 'Enterprise', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-11', 98, 98, 98, 98, 9223372036854775807, '2026-01-16 09:00:00+00', '2026-01-21 09:00:00+00', 101, '046', 'rep1', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, false, 0, 11000, 'USD', '2026-06-08', 'rep1', 'Prospecting', 'Renewal', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-11', 99, 101, 99, 101, 9223372036854775807, '2026-01-21 09:00:00+00', '2026-01-26 09:00:00+00', 104, '047', 'rep1', NULL, 0, 0, false, 0, 11000, 'USD', '2026-06-08', 'rep1', 'Prospecting', 'Renewal', 'Enterprise', 10, 0, false, 1, 11000, 'USD', '2026-06-08', 'rep1', 'Proposal', 'Renewal', 'Enterprise', 30);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-11', 102, 104, 102, 104, 9223372036854775807, '2026-01-26 09:00:00+00', '2026-01-31 09:00:00+00', 107, '048', 'rep1', NULL, 0, 0, false, 1, 11000, 'USD', '2026-06-08', 'rep1', 'Proposal', 'Renewal', 'Enterprise', 30, 0, false, 2, 11000, 'USD', '2026-06-08', 'rep1', 'Verbal', 'Renewal', 'Enterprise', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-11', 105, 107, 105, 107, 9223372036854775807, '2026-01-31 09:00:00+00', '2026-02-03 09:00:00+00', 108, '049', 'rep1', NULL, 0, 0, false, 2, 11000, 'USD', '2026-06-08', 'rep1', 'Verbal', 'Renewal', 'Enterprise', 50, 0, false, 3, 11000, 'USD', '2026-06-08', 'rep1', 'Negotiation', 'Renewal', 'Enterprise', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-11', 108, 108, 108, 108, 9223372036854775807, '2026-02-03 09:00:00+00', 'infinity', 9223372036854775807, '050', 'rep1', 25, 1, 0, false, 3, 11000, 'USD', '2026-06-08', 'rep1', 'Negotiation', 'Renewal', 'Enterprise', 70, 0, false, 3, 11000, 'USD', '2026-07-03', 'rep1', 'Negotiation', 'Renewal', 'Enterprise', 70);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-12', 109, 109, 109, 109, 9223372036854775807, '2026-01-17 09:00:00+00', '2026-01-22 09:00:00+00', 112, '051', 'rep1', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, false, 0, 12000.55, 'USD', '2026-06-17', 'rep2', 'Prospecting', 'New', 'SMB', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-12', 110, 112, 110, 112, 9223372036854775807, '2026-01-22 09:00:00+00', 'infinity', 9223372036854775807, '052', 'rep2', NULL, 0, 0, false, 0, 12000.55, 'USD', '2026-06-17', 'rep2', 'Prospecting', 'New', 'SMB', 10, 0, false, 1, 12000.55, 'USD', '2026-06-17', 'rep2', 'Proposal', 'New', 'SMB', 30);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 113, 113, 113, 113, 9223372036854775807, '2026-02-10 10:00:00+00', '2026-02-11 10:00:00+00', 114, '053', 'rep1', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, false, 0, 5000, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'New', 'SMB', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 114, 114, 114, 114, 9223372036854775807, '2026-02-11 10:00:00+00', '2026-02-11 11:00:00+00', 115, '~', 'rep1', NULL, 0, 0, false, 0, 5000, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'New', 'SMB', 10, 0, false, 0, 5000, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'New', 'SMB', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 115, 115, 115, 115, 9223372036854775807, '2026-02-11 11:00:00+00', '2026-02-11 12:00:00+00', 116, '~', 'rep1', NULL, 0, 0, false, 0, 5000, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'New', 'SMB', 10, 0, false, 0, 5000, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'New', 'SMB', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 116, 116, 116, 116, 9223372036854775807, '2026-02-11 12:00:00+00', '2026-02-11 13:00:00+00', 117, '~', 'rep1', NULL, 0, 0, false, 0, 5000, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'New', 'SMB', 10, 0, false, 0, 5000, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'SMB', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 117, 117, 117, 117, 9223372036854775807, '2026-02-11 13:00:00+00', '2026-02-12 10:00:00+00', 119, '~', 'rep1', NULL, 0, 0, false, 0, 5000, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'SMB', 10, 0, false, 0, 5000, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 118, 119, 118, 119, 9223372036854775807, '2026-02-12 10:00:00+00', '2026-02-13 10:00:00+00', 120, '~', 'rep1', NULL, 0, 0, false, 0, 5000, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 0, 5500, 'EUR', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 120, 120, 120, 120, 9223372036854775807, '2026-02-13 10:00:00+00', '2026-02-13 11:00:00+00', 121, '~', 'rep1', NULL, 0, 0, false, 0, 5500, 'EUR', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 0, 5500, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 121, 121, 121, 121, 9223372036854775807, '2026-02-13 11:00:00+00', '2026-02-13 12:00:00+00', 122, '~', 'lead', NULL, 0, 0, false, 0, 5500, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 0, 5500, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 122, 122, 122, 122, 9223372036854775807, '2026-02-13 12:00:00+00', '2026-02-14 10:00:00+00', 123, '~', 'lead', NULL, 0, 0, false, 0, 5500, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 0, 5500, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 123, 123, 123, 123, 9223372036854775807, '2026-02-14 10:00:00+00', '2026-02-14 11:00:00+00', 124, '~', 'lead', NULL, 0, 0, false, 0, 5500, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 0, 5500, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 124, 124, 124, 124, 9223372036854775807, '2026-02-14 11:00:00+00', '2026-02-15 10:00:00+00', 125, '~', 'rep1', NULL, 0, 0, false, 0, 5500, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 0, 5500, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 125, 125, 125, 125, 9223372036854775807, '2026-02-15 10:00:00+00', '2026-02-16 10:00:00+00', 126, '~', 'lead', NULL, 0, 0, false, 0, 5500, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 3, 5500, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 126, 126, 126, 126, 138, '2026-02-16 10:00:00+00', '2026-02-18 10:00:00+00', 127, '~', 'lead', NULL, 0, 0, false, 3, 5500, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 3, 5500, 'USD', '2026-03-20', 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 127, 127, 127, 127, 138, '2026-02-18 10:00:00+00', '2026-02-19 10:00:00+00', 128, '~', 'lead', NULL, 0, 0, false, 3, 5500, 'USD', '2026-03-20', 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 0, 5500, 'USD', '2026-03-20', 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 128, 128, 128, 128, 138, '2026-02-19 10:00:00+00', '2026-02-20 10:00:00+00', 129, '~', 'rep2', NULL, 0, 0, false, 0, 5500, 'USD', '2026-03-20', 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 0, 5500, 'USD', NULL, 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 129, 129, 129, 129, 138, '2026-02-20 10:00:00+00', '2026-02-21 10:00:00+00', 132, '~', 'rep2', NULL, 0, 0, false, 0, 5500, 'USD', NULL, 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 0, 5500, 'USD', '2026-04-03', 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 130, 132, 130, 132, 138, '2026-02-21 10:00:00+00', '2026-02-22 10:00:00+00', 135, '069', 'rep2', NULL, 0, 0, false, 0, 5500, 'USD', '2026-04-03', 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10, 2, false, 5, 5500, 'USD', '2026-04-03', 'rep2', 'Closed Lost', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 133, 135, 133, 135, 138, '2026-02-22 10:00:00+00', '2026-02-23 10:00:00+00', 136, '070', 'rep2', NULL, 0, 2, false, 5, 5500, 'USD', '2026-04-03', 'rep2', 'Closed Lost', 'Expansion', 'Enterprise', 10, 0, false, 2, 5500, 'USD', '2026-04-03', 'rep2', 'Verbal', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 136, 136, 136, 136, 138, '2026-02-23 10:00:00+00', '2026-02-24 10:00:00+00', 137, '~', 'rep2', NULL, 0, 0, false, 2, 5500, 'USD', '2026-04-03', 'rep2', 'Verbal', 'Expansion', 'Enterprise', 10, 0, true, 2, 5500, 'USD', '2026-04-03', 'rep2', 'Verbal', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 137, 137, 137, 137, 138, '2026-02-24 10:00:00+00', 'infinity', 9223372036854775807, '~', 'rep2', NULL, 0, 0, true, 2, 5500, 'USD', '2026-04-03', 'rep2', 'Verbal', 'Expansion', 'Enterprise', 10, 0, false, 2, 5500, 'USD', '2026-04-03', 'rep2', 'Verbal', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 126, 126, 138, 138, 9223372036854775807, '2026-02-16 10:00:00+00', '2026-02-17 10:00:00+00', 138, '~', 'lead', NULL, 0, 0, false, 3, 5500, 'USD', '2026-03-20', 'rep1', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 3, 5500, 'USD', '2026-03-20', 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 138, 138, 138, 138, 9223372036854775807, '2026-02-17 10:00:00+00', '2026-02-18 10:00:00+00', 138, '~', 'lead', NULL, 0, 0, false, 3, 5500, 'USD', '2026-03-20', 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 3, 6100.75, 'USD', '2026-03-20', 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 127, 127, 138, 138, 9223372036854775807, '2026-02-18 10:00:00+00', '2026-02-19 10:00:00+00', 138, '~', 'lead', NULL, 0, 0, false, 3, 6100.75, 'USD', '2026-03-20', 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 0, 6100.75, 'USD', '2026-03-20', 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 128, 128, 138, 138, 9223372036854775807, '2026-02-19 10:00:00+00', '2026-02-20 10:00:00+00', 138, '~', 'rep2', NULL, 0, 0, false, 0, 6100.75, 'USD', '2026-03-20', 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 0, 6100.75, 'USD', NULL, 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 129, 129, 138, 138, 9223372036854775807, '2026-02-20 10:00:00+00', '2026-02-21 10:00:00+00', 138, '~', 'rep2', NULL, 0, 0, false, 0, 6100.75, 'USD', NULL, 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10, 0, false, 0, 6100.75, 'USD', '2026-04-03', 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 130, 132, 138, 138, 9223372036854775807, '2026-02-21 10:00:00+00', '2026-02-22 10:00:00+00', 138, '069', 'rep2', NULL, 0, 0, false, 0, 6100.75, 'USD', '2026-04-03', 'rep2', 'Prospecting', 'Expansion', 'Enterprise', 10, 2, false, 5, 6100.75, 'USD', '2026-04-03', 'rep2', 'Closed Lost', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 133, 135, 138, 138, 9223372036854775807, '2026-02-22 10:00:00+00', '2026-02-23 10:00:00+00', 138, '070', 'rep2', NULL, 0, 2, false, 5, 6100.75, 'USD', '2026-04-03', 'rep2', 'Closed Lost', 'Expansion', 'Enterprise', 10, 0, false, 2, 6100.75, 'USD', '2026-04-03', 'rep2', 'Verbal', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 136, 136, 138, 138, 9223372036854775807, '2026-02-23 10:00:00+00', '2026-02-24 10:00:00+00', 138, '~', 'rep2', NULL, 0, 0, false, 2, 6100.75, 'USD', '2026-04-03', 'rep2', 'Verbal', 'Expansion', 'Enterprise', 10, 0, true, 2, 6100.75, 'USD', '2026-04-03', 'rep2', 'Verbal', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'every-kind', 137, 137, 138, 138, 9223372036854775807, '2026-02-24 10:00:00+00', 'infinity', 9223372036854775807, '~', 'rep2', NULL, 0, 0, true, 2, 6100.75, 'USD', '2026-04-03', 'rep2', 'Verbal', 'Expansion', 'Enterprise', 10, 0, false, 2, 6100.75, 'USD', '2026-04-03', 'rep2', 'Verbal', 'Expansion', 'Enterprise', 10);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'twin', 141, 141, 141, 141, 9223372036854775807, '2026-02-01 00:00:00+00', '2026-03-05 00:00:00+00', 142, '076', 'rep2', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, false, 1, 700, 'USD', '2026-03-31', 'rep2', 'Proposal', NULL, NULL, NULL);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'twin', 142, 142, 142, 142, 9223372036854775807, '2026-03-05 00:00:00+00', 'infinity', 9223372036854775807, '~', 'lead', NULL, 0, 0, false, 1, 700, 'USD', '2026-03-31', 'rep2', 'Proposal', NULL, NULL, NULL, 0, true, 1, 700, 'USD', '2026-03-31', 'rep2', 'Proposal', NULL, NULL, NULL);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-01', 9, 9, 9, 9, 9223372036854775807, '2026-01-21 09:00:00+00', '2026-03-11 07:00:00+00', 144, '~', 'lead', NULL, 1, 0, false, 2, 1000, 'USD', '2026-03-25', 'rep1', 'Verbal', 'Renewal', 'Enterprise', 50, 0, false, 2, 1250.25, 'USD', '2026-03-25', 'rep1', 'Verbal', 'Renewal', 'Enterprise', 50);
INSERT INTO dealledger.deal_change_default VALUES ('default', 'deal-01', 144, 144, 144, 144, 9223372036854775807, '2026-03-11 07:00:00+00', 'infinity', 9223372036854775807, '~', 'rep1', NULL, 1, 0, false, 2, 1250.25, 'USD', '2026-03-25', 'rep1', 'Verbal', 'Renewal', 'Enterprise', 50, 0, false, 2, 1250.25, 'USD', '2026-03-25', 'rep1', 'Verbal', 'Renewal', 'Enterprise', 50);

--
-- Data for Name: person; Type: TABLE DATA; Schema: dealledger; Owner: -
--

INSERT INTO dealledger.person VALUES ('default', 'lead', 'Person One', 'one@example.test', NULL, true);
INSERT INTO dealledger.person VALUES ('default', 'rep1', 'Person Two', NULL, 'lead', true);
INSERT INTO dealledger.person VALUES ('default', 'rep2', 'Person Three', 'three@example.test', 'lead', true);
INSERT INTO dealledger.person VALUES ('default', 'gone', NULL, NULL, 'rep1', false);
INSERT INTO dealledger.person VALUES ('default', 'loop1', 'Person Five', NULL, 'loop2', true);
INSERT INTO dealledger.person VALUES ('default', 'loop2', 'Person Six', NULL, 'loop1', true);

--
-- Data for Name: projection; Type: TABLE DATA; Schema: dealledger; Owner: -
--

INSERT INTO dealledger.projection VALUES ('default', 144, 2);
INSERT INTO dealledger.projection VALUES ('acme', 2, 0);

--
-- Data for Name: schema_version; Type: TABLE DATA; Schema: dealledger; Owner: -
--

INSERT INTO dealledger.schema_version VALUES (1, '2026-11-23 00:16:32.125774+00');
INSERT INTO dealledger.schema_version VALUES (2, '2026-11-23 00:16:32.13257+00');
INSERT INTO dealledger.schema_version VALUES (3, '2026-11-23 00:16:32.136839+00');

--
-- Data for Name: stage; Type: TABLE DATA; Schema: dealledger; Owner: -
--

INSERT INTO dealledger.stage VALUES ('default', 'Prospecting', 0, false, false, 1);
INSERT INTO dealledger.stage VALUES ('default', 'Proposal', 1, false, false, 2);
INSERT INTO dealledger.stage VALUES ('default', 'Verbal', 2, false, false, 3);
INSERT INTO dealledger.stage VALUES ('default', 'Negotiation', 3, false, false, 4);
INSERT INTO dealledger.stage VALUES ('default', 'Closed Won', 4, true, true, 5);
INSERT INTO dealledger.stage VALUES ('default', 'Closed Lost', 5, true, false, 6);
INSERT INTO dealledger.stage VALUES ('default', 'On hold', 5, false, false, 7);
INSERT INTO dealledger.stage VALUES ('acme', 'Prospecting', 0, false, false, 1);
INSERT INTO dealledger.stage VALUES ('acme', 'Proposal', 1, false, false, 2);
INSERT INTO dealledger.stage VALUES ('acme', 'Verbal', 2, false, false, 3);
INSERT INTO dealledger.stage VALUES ('acme', 'Negotiation', 3, false, false, 4);
INSERT INTO dealledger.stage VALUES ('acme', 'Closed Won', 4, true, true, 5);
INSERT INTO dealledger.stage VALUES ('acme', 'Closed Lost', 5, true, false, 6);
INSERT INTO dealledger.stage VALUES ('acme', 'On hold', 5, false, false, 7);

--
-- Data for Name: tenant; Type: TABLE DATA; Schema: dealledger; Owner: -
--

INSERT INTO dealledger.tenant VALUES ('default', '2026-11-23 00:16:32.162508+00', 'USD', true);
INSERT INTO dealledger.tenant VALUES ('acme', '2026-11-23 00:16:32.228687+00', 'EUR', true);

--
-- Data for Name: text; Type: TABLE DATA; Schema: dealledger; Owner: -
--

INSERT INTO dealledger.text VALUES ('default', 'ba8f27bd-9ac4-5816-903b-2ba737e58de5', '\x7369787465656e206279746573206f66', 'Call the buyer on Monday.');
INSERT INTO dealledger.text VALUES ('default', 'ba8ea2c0-f308-5943-b0f3-f9c91df65a99', '\x7369787465656e206279746573206f66', 'The board has said yes.');

--
-- Data for Name: mt_events_acme; Type: TABLE DATA; Schema: ledger; Owner: -
--

INSERT INTO ledger.mt_events_acme VALUES (1, 'aaa9b6d4-4e5a-5ad8-bd98-03584d5be90d', 'opportunity/only', 1, '{"At": "2026-02-01T00:00:00+00:00", "By": "ann", "Name": "Only", "Type": "New", "Owner": "ann", "Stage": "Negotiation", "Amount": 42, "Account": null, "Outcome": "open", "Segment": null, "Category": "Commit", "Currency": "EUR", "CloseDate": "2026-03-31", "Probability": 90}', NULL, 'opportunity_opened', '2026-03-10 08:00:00+00', 'acme', 'DealLedger.Core.Opportunities.OpportunityOpened, DealLedger.Core', 'salesforce:open:only-078', NULL, '{"order": "078", "source": "salesforce:open"}', 'ann', false);
INSERT INTO ledger.mt_events_acme VALUES (2, 'c2182176-539d-5beb-8bff-318938591e3a', 'opportunity/only', 2, '{"At": "2026-02-03T00:00:00+00:00", "By": "ann", "To": 43.5, "From": 42}', NULL, 'amount_changed', '2026-03-10 08:00:00.000001+00', 'acme', 'DealLedger.Core.Opportunities.AmountChanged, DealLedger.Core', 'user:only-079', NULL, '{"order": "~", "source": "user"}', 'ann', false);

--
-- Data for Name: mt_events_default; Type: TABLE DATA; Schema: ledger; Owner: -
--

INSERT INTO ledger.mt_events_default VALUES (1, '4061bc62-819d-5d35-ac50-b0e51c9ae092', 'opportunity/deal-01', 1, '{"At": "2026-01-06T09:00:00+00:00", "By": "rep1", "Name": "Deal 1", "Type": "Renewal", "Owner": "rep1", "Stage": "Prospecting", "Amount": 1000, "Account": "acc2", "Outcome": "open", "Segment": "Enterprise", "Category": "Pipeline", "Currency": "USD", "CloseDate": "2026-03-10", "Probability": 10}', NULL, 'opportunity_opened', '2026-02-02 09:00:00+00', 'default', 'DealLedger.Core.Opportunities.OpportunityOpened, DealLedger.Core', 'salesforce:open:deal-01-001', NULL, '{"order": "001", "source": "salesforce:open"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (2, '9bbca4ad-e617-50d4-a5cd-608a944c8293', 'opportunity/deal-01', 2, '{"At": "2026-01-11T09:00:00+00:00", "By": "rep1", "To": "Proposal", "From": "Prospecting"}', NULL, 'stage_moved', '2026-02-02 09:00:00.000001+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-01-002', NULL, '{"order": "002", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (3, '3a35eefd-cb87-5705-9056-d732eba6becc', 'opportunity/deal-01', 3, '{"At": "2026-01-11T09:00:00+00:00", "By": "rep1", "To": "BestCase", "From": "Pipeline"}', NULL, 'category_changed', '2026-02-02 09:00:00.000002+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-01-002', NULL, '{"order": "002", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (4, 'abb439dd-d0c1-57d6-adc6-028ab33efaa9', 'opportunity/deal-01', 4, '{"At": "2026-01-11T09:00:00+00:00", "By": "rep1", "To": 30, "From": 10}', NULL, 'probability_changed', '2026-02-02 09:00:00.000003+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-01-002', NULL, '{"order": "002", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (5, '91fc8105-5154-5f4b-91a9-1db54d20932e', 'opportunity/deal-01', 5, '{"At": "2026-01-16T09:00:00+00:00", "By": "rep1", "To": "Verbal", "From": "Proposal"}', NULL, 'stage_moved', '2026-02-02 09:00:00.000004+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-01-003', NULL, '{"order": "003", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (6, 'd4c1d600-1cb8-5a49-a111-1cbbfbe42ef3', 'opportunity/deal-01', 6, '{"At": "2026-01-16T09:00:00+00:00", "By": "rep1", "To": "MostLikely", "From": "BestCase"}', NULL, 'category_changed', '2026-02-02 09:00:00.000005+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-01-003', NULL, '{"order": "003", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (7, '286326b5-6793-51cb-8b90-e93512b54881', 'opportunity/deal-01', 7, '{"At": "2026-01-16T09:00:00+00:00", "By": "rep1", "To": 50, "From": 30}', NULL, 'probability_changed', '2026-02-02 09:00:00.000006+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-01-003', NULL, '{"order": "003", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (8, 'fbc98fdb-22f7-5b77-a7ab-eae2bd776a66', 'opportunity/deal-01', 8, '{"At": "2026-01-19T09:00:00+00:00", "By": "rep1", "To": "2026-03-25", "From": "2026-03-10"}', NULL, 'close_date_moved', '2026-02-02 09:00:00.000007+00', 'default', 'DealLedger.Core.Opportunities.CloseDateMoved, DealLedger.Core', 'salesforce:history:deal-01-004', NULL, '{"order": "004", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (9, '38701d81-a01b-5d28-8763-f151e4b9c254', 'opportunity/deal-01', 9, '{"At": "2026-01-21T09:00:00+00:00", "By": "lead", "To": 1250.25, "From": 1000}', NULL, 'amount_changed', '2026-02-02 09:00:00.000008+00', 'default', 'DealLedger.Core.Opportunities.AmountChanged, DealLedger.Core', 'user:deal-01-005', NULL, '{"order": "~", "source": "user"}', 'lead', false);
INSERT INTO ledger.mt_events_default VALUES (10, 'b71a6bc1-8296-57ed-8b1c-adbac0a129a0', 'opportunity/deal-02', 1, '{"At": "2026-01-07T09:00:00+00:00", "By": "rep1", "Name": "Deal 2", "Type": "New", "Owner": "rep1", "Stage": "Prospecting", "Amount": 2000, "Account": "acc1", "Outcome": "open", "Segment": "Enterprise", "Category": "Pipeline", "Currency": "USD", "CloseDate": "2026-03-19", "Probability": 10}', NULL, 'opportunity_opened', '2026-02-02 10:00:00+00', 'default', 'DealLedger.Core.Opportunities.OpportunityOpened, DealLedger.Core', 'salesforce:open:deal-02-006', NULL, '{"order": "006", "source": "salesforce:open"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (11, 'e99913e3-939b-5f0e-aa86-0047bf70e440', 'opportunity/deal-02', 2, '{"At": "2026-01-12T09:00:00+00:00", "By": "rep1", "To": "Proposal", "From": "Prospecting"}', NULL, 'stage_moved', '2026-02-02 10:00:00.000001+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-02-007', NULL, '{"order": "007", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (12, '6c4a6a9f-e4e7-5fe0-83ff-907587c046fc', 'opportunity/deal-02', 3, '{"At": "2026-01-12T09:00:00+00:00", "By": "rep1", "To": "BestCase", "From": "Pipeline"}', NULL, 'category_changed', '2026-02-02 10:00:00.000002+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-02-007', NULL, '{"order": "007", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (13, 'd43e06fc-3049-5646-8853-b537386c4a08', 'opportunity/deal-02', 4, '{"At": "2026-01-12T09:00:00+00:00", "By": "rep1", "To": 30, "From": 10}', NULL, 'probability_changed', '2026-02-02 10:00:00.000003+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-02-007', NULL, '{"order": "007", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (14, 'eb26b3ab-eae7-5f53-a17d-01c01e36be77', 'opportunity/deal-02', 5, '{"At": "2026-01-17T09:00:00+00:00", "By": "rep1", "To": "Verbal", "From": "Proposal"}', NULL, 'stage_moved', '2026-02-02 10:00:00.000004+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-02-008', NULL, '{"order": "008", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (15, '67cbb0cd-89c2-556d-ae78-a54b24cf6de3', 'opportunity/deal-02', 6, '{"At": "2026-01-17T09:00:00+00:00", "By": "rep1", "To": "MostLikely", "From": "BestCase"}', NULL, 'category_changed', '2026-02-02 10:00:00.000005+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-02-008', NULL, '{"order": "008", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (16, 'ac9d087f-c740-5c83-aef6-845806ede0a7', 'opportunity/deal-02', 7, '{"At": "2026-01-17T09:00:00+00:00", "By": "rep1", "To": 50, "From": 30}', NULL, 'probability_changed', '2026-02-02 10:00:00.000006+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-02-008', NULL, '{"order": "008", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (17, 'ba9334b1-dd48-511e-ae59-6fe28bc5d043', 'opportunity/deal-02', 8, '{"At": "2026-01-22T09:00:00+00:00", "By": "rep1", "To": "Negotiation", "From": "Verbal"}', NULL, 'stage_moved', '2026-02-02 10:00:00.000007+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-02-009', NULL, '{"order": "009", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (18, '45700414-8ee3-5516-a3a8-014654f5c4ac', 'opportunity/deal-02', 9, '{"At": "2026-01-22T09:00:00+00:00", "By": "rep1", "To": "Commit", "From": "MostLikely"}', NULL, 'category_changed', '2026-02-02 10:00:00.000008+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-02-009', NULL, '{"order": "009", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (19, 'f67f20da-74da-52ca-b499-ba527aa16614', 'opportunity/deal-02', 10, '{"At": "2026-01-22T09:00:00+00:00", "By": "rep1", "To": 70, "From": 50}', NULL, 'probability_changed', '2026-02-02 10:00:00.000009+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-02-009', NULL, '{"order": "009", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (20, 'a036bb7c-9aab-55fe-93c7-fb643e830005', 'opportunity/deal-02', 11, '{"At": "2026-01-26T09:00:00+00:00", "By": "rep1", "To": "Closed Won", "From": "Negotiation"}', NULL, 'stage_moved', '2026-02-02 10:00:00.00001+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-02-010', NULL, '{"order": "010", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (143, '5ce9f90e-cc53-4f5f-9d7e-eb9933c03411', 'mt_tombstone', 143, '{}', NULL, 'tombstone', '-infinity', 'default', 'JasperFx.Events.Tombstone, JasperFx.Events', NULL, NULL, NULL, NULL, false);
INSERT INTO ledger.mt_events_default VALUES (21, '31ece5e3-0e04-554a-b1b0-e9ba4bf0469e', 'opportunity/deal-02', 12, '{"At": "2026-01-26T09:00:00+00:00", "By": "rep1", "To": "Closed", "From": "Commit"}', NULL, 'category_changed', '2026-02-02 10:00:00.000011+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-02-010', NULL, '{"order": "010", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (22, '58315f2d-3fe3-541a-9b2e-688265f229f3', 'opportunity/deal-02', 13, '{"At": "2026-01-26T09:00:00+00:00", "By": "rep1"}', NULL, 'opportunity_won', '2026-02-02 10:00:00.000012+00', 'default', 'DealLedger.Core.Opportunities.OpportunityWon, DealLedger.Core', 'salesforce:history:deal-02-010', NULL, '{"order": "010", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (23, '8917f64b-65df-548f-8736-e45569ad8cc2', 'opportunity/deal-03', 1, '{"At": "2026-01-08T09:00:00+00:00", "By": "rep1", "Name": "Deal 3", "Type": "Renewal", "Owner": "rep2", "Stage": "Prospecting", "Amount": 3000, "Account": "acc2", "Outcome": "open", "Segment": "SMB", "Category": "Pipeline", "Currency": "USD", "CloseDate": "2026-03-28", "Probability": 10}', NULL, 'opportunity_opened', '2026-02-02 11:00:00+00', 'default', 'DealLedger.Core.Opportunities.OpportunityOpened, DealLedger.Core', 'salesforce:open:deal-03-011', NULL, '{"order": "011", "source": "salesforce:open"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (24, '8a3265c7-66ea-5c74-892f-6ad7bae44df8', 'opportunity/deal-03', 2, '{"At": "2026-01-13T09:00:00+00:00", "By": "rep2", "To": "Proposal", "From": "Prospecting"}', NULL, 'stage_moved', '2026-02-02 11:00:00.000001+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-03-012', NULL, '{"order": "012", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (25, '58ee155d-e6a5-5623-bca9-ed614154cb2e', 'opportunity/deal-03', 3, '{"At": "2026-01-13T09:00:00+00:00", "By": "rep2", "To": "BestCase", "From": "Pipeline"}', NULL, 'category_changed', '2026-02-02 11:00:00.000002+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-03-012', NULL, '{"order": "012", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (26, '3a71cdf2-e4b8-552b-a395-28e0f031db82', 'opportunity/deal-03', 4, '{"At": "2026-01-13T09:00:00+00:00", "By": "rep2", "To": 30, "From": 10}', NULL, 'probability_changed', '2026-02-02 11:00:00.000003+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-03-012', NULL, '{"order": "012", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (27, '70140209-d12e-5c03-aa63-577eb9d23b97', 'opportunity/deal-03', 5, '{"At": "2026-01-18T09:00:00+00:00", "By": "rep2", "To": "Verbal", "From": "Proposal"}', NULL, 'stage_moved', '2026-02-02 11:00:00.000004+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-03-013', NULL, '{"order": "013", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (28, 'fde1f3e5-02ae-59ef-9bcc-2afd6f8d9bc8', 'opportunity/deal-03', 6, '{"At": "2026-01-18T09:00:00+00:00", "By": "rep2", "To": "MostLikely", "From": "BestCase"}', NULL, 'category_changed', '2026-02-02 11:00:00.000005+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-03-013', NULL, '{"order": "013", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (29, 'cfa4d88d-2e11-5e0d-aa3f-f33eef9faca7', 'opportunity/deal-03', 7, '{"At": "2026-01-18T09:00:00+00:00", "By": "rep2", "To": 50, "From": 30}', NULL, 'probability_changed', '2026-02-02 11:00:00.000006+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-03-013', NULL, '{"order": "013", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (30, '6fa69a8b-aaf0-50b5-ba9f-2d70b13e62c7', 'opportunity/deal-03', 8, '{"At": "2026-01-23T09:00:00+00:00", "By": "rep2", "To": "Negotiation", "From": "Verbal"}', NULL, 'stage_moved', '2026-02-02 11:00:00.000007+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-03-014', NULL, '{"order": "014", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (31, '9578eb3a-cf66-5720-a979-694c1cadc09b', 'opportunity/deal-03', 9, '{"At": "2026-01-23T09:00:00+00:00", "By": "rep2", "To": "Commit", "From": "MostLikely"}', NULL, 'category_changed', '2026-02-02 11:00:00.000008+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-03-014', NULL, '{"order": "014", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (32, 'afceb9d6-e23c-54e6-b4c1-793826d10339', 'opportunity/deal-03', 10, '{"At": "2026-01-23T09:00:00+00:00", "By": "rep2", "To": 70, "From": 50}', NULL, 'probability_changed', '2026-02-02 11:00:00.000009+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-03-014', NULL, '{"order": "014", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (33, 'b78d3895-081c-5d83-8fa6-53fc1eaa41f7', 'opportunity/deal-03', 11, '{"At": "2026-01-26T09:00:00+00:00", "By": "rep2", "To": "2026-04-14", "From": "2026-03-28"}', NULL, 'close_date_moved', '2026-02-02 11:00:00.00001+00', 'default', 'DealLedger.Core.Opportunities.CloseDateMoved, DealLedger.Core', 'salesforce:history:deal-03-015', NULL, '{"order": "015", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (34, 'd52714ed-f742-54d2-b638-d64921887e29', 'opportunity/deal-04', 1, '{"At": "2026-01-09T09:00:00+00:00", "By": "rep1", "Name": "Deal 4", "Type": "New", "Owner": "rep1", "Stage": "Prospecting", "Amount": 4000.55, "Account": "acc1", "Outcome": "open", "Segment": "Enterprise", "Category": "Pipeline", "Currency": "USD", "CloseDate": "2026-04-06", "Probability": 10}', NULL, 'opportunity_opened', '2026-02-02 12:00:00+00', 'default', 'DealLedger.Core.Opportunities.OpportunityOpened, DealLedger.Core', 'salesforce:open:deal-04-016', NULL, '{"order": "016", "source": "salesforce:open"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (35, '6bc43364-6c31-5a57-afb7-12036c5a31a2', 'opportunity/deal-04', 2, '{"At": "2026-01-14T09:00:00+00:00", "By": "rep1", "To": "Proposal", "From": "Prospecting"}', NULL, 'stage_moved', '2026-02-02 12:00:00.000001+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-04-017', NULL, '{"order": "017", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (36, '47523d27-65e8-571a-8678-45f7b2efb52f', 'opportunity/deal-04', 3, '{"At": "2026-01-14T09:00:00+00:00", "By": "rep1", "To": "BestCase", "From": "Pipeline"}', NULL, 'category_changed', '2026-02-02 12:00:00.000002+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-04-017', NULL, '{"order": "017", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (37, 'a6231f20-59d1-5e8a-a318-7cf54e81e609', 'opportunity/deal-04', 4, '{"At": "2026-01-14T09:00:00+00:00", "By": "rep1", "To": 30, "From": 10}', NULL, 'probability_changed', '2026-02-02 12:00:00.000003+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-04-017', NULL, '{"order": "017", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (38, '8af6f396-5f78-5947-8b8d-326f419630d9', 'opportunity/deal-04', 5, '{"At": "2026-01-16T09:00:00+00:00", "By": "lead", "To": 4250.80, "From": 4000.55}', NULL, 'amount_changed', '2026-02-02 12:00:00.000004+00', 'default', 'DealLedger.Core.Opportunities.AmountChanged, DealLedger.Core', 'user:deal-04-018', NULL, '{"order": "~", "source": "user"}', 'lead', false);
INSERT INTO ledger.mt_events_default VALUES (39, '7e48a16e-2fd9-574c-b416-1019bd610125', 'opportunity/deal-05', 1, '{"At": "2026-01-10T09:00:00+00:00", "By": "rep1", "Name": "Deal 5", "Type": "Renewal", "Owner": "rep1", "Stage": "Prospecting", "Amount": null, "Account": "acc2", "Outcome": "open", "Segment": "Enterprise", "Category": "Pipeline", "Currency": "USD", "CloseDate": "2026-04-15", "Probability": 10}', NULL, 'opportunity_opened', '2026-02-02 13:00:00+00', 'default', 'DealLedger.Core.Opportunities.OpportunityOpened, DealLedger.Core', 'salesforce:open:deal-05-019', NULL, '{"order": "019", "source": "salesforce:open"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (40, 'f1bcb22a-7ba0-5ae0-b5da-53197619657f', 'opportunity/deal-05', 2, '{"At": "2026-01-15T09:00:00+00:00", "By": "rep1", "To": "Proposal", "From": "Prospecting"}', NULL, 'stage_moved', '2026-02-02 13:00:00.000001+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-05-020', NULL, '{"order": "020", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (41, '7ba31426-4742-507a-bd98-24e7e33428ed', 'opportunity/deal-05', 3, '{"At": "2026-01-15T09:00:00+00:00", "By": "rep1", "To": "BestCase", "From": "Pipeline"}', NULL, 'category_changed', '2026-02-02 13:00:00.000002+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-05-020', NULL, '{"order": "020", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (42, '1b079b0a-df9e-5b9b-b330-00dfcda16681', 'opportunity/deal-05', 4, '{"At": "2026-01-15T09:00:00+00:00", "By": "rep1", "To": 30, "From": 10}', NULL, 'probability_changed', '2026-02-02 13:00:00.000003+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-05-020', NULL, '{"order": "020", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (43, 'fd81ec36-df50-5a72-8884-e14dbc119ef4', 'opportunity/deal-05', 5, '{"At": "2026-01-20T09:00:00+00:00", "By": "rep1", "To": "Verbal", "From": "Proposal"}', NULL, 'stage_moved', '2026-02-02 13:00:00.000004+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-05-021', NULL, '{"order": "021", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (44, 'f978867a-e1e4-572e-92ea-9fc60e7f1ec2', 'opportunity/deal-05', 6, '{"At": "2026-01-20T09:00:00+00:00", "By": "rep1", "To": "MostLikely", "From": "BestCase"}', NULL, 'category_changed', '2026-02-02 13:00:00.000005+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-05-021', NULL, '{"order": "021", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (45, '81c161eb-880a-5681-94fa-c619f5497d49', 'opportunity/deal-05', 7, '{"At": "2026-01-20T09:00:00+00:00", "By": "rep1", "To": 50, "From": 30}', NULL, 'probability_changed', '2026-02-02 13:00:00.000006+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-05-021', NULL, '{"order": "021", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (46, '7f64a600-32d7-51b4-8b83-e369fc47feb2', 'opportunity/deal-05', 8, '{"At": "2026-01-23T09:00:00+00:00", "By": "rep1", "To": "2026-05-04", "From": "2026-04-15"}', NULL, 'close_date_moved', '2026-02-02 13:00:00.000007+00', 'default', 'DealLedger.Core.Opportunities.CloseDateMoved, DealLedger.Core', 'salesforce:history:deal-05-022', NULL, '{"order": "022", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (47, '9635457f-613c-5b7a-9525-116afef59b2b', 'opportunity/deal-06', 1, '{"At": "2026-01-11T09:00:00+00:00", "By": "rep1", "Name": "Deal 6", "Type": "New", "Owner": "rep2", "Stage": "Prospecting", "Amount": 6000, "Account": "acc1", "Outcome": "open", "Segment": "SMB", "Category": "Pipeline", "Currency": "USD", "CloseDate": "2026-04-24", "Probability": 10}', NULL, 'opportunity_opened', '2026-02-02 14:00:00+00', 'default', 'DealLedger.Core.Opportunities.OpportunityOpened, DealLedger.Core', 'salesforce:open:deal-06-023', NULL, '{"order": "023", "source": "salesforce:open"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (48, '1cc79a7d-f03f-570c-8599-2772594462d6', 'opportunity/deal-06', 2, '{"At": "2026-01-16T09:00:00+00:00", "By": "rep2", "To": "Proposal", "From": "Prospecting"}', NULL, 'stage_moved', '2026-02-02 14:00:00.000001+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-06-024', NULL, '{"order": "024", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (49, 'c1a5b79a-4f50-5915-b039-f31c9d299df0', 'opportunity/deal-06', 3, '{"At": "2026-01-16T09:00:00+00:00", "By": "rep2", "To": "BestCase", "From": "Pipeline"}', NULL, 'category_changed', '2026-02-02 14:00:00.000002+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-06-024', NULL, '{"order": "024", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (50, '2bd99855-0331-5cdf-ad9b-9a0ebdc2dae5', 'opportunity/deal-06', 4, '{"At": "2026-01-16T09:00:00+00:00", "By": "rep2", "To": 30, "From": 10}', NULL, 'probability_changed', '2026-02-02 14:00:00.000003+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-06-024', NULL, '{"order": "024", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (51, '8bdfe3c9-7a2a-5bbd-bbf3-ea4772375a6f', 'opportunity/deal-06', 5, '{"At": "2026-01-21T09:00:00+00:00", "By": "rep2", "To": "Verbal", "From": "Proposal"}', NULL, 'stage_moved', '2026-02-02 14:00:00.000004+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-06-025', NULL, '{"order": "025", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (52, '387aba78-a652-5864-b9f2-409e40dc6f65', 'opportunity/deal-06', 6, '{"At": "2026-01-21T09:00:00+00:00", "By": "rep2", "To": "MostLikely", "From": "BestCase"}', NULL, 'category_changed', '2026-02-02 14:00:00.000005+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-06-025', NULL, '{"order": "025", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (53, '2b3494de-0563-5201-8716-be1bbac93483', 'opportunity/deal-06', 7, '{"At": "2026-01-21T09:00:00+00:00", "By": "rep2", "To": 50, "From": 30}', NULL, 'probability_changed', '2026-02-02 14:00:00.000006+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-06-025', NULL, '{"order": "025", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (54, '57aa0430-a837-5ab2-ab83-9e1b53336ac4', 'opportunity/deal-06', 8, '{"At": "2026-01-26T09:00:00+00:00", "By": "rep2", "To": "Negotiation", "From": "Verbal"}', NULL, 'stage_moved', '2026-02-02 14:00:00.000007+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-06-026', NULL, '{"order": "026", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (55, 'b1c5f956-ad70-5c60-992a-8ebc2c43db99', 'opportunity/deal-06', 9, '{"At": "2026-01-26T09:00:00+00:00", "By": "rep2", "To": "Commit", "From": "MostLikely"}', NULL, 'category_changed', '2026-02-02 14:00:00.000008+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-06-026', NULL, '{"order": "026", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (56, '3ed794e4-ef79-5f01-adde-4451ec1e627c', 'opportunity/deal-06', 10, '{"At": "2026-01-26T09:00:00+00:00", "By": "rep2", "To": 70, "From": 50}', NULL, 'probability_changed', '2026-02-02 14:00:00.000009+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-06-026', NULL, '{"order": "026", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (57, '9f6cc001-50d8-5655-9f78-a6c2435b05be', 'opportunity/deal-06', 11, '{"At": "2026-01-30T09:00:00+00:00", "By": "rep2", "To": "Closed Lost", "From": "Negotiation"}', NULL, 'stage_moved', '2026-02-02 14:00:00.00001+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-06-027', NULL, '{"order": "027", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (58, '839e999c-af22-56c6-9ead-5d2086a88cd5', 'opportunity/deal-06', 12, '{"At": "2026-01-30T09:00:00+00:00", "By": "rep2", "To": "Omitted", "From": "Commit"}', NULL, 'category_changed', '2026-02-02 14:00:00.000011+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-06-027', NULL, '{"order": "027", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (59, '7de31ac6-a72d-526b-a592-ce5603fcefe5', 'opportunity/deal-06', 13, '{"At": "2026-01-30T09:00:00+00:00", "By": "rep2"}', NULL, 'opportunity_lost', '2026-02-02 14:00:00.000012+00', 'default', 'DealLedger.Core.Opportunities.OpportunityLost, DealLedger.Core', 'salesforce:history:deal-06-027', NULL, '{"order": "027", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (60, '2433b72f-be7a-5627-81bc-ec68fc37dc03', 'opportunity/deal-07', 1, '{"At": "2026-01-12T09:00:00+00:00", "By": "rep1", "Name": "Deal 7", "Type": "Renewal", "Owner": "rep1", "Stage": "Prospecting", "Amount": 7000, "Account": "acc2", "Outcome": "open", "Segment": "Enterprise", "Category": "Pipeline", "Currency": "EUR", "CloseDate": "2026-05-03", "Probability": 10}', NULL, 'opportunity_opened', '2026-02-02 15:00:00+00', 'default', 'DealLedger.Core.Opportunities.OpportunityOpened, DealLedger.Core', 'salesforce:open:deal-07-028', NULL, '{"order": "028", "source": "salesforce:open"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (61, 'e5ae47fb-dd61-5d34-81a2-365dcc3b5365', 'opportunity/deal-07', 2, '{"At": "2026-01-17T09:00:00+00:00", "By": "rep1", "To": "Proposal", "From": "Prospecting"}', NULL, 'stage_moved', '2026-02-02 15:00:00.000001+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-07-029', NULL, '{"order": "029", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (62, '7cf46eda-3aa4-58c4-a788-32bf5d2948f4', 'opportunity/deal-07', 3, '{"At": "2026-01-17T09:00:00+00:00", "By": "rep1", "To": "BestCase", "From": "Pipeline"}', NULL, 'category_changed', '2026-02-02 15:00:00.000002+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-07-029', NULL, '{"order": "029", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (63, 'e77bbd5e-7003-5ab7-8b48-c8c674368263', 'opportunity/deal-07', 4, '{"At": "2026-01-17T09:00:00+00:00", "By": "rep1", "To": 30, "From": 10}', NULL, 'probability_changed', '2026-02-02 15:00:00.000003+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-07-029', NULL, '{"order": "029", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (64, '315e6843-f90b-5841-9664-7dffb3a6a31c', 'opportunity/deal-07', 5, '{"At": "2026-01-22T09:00:00+00:00", "By": "rep1", "To": "Verbal", "From": "Proposal"}', NULL, 'stage_moved', '2026-02-02 15:00:00.000004+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-07-030', NULL, '{"order": "030", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (65, 'b83c46c7-af1d-55ba-aa25-7f5c3c1dc8eb', 'opportunity/deal-07', 6, '{"At": "2026-01-22T09:00:00+00:00", "By": "rep1", "To": "MostLikely", "From": "BestCase"}', NULL, 'category_changed', '2026-02-02 15:00:00.000005+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-07-030', NULL, '{"order": "030", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (66, 'c2fb690a-98b2-5542-9fb6-887020424a1f', 'opportunity/deal-07', 7, '{"At": "2026-01-22T09:00:00+00:00", "By": "rep1", "To": 50, "From": 30}', NULL, 'probability_changed', '2026-02-02 15:00:00.000006+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-07-030', NULL, '{"order": "030", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (67, '90ab0d5c-7a93-5476-a671-0079b9741ab7', 'opportunity/deal-07', 8, '{"At": "2026-01-27T09:00:00+00:00", "By": "rep1", "To": "Negotiation", "From": "Verbal"}', NULL, 'stage_moved', '2026-02-02 15:00:00.000007+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-07-031', NULL, '{"order": "031", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (68, '1d1f1d58-ad6e-558f-a0fb-23b644a13a3c', 'opportunity/deal-07', 9, '{"At": "2026-01-27T09:00:00+00:00", "By": "rep1", "To": "Commit", "From": "MostLikely"}', NULL, 'category_changed', '2026-02-02 15:00:00.000008+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-07-031', NULL, '{"order": "031", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (69, 'de2b2b69-825b-564e-95e9-0b4c7e5733a3', 'opportunity/deal-07', 10, '{"At": "2026-01-27T09:00:00+00:00", "By": "rep1", "To": 70, "From": 50}', NULL, 'probability_changed', '2026-02-02 15:00:00.000009+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-07-031', NULL, '{"order": "031", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (70, '5a0096d4-a722-51dd-aa74-8e3f2175162c', 'opportunity/deal-07', 11, '{"At": "2026-01-30T09:00:00+00:00", "By": "rep1", "To": "2026-05-24", "From": "2026-05-03"}', NULL, 'close_date_moved', '2026-02-02 15:00:00.00001+00', 'default', 'DealLedger.Core.Opportunities.CloseDateMoved, DealLedger.Core', 'salesforce:history:deal-07-032', NULL, '{"order": "032", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (71, '7c8082fc-5b2e-5d42-af62-4a574b0905c8', 'opportunity/deal-07', 12, '{"At": "2026-02-01T09:00:00+00:00", "By": "lead", "To": 7250.25, "From": 7000}', NULL, 'amount_changed', '2026-02-02 15:00:00.000011+00', 'default', 'DealLedger.Core.Opportunities.AmountChanged, DealLedger.Core', 'user:deal-07-033', NULL, '{"order": "~", "source": "user"}', 'lead', false);
INSERT INTO ledger.mt_events_default VALUES (72, 'f79a028d-2c2e-577b-947c-66d4f4a2c397', 'opportunity/deal-08', 1, '{"At": "2026-01-13T09:00:00+00:00", "By": "rep1", "Name": "Deal 8", "Type": "New", "Owner": "rep1", "Stage": "Prospecting", "Amount": 8000.55, "Account": "acc1", "Outcome": "open", "Segment": "Enterprise", "Category": "Pipeline", "Currency": "USD", "CloseDate": "2026-05-12", "Probability": 10}', NULL, 'opportunity_opened', '2026-02-02 16:00:00+00', 'default', 'DealLedger.Core.Opportunities.OpportunityOpened, DealLedger.Core', 'salesforce:open:deal-08-034', NULL, '{"order": "034", "source": "salesforce:open"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (73, 'e3da0279-74ab-502d-bbff-1afd8917249e', 'opportunity/deal-08', 2, '{"At": "2026-01-18T09:00:00+00:00", "By": "rep1", "To": "Proposal", "From": "Prospecting"}', NULL, 'stage_moved', '2026-02-02 16:00:00.000001+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-08-035', NULL, '{"order": "035", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (74, '755e6522-3164-5588-837d-05ecaed48c7e', 'opportunity/deal-08', 3, '{"At": "2026-01-18T09:00:00+00:00", "By": "rep1", "To": "BestCase", "From": "Pipeline"}', NULL, 'category_changed', '2026-02-02 16:00:00.000002+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-08-035', NULL, '{"order": "035", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (75, '7d5b30cd-5379-55a7-a33b-c243707f72a7', 'opportunity/deal-08', 4, '{"At": "2026-01-18T09:00:00+00:00", "By": "rep1", "To": 30, "From": 10}', NULL, 'probability_changed', '2026-02-02 16:00:00.000003+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-08-035', NULL, '{"order": "035", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (76, '30cedbd6-8e0d-5e72-a9e3-07fbe6fd5662', 'opportunity/deal-09', 1, '{"At": "2026-01-14T09:00:00+00:00", "By": "rep1", "Name": "Deal 9", "Type": "Renewal", "Owner": "rep2", "Stage": "Prospecting", "Amount": 9000, "Account": "acc2", "Outcome": "open", "Segment": "SMB", "Category": "Pipeline", "Currency": "USD", "CloseDate": "2026-05-21", "Probability": 10}', NULL, 'opportunity_opened', '2026-02-02 17:00:00+00', 'default', 'DealLedger.Core.Opportunities.OpportunityOpened, DealLedger.Core', 'salesforce:open:deal-09-036', NULL, '{"order": "036", "source": "salesforce:open"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (77, '6aefe846-1910-56b1-98e3-e32e36d3104d', 'opportunity/deal-09', 2, '{"At": "2026-01-19T09:00:00+00:00", "By": "rep2", "To": "Proposal", "From": "Prospecting"}', NULL, 'stage_moved', '2026-02-02 17:00:00.000001+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-09-037', NULL, '{"order": "037", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (78, '7428f594-9c5c-5f2d-9b4a-e1d958f9f2cf', 'opportunity/deal-09', 3, '{"At": "2026-01-19T09:00:00+00:00", "By": "rep2", "To": "BestCase", "From": "Pipeline"}', NULL, 'category_changed', '2026-02-02 17:00:00.000002+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-09-037', NULL, '{"order": "037", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (79, '2fb5b0c6-1e47-5f17-91e2-4bd9bc05d243', 'opportunity/deal-09', 4, '{"At": "2026-01-19T09:00:00+00:00", "By": "rep2", "To": 30, "From": 10}', NULL, 'probability_changed', '2026-02-02 17:00:00.000003+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-09-037', NULL, '{"order": "037", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (80, '1318d4f8-fc51-5792-a197-2f99b6911475', 'opportunity/deal-09', 5, '{"At": "2026-01-24T09:00:00+00:00", "By": "rep2", "To": "Verbal", "From": "Proposal"}', NULL, 'stage_moved', '2026-02-02 17:00:00.000004+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-09-038', NULL, '{"order": "038", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (81, '6dbe13ca-4ca4-54cb-b47c-dac2d86a9f30', 'opportunity/deal-09', 6, '{"At": "2026-01-24T09:00:00+00:00", "By": "rep2", "To": "MostLikely", "From": "BestCase"}', NULL, 'category_changed', '2026-02-02 17:00:00.000005+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-09-038', NULL, '{"order": "038", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (82, '625faecc-68af-5a14-9679-5270952f9cde', 'opportunity/deal-09', 7, '{"At": "2026-01-24T09:00:00+00:00", "By": "rep2", "To": 50, "From": 30}', NULL, 'probability_changed', '2026-02-02 17:00:00.000006+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-09-038', NULL, '{"order": "038", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (83, '0b2a0438-427c-5343-9a25-3f687b636118', 'opportunity/deal-09', 8, '{"At": "2026-01-27T09:00:00+00:00", "By": "rep2", "To": "2026-06-13", "From": "2026-05-21"}', NULL, 'close_date_moved', '2026-02-02 17:00:00.000007+00', 'default', 'DealLedger.Core.Opportunities.CloseDateMoved, DealLedger.Core', 'salesforce:history:deal-09-039', NULL, '{"order": "039", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (84, 'a4a6388b-ee92-5c2f-9fe9-f92b4cfb5c3e', 'opportunity/deal-10', 1, '{"At": "2026-01-15T09:00:00+00:00", "By": "rep1", "Name": "Deal 10", "Type": "New", "Owner": "rep1", "Stage": "Prospecting", "Amount": 10000, "Account": "acc1", "Outcome": "open", "Segment": "Enterprise", "Category": "Pipeline", "Currency": "USD", "CloseDate": "2026-05-30", "Probability": 10}', NULL, 'opportunity_opened', '2026-02-02 18:00:00+00', 'default', 'DealLedger.Core.Opportunities.OpportunityOpened, DealLedger.Core', 'salesforce:open:deal-10-040', NULL, '{"order": "040", "source": "salesforce:open"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (85, '6dfbe426-318b-56d7-b765-530f0be33efe', 'opportunity/deal-10', 2, '{"At": "2026-01-20T09:00:00+00:00", "By": "rep1", "To": "Proposal", "From": "Prospecting"}', NULL, 'stage_moved', '2026-02-02 18:00:00.000001+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-10-041', NULL, '{"order": "041", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (86, 'b0f7f63a-e858-5705-8db5-8fd6e71969c2', 'opportunity/deal-10', 3, '{"At": "2026-01-20T09:00:00+00:00", "By": "rep1", "To": "BestCase", "From": "Pipeline"}', NULL, 'category_changed', '2026-02-02 18:00:00.000002+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-10-041', NULL, '{"order": "041", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (87, 'aea64bfe-8c63-5a84-8b22-1d4dada37e30', 'opportunity/deal-10', 4, '{"At": "2026-01-20T09:00:00+00:00", "By": "rep1", "To": 30, "From": 10}', NULL, 'probability_changed', '2026-02-02 18:00:00.000003+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-10-041', NULL, '{"order": "041", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (88, 'b58ff174-3fac-541b-864a-4e010adf8625', 'opportunity/deal-10', 5, '{"At": "2026-01-25T09:00:00+00:00", "By": "rep1", "To": "Verbal", "From": "Proposal"}', NULL, 'stage_moved', '2026-02-02 18:00:00.000004+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-10-042', NULL, '{"order": "042", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (89, '092774ba-d631-5f11-b8f8-86bdc0f7c06f', 'opportunity/deal-10', 6, '{"At": "2026-01-25T09:00:00+00:00", "By": "rep1", "To": "MostLikely", "From": "BestCase"}', NULL, 'category_changed', '2026-02-02 18:00:00.000005+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-10-042', NULL, '{"order": "042", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (90, '039c913f-9f2e-51c5-9767-6c0d40ddff6f', 'opportunity/deal-10', 7, '{"At": "2026-01-25T09:00:00+00:00", "By": "rep1", "To": 50, "From": 30}', NULL, 'probability_changed', '2026-02-02 18:00:00.000006+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-10-042', NULL, '{"order": "042", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (91, '33a979c6-5854-5e73-87a7-89414b58cae0', 'opportunity/deal-10', 8, '{"At": "2026-01-30T09:00:00+00:00", "By": "rep1", "To": "Negotiation", "From": "Verbal"}', NULL, 'stage_moved', '2026-02-02 18:00:00.000007+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-10-043', NULL, '{"order": "043", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (92, 'e152e774-ae09-5f9c-8f3c-643b6430cb25', 'opportunity/deal-10', 9, '{"At": "2026-01-30T09:00:00+00:00", "By": "rep1", "To": "Commit", "From": "MostLikely"}', NULL, 'category_changed', '2026-02-02 18:00:00.000008+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-10-043', NULL, '{"order": "043", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (93, '5ffd0605-ad12-5a80-a2ad-2bf647cff6d2', 'opportunity/deal-10', 10, '{"At": "2026-01-30T09:00:00+00:00", "By": "rep1", "To": 70, "From": 50}', NULL, 'probability_changed', '2026-02-02 18:00:00.000009+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-10-043', NULL, '{"order": "043", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (94, '252e6dbb-279c-57d2-92d1-493b892734d4', 'opportunity/deal-10', 11, '{"At": "2026-02-01T09:00:00+00:00", "By": "lead", "To": 10250.25, "From": 10000}', NULL, 'amount_changed', '2026-02-02 18:00:00.00001+00', 'default', 'DealLedger.Core.Opportunities.AmountChanged, DealLedger.Core', 'user:deal-10-044', NULL, '{"order": "~", "source": "user"}', 'lead', false);
INSERT INTO ledger.mt_events_default VALUES (95, 'c5ef241f-77be-5ae3-b1c1-be004deeeb3f', 'opportunity/deal-10', 12, '{"At": "2026-02-05T09:00:00+00:00", "By": "rep1", "To": "Closed Won", "From": "Negotiation"}', NULL, 'stage_moved', '2026-02-02 18:00:00.000011+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-10-045', NULL, '{"order": "045", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (96, '0f33bd6c-2728-5423-89c4-a77350420281', 'opportunity/deal-10', 13, '{"At": "2026-02-05T09:00:00+00:00", "By": "rep1", "To": "Closed", "From": "Commit"}', NULL, 'category_changed', '2026-02-02 18:00:00.000012+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-10-045', NULL, '{"order": "045", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (97, 'ecb0b85c-a21b-5b9a-b13f-198050c9dc7b', 'opportunity/deal-10', 14, '{"At": "2026-02-05T09:00:00+00:00", "By": "rep1"}', NULL, 'opportunity_won', '2026-02-02 18:00:00.000013+00', 'default', 'DealLedger.Core.Opportunities.OpportunityWon, DealLedger.Core', 'salesforce:history:deal-10-045', NULL, '{"order": "045", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (98, 'fefbda4b-ebe5-5840-bc88-b88ceae43728', 'opportunity/deal-11', 1, '{"At": "2026-01-16T09:00:00+00:00", "By": "rep1", "Name": "Deal 11", "Type": "Renewal", "Owner": "rep1", "Stage": "Prospecting", "Amount": 11000, "Account": "acc2", "Outcome": "open", "Segment": "Enterprise", "Category": "Pipeline", "Currency": "USD", "CloseDate": "2026-06-08", "Probability": 10}', NULL, 'opportunity_opened', '2026-02-02 19:00:00+00', 'default', 'DealLedger.Core.Opportunities.OpportunityOpened, DealLedger.Core', 'salesforce:open:deal-11-046', NULL, '{"order": "046", "source": "salesforce:open"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (99, '296a7263-693a-5cbf-88b8-be8325da783a', 'opportunity/deal-11', 2, '{"At": "2026-01-21T09:00:00+00:00", "By": "rep1", "To": "Proposal", "From": "Prospecting"}', NULL, 'stage_moved', '2026-02-02 19:00:00.000001+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-11-047', NULL, '{"order": "047", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (100, '9fcdb370-f2a6-5662-a5f3-40ef6915daa0', 'opportunity/deal-11', 3, '{"At": "2026-01-21T09:00:00+00:00", "By": "rep1", "To": "BestCase", "From": "Pipeline"}', NULL, 'category_changed', '2026-02-02 19:00:00.000002+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-11-047', NULL, '{"order": "047", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (101, 'f1045f9a-bc60-5e4b-82ca-6c1e395c3249', 'opportunity/deal-11', 4, '{"At": "2026-01-21T09:00:00+00:00", "By": "rep1", "To": 30, "From": 10}', NULL, 'probability_changed', '2026-02-02 19:00:00.000003+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-11-047', NULL, '{"order": "047", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (102, '4ffca681-3c55-5750-b832-dac1bfb19119', 'opportunity/deal-11', 5, '{"At": "2026-01-26T09:00:00+00:00", "By": "rep1", "To": "Verbal", "From": "Proposal"}', NULL, 'stage_moved', '2026-02-02 19:00:00.000004+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-11-048', NULL, '{"order": "048", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (103, '278170c3-c380-5090-95b5-26c5f57c09a0', 'opportunity/deal-11', 6, '{"At": "2026-01-26T09:00:00+00:00", "By": "rep1", "To": "MostLikely", "From": "BestCase"}', NULL, 'category_changed', '2026-02-02 19:00:00.000005+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-11-048', NULL, '{"order": "048", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (104, 'a95d38a0-54fc-5f64-9263-6a7d94e9a828', 'opportunity/deal-11', 7, '{"At": "2026-01-26T09:00:00+00:00", "By": "rep1", "To": 50, "From": 30}', NULL, 'probability_changed', '2026-02-02 19:00:00.000006+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-11-048', NULL, '{"order": "048", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (105, '40aa7995-b2ca-59cc-9a36-db3ab3cf9363', 'opportunity/deal-11', 8, '{"At": "2026-01-31T09:00:00+00:00", "By": "rep1", "To": "Negotiation", "From": "Verbal"}', NULL, 'stage_moved', '2026-02-02 19:00:00.000007+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-11-049', NULL, '{"order": "049", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (106, 'e75db8af-ccc9-52e3-9c11-238d3968da62', 'opportunity/deal-11', 9, '{"At": "2026-01-31T09:00:00+00:00", "By": "rep1", "To": "Commit", "From": "MostLikely"}', NULL, 'category_changed', '2026-02-02 19:00:00.000008+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-11-049', NULL, '{"order": "049", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (107, '49d512f3-4249-5616-a67a-f07ccfaa9a23', 'opportunity/deal-11', 10, '{"At": "2026-01-31T09:00:00+00:00", "By": "rep1", "To": 70, "From": 50}', NULL, 'probability_changed', '2026-02-02 19:00:00.000009+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-11-049', NULL, '{"order": "049", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (108, 'acd7df70-6bff-5d2e-8993-e7c95469e5fb', 'opportunity/deal-11', 11, '{"At": "2026-02-03T09:00:00+00:00", "By": "rep1", "To": "2026-07-03", "From": "2026-06-08"}', NULL, 'close_date_moved', '2026-02-02 19:00:00.00001+00', 'default', 'DealLedger.Core.Opportunities.CloseDateMoved, DealLedger.Core', 'salesforce:history:deal-11-050', NULL, '{"order": "050", "source": "salesforce:history"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (109, 'c63452e6-c5c1-5652-8fbe-ea2bbd52dccd', 'opportunity/deal-12', 1, '{"At": "2026-01-17T09:00:00+00:00", "By": "rep1", "Name": "Deal 12", "Type": "New", "Owner": "rep2", "Stage": "Prospecting", "Amount": 12000.55, "Account": "acc1", "Outcome": "open", "Segment": "SMB", "Category": "Pipeline", "Currency": "USD", "CloseDate": "2026-06-17", "Probability": 10}', NULL, 'opportunity_opened', '2026-02-02 20:00:00+00', 'default', 'DealLedger.Core.Opportunities.OpportunityOpened, DealLedger.Core', 'salesforce:open:deal-12-051', NULL, '{"order": "051", "source": "salesforce:open"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (110, '3f993a06-e5f6-58df-9878-162058313f00', 'opportunity/deal-12', 2, '{"At": "2026-01-22T09:00:00+00:00", "By": "rep2", "To": "Proposal", "From": "Prospecting"}', NULL, 'stage_moved', '2026-02-02 20:00:00.000001+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:deal-12-052', NULL, '{"order": "052", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (111, '8f6d34be-1a38-5a22-96d0-1fba4b45a3ad', 'opportunity/deal-12', 3, '{"At": "2026-01-22T09:00:00+00:00", "By": "rep2", "To": "BestCase", "From": "Pipeline"}', NULL, 'category_changed', '2026-02-02 20:00:00.000002+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:deal-12-052', NULL, '{"order": "052", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (112, 'cb5a51f8-df32-591c-a351-0e193b8780eb', 'opportunity/deal-12', 4, '{"At": "2026-01-22T09:00:00+00:00", "By": "rep2", "To": 30, "From": 10}', NULL, 'probability_changed', '2026-02-02 20:00:00.000003+00', 'default', 'DealLedger.Core.Opportunities.ProbabilityChanged, DealLedger.Core', 'salesforce:history:deal-12-052', NULL, '{"order": "052", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (113, 'b6d47862-f7b3-553b-8474-4fa121704663', 'opportunity/every-kind', 1, '{"At": "2026-02-10T10:00:00+00:00", "By": "rep1", "Name": "Every kind", "Type": "New", "Owner": "rep1", "Stage": "Prospecting", "Amount": 5000, "Account": "acc1", "Outcome": "open", "Segment": "SMB", "Category": "Pipeline", "Currency": "USD", "CloseDate": "2026-03-20", "Probability": 10}', NULL, 'opportunity_opened', '2026-03-01 08:00:00+00', 'default', 'DealLedger.Core.Opportunities.OpportunityOpened, DealLedger.Core', 'salesforce:open:every-kind-053', NULL, '{"order": "053", "source": "salesforce:open"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (114, '9e259006-b29e-5778-9d22-3283a2e7f9fe', 'opportunity/every-kind', 2, '{"At": "2026-02-11T10:00:00+00:00", "By": "rep1", "To": "Every \"kind\", with\nlines", "From": "Every kind"}', NULL, 'opportunity_renamed', '2026-03-01 08:00:00.000001+00', 'default', 'DealLedger.Core.Opportunities.OpportunityRenamed, DealLedger.Core', 'user:every-kind-054', NULL, '{"order": "~", "source": "user"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (115, 'b7191dab-6d11-5130-9461-598486c04764', 'opportunity/every-kind', 3, '{"At": "2026-02-11T11:00:00+00:00", "By": "rep1", "To": "acc2", "From": "acc1"}', NULL, 'account_changed', '2026-03-01 08:00:00.000002+00', 'default', 'DealLedger.Core.Opportunities.AccountChanged, DealLedger.Core', 'user:every-kind-055', NULL, '{"order": "~", "source": "user"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (116, '68fec32f-f11f-5346-9c43-895e8a5aef6e', 'opportunity/every-kind', 4, '{"At": "2026-02-11T12:00:00+00:00", "By": "rep1", "To": "Expansion", "From": "New"}', NULL, 'type_changed', '2026-03-01 08:00:00.000003+00', 'default', 'DealLedger.Core.Opportunities.TypeChanged, DealLedger.Core', 'user:every-kind-056', NULL, '{"order": "~", "source": "user"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (117, '1c9ca33e-d61a-50f8-ba43-7390f6a9e42f', 'opportunity/every-kind', 5, '{"At": "2026-02-11T13:00:00+00:00", "By": "rep1", "To": "Enterprise", "From": "SMB"}', NULL, 'segment_changed', '2026-03-01 08:00:00.000004+00', 'default', 'DealLedger.Core.Opportunities.SegmentChanged, DealLedger.Core', 'user:every-kind-057', NULL, '{"order": "~", "source": "user"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (118, '086b63d1-ef10-5eb9-beac-b259a81fff88', 'opportunity/every-kind', 6, '{"At": "2026-02-12T10:00:00+00:00", "By": "rep1", "To": "EUR", "From": "USD"}', NULL, 'currency_changed', '2026-03-01 08:00:00.000005+00', 'default', 'DealLedger.Core.Opportunities.CurrencyChanged, DealLedger.Core', 'user:every-kind-058', NULL, '{"order": "~", "source": "user"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (119, 'a02b0d9d-c5f1-5104-bbce-969bbcb9bb03', 'opportunity/every-kind', 7, '{"At": "2026-02-12T10:00:00+00:00", "By": "rep1", "To": 5500, "From": 5000}', NULL, 'amount_changed', '2026-03-01 08:00:00.000006+00', 'default', 'DealLedger.Core.Opportunities.AmountChanged, DealLedger.Core', 'user:every-kind-058', NULL, '{"order": "~", "source": "user"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (120, '37f90f9e-f6a9-5cbe-af52-4293fdaa94bd', 'opportunity/every-kind', 8, '{"At": "2026-02-13T10:00:00+00:00", "By": "rep1", "To": "USD", "From": "EUR"}', NULL, 'currency_changed', '2026-03-01 08:00:00.000007+00', 'default', 'DealLedger.Core.Opportunities.CurrencyChanged, DealLedger.Core', 'user:every-kind-059', NULL, '{"order": "~", "source": "user"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (121, 'a44a09f8-ebc0-5615-b38c-41f315800e3e', 'opportunity/every-kind', 9, '{"At": "2026-02-13T11:00:00+00:00", "By": "lead", "Flag": "At risk"}', NULL, 'flag_set', '2026-03-01 08:00:00.000008+00', 'default', 'DealLedger.Core.Opportunities.FlagSet, DealLedger.Core', 'user:every-kind-060', NULL, '{"order": "~", "source": "user"}', 'lead', false);
INSERT INTO ledger.mt_events_default VALUES (122, 'bb8b855d-2edd-547b-9424-76a3deb1f192', 'opportunity/every-kind', 10, '{"At": "2026-02-13T12:00:00+00:00", "By": "lead", "Flag": "Bridge"}', NULL, 'flag_set', '2026-03-01 08:00:00.000009+00', 'default', 'DealLedger.Core.Opportunities.FlagSet, DealLedger.Core', 'user:every-kind-061', NULL, '{"order": "~", "source": "user"}', 'lead', false);
INSERT INTO ledger.mt_events_default VALUES (123, 'b10a25ea-7cc4-578e-bc31-940833a92eea', 'opportunity/every-kind', 11, '{"At": "2026-02-14T10:00:00+00:00", "By": "lead", "Flag": "At risk"}', NULL, 'flag_cleared', '2026-03-01 08:00:00.00001+00', 'default', 'DealLedger.Core.Opportunities.FlagCleared, DealLedger.Core', 'user:every-kind-062', NULL, '{"order": "~", "source": "user"}', 'lead', false);
INSERT INTO ledger.mt_events_default VALUES (124, '468e9b06-da6d-5e82-90ed-5e8763c9a66f', 'opportunity/every-kind', 12, '{"At": "2026-02-14T11:00:00+00:00", "By": "rep1", "To": "text:ba8f27bd9ac45816903b2ba737e58de5:0414a6cdb47381e027482dce315ae6452c928a815a7f1a964d93b52bd573f438"}', NULL, 'next_step_changed', '2026-03-01 08:00:00.000011+00', 'default', 'DealLedger.Core.Opportunities.NextStepChanged, DealLedger.Core', 'user:every-kind-063', NULL, '{"order": "~", "source": "user"}', 'rep1', false);
INSERT INTO ledger.mt_events_default VALUES (125, '9534298c-552e-5882-9841-1e7634955a86', 'opportunity/every-kind', 13, '{"At": "2026-02-15T10:00:00+00:00", "By": "lead", "To": "Commit", "From": "Pipeline", "Reason": "text:ba8ea2c0f3085943b0f3f9c91df65a99:402204fbf452ddefdaa68f17cd1ad740757364b2e7cf9f44d7a746149ab9d075"}', NULL, 'category_overridden', '2026-03-01 08:00:00.000012+00', 'default', 'DealLedger.Core.Opportunities.CategoryOverridden, DealLedger.Core', 'user:every-kind-064', NULL, '{"order": "~", "source": "user"}', 'lead', false);
INSERT INTO ledger.mt_events_default VALUES (126, 'c66b8687-197f-5a43-ac8e-959785800c37', 'opportunity/every-kind', 14, '{"At": "2026-02-16T10:00:00+00:00", "By": "lead", "To": "rep2", "From": "rep1"}', NULL, 'owner_changed', '2026-03-02 08:00:00+00', 'default', 'DealLedger.Core.Opportunities.OwnerChanged, DealLedger.Core', 'user:every-kind-065', NULL, '{"order": "~", "source": "user"}', 'lead', false);
INSERT INTO ledger.mt_events_default VALUES (127, '7e9e7b65-485b-5163-baea-fb78c8bfc349', 'opportunity/every-kind', 15, '{"At": "2026-02-18T10:00:00+00:00", "By": "lead", "To": "Pipeline", "From": "Commit", "Reason": null}', NULL, 'category_override_cleared', '2026-03-02 08:00:00.000001+00', 'default', 'DealLedger.Core.Opportunities.CategoryOverrideCleared, DealLedger.Core', 'user:every-kind-066', NULL, '{"order": "~", "source": "user"}', 'lead', false);
INSERT INTO ledger.mt_events_default VALUES (128, '3e89c7e9-6285-5065-9c2e-889fa17cb9a6', 'opportunity/every-kind', 16, '{"At": "2026-02-19T10:00:00+00:00", "By": "rep2", "To": null, "From": "2026-03-20"}', NULL, 'close_date_moved', '2026-03-02 08:00:00.000002+00', 'default', 'DealLedger.Core.Opportunities.CloseDateMoved, DealLedger.Core', 'user:every-kind-067', NULL, '{"order": "~", "source": "user"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (129, '94cc13e9-e63f-59b5-b157-aa27564b3a3d', 'opportunity/every-kind', 17, '{"At": "2026-02-20T10:00:00+00:00", "By": "rep2", "To": "2026-04-03", "From": null}', NULL, 'close_date_moved', '2026-03-02 08:00:00.000003+00', 'default', 'DealLedger.Core.Opportunities.CloseDateMoved, DealLedger.Core', 'user:every-kind-068', NULL, '{"order": "~", "source": "user"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (130, '663459a5-4f5c-5b2d-9337-24b6a0948d92', 'opportunity/every-kind', 18, '{"At": "2026-02-21T10:00:00+00:00", "By": "rep2", "To": "Closed Lost", "From": "Prospecting"}', NULL, 'stage_moved', '2026-03-02 08:00:00.000004+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:every-kind-069', NULL, '{"order": "069", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (131, '1bbf803d-95c3-5e1e-8cad-e6fabd71f5ae', 'opportunity/every-kind', 19, '{"At": "2026-02-21T10:00:00+00:00", "By": "rep2", "To": "Omitted", "From": "Pipeline"}', NULL, 'category_changed', '2026-03-02 08:00:00.000005+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:every-kind-069', NULL, '{"order": "069", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (132, '7f9fc5c1-8900-5787-90d5-3e41a91bddb5', 'opportunity/every-kind', 20, '{"At": "2026-02-21T10:00:00+00:00", "By": "rep2"}', NULL, 'opportunity_lost', '2026-03-02 08:00:00.000006+00', 'default', 'DealLedger.Core.Opportunities.OpportunityLost, DealLedger.Core', 'salesforce:history:every-kind-069', NULL, '{"order": "069", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (133, 'df4f617d-af45-53b2-868a-642984517613', 'opportunity/every-kind', 21, '{"At": "2026-02-22T10:00:00+00:00", "By": "rep2", "To": "Verbal", "From": "Closed Lost"}', NULL, 'stage_moved', '2026-03-02 08:00:00.000007+00', 'default', 'DealLedger.Core.Opportunities.StageMoved, DealLedger.Core', 'salesforce:history:every-kind-070', NULL, '{"order": "070", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (134, '6607ccff-7cd7-5f32-a741-f0ee18d7bdeb', 'opportunity/every-kind', 22, '{"At": "2026-02-22T10:00:00+00:00", "By": "rep2", "To": "MostLikely", "From": "Omitted"}', NULL, 'category_changed', '2026-03-02 08:00:00.000008+00', 'default', 'DealLedger.Core.Opportunities.CategoryChanged, DealLedger.Core', 'salesforce:history:every-kind-070', NULL, '{"order": "070", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (135, '3bc4afc9-be90-56cc-946f-334fde502b68', 'opportunity/every-kind', 23, '{"At": "2026-02-22T10:00:00+00:00", "By": "rep2"}', NULL, 'opportunity_reopened', '2026-03-02 08:00:00.000009+00', 'default', 'DealLedger.Core.Opportunities.OpportunityReopened, DealLedger.Core', 'salesforce:history:every-kind-070', NULL, '{"order": "070", "source": "salesforce:history"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (136, '524a2b59-da96-5b27-8cac-1004d4bf5ba7', 'opportunity/every-kind', 24, '{"At": "2026-02-23T10:00:00+00:00", "By": "rep2"}', NULL, 'opportunity_deleted', '2026-03-02 08:00:00.00001+00', 'default', 'DealLedger.Core.Opportunities.OpportunityDeleted, DealLedger.Core', 'user:every-kind-071', NULL, '{"order": "~", "source": "user"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (137, 'ca42f9b1-5333-5e3a-ac2b-f574aaf98a4b', 'opportunity/every-kind', 25, '{"At": "2026-02-24T10:00:00+00:00", "By": "rep2"}', NULL, 'opportunity_restored', '2026-03-02 08:00:00.000011+00', 'default', 'DealLedger.Core.Opportunities.OpportunityRestored, DealLedger.Core', 'user:every-kind-072', NULL, '{"order": "~", "source": "user"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (138, 'c2267883-cf22-53bf-92b7-eac1c9e00d72', 'opportunity/every-kind', 26, '{"At": "2026-02-17T10:00:00+00:00", "By": "lead", "To": 6100.75, "From": 5500}', NULL, 'amount_changed', '2026-03-10 08:00:00+00', 'default', 'DealLedger.Core.Opportunities.AmountChanged, DealLedger.Core', 'user:every-kind-073', NULL, '{"order": "~", "source": "user"}', 'lead', false);
INSERT INTO ledger.mt_events_default VALUES (139, '2e70e319-cb02-5298-8358-1dd2575115fe', 'opportunity/deal-03', 12, '{"At": "2026-01-20T12:00:00+00:00", "By": "lead", "To": null, "From": 3000}', NULL, 'amount_changed', '2026-03-10 08:00:00.000001+00', 'default', 'DealLedger.Core.Opportunities.AmountChanged, DealLedger.Core', 'user:deal-03-074', NULL, '{"order": "~", "source": "user"}', 'lead', false);
INSERT INTO ledger.mt_events_default VALUES (140, 'd55769cb-ca94-552e-b78d-bcf968ebee0a', 'opportunity/deal-09', 9, '{"At": "2026-02-20T12:00:00+00:00", "By": "lead", "To": null, "From": "rep2"}', NULL, 'owner_changed', '2026-03-10 08:00:00.000002+00', 'default', 'DealLedger.Core.Opportunities.OwnerChanged, DealLedger.Core', 'user:deal-09-075', NULL, '{"order": "~", "source": "user"}', 'lead', false);
INSERT INTO ledger.mt_events_default VALUES (141, 'a03e6ff5-a1d1-57ac-9593-5b5d9cf92dfa', 'opportunity/twin', 1, '{"At": "2026-02-01T00:00:00+00:00", "By": "rep2", "Name": "Twin", "Type": null, "Owner": "rep2", "Stage": "Proposal", "Amount": 700, "Account": null, "Outcome": "open", "Segment": null, "Category": "BestCase", "Currency": "USD", "CloseDate": "2026-03-31", "Probability": null}', NULL, 'opportunity_opened', '2026-03-10 08:00:00.000003+00', 'default', 'DealLedger.Core.Opportunities.OpportunityOpened, DealLedger.Core', 'salesforce:open:twin-076', NULL, '{"order": "076", "source": "salesforce:open"}', 'rep2', false);
INSERT INTO ledger.mt_events_default VALUES (142, '2d423060-4c22-559c-8784-dec706f9a582', 'opportunity/twin', 2, '{"At": "2026-03-05T00:00:00+00:00", "By": "lead", "Into": "deal-04"}', NULL, 'opportunity_merged', '2026-03-10 08:00:00.000004+00', 'default', 'DealLedger.Core.Opportunities.OpportunityMerged, DealLedger.Core', 'user:twin-077', NULL, '{"order": "~", "source": "user"}', 'lead', false);
INSERT INTO ledger.mt_events_default VALUES (144, '7394188e-f23f-5d99-b47b-45eed12fe2e1', 'opportunity/deal-01', 10, '{"At": "2026-03-11T07:00:00+00:00", "By": "rep1", "To": "Deal one", "From": "Deal 1"}', NULL, 'opportunity_renamed', '2026-03-11 08:00:00+00', 'default', 'DealLedger.Core.Opportunities.OpportunityRenamed, DealLedger.Core', 'user:deal-01-080', NULL, '{"order": "~", "source": "user"}', 'rep1', false);

--
-- Data for Name: mt_streams_acme; Type: TABLE DATA; Schema: ledger; Owner: -
--

INSERT INTO ledger.mt_streams_acme VALUES ('acme', 'opportunity/only', NULL, 2, '2026-11-23 00:16:32.605389+00', '2026-11-23 00:16:32.6032+00', false);

--
-- Data for Name: mt_streams_default; Type: TABLE DATA; Schema: ledger; Owner: -
--

INSERT INTO ledger.mt_streams_default VALUES ('default', 'opportunity/deal-02', NULL, 13, '2026-11-23 00:16:32.453875+00', '2026-11-23 00:16:32.445699+00', false);
INSERT INTO ledger.mt_streams_default VALUES ('default', 'opportunity/deal-04', NULL, 5, '2026-11-23 00:16:32.469968+00', '2026-11-23 00:16:32.465348+00', false);
INSERT INTO ledger.mt_streams_default VALUES ('default', 'opportunity/deal-05', NULL, 8, '2026-11-23 00:16:32.477687+00', '2026-11-23 00:16:32.471713+00', false);
INSERT INTO ledger.mt_streams_default VALUES ('default', 'opportunity/deal-06', NULL, 13, '2026-11-23 00:16:32.487294+00', '2026-11-23 00:16:32.479393+00', false);
INSERT INTO ledger.mt_streams_default VALUES ('default', 'opportunity/deal-07', NULL, 12, '2026-11-23 00:16:32.499058+00', '2026-11-23 00:16:32.489198+00', false);
INSERT INTO ledger.mt_streams_default VALUES ('default', 'opportunity/deal-08', NULL, 4, '2026-11-23 00:16:32.50287+00', '2026-11-23 00:16:32.500942+00', false);
INSERT INTO ledger.mt_streams_default VALUES ('default', 'opportunity/deal-10', NULL, 14, '2026-11-23 00:16:32.521025+00', '2026-11-23 00:16:32.511829+00', false);
INSERT INTO ledger.mt_streams_default VALUES ('default', 'opportunity/deal-11', NULL, 11, '2026-11-23 00:16:32.530229+00', '2026-11-23 00:16:32.522784+00', false);
INSERT INTO ledger.mt_streams_default VALUES ('default', 'opportunity/deal-12', NULL, 4, '2026-11-23 00:16:32.533803+00', '2026-11-23 00:16:32.531922+00', false);
INSERT INTO ledger.mt_streams_default VALUES ('default', 'opportunity/every-kind', NULL, 26, '2026-11-23 00:16:32.593316+00', '2026-11-23 00:16:32.53543+00', false);
INSERT INTO ledger.mt_streams_default VALUES ('default', 'opportunity/deal-03', NULL, 12, '2026-11-23 00:16:32.595426+00', '2026-11-23 00:16:32.455966+00', false);
INSERT INTO ledger.mt_streams_default VALUES ('default', 'opportunity/deal-09', NULL, 9, '2026-11-23 00:16:32.597359+00', '2026-11-23 00:16:32.504556+00', false);
INSERT INTO ledger.mt_streams_default VALUES ('default', 'opportunity/twin', NULL, 2, '2026-11-23 00:16:32.601346+00', '2026-11-23 00:16:32.599129+00', false);
INSERT INTO ledger.mt_streams_default VALUES ('default', 'opportunity/deal-01', NULL, 10, '2026-11-23 00:16:32.6083+00', '2026-11-23 00:16:32.388639+00', false);
INSERT INTO ledger.mt_streams_default VALUES ('default', 'mt_tombstone', NULL, 0, '2026-11-23 00:16:32.674598+00', '2026-11-23 00:16:32.674598+00', false);

--
-- Data for Name: mt_tenant_partitions; Type: TABLE DATA; Schema: ledger; Owner: -
--

INSERT INTO ledger.mt_tenant_partitions VALUES ('default', 'default');
INSERT INTO ledger.mt_tenant_partitions VALUES ('acme', 'acme');

-- Name: mt_events_sequence; Type: SEQUENCE SET; Schema: ledger; Owner: -

SELECT pg_catalog.setval('ledger.mt_events_sequence', 1, false);

-- Name: mt_events_sequence_acme; Type: SEQUENCE SET; Schema: ledger; Owner: -

SELECT pg_catalog.setval('ledger.mt_events_sequence_acme', 2, true);

-- Name: mt_events_sequence_default; Type: SEQUENCE SET; Schema: ledger; Owner: -

SELECT pg_catalog.setval('ledger.mt_events_sequence_default', 144, true);

-- Name: account account_pkey; Type: CONSTRAINT; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (tenant_id, account_id);

-- Name: deal_change deal_change_pkey; Type: CONSTRAINT; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.deal_change
    ADD CONSTRAINT deal_change_pkey PRIMARY KEY (tenant_id, deal_id, first_position, known_from);

-- Name: deal_change_acme deal_change_acme_pkey; Type: CONSTRAINT; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.deal_change_acme
    ADD CONSTRAINT deal_change_acme_pkey PRIMARY KEY (tenant_id, deal_id, first_position, known_from);

-- Name: deal_change_default deal_change_default_pkey; Type: CONSTRAINT; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.deal_change_default
    ADD CONSTRAINT deal_change_default_pkey PRIMARY KEY (tenant_id, deal_id, first_position, known_from);

-- Name: person person_pkey; Type: CONSTRAINT; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (tenant_id, person_id);

-- Name: projection projection_pkey; Type: CONSTRAINT; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.projection
    ADD CONSTRAINT projection_pkey PRIMARY KEY (tenant_id);

-- Name: schema_version schema_version_pkey; Type: CONSTRAINT; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (version);

-- Name: stage stage_pkey; Type: CONSTRAINT; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.stage
    ADD CONSTRAINT stage_pkey PRIMARY KEY (tenant_id, name);

-- Name: tenant tenant_pkey; Type: CONSTRAINT; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.tenant
    ADD CONSTRAINT tenant_pkey PRIMARY KEY (tenant_id);

-- Name: text text_pkey; Type: CONSTRAINT; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.text
    ADD CONSTRAINT text_pkey PRIMARY KEY (tenant_id, text_id);

-- Name: mt_events pkey_mt_events_seq_id_tenant_id; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.mt_events
    ADD CONSTRAINT pkey_mt_events_seq_id_tenant_id PRIMARY KEY (seq_id, tenant_id);

-- Name: mt_events_acme mt_events_acme_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.mt_events_acme
    ADD CONSTRAINT mt_events_acme_pkey PRIMARY KEY (seq_id, tenant_id);

-- Name: mt_events_default mt_events_default_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.mt_events_default
    ADD CONSTRAINT mt_events_default_pkey PRIMARY KEY (seq_id, tenant_id);

-- Name: mt_streams pkey_mt_streams_tenant_id_id; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.mt_streams
    ADD CONSTRAINT pkey_mt_streams_tenant_id_id PRIMARY KEY (tenant_id, id);

-- Name: mt_streams_acme mt_streams_acme_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.mt_streams_acme
    ADD CONSTRAINT mt_streams_acme_pkey PRIMARY KEY (tenant_id, id);

-- Name: mt_streams_default mt_streams_default_pkey; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.mt_streams_default
    ADD CONSTRAINT mt_streams_default_pkey PRIMARY KEY (tenant_id, id);

-- Name: mt_tenant_partitions pkey_mt_tenant_partitions_partition_value; Type: CONSTRAINT; Schema: ledger; Owner: -

ALTER TABLE ONLY ledger.mt_tenant_partitions
    ADD CONSTRAINT pkey_mt_tenant_partitions_partition_value PRIMARY KEY (partition_value);

-- Name: deal_change_by_instant; Type: INDEX; Schema: dealledger; Owner: -

CREATE INDEX deal_change_by_instant ON ONLY dealledger.deal_change USING btree (at) WHERE (known_to = '9223372036854775807'::bigint);

-- Name: deal_change_acme_at_idx; Type: INDEX; Schema: dealledger; Owner: -

CREATE INDEX deal_change_acme_at_idx ON dealledger.deal_change_acme USING btree (at) WHERE (known_to = '9223372036854775807'::bigint);

-- Name: deal_change_pushes; Type: INDEX; Schema: dealledger; Owner: -

CREATE INDEX deal_change_pushes ON ONLY dealledger.deal_change USING btree (at) WHERE (push_days IS NOT NULL);

-- Name: deal_change_acme_at_idx1; Type: INDEX; Schema: dealledger; Owner: -

CREATE INDEX deal_change_acme_at_idx1 ON dealledger.deal_change_acme USING btree (at) WHERE (push_days IS NOT NULL);

-- Name: deal_change_by_close_date; Type: INDEX; Schema: dealledger; Owner: -

CREATE INDEX deal_change_by_close_date ON ONLY dealledger.deal_change USING btree (close_date, valid_to) WHERE ((known_to = '9223372036854775807'::bigint) AND (NOT deleted));

-- Name: deal_change_acme_close_date_valid_to_idx; Type: INDEX; Schema: dealledger; Owner: -

CREATE INDEX deal_change_acme_close_date_valid_to_idx ON dealledger.deal_change_acme USING btree (close_date, valid_to) WHERE ((known_to = '9223372036854775807'::bigint) AND (NOT deleted));

-- Name: deal_change_default_at_idx; Type: INDEX; Schema: dealledger; Owner: -

CREATE INDEX deal_change_default_at_idx ON dealledger.deal_change_default USING btree (at) WHERE (known_to = '9223372036854775807'::bigint);

-- Name: deal_change_default_at_idx1; Type: INDEX; Schema: dealledger; Owner: -

CREATE INDEX deal_change_default_at_idx1 ON dealledger.deal_change_default USING btree (at) WHERE (push_days IS NOT NULL);

-- Name: deal_change_default_close_date_valid_to_idx; Type: INDEX; Schema: dealledger; Owner: -

CREATE INDEX deal_change_default_close_date_valid_to_idx ON dealledger.deal_change_default USING btree (close_date, valid_to) WHERE ((known_to = '9223372036854775807'::bigint) AND (NOT deleted));

-- Name: pk_mt_events_stream_and_version; Type: INDEX; Schema: ledger; Owner: -

CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON ONLY ledger.mt_events USING btree (tenant_id, stream_id, version);

-- Name: mt_events_acme_tenant_id_stream_id_version_idx; Type: INDEX; Schema: ledger; Owner: -

CREATE UNIQUE INDEX mt_events_acme_tenant_id_stream_id_version_idx ON ledger.mt_events_acme USING btree (tenant_id, stream_id, version);

-- Name: mt_events_default_tenant_id_stream_id_version_idx; Type: INDEX; Schema: ledger; Owner: -

CREATE UNIQUE INDEX mt_events_default_tenant_id_stream_id_version_idx ON ledger.mt_events_default USING btree (tenant_id, stream_id, version);

-- Name: deal_change_acme_at_idx; Type: INDEX ATTACH; Schema: dealledger; Owner: -

ALTER INDEX dealledger.deal_change_by_instant ATTACH PARTITION dealledger.deal_change_acme_at_idx;

-- Name: deal_change_acme_at_idx1; Type: INDEX ATTACH; Schema: dealledger; Owner: -

ALTER INDEX dealledger.deal_change_pushes ATTACH PARTITION dealledger.deal_change_acme_at_idx1;

-- Name: deal_change_acme_close_date_valid_to_idx; Type: INDEX ATTACH; Schema: dealledger; Owner: -

ALTER INDEX dealledger.deal_change_by_close_date ATTACH PARTITION dealledger.deal_change_acme_close_date_valid_to_idx;

-- Name: deal_change_acme_pkey; Type: INDEX ATTACH; Schema: dealledger; Owner: -

ALTER INDEX dealledger.deal_change_pkey ATTACH PARTITION dealledger.deal_change_acme_pkey;

-- Name: deal_change_default_at_idx; Type: INDEX ATTACH; Schema: dealledger; Owner: -

ALTER INDEX dealledger.deal_change_by_instant ATTACH PARTITION dealledger.deal_change_default_at_idx;

-- Name: deal_change_default_at_idx1; Type: INDEX ATTACH; Schema: dealledger; Owner: -

ALTER INDEX dealledger.deal_change_pushes ATTACH PARTITION dealledger.deal_change_default_at_idx1;

-- Name: deal_change_default_close_date_valid_to_idx; Type: INDEX ATTACH; Schema: dealledger; Owner: -

ALTER INDEX dealledger.deal_change_by_close_date ATTACH PARTITION dealledger.deal_change_default_close_date_valid_to_idx;

-- Name: deal_change_default_pkey; Type: INDEX ATTACH; Schema: dealledger; Owner: -

ALTER INDEX dealledger.deal_change_pkey ATTACH PARTITION dealledger.deal_change_default_pkey;

-- Name: mt_events_acme_pkey; Type: INDEX ATTACH; Schema: ledger; Owner: -

ALTER INDEX ledger.pkey_mt_events_seq_id_tenant_id ATTACH PARTITION ledger.mt_events_acme_pkey;

-- Name: mt_events_acme_tenant_id_stream_id_version_idx; Type: INDEX ATTACH; Schema: ledger; Owner: -

ALTER INDEX ledger.pk_mt_events_stream_and_version ATTACH PARTITION ledger.mt_events_acme_tenant_id_stream_id_version_idx;

-- Name: mt_events_default_pkey; Type: INDEX ATTACH; Schema: ledger; Owner: -

ALTER INDEX ledger.pkey_mt_events_seq_id_tenant_id ATTACH PARTITION ledger.mt_events_default_pkey;

-- Name: mt_events_default_tenant_id_stream_id_version_idx; Type: INDEX ATTACH; Schema: ledger; Owner: -

ALTER INDEX ledger.pk_mt_events_stream_and_version ATTACH PARTITION ledger.mt_events_default_tenant_id_stream_id_version_idx;

-- Name: mt_streams_acme_pkey; Type: INDEX ATTACH; Schema: ledger; Owner: -

ALTER INDEX ledger.pkey_mt_streams_tenant_id_id ATTACH PARTITION ledger.mt_streams_acme_pkey;

-- Name: mt_streams_default_pkey; Type: INDEX ATTACH; Schema: ledger; Owner: -

ALTER INDEX ledger.pkey_mt_streams_tenant_id_id ATTACH PARTITION ledger.mt_streams_default_pkey;

-- Name: account account_tenant_id_fkey; Type: FK CONSTRAINT; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.account
    ADD CONSTRAINT account_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES dealledger.tenant(tenant_id);

-- Name: person person_tenant_id_fkey; Type: FK CONSTRAINT; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.person
    ADD CONSTRAINT person_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES dealledger.tenant(tenant_id);

-- Name: projection projection_tenant_id_fkey; Type: FK CONSTRAINT; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.projection
    ADD CONSTRAINT projection_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES dealledger.tenant(tenant_id);

-- Name: stage stage_tenant_id_fkey; Type: FK CONSTRAINT; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.stage
    ADD CONSTRAINT stage_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES dealledger.tenant(tenant_id);

-- Name: text text_tenant_id_fkey; Type: FK CONSTRAINT; Schema: dealledger; Owner: -

ALTER TABLE ONLY dealledger.text
    ADD CONSTRAINT text_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES dealledger.tenant(tenant_id);

--
-- PostgreSQL database dump complete
--
