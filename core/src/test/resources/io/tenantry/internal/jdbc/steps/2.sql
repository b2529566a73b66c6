-- Step 2 is of one statement more than it needs, so that a fault can come between them.
create table demo_item (name text primary key, n bigint not null);
create index demo_item_n on demo_item (n);

insert into demo_item (name, n) values ('counter; of calls', 0);
update demo_schema set version = 2, readable_from = 1;
