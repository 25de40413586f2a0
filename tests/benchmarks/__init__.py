"""Speed, as ratios and medians; nothing here is a test."""
