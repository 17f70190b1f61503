"""The proof that linli does what it says; folders mirror the house."""
