"""The doorbell: after a commit, wakes the pump of this process. It carries the names of streams and nothing else."""

from flask import current_app


def ring(streams):
    """Wake the pump for `streams`. In tests it has sent everything when this returns."""
    pump = current_app.extensions["pump"]
    pump.ring(streams)
    if current_app.config["PUMP_INLINE"]:
        pump.turn()
