"""What can be asked about the owners' committee."""
