"""LECTURE TITLE: the functions that the lecture's students write. Say here what they are about."""

# MODULE
