"""What an administrator does on the command line: move, back up and restore an installation."""
