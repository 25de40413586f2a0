"""The course's part of a jupyterhub_config.py: copy these lines into yours and change the names."""

from autograder.hub import course_hub

c = get_config()  # noqa: F821 (JupyterHub defines it)
course_hub(
    c,
    course="mlp",
    folder="/srv/mlp/course",
    exchange="/srv/mlp/exchange",
    account="mlp-course",
    instructors={"grace"},
    students={"ada", "boris"},
    port=9999,
)
