"""Light curves of a workspace: files of one star, and the transits found in them."""
