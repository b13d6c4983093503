"""`make bench`: every benchmark, one after the other, into RESULTS.md; but `benchmarks.mnist` takes half an hour more."""

from benchmarks import figures, grading, speed, training

training.main()
speed.main()
figures.main()
grading.main()
