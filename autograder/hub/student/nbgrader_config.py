"""nbgrader's exchange, for students and for the course itself. It needs no part of the course, so it can be copied.

The environment names what differs from place to place: MLPKIT_COURSE_ID, and MLPKIT_EXCHANGE for the folder that
everyone may write to (nbgrader's own is /usr/local/share/nbgrader/exchange).
"""

import os

c = get_config()  # noqa: F821 (nbgrader defines it)
c.CourseDirectory.course_id = os.environ.get("MLPKIT_COURSE_ID") or "mlp"
if os.environ.get("MLPKIT_EXCHANGE"):
    c.Exchange.root = os.environ["MLPKIT_EXCHANGE"]
# One folder for the course in a student's home, with the lectures in it; other courses keep out of its way.
c.Exchange.path_includes_course = True
# nbgrader 0.9 reads "+0200" as 200 seconds and "CEST" as UTC: in any other zone, who is late would come out wrong.
c.Exchange.timezone = "UTC"
# A renamed notebook is refused while its author can still name it back; feedback finds its way by the name.
c.ExchangeSubmit.strict = True
