"""The command line: one file a command, which wires and prints and nothing more."""
