"""Where the course's files lie and which packages its library is: the project's own, or an author's."""
