"""Student code in a confined process of its own, and the trusted side's view of it. README.md has the picture."""
