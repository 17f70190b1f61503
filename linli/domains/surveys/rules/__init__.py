"""What a questionnaire may be, what answers fit it, and what they add up to: pure functions."""
