"""Creates missing products and the rows that they refer to."""
