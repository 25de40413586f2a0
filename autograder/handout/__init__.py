"""What is handed out to students: notebooks, the closed library, and checks that run from recorded cases."""
