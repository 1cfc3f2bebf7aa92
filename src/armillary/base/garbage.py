"""Where Python looks for garbage in processes that live long."""

import gc


def spare_what_is_there() -> None:
    """Leave all that is there now, which is what was imported, out of later looks for garbage.

    A full look goes through every object while no other thread runs. In a server it takes a tenth
    of a second, in which nobody is answered and nobody hears of anything; and in a process that was
    forked it would copy the memory that is shared.
    """
    gc.freeze()
