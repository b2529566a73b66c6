-- Another id of a tenant must not empty its window of limits, so a removal says in which division it was; null for
-- those of before, and where the division is not known.
alter table tenantry_removal add column division text;
update tenantry_schema set version = 2;
