"""The queue and its leases, the form, and every answer ever submitted."""
