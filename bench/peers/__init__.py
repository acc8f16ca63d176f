"""The peers: other stacks that do the same, started beside ours on this machine."""

import json
import subprocess
import urllib.request
from pathlib import Path

FOLDER = Path(__file__).parent


class Node:
    """Express and socket.io with a JWT at the handshake, rooms, and a POST that emits a fragment."""

    def __init__(self):
        folder = FOLDER / "node"
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
        self.process = subprocess.Popen(["node", "server.mjs"], cwd=folder, stdout=subprocess.PIPE, text=True)
        said = json.loads(self.process.stdout.readline())
        self.url, self.tokens = f"http://127.0.0.1:{said['port']}", said["tokens"]
        self.version = said["versions"]

    def token(self, name):
        """Return the JWT of "doctor" or "patient"."""
        return self.tokens[name]

    def post(self, path, body):
        """POST JSON as the doctor; return the status."""
        headers = {"Authorization": f"Bearer {self.tokens['doctor']}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status

    def stop(self):
        """End it."""
        self.process.terminate()
        self.process.wait()
