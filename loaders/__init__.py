"""Selections become statements. No input or output here: a selection and a decision go in, a `Plan` comes out."""
