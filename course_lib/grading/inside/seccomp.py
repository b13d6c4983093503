"""A filter of system calls: those that no honest notebook makes, and through which kernels have been broken into.

What is filtered fails with EPERM, as if for want of rights. See seccomp(2); the numbers are the kernel's, per machine.
"""

import ctypes
import os
import platform

X86_64 = {
    "architecture": 0xC000003E, "clone": 56, "clone3": 435,
    "denied": (
        101, 103, 135, 154, 155, 161, 163, 164, 165, 166, 167, 168, 169, 172, 173, 175, 176, 179, 246, 248, 249, 250,
        272, 298, 303, 304, 308, 310, 311, 312, 313, 320, 321, 323, 425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442,
    ),
}  # fmt: skip
AARCH64 = {
    "architecture": 0xC00000B7, "clone": 220, "clone3": 435,
    "denied": (
        39, 40, 41, 51, 60, 89, 92, 97, 104, 105, 106, 116, 117, 142, 170, 217, 218, 219, 224, 225, 241, 264, 265, 268,
        270, 271, 272, 273, 280, 282, 294, 425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442,
    ),
}  # fmt: skip
# Both: ptrace, syslog, personality, pivot_root, chroot, acct, settimeofday, mount, umount2, swapon, swapoff, reboot,
# modules, quotactl, kexec, keys, unshare, perf_event_open, handles, setns, process_vm_*, kcmp, bpf, userfaultfd, io_uring,
# open_tree to fspick, pidfd_getfd, mount_setattr; on x86 modify_ldt, iopl and ioperm as well.
MACHINES = {"x86_64": X86_64, "aarch64": AARCH64}
NEW_NAMESPACES = 0x7E020000  # the flags of clone(2)
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = (
    0x20,
    0x15,
    0x35,
    0x45,
    0x06,
)  # instructions of the kernel's packet filter
ALLOW, FAIL = 0x7FFF0000, 0x00050000
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # where they stand in what the filter is shown
EPERM, ENOSYS = 1, 38
PR_SET_SECCOMP, FILTER = 22, 2


def forbid_calls(libc):
    """Install the filter, for this process and all that it starts. Machines other than the two above go without.

    Raises OSError.
    """
    machine = MACHINES.get(platform.machine())
    if machine is None:
        return
    program = b"".join(_instructions(**machine))
    code = ctypes.create_string_buffer(program, len(program))
    header = _Program(len(program) // 8, ctypes.addressof(code))
    if libc.prctl(PR_SET_SECCOMP, FILTER, ctypes.byref(header), 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def _instructions(architecture, clone, clone3, denied):
    """The program: load a word, compare it, jump over so many instructions if so, over so many if not."""
    yield _one(LOAD, ARCHITECTURE)
    yield _one(EQUAL, architecture, 1, 0)
    yield _one(RETURN, FAIL | EPERM)
    yield _one(LOAD, NUMBER)
    yield _one(AT_LEAST, 0x40000000, 0, 1)  # the other numbering that x86 has
    yield _one(RETURN, FAIL | EPERM)
    for number in denied:
        yield _one(EQUAL, number, 0, 1)
        yield _one(RETURN, FAIL | EPERM)
    yield _one(EQUAL, clone3, 0, 1)
    yield _one(RETURN, FAIL | ENOSYS)  # its flags can't be looked at; whoever calls it then calls clone
    yield _one(EQUAL, clone, 1, 0)
    yield _one(RETURN, ALLOW)
    yield _one(LOAD, FIRST_ARGUMENT)
    yield _one(ANY_BIT, NEW_NAMESPACES, 0, 1)
    yield _one(RETURN, FAIL | EPERM)
    yield _one(RETURN, ALLOW)


def _one(code, value, if_so=0, if_not=0):
    return code.to_bytes(2, "little") + bytes([if_so, if_not]) + value.to_bytes(4, "little")
