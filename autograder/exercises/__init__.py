"""One module a lecture: its exercises, in the order of the notebook."""
