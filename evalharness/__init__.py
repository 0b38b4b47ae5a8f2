"""Score rewrites of wire articles: ROUGE, fact retention and hallucination flags, with the evidence."""
