"""Pure rules of the room: how things go on, how people are named, what counts, what is alike."""
