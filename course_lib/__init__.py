"""Downhill: learn how neural networks work by moving them.

The package behind the lessons. `import course_lib` is light: NumPy alone. The rooms load when they are first
used: `course_lib.nn`, `course_lib.data`, `course_lib.training`, `course_lib.figures`, `course_lib.exercises`.
See docs/architecture.md for what each room does and what it may import.
"""

__version__ = "0.1.0"
