"""What a training provider sells and when it takes place: plain Python, no framework."""
