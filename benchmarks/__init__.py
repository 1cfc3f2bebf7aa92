"""One file is one promise with its number, measured beside a named peer where there is one."""
