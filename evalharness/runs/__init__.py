"""Runs: the folder that one evaluation leaves, written so that a kill at any moment loses nothing that was scored."""
