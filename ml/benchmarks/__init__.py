"""What the engine does, in numbers: `python -m ml.benchmarks accuracy|throughput`."""
