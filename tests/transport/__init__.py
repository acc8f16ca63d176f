"""The transport: frames, wires and sessions by themselves, and both transports under strangers who mean harm."""
