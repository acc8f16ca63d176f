"""How FADJMA is run: what is shipped for real machines, and `cluster`, which runs the same on this one."""
