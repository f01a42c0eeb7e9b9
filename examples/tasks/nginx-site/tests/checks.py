"""Starts nginx with the agent's configuration and asks it for files and answers that only this run knows."""

import base64
import gzip
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import threading
import time
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin

import harness

SITE = Path("/srv/site")
PORT = 8080
API_PORT = 9000
TOKEN = secrets.token_hex(8)
FOREVER = "public, max-age=31536000, immutable"

FILES = {
    "index.html": "home", "404.html": "missing page", "app/index.html": "application", "docs/index.html": "documentation",
    "docs/plain.txt": "text", f"docs/{TOKEN}.html": "new page", "admin/index.html": "administration", "admin/deep/er.html": "deeper",
    "app/logo.svg": "logo", "assets/site.css": "style", f"assets/{TOKEN}.0123abcd.js": "script", "assets/deep/x.89abcdef.min.css": "deep style",
    "assets/x.0123ABCD.js": "no hash", "assets/x.0123abc.js": "short hash", ".env": "secret", ".internal/notes.txt": "secret",
    "docs/.draft.html": "secret", ".well-known/security.txt": "contact", f".well-known/{TOKEN}": "challenge",
}


def content_of(name):
    return f"{FILES[name]} {TOKEN}\n"


class Api(BaseHTTPRequestHandler):
    """Answers as the first segment of the path says, and tells what it was sent."""

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status = {"missing": 404, "broken": 502, "made": 201}.get(self.path.split("/")[1], 200)
        content = json.dumps({
            "token": TOKEN, "method": self.command, "path": self.path, "bytes": len(body),
            "headers": [[name.lower(), value] for name, value in self.headers.items()],
            "filler": "x" * 2000 if self.path.startswith("/long") else ""}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if self.path.startswith("/cached"):
            self.send_header("Cache-Control", "max-age=5")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = answer

    def log_message(self, *_):
        pass


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = [(name.lower(), value) for name, value in response.getheaders()]
        self.body = response.read()

    def all(self, name):
        return [value for given, value in self.headers if given == name]

    def header(self, name):
        return next(iter(self.all(name)), None)

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.body)


def processes():
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit() and int(entry) not in (1, os.getpid())]


def named(name):
    found = []
    for process in processes():
        try:
            command, _, rest = Path(f"/proc/{process}/stat").read_text().partition("(")[2].rpartition(")")
            if command == name and rest.split()[0] != "Z":
                found.append(process)
        except OSError:
            pass
    return found


def stop_nginx():
    for sent in (signal.SIGTERM, signal.SIGKILL):
        for process in named("nginx"):
            try:
                os.kill(process, sent)
            except ProcessLookupError:
                pass
        for _ in range(30):
            if not named("nginx"):
                return
            time.sleep(0.1)


def free_port(port):
    """Ends what the agent left listening there."""
    sockets = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if os.path.exists(table):
            for line in Path(table).read_text().splitlines()[1:]:
                fields = line.split()
                if int(fields[1].split(":")[1], 16) == port and fields[3] == "0A":
                    sockets.add(f"socket:[{fields[9]}]")
    for process in processes() if sockets else []:
        try:
            held = {os.readlink(entry.path) for entry in os.scandir(f"/proc/{process}/fd")}
            if held & sockets:
                os.kill(process, signal.SIGKILL)
        except OSError:
            pass


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


class SiteChecks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        stop_nginx()
        free_port(PORT)
        free_port(API_PORT)
        if listens(PORT):
            raise AssertionError(f"something other than nginx holds port {PORT}")
        for name in FILES:
            (SITE / name).parent.mkdir(parents=True, exist_ok=True)
            (SITE / name).unlink(missing_ok=True)
            (SITE / name).write_text(content_of(name))
        (SITE / "assets" / "long.css").write_text("p { margin: 0 }\n" * 200)
        (SITE / "assets" / "short.css").write_text("p { margin: 0 }\n")
        (SITE / "assets" / "long.js").write_text("// script\n" * 200)
        (SITE / "docs" / "long.html").write_text("<p>page\n" * 200)
        (SITE / "assets" / "picture.png").write_bytes(b"\x89PNG" + bytes(3000))
        subprocess.run(["/bin/chmod", "-R", "a+rX", str(SITE)], check=True)
        cls.start_api()
        cls.log = open("/tmp/nginx-start.log", "wb")
        subprocess.Popen(["/usr/sbin/nginx"], cwd="/", stdin=subprocess.DEVNULL, stdout=cls.log, stderr=cls.log, start_new_session=True)
        for _ in range(50):
            if listens(PORT):
                return
            time.sleep(0.1)
        raise AssertionError(f"nginx does not listen on port {PORT}: {Path('/tmp/nginx-start.log').read_text()[-2000:]}")

    @classmethod
    def tearDownClass(cls):
        cls.stop_api()
        stop_nginx()

    @classmethod
    def start_api(cls):
        cls.api = ThreadingHTTPServer(("127.0.0.1", API_PORT), Api)
        threading.Thread(target=cls.api.serve_forever, args=[0.05], daemon=True).start()

    @classmethod
    def stop_api(cls):
        cls.api.shutdown()
        cls.api.server_close()

    def ask(self, path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": "shop.example", **headers}.items():
            connection.putheader(name.replace("_", "-"), value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        try:
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        self.assertEqual(answer.all("x-content-type-options"), ["nosniff"], path)
        self.assertEqual(answer.all("server"), ["nginx"], path)
        return answer

    def assert_file(self, path, name, status=200, **headers):
        answer = self.ask(path, **headers)
        self.assertEqual((answer.status, answer.text), (status, content_of(name)), path)
        return answer

    def test_files(self):
        """Files are served, for any host"""
        for path, name in (("/", "index.html"), ("/index.html", "index.html"), ("/docs/", "docs/index.html"), ("/docs/plain.txt", "docs/plain.txt"),
                           (f"/docs/{TOKEN}.html?x=1", f"docs/{TOKEN}.html"), ("/assets/site.css", "assets/site.css")):
            self.assert_file(path, name)
            self.assert_file(path, name, Host=f"{TOKEN}.example:8080")
        self.assertEqual(self.ask("/assets/site.css").header("content-type").split(";")[0], "text/css")
        self.assertEqual(self.ask("/docs/").header("content-type").split(";")[0], "text/html")

    def test_missing(self):
        """What does not exist is a 404 with the site's page"""
        for path in (f"/{TOKEN}", "/docs/missing.html", "/assets/missing.0123abcd.js", "/application", "/apiary", f"/blog/{TOKEN}", "/old-blog/a/b"):
            answer = self.assert_file(path, "404.html", status=404)
            self.assertNotIn(FOREVER, answer.all("cache-control"))

    def test_application(self):
        """The application answers for its paths"""
        for path in ("/app/", f"/app/{TOKEN}", "/app/deep/er/path", "/app/with.dot/inside", "/app/orders/?page=2.5"):
            self.assert_file(path, "app/index.html")
        self.assert_file("/app/logo.svg", "app/logo.svg")
        for path in ("/app/logo.png", "/app/deep/missing.js", "/app/deep/er.path?x=1"):
            self.assert_file(path, "404.html", status=404)

    def test_hidden_files(self):
        """Hidden files are not served, but for /.well-known/"""
        for path in ("/.env", "/.internal/notes.txt", "/docs/.draft.html", "/%2eenv", "/app/.env", f"/app/.hidden/{TOKEN}", "/docs/../.env"):
            self.assert_file(path, "404.html", status=404)
        self.assert_file("/.well-known/security.txt", ".well-known/security.txt")
        self.assert_file(f"/.well-known/{TOKEN}", f".well-known/{TOKEN}")
        self.assert_file("/.well-known/missing", "404.html", status=404)

    def test_administration(self):
        """The administration asks for a password"""
        right = "Basic " + base64.b64encode(b"ops:violet-anchor-31").decode()
        wrong = "Basic " + base64.b64encode(b"ops:violet-anchor-32").decode()
        for path, name in (("/admin/", "admin/index.html"), ("/admin/deep/er.html", "admin/deep/er.html")):
            answer = self.ask(path)
            self.assertEqual(answer.status, 401)
            self.assertIn("basic", answer.header("www-authenticate").lower())
            self.assertNotIn(TOKEN, answer.text)
            self.assertEqual(self.ask(path, Authorization=wrong).status, 401)
            self.assert_file(path, name, Authorization=right)
        self.assertEqual(self.ask("/admin/missing").status, 401)
        self.assertEqual(self.ask("/docs/../admin/").status, 401)
        self.assert_file("/admin/missing", "404.html", status=404, Authorization=right)

    def test_redirects(self):
        """The old blog is redirected"""
        for path, target in ((f"/old-blog/{TOKEN}", f"/blog/{TOKEN}"), ("/old-blog/a-b?x=1&y=%2F", "/blog/a-b?x=1&y=%2F"),
                             ("/old-blog/caf%C3%A9%20%25.html?q=a%20b", "/blog/caf%C3%A9%20%25.html?q=a%20b")):
            answer = self.ask(path, Host="127.0.0.1:8080")
            self.assertEqual(answer.status, 301)
            here = "http://127.0.0.1:8080"
            self.assertEqual(urljoin(here, answer.header("location")), here + target)

    def test_cache_control(self):
        """Files with a hash in their name are kept, others are not"""
        for path, wanted in ((f"/assets/{TOKEN}.0123abcd.js", FOREVER), ("/assets/deep/x.89abcdef.min.css", FOREVER), ("/assets/site.css", "no-cache"),
                             ("/assets/x.0123ABCD.js", "no-cache"), ("/assets/x.0123abc.js", "no-cache"), ("/", "no-cache"), ("/docs/", "no-cache"),
                             ("/app/some/path", "no-cache"), ("/.well-known/security.txt", "no-cache")):
            answer = self.ask(path)
            self.assertEqual((answer.status, answer.all("cache-control")), (200, [wanted]), path)
        self.assertEqual(self.ask("/api/plain").all("cache-control"), [])
        self.assertEqual(self.ask("/api/cached").all("cache-control"), ["max-age=5"])

    def test_api_paths(self):
        """Paths and methods reach the API as they were sent"""
        for rest in ("/", "/v1/orders", "/v1/orders/?a=1&b=%2F", "/a%2Fb%20c?d=%2F", "/%C3%A9t%C3%A9", "/.hidden/x", "/app/x.png", "/a+b;c?", f"/{TOKEN}"):
            answer = self.ask("/api" + rest)
            self.assertEqual((answer.status, answer.json["path"], answer.json["token"]), (200, rest, TOKEN))
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            answer = self.ask("/api/v1/x", method, b"some content")
            self.assertEqual((answer.json["method"], answer.json["bytes"]), (method, 12))
        self.assertEqual(self.ask("/api/x", "HEAD").status, 200)

    def test_api_headers(self):
        """The API learns who asks"""
        def sent(**headers):
            given = self.ask("/api/x", **headers).json["headers"]
            return {name: [value for other, value in given if other == name] for name in ("host", "x-real-ip", "x-forwarded-for")}

        self.assertEqual(sent(Host="shop.example:8443"),
                         {"host": ["shop.example:8443"], "x-real-ip": ["127.0.0.1"], "x-forwarded-for": ["127.0.0.1"]})
        self.assertEqual(sent(Host=TOKEN, X_Real_IP="192.0.2.1", X_Forwarded_For="192.0.2.7, 192.0.2.8"),
                         {"host": [TOKEN], "x-real-ip": ["127.0.0.1"], "x-forwarded-for": ["192.0.2.7, 192.0.2.8, 127.0.0.1"]})

    def test_api_errors(self):
        """Errors of the API are its own"""
        for path, status in (("/api/missing", 404), ("/api/broken", 502), ("/api/made", 201)):
            answer = self.ask(path)
            self.assertEqual((answer.status, answer.json["token"]), (status, TOKEN))
        type(self).stop_api()
        try:
            for path in ("/api/x", "/api/upload"):
                answer = self.ask(path)
                self.assertEqual((answer.status, answer.header("content-type").split(";")[0]), (502, "application/json"))
                self.assertEqual(answer.text.strip(), '{"error":"unavailable"}')
        finally:
            type(self).start_api()

    def test_body_sizes(self):
        """Large bodies are taken up to their limits"""
        mebibyte = 1 << 20
        for path, size in (("/api/x", 2 * mebibyte), ("/api/upload", 8 * mebibyte)):
            answer = self.ask(path, "POST", b"x" * size)
            self.assertEqual((answer.status, answer.json["bytes"]), (200, size))
            # Only the head is sent: nginx knows the size from it.
            with socket.create_connection(("127.0.0.1", PORT), 10) as connection:
                connection.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {size + 1}\r\nConnection: close\r\n\r\n".encode())
                response = http.client.HTTPResponse(connection)
                response.begin()
                answer = Answer(response)
            self.assertEqual((answer.status, answer.all("x-content-type-options")), (413, ["nosniff"]), path)

    def test_compression(self):
        """Texts are compressed for those who accept it"""
        for path in ("/docs/long.html", "/assets/long.css", "/assets/long.js", "/api/long"):
            plain = self.ask(path)
            self.assertIsNone(plain.header("content-encoding"), path)
            packed = self.ask(path, Accept_Encoding="gzip")
            self.assertEqual(packed.header("content-encoding"), "gzip", path)
            unpacked = gzip.decompress(packed.body)
            if path == "/api/long":
                self.assertEqual(json.loads(unpacked)["token"], TOKEN)
            else:
                self.assertEqual(unpacked, plain.body)
        for path in ("/assets/picture.png", "/assets/short.css"):
            self.assertIsNone(self.ask(path, Accept_Encoding="gzip").header("content-encoding"), path)
