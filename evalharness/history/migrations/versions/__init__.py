"""One file a step; none is changed once it is published."""
