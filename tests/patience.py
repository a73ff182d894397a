"""How long a test waits before it calls something stuck."""

# No speed is asserted in a test: a busy machine is slow. Only work that grows out of hand with
# its input, which once held a worker for minutes, takes this long.
STUCK_SECONDS = 60
