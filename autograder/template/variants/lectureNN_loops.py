"""Right answers in another style: whatever is right has to earn all points. One module for each other style."""

# VARIANTS
