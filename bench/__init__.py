"""Benchmarks: speeds as ratios against a peer or a floor, measured in the same run on the same machine."""
