"""The rules: pure, without Flask, SQL or a clock of their own."""
