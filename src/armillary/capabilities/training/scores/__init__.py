"""The scores of runs: with intervals, kept with the rows behind them, compared on the same rows."""
