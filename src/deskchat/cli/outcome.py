"""How a command can end: the exit statuses of the contract, and the way to say “wrong usage”."""

DONE = 0
FAILED = 1          # the model or the provider failed, or something that was asked for is not there
WRONG_USAGE = 2
INTERRUPTED = 130   # Ctrl-C, a hang-up, a closed pipe: what arrived is kept


class MisuseError(Exception):
    """The command line can't be meant like this; the text is a sentence for the person."""
