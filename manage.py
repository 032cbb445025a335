#!/usr/bin/env python3
"""The entry: every command of Likeness, ``python3 manage.py <command>``, with nothing installed beforehand.

This file stays readable to any Python 3.6, so that a Python that is too old is told so in words
instead of by a syntax error.
"""

import os
import sys

OLDEST, FIRST_TOO_NEW = (3, 11), (3, 14)


def refuse_other_pythons() -> None:
    """Leave with words unless the locked packages exist for this Python."""
    if OLDEST <= sys.version_info[:2] < FIRST_TOO_NEW:
        return
    sys.exit(
        "Likeness needs Python 3.11, 3.12 or 3.13; this is %s (%s).\n" % (sys.version.split()[0], sys.executable)
        + "Nothing was installed. Start it with another Python, for example: python3.12 manage.py "
        + " ".join(sys.argv[1:] or ["up"])
    )


def main() -> None:
    """Make sure of the locked environment, then hand the command to Django."""
    refuse_other_pythons()
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from backend.common import bootstrap  # noqa: PLC0415 (its syntax needs the Python checked above)

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    try:
        bootstrap.enter_environment(command, sys.argv)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
        from django.core.management import execute_from_command_line  # noqa: PLC0415 (exists from here on)

        execute_from_command_line(sys.argv)
    except bootstrap.Refusal as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit("\nStopped. Start it again whenever you like: it goes on where it was.")
    except Exception as problem:
        # The settings' own error carries words for the person; any other exception is a fault to be seen whole.
        if type(problem).__name__ != "SettingsError":
            raise
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
