"""The system calls that student code may not make, as a seccomp filter installed by the process on itself.

No new processes or programs, no network, no signals to others, no tracing, no namespaces, mounts, keys or kernel
interfaces, no change of a file's mode, owner, times or attributes, no priorities, no watching, no memory that outlives
the process, and no memory or disk that escapes its limits. Denied calls fail with EPERM: Python raises PermissionError
and goes on.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

# name: (x86_64, aarch64); None where the architecture has no such call. From 424 on the numbers are common.
_DENIED = {
    "socket": (41, 198), "connect": (42, 203), "accept": (43, 202), "accept4": (288, 242), "bind": (49, 200),
    "listen": (50, 201), "sendmsg": (46, 211), "recvmsg": (47, 212), "fork": (57, None), "vfork": (58, None),
    "execve": (59, 221), "execveat": (322, 281), "ptrace": (101, 117), "setpgid": (109, 154), "setsid": (112, 157),
    "personality": (135, 92), "mknod": (133, None), "mknodat": (259, 33), "pivot_root": (155, 41),
    "chroot": (161, 51), "acct": (163, 89), "mount": (165, 40), "umount2": (166, 39), "swapon": (167, 224),
    "swapoff": (168, 225), "reboot": (169, 142), "sethostname": (170, 161), "setdomainname": (171, 162),
    "iopl": (172, None), "ioperm": (173, None), "init_module": (175, 105), "delete_module": (176, 106),
    "finit_module": (313, 273), "quotactl": (179, 60), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "unshare": (272, 97), "setns": (308, 268), "perf_event_open": (298, 241), "fanotify_init": (300, 262),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "kcmp": (312, 272), "memfd_create": (319, 279), "bpf": (321, 280),
    "userfaultfd": (323, 282), "kexec_load": (246, 104), "kexec_file_load": (320, 294), "syslog": (103, 116),
    "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180), "modify_ldt": (154, None),
    "pidfd_send_signal": (424, 424), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438), "process_madvise": (440, 440), "mount_setattr": (442, 442),
    "quotactl_fd": (443, 443), "memfd_secret": (447, 447),
    # What the owner of a file or a process may do to it although it can neither be opened for writing nor seen.
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "chown": (92, None), "fchown": (93, 55),
    "lchown": (94, None), "fchownat": (260, 54), "utime": (132, None), "utimes": (235, None),
    "futimesat": (261, None), "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6),
    "fsetxattr": (190, 7), "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "setpriority": (141, 140), "sched_setaffinity": (203, 122), "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119), "sched_setattr": (314, 274), "ioprio_set": (251, 30),
    "inotify_init": (253, None), "inotify_init1": (294, 26), "inotify_add_watch": (254, 27),
    "migrate_pages": (256, 238), "move_pages": (279, 239),
    # Room on the disk that a file's size does not show, queues of which the machine has a few for everybody, and all
    # disks written out at once.
    "fallocate": (285, 47), "io_setup": (206, 0), "sync": (162, 81), "syncfs": (306, 267),
    # Messages to a socket of others by its address; a pair of sockets, as asyncio makes one, knows only itself.
    "sendmmsg": (307, 269), "recvmmsg": (299, 243),
}  # fmt: skip
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_CLONE, _CLONE3, _KILL, _TGKILL, _PRLIMIT = (56, 220), 435, (62, 129), (234, 131), (302, 261)
# Who does without the signal that ends it with its parent could outlive the grader.
_PRCTL, _DEATH_SIGNAL = (157, 167), 1
# F_SETOWN, F_SETSIG, F_SETOWN_EX and the like send signals past kill(); a lease or F_NOTIFY holds others up.
_FCNTL, _FCNTL_DENIED = (72, 25), (8, 10, 15, 1024, 1026)
# Of a file's controls only those that ask: TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX.
_IOCTL, _IOCTL_ALLOWED = (16, 29), (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
# `send` is `sendto` without an address, whose length is the sixth argument.
_SENDTO = (44, 206)
# Calls newer than this list do not exist for student code.
_NEWEST = 450
_CLONE_THREAD = 0x00010000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL_PROCESS, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _SECOND_ARGUMENT, _SIXTH_ARGUMENT = 0, 4, 16, 24, 56
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2


def supported() -> bool:
    """Whether a filter is known for this machine's architecture."""
    return platform.system() == "Linux" and platform.machine() in _ARCHITECTURES


def _op(code: int, k: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("<HBBI", code, yes, no, k)


def program(pid: int) -> bytes:
    """The filter for a process with this pid, as BPF."""
    column, token = _ARCHITECTURES[platform.machine()]
    deny, absent = _ERRNO | errno.EPERM, _ERRNO | errno.ENOSYS
    out = [_op(_LOAD, _ARCHITECTURE), _op(_EQUAL, token, 1, 0), _op(_RETURN, _KILL_PROCESS), _op(_LOAD, _NUMBER)]
    out += [_op(_AT_LEAST, _NEWEST, 0, 1), _op(_RETURN, absent)]
    # glibc falls back from clone3, whose flags a filter cannot see, to clone.
    out += [_op(_EQUAL, _CLONE3, 0, 1), _op(_RETURN, absent)]
    for numbers in _DENIED.values():
        if (number := numbers[column]) is not None:
            out += [_op(_EQUAL, number, 0, 1), _op(_RETURN, deny)]
    thread = [_op(_ANY_BIT, _CLONE_THREAD, 0, 1)]
    out += _argument(_CLONE[column], thread)
    for numbers in (_KILL, _TGKILL):
        out += _argument(numbers[column], [_op(_EQUAL, pid, 0, 1)])
    out += _argument(_PRLIMIT[column], [_op(_EQUAL, 0, 1, 0), _op(_EQUAL, pid, 0, 1)])
    out += _argument(_PRCTL[column], [_op(_EQUAL, _DEATH_SIGNAL, 1, 0)])
    out += _listed(_FCNTL[column], _SECOND_ARGUMENT, _FCNTL_DENIED, allowed=False)
    out += _listed(_IOCTL[column], _SECOND_ARGUMENT, _IOCTL_ALLOWED, allowed=True)
    out += _listed(_SENDTO[column], _SIXTH_ARGUMENT, (0,), allowed=True)
    return b"".join([*out, _op(_RETURN, _ALLOW)])


def _listed(number: int, argument: int, values: tuple[int, ...], allowed: bool) -> list[bytes]:
    """Of the call `number` only those whose argument is, or is not, among these values."""
    listed, others = (_ALLOW, _ERRNO | errno.EPERM) if allowed else (_ERRNO | errno.EPERM, _ALLOW)
    tests = [_op(_EQUAL, value, len(values) - n, 0) for n, value in enumerate(values)]
    body = [_op(_LOAD, argument), *tests, _op(_RETURN, others), _op(_RETURN, listed)]
    return [_op(_EQUAL, number, 0, len(body)), *body]


def _argument(number: int, tests: list[bytes]) -> list[bytes]:
    """Allow the call `number` when its first argument passes the tests (each jumps to the next line or past it)."""
    body = [_op(_LOAD, _FIRST_ARGUMENT), *tests, _op(_RETURN, _ALLOW), _op(_RETURN, _ERRNO | errno.EPERM)]
    return [_op(_EQUAL, number, 0, len(body)), *body]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def install(pid: int) -> None:
    """Put the filter on the calling process for good. Raises OSError when the kernel refuses."""
    libc = ctypes.CDLL(None, use_errno=True)
    code = program(pid)
    given = _Program(len(code) // 8, code)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(given), 0, 0
    ):
        raise OSError(ctypes.get_errno(), "the kernel refuses a seccomp filter")
