"""The course as a static site to read: pages from the built notebooks, set by Sphinx, nothing executed."""
