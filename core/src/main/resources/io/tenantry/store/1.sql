-- Everything that Tenantry remembers between runs. Times are microseconds since 1970, except those of leases: the
-- milliseconds of the database's own clock.
create table tenantry_schema (
  one integer primary key check (one = 1),
  version integer not null,
  readable_from integer not null
);
create table tenantry_lease (
  name text primary key,
  holder text not null,
  fence bigint not null,
  expires bigint not null
);
create table tenantry_run (
  id text primary key,
  seq bigint not null,
  plan text not null,
  policy text not null,
  approved_by text not null,
  started bigint not null
);
create index tenantry_run_seq on tenantry_run (seq);
create index tenantry_run_plan on tenantry_run (plan, started);
-- The entries say what the audit trail needs if nobody learns the outcome; null once rows of the trail say it.
create table tenantry_call (
  run text not null,
  num bigint not null,
  seq bigint not null,
  what text not null,
  entries text,
  intended bigint not null,
  result text,
  detail text,
  concluded bigint,
  settled integer not null,
  primary key (run, num)
);
create index tenantry_call_seq on tenantry_call (seq);
create index tenantry_call_open on tenantry_call (seq) where result is null or result = 'UNKNOWN' or settled = 0;
create table tenantry_removal (
  run text not null,
  num bigint not null,
  tenant text not null,
  kind text not null,
  count bigint not null,
  at bigint not null,
  primary key (run, num, tenant, kind)
);
create index tenantry_removal_at on tenantry_removal (at);
create table tenantry_link (
  identity text primary key,
  account text not null unique
);
-- Without an external id the account is known to carry none.
create table tenantry_mark (
  account text primary key,
  external_id text
);
create table tenantry_note (
  kind text not null,
  name text not null,
  value text not null,
  primary key (kind, name)
);
-- The last row of each tenant's trail; locked while rows are added.
create table tenantry_head (
  tenant text primary key,
  num bigint not null,
  hash text not null
);
create table tenantry_audit (
  tenant text not null,
  num bigint not null,
  line text not null,
  hash text not null,
  primary key (tenant, num)
);
-- The clear texts that a row's line binds by their digests; erasing a person deletes them.
create table tenantry_opening (
  tenant text not null,
  num bigint not null,
  seal integer not null,
  salt text not null,
  body text not null,
  primary key (tenant, num, seal)
);
insert into tenantry_schema (one, version, readable_from) values (1, 1, 1);
