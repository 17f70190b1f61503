"""Pure rules of the yearly satisfaction round."""
