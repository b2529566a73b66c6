-- Step 1 of the tables that the tests use.
create table demo_schema (
  one integer primary key check (one = 1),
  version integer not null,
  readable_from integer not null
);
create table demo_lease (
  name text primary key,
  holder text not null,
  fence bigint not null,
  expires bigint not null
);
insert into demo_schema (one, version, readable_from) values (1, 1, 1);
