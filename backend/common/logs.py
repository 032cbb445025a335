"""What a log must not hold."""

import logging
import re
from typing import Final

# Links whose token is the key: to what is shared, to a consent's receipt, to a record, to a practice.
_TOKEN: Final = re.compile(r"(/(?:s|c|claim|invite|by-token|staff-invitations)/)[A-Za-z0-9_-]{20,}")


class WithoutTokens(logging.Filter):
    """Leaves the tokens of links out of every line: whoever reads the log could open them."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        shown = _TOKEN.sub(r"\1…", message)
        if shown != message:
            record.msg, record.args = shown, ()
        return True
