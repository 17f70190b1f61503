"""The rules of tickets, without a database: steps, clocks, routes, ratings, figures."""
