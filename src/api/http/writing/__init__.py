"""Routes that write: one transaction, preconditions, and repeated requests."""
