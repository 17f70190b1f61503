"""The law of owners' votes as pure functions on whole numbers. No database, no clock."""
