"""How people spell rooms, areas, names, telephone numbers and states: pure text to values."""
