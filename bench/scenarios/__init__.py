"""The scenarios: each a module with `run(field, options)`, which returns its figures."""
