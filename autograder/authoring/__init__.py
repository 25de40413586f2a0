"""From a lecture's source to notebooks, and what an author of lectures needs."""
