"""The gate: authority → decide → plan → run → log → release. It alone holds driver, policy, log and keys."""
