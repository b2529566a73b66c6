-- What identity providers pushed, a provider's connection beside the other. Times are milliseconds since 1970. A moment is
-- the number of a write to a connection.
create table scim_schema (
  one integer primary key check (one = 1),
  version integer not null,
  readable_from integer not null
);
-- "first_cycle" is OPEN until an operator says that everybody was pushed, then FINISHED; or RESTORED, after a backup.
-- "groups_moment" is when a group last became known or unknown, which concerns everybody.
create table scim_connection (
  name text primary key,
  moment bigint not null,
  first_cycle text not null,
  groups_moment bigint not null
);
-- The newest moments, each with a random mark: after a backup was restored, a moment comes again with another mark.
create table scim_moment (
  connection text not null,
  moment bigint not null,
  mark text not null,
  primary key (connection, moment)
);
create table scim_token (
  hash text primary key,
  connection text not null,
  label text not null,
  issued bigint not null
);
create unique index scim_token_label on scim_token (connection, label);
-- "name" is the label in the form in which names are compared. A version is the moment of the last change. The
-- attributes that had a value and have none now are in "emptied", as a JSON array.
create table scim_resource (
  connection text not null,
  kind text not null,
  id text not null,
  name text not null,
  label text not null,
  external_id text,
  active integer not null,
  born bigint not null,
  version bigint not null,
  created bigint not null,
  modified bigint not null,
  body text not null,
  emptied text not null,
  primary key (connection, kind, id)
);
create unique index scim_resource_name on scim_resource (connection, kind, name);
create index scim_resource_external_id on scim_resource (connection, kind, external_id);
create index scim_resource_born on scim_resource (connection, kind, born);
-- A member may be pushed before the user: then it counts once the user is there.
create table scim_member (
  connection text not null,
  group_id text not null,
  user_id text not null,
  primary key (connection, group_id, user_id)
);
create index scim_member_user on scim_member (connection, user_id);
-- Every name that a group ever had. A name that no group has now is known to have no members.
create table scim_group_name (
  connection text not null,
  label text not null,
  primary key (connection, label)
);
-- At which moment a user changed last. A user who was deleted is kept here as long as a watermark may ask.
create table scim_change (
  connection text not null,
  user_id text not null,
  moment bigint not null,
  deleted integer not null,
  primary key (connection, user_id)
);
create index scim_change_moment on scim_change (connection, moment);
-- Pushes that were refused and not made good since: of a resource by its id, of one that is not there by its name.
-- "wanted" is the name that another resource had.
create table scim_refusal (
  connection text not null,
  kind text not null,
  subject text not null,
  known integer not null,
  reason text not null,
  wanted text not null,
  at bigint not null,
  primary key (connection, kind, subject)
);
insert into scim_schema (one, version, readable_from) values (1, 1, 1);
