"""Pure rules of rating: grading words, catalogues, and how points become a star. Whole numbers only."""
