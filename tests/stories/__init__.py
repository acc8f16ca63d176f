"""The three stories over a real server, heard with the public socket.io client."""
