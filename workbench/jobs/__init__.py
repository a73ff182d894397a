"""Work that survives a crash: the ledger of jobs, and the workers that work it off."""
