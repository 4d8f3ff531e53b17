#!/usr/bin/python3
"""Takes webhooks as a gateway would, and does what a file says.

    webhook_server.py PORT MODE_FILE BOX_FILE SECRET

The mode file holds the status to answer with, or "hang-up" (takes it and hangs up) or "slow" (answers 200 after two
seconds). What is taken is a line of JSON in the box file; "verified" says whether the signature is that of Standard
Webhooks under SECRET, reckoned here from nothing but the request.
"""

import base64
import hashlib
import hmac
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT, MODE_FILE, BOX_FILE, SECRET = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]


class Gateway(BaseHTTPRequestHandler):
    def do_POST(self):
        with open(MODE_FILE, encoding="ascii") as file:
            mode = file.read().strip()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if mode in ("200", "204", "hang-up", "slow"):
            self.take(body)
        if mode == "hang-up":
            self.connection.close()
            return
        if mode == "slow":
            time.sleep(2)
        self.send_response(200 if mode == "slow" else int(mode))
        if mode == "302":
            self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def take(self, body):
        key = base64.b64decode(SECRET)
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + body
        signature = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        taken = {
            "id": self.headers["webhook-id"],
            "timestamp": int(self.headers["webhook-timestamp"]),
            "verified": hmac.compare_digest(signature, self.headers["webhook-signature"]),
            "type": self.headers["Content-Type"],
            "body": json.loads(body),
        }
        with open(BOX_FILE, "a", encoding="utf-8") as file:
            file.write(json.dumps(taken) + "\n")

    def log_message(self, *args):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", PORT), Gateway)
    print(server.server_address[1], flush=True)
    server.serve_forever()
