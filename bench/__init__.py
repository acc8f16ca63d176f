"""Benchmarks: the real application beside its peers, in one run, as ratios."""
