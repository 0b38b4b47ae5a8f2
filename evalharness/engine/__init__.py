"""Engine: examples in, lines of items out, in order, whatever the number of workers."""
