"""What is cleaned of datasets; one file here is one duty, found by the registry."""
