"""What benchmarks/rouge.py is made of."""
