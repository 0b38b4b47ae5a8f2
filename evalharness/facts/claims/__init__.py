"""Claims: who did what, whether, how surely and by whose word; held against the source by light syntax of our own."""
