"""`make bench`: every benchmark, one after the other, into RESULTS.md."""

from benchmarks import figures, grading, training

training.main()
figures.main()
grading.main()
