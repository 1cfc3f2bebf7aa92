"""The kernel's numbers of what an isolated process is refused, by kind of processor."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Numbers:
    """System calls by number: those that are looked at, and those that are refused."""

    architecture: int
    seccomp: int
    clone: int
    tgkill: int
    prlimit64: int
    refused: tuple[int, ...]
    clone3: int = 435


# These have the same number everywhere: rings, mounts, processes by descriptor, modes of files.
_EVERYWHERE = (
    *(424, 425, 426, 427, 428, 429, 430, 431, 432, 433, 434, 438, 440, 442, 443),
    *(447, 448, 449, 450, 452, 463, 466),
)
_X86_64 = (
    *(41, 42, 43, 49, 50, 53, 288),  # sockets
    *(57, 58, 59, 322),  # new processes and programs
    *(62, 129, 200, 297, 101, 310, 311, 312, 141, 142, 144, 203, 314),  # other processes
    *(29, 30, 31, 64, 65, 66, 67, 68, 69, 70, 71, 220, 240, 241, 242, 243, 244, 245),  # messages
    *(165, 166, 155, 161, 272, 308, 167, 168, 179, 163),  # mounts and namespaces
    *(90, 91, 268, 92, 93, 94, 260, 132, 235, 261, 280, 86, 265, 133, 259),  # what files are
    *(188, 189, 190, 197, 198, 199, 303, 304, 300, 301),
    *(321, 298, 323, 248, 249, 250, 175, 176, 313, 246, 320, 169, 103),  # the kernel itself
    *(164, 227, 159, 305, 170, 171, 172, 173, 154, 135, 256, 279, 212, 156, 174, 177, 178, 180),
    *(105, 106, 113, 114, 117, 119, 116, 122, 123, 126),  # who one is
)
_AARCH64 = (
    *(198, 199, 200, 201, 202, 203, 242),
    *(221, 281),
    *(129, 130, 138, 240, 117, 270, 271, 272, 140, 118, 119, 122, 274),
    *(180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 193, 194, 195, 196, 197),
    *(39, 40, 41, 51, 97, 268, 224, 225, 60, 89),
    *(52, 53, 54, 55, 88, 37, 33),
    *(5, 6, 7, 14, 15, 16, 264, 265, 262, 263),
    *(280, 241, 282, 217, 218, 219, 105, 106, 273, 104, 294, 142, 116),
    *(170, 112, 171, 266, 161, 162, 92, 238, 239, 18, 42),
    *(143, 144, 145, 146, 147, 149, 151, 152, 159, 91),
)
ARCHITECTURES: Mapping[str, Numbers] = {
    "x86_64": Numbers(0xC000003E, 317, 56, 234, 302, (*_X86_64, *_EVERYWHERE)),
    "aarch64": Numbers(0xC00000B7, 277, 220, 131, 261, (*_AARCH64, *_EVERYWHERE)),
}
"""What is known, by the name that the kernel gives the processor."""
