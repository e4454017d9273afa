"""Files of stored events in the layout of the plan, which can be imported again."""
