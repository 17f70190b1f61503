"""What people do to prices and bills."""
