"""What can be done in the exchange. Every verb takes its moment as `now` and commits nothing."""
