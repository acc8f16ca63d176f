"""The stories of the clinic, lived by two or three people at once in real browsers."""
