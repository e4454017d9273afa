"""Files of stored events in the layout of the plan: what is exported can be imported again."""
