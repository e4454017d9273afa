"""Reports for administrators: the plan, the certificate and the verification of a move."""
