"""What people do to votes. Every verb takes its moment as `now`; casting asks the database's clock. No commits."""
