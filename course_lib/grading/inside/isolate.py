"""Shut a freshly forked child in: namespaces of its own, a read-only system, fresh temporary folders, limits, no rights.

Linux's own calls, by ctypes: Python has no names for most of them before 3.12. See namespaces(7), user_namespaces(7).
"""

import ctypes
import os
import resource

from course_lib.grading.inside.seccomp import forbid_calls

NEWNS, NEWUTS, NEWIPC = 0x00020000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REC, MS_PRIVATE = 1, 2, 4, 16384, 1 << 18
PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP, PR_SET_DUMPABLE = 38, 24, 4
NOBODY = 65534
CAPABILITY_VERSION_3 = 0x20080522
MEGABYTE = 2**20

_libc = ctypes.CDLL(None, use_errno=True)
_python = ctypes.PyDLL(None)  # calls as the thread that holds Python's lock, so its copy holds it, too


def _call(name, *arguments):
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def become_nobody():
    """From root to a user without any rights or files."""
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    _call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)  # else /proc/self stays root's


def own_users():
    """Go on as the first process of new user, mount and process namespaces, with every right inside and none outside."""
    user, group = os.getuid(), os.getgid()
    _call("unshare", NEWUSER | NEWNS | NEWPID)
    _map_users(user, group)
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        os._exit(0)
    _call("mount", b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    _call(
        "mount", b"tmpfs", b"/tmp", b"tmpfs", MS_NOSUID | MS_NODEV, b"size=64m,mode=1777"
    )  # bubblewrap's is root's


def _map_users(user, group):
    _write("setgroups", "deny")
    _write("uid_map", f"{user} {user} 1")
    _write("gid_map", f"{group} {group} 1")


def _write(name, text):
    file = os.open(f"/proc/self/{name}", os.O_WRONLY)
    os.write(file, text.encode())
    os.close(file)


def fork_apart(own_processes: int) -> int:
    """A fork, whose child is the first process of a new process namespace: when it ends, all of its own end with it.

    `own_processes` is an open /proc/self/ns/pid of the caller, which must have one thread. The system's own fork: what
    libraries have told os.fork to do in the child touches a thousand pages, a tenth of a child's time, and is for threads.
    """
    _call("unshare", NEWPID)
    child = _python.fork()
    if child:
        _call("setns", own_processes, NEWPID)
    return child


def shut_in(limits, hidden: tuple[str, ...] = ()):
    """To be called in the child. From here on it can harm nobody but itself. Raises OSError where the system refuses.

    It sees nothing of the folders in `hidden`.
    """
    user, group = os.getuid(), os.getgid()
    _call("unshare", NEWUSER | NEWNS | NEWIPC | NEWNET | NEWUTS)
    _map_users(user, group)
    limit_resources(limits)
    _write("oom_score_adj", "1000")  # if the machine runs out of memory, this goes first
    _call("mount", b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    size = f"size={limits.temporary_files}m,nr_inodes=20000,mode=1777"
    for folder in (b"/tmp", b"/dev/shm"):
        _call("mount", b"tmpfs", folder, b"tmpfs", MS_NOSUID | MS_NODEV, size.encode())
    for folder in (b"/proc", b"/sys", *map(os.fsencode, hidden)):
        if os.path.isdir(folder):
            _call("mount", b"tmpfs", folder, b"tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV, b"size=4k")
    os.mkdir("/tmp/work")
    os.chdir("/tmp/work")
    resource.setrlimit(resource.RLIMIT_NPROC, (limits.processes, limits.processes))
    _give_up_rights()


def limit_resources(limits):
    """Memory, processor time, files: what setrlimit(2) offers to a single process. Memory is on top of what it has."""
    limit = {
        resource.RLIMIT_AS: _addresses_in_use() + limits.memory * MEGABYTE,
        resource.RLIMIT_CPU: int(limits.seconds) + 5,
        resource.RLIMIT_FSIZE: limits.file_size * MEGABYTE,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limit.items():
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def _addresses_in_use():
    """Bytes of address space: torch's libraries alone take from half a gigabyte to several, where they know GPUs."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def _give_up_rights():
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break  # past the last one that this kernel knows
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    _call("capset", header, (ctypes.c_uint32 * 6)())
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    forbid_calls(_libc)
