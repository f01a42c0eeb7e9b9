# PostgreSQL from the system's packages. It refuses to run as root, so root runs it as the user postgres. It listens on a
# socket in a directory of its own and nowhere else: who may look into that may use it.

ensure_postgres() {
    compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || without_services postgresql.service packages "A cluster needs PostgreSQL" postgresql
}

# postgres's user may not look into root's directories.
postgres_dir() {
    if [ "$(id -u)" = 0 ]; then
        echo "/var/lib/postgresql/benchcluster-$(printf %s "$CLUSTER" | sha256sum | cut -c1-12)"
    else
        echo "$CLUSTER/postgres"
    fi
}

as_postgres() {
    local program
    program=$(compgen -G "/usr/lib/postgresql/*/bin/$1" | sort -V | tail -n 1)
    shift
    if [ "$(id -u)" = 0 ]; then
        (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups "$program" "$@")
    else
        "$program" "$@"
    fi
}

postgres_runs() { [ -d "$(postgres_dir)/data" ] && as_postgres pg_ctl status -D "$(postgres_dir)/data" >/dev/null 2>&1; }

start_postgres() {
    local at port
    at=$(postgres_dir) port=$(postgres_port)
    if [ ! -d "$at/data" ]; then
        mkdir -p -m 700 "$at"
        [ "$(id -u)" != 0 ] || chown postgres "$at"
        as_postgres initdb -D "$at/data" -U bench --auth=trust -E UTF8 --locale=C.UTF-8
    fi
    as_postgres pg_ctl start -D "$at/data" -w -t 60 -l "$at/log" -o "-p $port -k $at -c listen_addresses= -c max_connections=300" >/dev/null
    as_postgres psql -h "$at" -p "$port" -U bench -d postgres -tAc "SELECT 1 FROM pg_database WHERE datname = 'bench'" | grep -q 1 \
        || as_postgres createdb -h "$at" -p "$port" -U bench bench
}
