"""Each module measures one thing and prints a ratio to a baseline of the same run; absolute figures are only shown."""
