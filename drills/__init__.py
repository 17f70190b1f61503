"""Long runs with real processes: kill, fault and load; `make drill` runs them."""
