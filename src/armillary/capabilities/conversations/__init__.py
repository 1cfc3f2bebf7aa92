"""Messages among people and the assistant: team rooms and threads are one noun."""
