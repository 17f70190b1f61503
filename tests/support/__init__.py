"""What the tests stand on: a PostgreSQL cluster, a browser, the marks that name features."""
