# PostgreSQL from the system's packages. It refuses to run as root, so root runs it as the user postgres.

ensure_postgres() {
    compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || packages "A cluster needs PostgreSQL" postgresql
}

