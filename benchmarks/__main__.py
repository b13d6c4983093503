"""`make bench`: every benchmark, one after the other, into RESULTS.md."""

from benchmarks import figures, training

training.main()
figures.main()
