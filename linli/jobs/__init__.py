"""What the worker runs on time: one module a room, thin, like the blueprints."""
