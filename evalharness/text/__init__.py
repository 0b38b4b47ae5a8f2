"""Text: a document and its views, with offsets into the untouched text."""
