"""What is made of the records of a batch: import files for Canvas and Moodle, a class report, nbgrader's gradebook."""
