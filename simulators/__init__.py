"""Small programs that stand in for the outside world, to try linli against. They know nothing of linli."""
