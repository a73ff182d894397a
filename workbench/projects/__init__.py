"""Studies: members and their roles, codebook versions, invitations."""
