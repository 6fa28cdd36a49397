"""The gate (placeholder until the planner lands)."""
