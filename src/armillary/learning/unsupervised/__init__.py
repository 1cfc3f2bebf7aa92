"""What algorithms without a target share: their models in use, and how rows are chosen for them."""
