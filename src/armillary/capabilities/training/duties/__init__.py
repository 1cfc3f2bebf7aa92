"""What is cleaned up behind trainings."""
