#!/bin/sh
# Make the three secrets that compose.yaml reads, once. The folder is closed; the files are readable, since a container reads them
# as a user of its own.
set -eu
[ ! -d secrets ] || exit 0
random() { head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
rm -rf secrets.new
mkdir -m 700 secrets.new
password=$(random)
random >secrets.new/key
printf %s "$password" >secrets.new/database_password
printf 'postgres://qafila:%s@postgres/qafila' "$password" >secrets.new/database_url
chmod 644 secrets.new/*
mv secrets.new secrets
