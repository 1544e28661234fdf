-- The three roles and one database with PostGIS. Run by the superuser through psql, any number of times.
-- The owner may make databases, which have PostGIS from template1: a backup is restored into a new one.
-- Variables: database, owner_password, writer_password, reader_password, for_tests (on or off).
-- The tables and what each role may do with them come from the migrations.
set client_min_messages = warning;

select format('create role %I login', name)
from (values ('geo_owner'), ('geo_writer'), ('geo_reader')) as roles (name)
where not exists (select from pg_roles where rolname = name) \gexec

alter role geo_owner password :'owner_password' nosuperuser nocreaterole createdb;
alter role geo_writer password :'writer_password' nosuperuser nocreaterole nocreatedb;
alter role geo_reader password :'reader_password' nosuperuser nocreaterole nocreatedb;
alter role geo_reader set default_transaction_read_only = on;

\connect template1
set client_min_messages = warning;
create extension if not exists postgis;
\connect postgres

select format('create database %I owner geo_owner', :'database')
where not exists (select from pg_database where datname = :'database') \gexec

\connect :database
set client_min_messages = warning;
create extension if not exists postgis;

-- Only the three roles come in; the writer stages through temporary tables.
revoke all on database :"database" from public;
grant connect on database :"database" to geo_writer, geo_reader;
grant temporary on database :"database" to geo_writer;

\if :for_tests
-- Tests clone this database, each for itself.
alter database :"database" is_template true;
\endif
