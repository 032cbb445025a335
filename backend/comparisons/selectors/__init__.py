"""One module for each thing: comparison (its verdict), time-lapse, blind round."""
