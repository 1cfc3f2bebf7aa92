"""Light curves: read, detrended, searched for transits, and what was found judged."""
