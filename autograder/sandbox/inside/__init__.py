"""The student's side: with autograder/runtime this is all of the autograder that student code can reach."""
