"""The instructor's page: what is stored of a graded class → statistics → one HTML file."""
