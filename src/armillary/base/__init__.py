"""What everything else stands on; knows none of the product's nouns."""
