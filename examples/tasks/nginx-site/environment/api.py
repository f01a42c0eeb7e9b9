"""Stands for the API: answers every request with what it was sent, as JSON."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status = 404 if self.path.startswith("/missing") else 200
        content = json.dumps({
            "method": self.command, "path": self.path, "headers": dict(self.headers), "bytes": len(body)}, indent=2).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = answer


ThreadingHTTPServer(("127.0.0.1", 9000), Handler).serve_forever()
