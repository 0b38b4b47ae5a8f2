"""Facts: what a text states that can be checked (figures, dates, names, quotations), and what a source says of it."""
