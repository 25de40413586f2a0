"""Where the course's files lie: the project's own, or an author's."""
