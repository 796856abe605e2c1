"""Prepare a process's memory for children that are forked from it, so that they share as much of it as they can.

A child that writes to a page of memory gets a copy of the whole page, whatever else is in it.
"""

from __future__ import annotations

import ctypes
import gc
import sys

MAX_HOLE, MIN_HOLE = 65_536, 256
"""Bytes of the blocks that fill holes; glibc takes larger ones from elsewhere, and smaller ones save nothing."""


class _HeapInfo(ctypes.Structure):
    """``struct mallinfo2`` of glibc's ``malloc.h``."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
        )
    )  # fmt: skip


def share_memory() -> int:
    """Keep what this process has in memory as it is: its children share it, and allocate behind it.

    The garbage collector leaves alone all objects that live now.  The free blocks between them are taken and never
    written to, so that a child does not put its own data into a page that holds the model.

    Returns:
        Bytes of the free blocks; 0 where the C library is not glibc 2.33 or later.
    """
    gc.collect()
    gc.freeze()
    return _fill_holes()


def _fill_holes() -> int:
    """Allocate every free block but the one at the end of the heap, from which children allocate then."""
    libc = ctypes.CDLL(None)
    if sys.platform != "linux" or not hasattr(libc, "mallinfo2"):
        return 0
    libc.mallinfo2.restype = _HeapInfo
    libc.sbrk.restype, libc.sbrk.argtypes = ctypes.c_void_p, [ctypes.c_ssize_t]
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    libc.free.restype, libc.free.argtypes = None, [ctypes.c_void_p]
    libc.malloc_trim(0)  # free pages go back to the system: the blocks that fill holes are addresses without memory
    info = libc.mallinfo2()
    end = libc.sbrk(0) - info.keepcost
    filled, size = 0, MAX_HOLE
    while size >= MIN_HOLE and filled < info.fordblks:
        block = libc.malloc(size)
        if block and block < end:
            filled += size
        else:  # no hole is as large: the block is cut from the end of the heap
            libc.free(block)
            size //= 2
    return filled
