"""The course's library as the grader sends it: modules from memory, without the functions that answer an exercise."""

import importlib.abc
import importlib.util
import marshal
import sys


class _FromMemory(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds and runs the modules of `library`: {name: (is it a package, its code, marshalled)}."""

    def __init__(self, library):
        self.library = library

    def find_spec(self, name, path=None, target=None):
        if name not in self.library:
            return None
        is_package, _ = self.library[name]
        return importlib.util.spec_from_loader(name, self, is_package=is_package)

    def exec_module(self, module):
        _, code = self.library[module.__name__]
        exec(marshal.loads(code), vars(module))


def install(library: dict):
    """From now on `import course_lib.nn` and the like take what was sent."""
    sys.meta_path.insert(0, _FromMemory(library))
