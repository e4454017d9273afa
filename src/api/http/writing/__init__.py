"""Routes that write: one transaction, preconditions, and requests that are sent again."""
