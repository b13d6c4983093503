"""Submissions that cheat, break out, hang, crash or spy: each has the score it deserves, and nobody else notices.

All are graded in one batch with honest ones between them. Every case is a submission of lesson 00 (three exercises of
one point each), most with an evil answer to `valley_slope`.
"""

import os
import socket
import time

import pytest

from course_lib.grading import view

pytestmark = pytest.mark.slow
LIMITS = ("--cell-seconds", "2", "--seconds", "40")


def body(*lines):
    """A `valley_slope` whose body is these lines."""
    return "\n".join(["def valley_slope(x):", *(f"    {line}" for line in lines)])


WRONG_BODY = body("return 0 * x")
# Who looks for the answer instead of writing it. Two of three points; the third if it were found.
THIEVES = {
    "imports_the_spec": "from course_lib.exercises.lesson_00 import valley_slope",
    "imports_the_spec_late": body(
        "from course_lib.exercises import lesson_00", "return lesson_00.valley_slope(x)"
    ),
    "asks_for_the_solution": (
        "from course_lib.exercises import solution, get_exercise\n"
        "try:\n    exec(solution('valley_slope').code)\nexcept Exception:\n    valley_slope = get_exercise('valley_slope').reference"
    ),
    "walks_the_stack": body(
        "import sys",
        "frame = sys._getframe()",
        "while frame:",
        "    for name, value in [*frame.f_locals.items(), *frame.f_globals.items()]:",
        "        if name in ('expected', 'reference', 'trials', 'exercise', 'solution'):",
        "            return getattr(value, 'reference', value)",
        "    frame = frame.f_back",
        "return 0 * x",
    ),
    "searches_the_memory": body(
        "import gc",
        "for thing in gc.get_objects():",
        "    if type(thing).__name__ == 'Exercise' and thing.id == 'valley_slope':",
        "        return thing.reference(x)",
        "    if type(thing).__name__ == 'function' and thing.__name__ == 'valley_slope' and thing is not valley_slope:",
        "        return thing(x)",
        "return 0 * x",
    ),
    "searches_the_disk": (
        "import os, re\nvalley_slope = lambda x: 0 * x\n"
        "for top in ('/downhill', '@COURSE@', '/root', '/home', '/tmp', '/usr/lib/python3', os.getcwd(), os.path.dirname(os.__file__)):\n"
        "    for folder, _, files in os.walk(top):\n"
        "        for file in files:\n"
        "            if re.match(r'lesson_\\d\\d|\\d\\d_.*(ipynb|py)$', file):\n"
        "                text = open(os.path.join(folder, file)).read()\n"
        "                if 'def valley_slope' in text:\n"
        "                    exec(text[text.index('def valley_slope'):].split('\\n\\n')[0])\n"
    ),
    "equal_to_everything": (
        "class Same:\n    def __eq__(self, other): return True\n    def __ne__(self, other): return False\n"
        "    __hash__ = None\n    __array_priority__ = 1e9\n    shape = ()\n    dtype = float\n"
        "    def __float__(self): return 0.0\ndef valley_slope(x): return Same()"
    ),
    "a_float_equal_to_everything": (
        "class Same(float):\n    def __eq__(self, other): return True\n    def __sub__(self, other): return 0.0\n"
        "    __rsub__ = __sub__\n    def __abs__(self): return 0.0\n    def __hash__(self): return 0\n"
        "def valley_slope(x): return Same(0)"
    ),
    "an_array_equal_to_everything": (
        "class Same(np.ndarray):\n    def __array_ufunc__(self, ufunc, method, *inputs, **more):\n"
        "        return np.ones(self.shape, bool) if ufunc in (np.equal, np.less_equal) else np.zeros(self.shape)\n"
        "    def __eq__(self, other): return np.ones(self.shape, bool)\n"
        "def valley_slope(x): return np.zeros(np.shape(x)).view(Same)"
    ),
    "lies_about_its_class": (
        "class Liar:\n    __class__ = np.ndarray\n    shape = ()\n    def __array__(self, *a, **k): return np.zeros(())\n"
        "    def __eq__(self, other): return True\ndef valley_slope(x): return Liar()"
    ),
    "pickles_itself_into_code": (
        "import os\nclass Bomb:\n    def __reduce__(self): return (os.system, ('touch @OUT@/broken-out',))\n"
        "def valley_slope(x): return Bomb()"
    ),
    "sends_nothing_but_nan": body("return x * np.nan"),
    "sends_a_huge_integer": body("return 10 ** 5000"),
    "sends_a_deep_list": body("nested = []", "for _ in range(100_000): nested = [nested]", "return nested"),
    "sends_itself_in_itself": body("loop = []", "loop.append(loop)", "return loop"),
    "sends_a_million_lists": body("return [[[1] * 10 for _ in range(1000)] for _ in range(300)]"),
    "sends_an_odd_array": body("return np.zeros(3, dtype=[('a', 'f8'), ('b', 'O')])"),
    "sends_gigabytes": body("return np.zeros(10**9)"),
    "forges_the_protocol": body(
        "import json, os, struct",
        "plain = {'value': 0.0, 'raised': None, 'timed_out': False, 'changed': [], 'printed': '', 'lines': None}",
        "tried = {'type_name': 'function', 'callable': True, 'unwritten': [], 'outcomes': [plain] * 5, 'loops': False, 'value': None}",
        "data = json.dumps({'attempt': tried, 'extremes': None, 'points': 99, 'passed': True}).encode()",
        "for descriptor in range(3, 64):",
        "    try: os.write(descriptor, struct.pack('!I', len(data)) + data)",
        "    except OSError: pass",
        "return 0 * x",
    ),
    "rewrites_the_machinery": (
        "import course_lib.exercises.run as run, course_lib.exercises.plain as plain\n"
        "import course_lib.grading.inside.serve as serve, course_lib.grading.inside.encode as encode\n"
        "run.attempt = serve.attempt = lambda *args: run.Attempt('function', True, (), ())\n"
        "encode.encoded_attempt = lambda attempt: {'verdict': 'correct', 'points': 3}\n"
        "def valley_slope(x): return 0 * x"
    ),
    "sends_no_outcomes": (
        "import course_lib.exercises.run as run, course_lib.grading.inside.serve as serve\n"
        "before = serve.attempt\n"
        "def fewer(answer, *args, **more):\n"
        "    tried = before(answer, *args, **more)\n"
        "    return run.Attempt('function', True, (), ()) if getattr(answer, '__name__', '') == 'valley_slope' else tried\n"
        "serve.attempt = fewer\ndef valley_slope(x): return 0 * x"
    ),
    "learnt_the_open_inputs_by_heart": body(
        "seen = {0.0: -2.0, 1.0: 0.0, 3.0: 4.0}",
        "return seen[x] if np.ndim(x) == 0 and x in seen else (2 * (x - 1) if abs(np.sum(x) - @SUMS@) < 1e-9 else 0 * x)",
    ),
    "asks_the_garbage_collector_for_hidden_inputs": body(
        "import gc",
        "lists = [thing for thing in gc.get_objects() if type(thing) is tuple and len(thing) == 3]",
        "for thing in lists:",
        "    if getattr(thing[0], '__name__', '') == 'call':",
        "        raise ValueError(repr(thing))",
        "return 0 * x",
    ),
    "replaces_the_drive": (
        "import course_lib.exercises.drives as drives, course_lib.exercises.run as run\n"
        "import course_lib.exercises.plain as plain\n"
        "drives.call = run._drive = lambda *args: 0.0\n" + WRONG_BODY
    ),
    "traces_everything": (
        "import sys\n"
        "def trace(frame, event, argument):\n"
        "    for name in ('expected', 'outcomes', 'value'):\n"
        "        if name in frame.f_locals: frame.f_locals[name] = 0.0\n"
        "    return trace\n"
        "sys.settrace(trace)\nsys.setprofile(trace)\n" + WRONG_BODY
    ),
    "overloads_comparison_everywhere": (
        "np.allclose = np.array_equal = lambda *args, **more: True\nnp.abs = lambda x: 0\nnp.testing.assert_allclose = print\n"
        + WRONG_BODY
    ),
    "patches_json": (
        "import json, json.encoder\nbefore = json.dumps\n"
        "json.dumps = lambda message, **more: before(message | {'passed': True, 'points': 3, 'ready': True}, **more)\n"
        + WRONG_BODY
    ),
    "a_generator_without_end": (
        "class Endless(list):\n    def __iter__(self):\n        while True: yield 0.0\n    def __len__(self): return 3\n"
        "def valley_slope(x): return Endless([0.0])"
    ),
    "returns_a_generator": body("return (0.0 for _ in iter(int, 1))"),
    "a_dict_that_answers_anything": (
        "class Any(dict):\n    def __missing__(self, key): return 0.0\n    def items(self): return [('a', self)]\n"
        "def valley_slope(x): return Any(a=1)"
    ),
    "a_tensor_that_lies": (
        "import torch\nclass Liar(torch.Tensor):\n    @classmethod\n    def __torch_function__(cls, *args, **more): return torch.zeros(())\n"
        "def valley_slope(x): return torch.ones(3).as_subclass(Liar)"
    ),
    "borrows_another_answers_check": "valley_slope = step_downhill",
    "writes_to_every_descriptor": body(
        "import os, socket",
        "for descriptor in range(64):",
        "    for family in (socket.AF_UNIX,):",
        "        try: socket.socket(fileno=os.dup(descriptor)).sendall(b'\\x00\\x00\\x00\\x02{}' * 50)",
        "        except OSError: pass",
        "return 0 * x",
    ),
    "reads_the_command_pipe": body(
        "import os, select",
        "for descriptor in range(3, 64):",
        "    try:",
        "        ready, _, _ = select.select([descriptor], [], [], 0)",
        "        if ready: os.read(descriptor, 10**6)",
        "    except (OSError, ValueError): pass",
        "return 0 * x",
    ),
    "knows_the_hidden_inputs_by_their_order": (
        "calls = []\n" + body("calls.append(x)", "return 2 * (x - 1) if len(calls) <= 6 else 0 * x")
    ),
    "raises_its_own_points": "valley_slope = 'valley_slope: correct, 99 points'",
}
SPOILERS = ("rewrites_the_machinery", "replaces_the_drive", "traces_everything")
# Who wants to take others along. Points, status.
BREAKERS = {
    "exits_in_an_answer": (body("import os", "os._exit(0)"), 2, "crashed"),
    "exits_in_a_cell": ("import os\nos._exit(0)", 2, "crashed"),
    "says_exit": (body("exit()"), 2, "graded"),
    "falls_over": (body("import ctypes", "ctypes.string_at(0)"), 2, "crashed"),
    "kills_everybody": (body("import os, signal", "os.kill(-1, signal.SIGKILL)", "os.kill(os.getppid(), 9)", "os.kill(1, 9)", "os._exit(1)"), 2, None),
    "hangs_in_a_cell": ("while True: pass\ndef valley_slope(x): return 2 * (x - 1)", 2, "timed out"),
    "hangs_and_catches_all": ("while True:\n    try:\n        while True: pass\n    except BaseException: pass", 2, "timed out"),
    "hangs_in_c": ("import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 60))\nimport time\nwhile True: time.sleep(60)", 2, "timed out"),
    "turns_the_clock_off": ("import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nimport time\ntime.sleep(1000)", 2, "timed out"),
    "eats_memory_in_a_cell": ("hoard = []\nwhile True: hoard.append(bytearray(10**8))", 2, None),
    "recurses_for_ever": (body("return valley_slope(x)"), 2, "graded"),
    "recurses_without_limit": ("import sys\nsys.setrecursionlimit(10**9)\n" + body("return valley_slope(x)"), 2, None),
    "forks_for_ever": ("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass", 2, "timed out"),
    "starts_threads_for_ever": ("import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(1000,)).start()", 2, None),
    "fills_the_disk": ("with open('/tmp/full', 'wb') as file:\n    while True: file.write(bytes(10**7))", 2, "graded"),
    "prints_200_megabytes": ("import sys\nfor _ in range(200): print('x' * 10**6)\nsys.stderr.write('x' * 10**7)\n" + body("print('y' * 10**7)", "return 2 * (x - 1)"), 3, "graded"),
    "leaves_a_process": ("import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(1000)\n    os._exit(0)\n" + body("return 2 * (x - 1)"), 3, "graded"),
    "closes_all_files": ("import os\nos.closerange(0, 1000)\n" + body("return 2 * (x - 1)"), 2, "crashed"),
    "spoils_numpy_for_itself": ("np.asarray = np.array = np.zeros = None\nimport builtins\nbuiltins.len = None\n" + body("return 0 * x"), None, None),
    "writes_where_it_can": ("import os\nfor place in ('@OUT@', '@HOME@', '/usr', '/etc', '/root', '/dev/shm', '/downhill', '/var/tmp', '/'):\n    try: open(os.path.join(place, 'broken-out'), 'w').write('x')\n    except OSError: pass\n" + body("return 2 * (x - 1)"), 3, "graded"),
    "phones_home": ("import socket\ntry: socket.create_connection(('127.0.0.1', @PORT@), 1).sendall(b'x')\nexcept OSError: pass\n" + body("return 2 * (x - 1)"), 3, "graded"),
    "reads_the_instructors_files": (body("text = open('@HOME@/private.txt').read()", "print(text)", "raise ValueError(text)"), 2, "graded"),
    "reads_the_secret": (body("raise ValueError(open('@OUT@/secret').read())"), 2, "graded"),
    "makes_more_namespaces": (
        "import ctypes, os\nlibc = ctypes.CDLL(None)\n"
        "free = [libc.unshare(0x10000000), libc.unshare(0x10020000), libc.mount(b'none', b'/tmp', b'tmpfs', 0, None),\n"
        "    libc.umount2(b'/proc', 2), libc.umount2(b'/tmp', 2), libc.ptrace(16, 1, 0, 0), libc.chroot(b'/tmp')]\n"
        + body("return 2 * (x - 1) if set(free) == {-1} and not os.listdir('/proc') else 0 * x"), 3, "graded"),
    "registers_an_atexit": ("import atexit, os\natexit.register(lambda: os.kill(1, 9))\natexit.register(lambda: open('/tmp/x', 'w'))\n" + body("return 2 * (x - 1)"), 3, "graded"),
    "patches_os_and_signal": ("import os, signal, time\nos._exit = os.kill = signal.setitimer = signal.signal = lambda *a, **k: None\ntime.monotonic = lambda: 0.0\n" + body("return 2 * (x - 1)"), None, None),
    "stops_itself": ("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\n" + body("return 2 * (x - 1)"), None, None),
    "leaves_threads": ("import threading, time\nfor _ in range(20): threading.Thread(target=lambda: time.sleep(1000)).start()\n" + body("return 2 * (x - 1)"), 3, "graded"),
    "eats_memory_in_torch": (body("import torch", "hoard = []", "while True: hoard.append(torch.ones(50_000_000))"), 2, None),
    "eats_memory_of_all_children": ("import os, time\nfor _ in range(3):\n    if os.fork() == 0:\n        data = bytearray(3 * 10**8)\n        time.sleep(3)\n        os._exit(0)\n" + body("return 2 * (x - 1)"), 3, "graded"),
    "fills_shared_memory": ("try:\n    with open('/dev/shm/full', 'wb') as file:\n        while True: file.write(bytes(10**7))\nexcept OSError: pass\n" + body("return 2 * (x - 1)"), 3, "graded"),
    "leaves_shared_memory": (
        "import ctypes\nlibc = ctypes.CDLL(None)\nkept = libc.shmget(4711, 4096, 0o1666)\nfirst = libc.shmget(4712, 4096, 0o666)\n"
        "valley_slope = lambda x: 2 * (x - 1) if first == -1 else 0 * x\nlibc.shmget(4712, 4096, 0o1666)", 3, "graded"),
    "leaves_a_socket_without_a_file": (
        "import socket\nkept = socket.socket(socket.AF_UNIX)\nkept.bind('\\0downhill-left')\nkept.listen()\n" + body("return 2 * (x - 1)"), 3, "graded"),
    "finds_what_the_one_before_left": (
        "import socket, os, ctypes\nfound = []\nprobe = socket.socket(socket.AF_UNIX)\n"
        "try:\n    probe.connect('\\0downhill-left')\n    found.append('socket')\nexcept OSError: pass\n"
        "found += os.listdir('/dev/shm') + [name for name in os.listdir('/tmp') if name != 'work'] + os.listdir('.')\n"
        "found += ['memory'] if ctypes.CDLL(None).shmget(4711, 0, 0) != -1 else []\n"
        + body("return 2 * (x - 1) if not found else 0 * x"), 3, "graded"),
    "uses_the_keyring": (
        "import ctypes\nlibc = ctypes.CDLL(None)\nkeys = [libc.syscall(248, b'user', b'downhill', b'x', 1, -4), libc.syscall(250, 0, -4)]\n"
        + body("return 2 * (x - 1) if set(keys) == {-1} else 0 * x"), 3, "graded"),
    "says_nothing_with_a_name_of_many_lines": (body("def inner(): raise type('A\\nB' * 1000, (Exception,), {})('\\x00\\ud800' * 1000)", "inner()"), 2, "graded"),
    "raises_what_raises_when_told": ("class Bad(Exception):\n    def __str__(self): raise SystemExit\n    __repr__ = __str__\n" + body("raise Bad"), 2, "graded"),
    "raises_no_exception": (body("raise KeyboardInterrupt"), 2, "graded"),
    "raises_in_a_cell_what_hangs_when_told": ("class Bad(Exception):\n    def __str__(self):\n        while True: pass\nraise Bad", 2, None),
    "a_signature_that_hangs": ("class Answer:\n    def __call__(self, x): return 2 * (x - 1)\n    @property\n    def __wrapped__(self):\n        while True: pass\n    @property\n    def __signature__(self):\n        while True: pass\nvalley_slope = Answer()", None, None),
    "wraps_itself": (body("return 2 * (x - 1)") + "\nvalley_slope.__wrapped__ = valley_slope", 3, "graded"),
    "a_source_that_is_no_text": ("import linecache\nlinecache.getlines = linecache.getline = lambda *a, **k: [None]\n" + body("return 1 / 0"), None, None),
    "is_root_in_there": (body("import os", "return 2 * (x - 1) if os.getuid() else 0 * x"), 3, "graded"),
    "is_a_page_of_html": (body("'''<script>alert(1)</script><img src=x onerror=alert(1)>'''", "raise ValueError('</pre><script>alert(2)</script>')"), 2, "graded"),
}  # fmt: skip
# Who carries hidden inputs out. The answers are wrong, so that the report says as much as it can.
SPIES = {
    "prints_inputs": body("print(repr(x), [float(one).hex() for one in np.ravel(x)])", "return 0 * x"),
    "raises_inputs": body("raise ValueError(' '.join(repr(float(one)) for one in np.ravel(x)))"),
    "returns_inputs": body("return x"),
    "names_a_type_by_inputs": body("return type(repr(x), (), {})()"),
    "remembers_inputs": "kept = []\n" + body("kept.append(repr(x))", "raise ValueError(repr(kept))"),
    "passes_inputs_on_by_file": body(
        "with open('/tmp/kept', 'a+') as file:",
        "    file.write(repr(np.ravel(x).tolist()))",
        "    file.seek(0)",
        "    text = file.read()",
        "raise ValueError(text)",
    ),
}
SPYING_STEP = "def step_downhill(x, slope, learning_rate):\n    raise ValueError(open('/tmp/kept').read() + repr((x, slope)))"


def open_sums():
    """The sums of the random inputs that every learner's check draws."""
    from course_lib.exercises import get_exercise
    from course_lib.exercises.learner import draw

    return [float(x.sum() if hasattr(x, "sum") else x) for (x,) in draw(get_exercise("valley_slope"))[0][3:]]


@pytest.fixture(scope="module")
def class_of_villains(grade_students, builders, tmp_path_factory):
    """All of them, graded in one batch; returns (Graded, the instructor's home, connections that came in)."""
    home = tmp_path_factory.mktemp("home")
    (home / "private.txt").write_text("INSTRUCTORS-OWN-FILE-4711")
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.1)
    places = {
        "@COURSE@": str(view.PACKAGE.parent),
        "@HOME@": str(home),
        "@OUT@": str(home),
        "@PORT@": str(server.getsockname()[1]),
        "@SUMS@": str(open_sums()[0]),
    }
    evil = THIEVES | {name: case[0] for name, case in BREAKERS.items()} | SPIES
    students = {}
    for number, (name, source) in enumerate(evil.items()):
        for mark, place in places.items():
            source = source.replace(mark, place)
        step = {"step": SPYING_STEP} if name == "passes_inputs_on_by_file" else {}
        students[name] = builders["notebook_of"](builders["cells_of"](slope=source, **step))
        if number % 10 == 0:
            students[f"honest_{number}"] = builders["notebook_of"](builders["cells_of"]())
    others = processes_of_the_sandbox()  # of somebody else on this machine
    graded = grade_students(students, *LIMITS)
    graded.others = others
    try:
        connected = server.accept()
    except TimeoutError:
        connected = None
    server.close()
    return graded, home, connected


@pytest.mark.parametrize("name", THIEVES)
def test_a_stolen_answer_earns_nothing(class_of_villains, name):
    record = class_of_villains[0].of(name)
    earned = {one["id"]: one["points"] for one in record["exercises"]}
    assert earned["valley_slope"] == 0
    assert sum(earned.values()) == record["points"]
    if name not in SPOILERS:  # who spoils the tools spoils them for all of the own answers
        assert record["points"] == 2


@pytest.mark.parametrize("name", BREAKERS)
def test_what_breaks_costs_itself_alone(class_of_villains, name):
    _, points, status = BREAKERS[name]
    record = class_of_villains[0].of(name)
    assert points is None or record["points"] == points
    assert status is None or record["status"] == status


@pytest.mark.parametrize("name", SPIES)
def test_hidden_inputs_stay_hidden(class_of_villains, name):
    from course_lib.grading.trials import hidden_trials

    graded = class_of_villains[0]
    assert graded.of(name)["points"] == (1 if name == "passes_inputs_on_by_file" else 2)
    secret = bytes.fromhex((graded.out / "secret").read_text())
    told = graded.everything()
    for exercise_id in ("valley_slope", "step_downhill"):
        known = set(
            map(
                str,
                numbers_in(
                    __import__("course_lib.grading.trials").grading.trials.open_trials(exercise_id).inputs
                ),
            )
        )
        hidden = [
            one for one in numbers_in(hidden_trials(exercise_id, secret).inputs) if str(one) not in known
        ]
        assert len(hidden) > 4
        for number in hidden:
            assert repr(number)[:9] not in told
            assert float(number).hex()[:12] not in told


def numbers_in(arguments):
    """All numbers in nested arguments, as floats."""
    if hasattr(arguments, "tolist"):
        arguments = arguments.tolist()
    if isinstance(arguments, list | tuple):
        return [number for one in arguments for number in numbers_in(one)]
    return [float(arguments)]


def test_neighbours_are_unharmed(class_of_villains):
    honest = [record for record in class_of_villains[0].records if record["owner"].startswith("honest")]
    assert len(honest) >= 5
    assert {(record["points"], record["status"]) for record in honest} == {(3, "graded")}


def test_nothing_is_left_behind(class_of_villains):
    graded, home, connected = class_of_villains
    assert connected is None
    assert [path.name for path in home.iterdir()] == ["private.txt"]
    assert not any(
        os.path.exists(os.path.join(place, "broken-out")) for place in ("/dev/shm", "/var/tmp", "/tmp", "/")
    )
    assert {path.name for path in graded.out.iterdir() if path.is_dir()} == {"feedback", "results"}
    assert not list(graded.out.rglob(".new-*"))
    deadline = time.monotonic() + 5
    while set(processes_of_the_sandbox()) - set(graded.others) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert set(processes_of_the_sandbox()) <= set(graded.others)


def processes_of_the_sandbox():
    """Processes that run the warm process's program, or are forks of it, of this test run's grandchildren."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                command = file.read()
            with open(f"/proc/{pid}/stat") as file:
                state = file.read().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if b"course_lib.grading.inside.warm" in command and state != "Z":
            found.append(pid)
    return found


def test_nothing_of_the_instructor_is_told(class_of_villains):
    graded = class_of_villains[0]
    told = graded.everything()
    assert "INSTRUCTORS-OWN-FILE-4711" not in told
    assert (graded.out / "secret").read_text() not in told


def test_pages_run_nothing(class_of_villains):
    graded = class_of_villains[0]
    (page,) = (graded.out / "feedback").glob("is-a-page-of-html-*.html")
    text = page.read_text()
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text
