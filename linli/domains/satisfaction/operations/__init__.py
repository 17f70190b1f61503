"""What is done with the yearly round."""
