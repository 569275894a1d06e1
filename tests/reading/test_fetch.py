"""The guarded client, against real servers on the loopback interface."""

import gzip
import shutil
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tocsin.errors import FetchError
from tocsin.reading.fetch import Options, Page, Resolver, fetch, resolve

PAGE = b"<html><body><p>Averna denied it.</p></body></html>"
Answer = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """One HTTP server on loopback; *answers* maps a path to what it does, and *asked* lists what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                try:
                    outer.answers[self.path](self)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.block_on_close = False
        self.port: int = self.http.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def options(self, **more: object) -> Options:
        return Options(allow=(f"127.0.0.1:{self.port}",), **more)  # type: ignore[arg-type]


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    server.thread.start()
    yield server
    server.http.shutdown()
    server.http.server_close()


def send(body: bytes = PAGE, status: int = 200, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def redirect(to: str) -> Answer:
    return send(b"", 302, Location=to)


def test_an_allowed_page_comes_back_with_its_type_and_charset(server: Server) -> None:
    server.answers["/a"] = send(Content_Type="text/HTML; charset=ISO-8859-1")
    assert fetch(f"{server.url}/a#part", server.options()) == Page(
        f"{server.url}/a", 200, "text/html", "iso-8859-1", PAGE
    )
    asked = server.asked[0][1]
    assert asked["user-agent"].startswith("Tocsin/")
    assert asked["accept-encoding"] == "gzip, deflate"


def test_without_the_allow_list_loopback_is_refused_before_anything_is_asked(server: Server) -> None:
    with pytest.raises(FetchError, match="ports 80 and 443 only"):
        fetch(f"{server.url}/a")
    assert server.asked == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "2130706433", "0x7f000001", "0x7f.1",
        "127.1", "0177.0.0.1", "0", "0.0.0.0", "[::]", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254",
        "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "[fe80::1]", "[fc00::1]",
        "[fd00::1]", "[ff02::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:db8::1]", "[fec0::1]", "[2001:0:1::1]",
    ],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_spelling_of_a_private_address_is_dialled(host: str, scheme: str) -> None:
    with pytest.raises(FetchError, match=r"not a public address|unusual spelling|Invalid IPv4 address"):
        fetch(f"{scheme}://{host}/")


def test_a_name_that_resolves_to_a_private_address_is_refused() -> None:
    with pytest.raises(FetchError, match=r"10\.0\.0\.8.*not a public address"):
        fetch("http://intranet.lorusk.example/", resolver=lambda *_: ["10.0.0.8"])


def test_a_rebinding_resolver_is_asked_once_and_its_one_answer_is_what_is_dialled(server: Server) -> None:
    server.answers["/"] = send()
    answers = iter([["127.0.0.1"], ["10.0.0.8"]])
    rebinding: Resolver = lambda *_: next(answers)  # noqa: E731
    options = Options(allow=(f"127.0.0.1:{server.port}",))
    assert fetch(f"http://rebind.example:{server.port}/", options, resolver=rebinding).body == PAGE
    assert next(answers) == ["10.0.0.8"]  # never asked for


def test_a_resolver_that_turns_private_between_redirects_is_caught(server: Server) -> None:
    server.answers["/"] = send(b"", 302, Location="/next", Connection="close")
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    with pytest.raises(FetchError, match=r"169\.254\.169\.254.*not a public address"):
        fetch(f"http://rebind.example:{server.port}/", server.options(), resolver=lambda *_: next(answers))


def test_an_allowed_name_is_dialled_though_it_is_private(server: Server) -> None:
    server.answers["/"] = send()
    options = Options(allow=(f"Desk.Example:{server.port}",))
    assert fetch(f"http://desk.example:{server.port}/", options, resolver=lambda *_: ["127.0.0.1"]).body == PAGE


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/", "http://localhost/latest", "http://[::1]/", "http://2130706433/"]
)
def test_a_redirect_from_an_allowed_server_to_a_private_address_is_refused(server: Server, target: str) -> None:
    server.answers["/"] = redirect(target)
    with pytest.raises(FetchError, match=r"not a public address|unusual spelling"):
        fetch(f"{server.url}/", server.options())
    assert len(server.asked) == 1  # the redirector itself was reached: the refusal is of the second hop


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://averna.example/", "javascript:alert(1)"])
def test_a_redirect_to_another_scheme_is_refused(server: Server, target: str) -> None:
    server.answers["/"] = redirect(target)
    with pytest.raises(FetchError, match=r"redirects to.*not a web address"):
        fetch(f"{server.url}/", server.options())


def test_a_redirect_to_another_port_of_the_same_host_is_refused(server: Server) -> None:
    server.answers["/"] = redirect("http://127.0.0.1:1/")
    with pytest.raises(FetchError, match="ports 80 and 443 only"):
        fetch(f"{server.url}/", server.options())


def test_five_redirects_are_followed_and_a_loop_is_not(server: Server) -> None:
    for number in range(5):
        server.answers[f"/{number}"] = redirect(f"/{number + 1}")
    server.answers["/5"] = send()
    assert fetch(f"{server.url}/0", server.options()).url == f"{server.url}/5"
    server.answers["/loop"] = redirect("/loop")
    with pytest.raises(FetchError, match="more than 5 times"):
        fetch(f"{server.url}/loop", server.options())


@pytest.mark.parametrize(("status", "phrase"), [(404, "Not Found"), (403, "Forbidden"), (500, "Internal Server Error")])
def test_an_answer_other_than_success_names_its_status(server: Server, status: int, phrase: str) -> None:
    server.answers["/"] = send(status=status)
    with pytest.raises(FetchError, match=rf"answered {status} \({phrase}\)"):
        fetch(f"{server.url}/", server.options())


@pytest.mark.parametrize("coding", ["gzip", "deflate", "bare deflate", "two members"])
def test_a_packed_page_is_unpacked(server: Server, coding: str) -> None:
    bare = zlib.compressobj(wbits=-15)
    half = len(PAGE) // 2
    packed = {
        "gzip": gzip.compress(PAGE), "deflate": zlib.compress(PAGE), "bare deflate": bare.compress(PAGE) + bare.flush(),
        "two members": gzip.compress(PAGE[:half]) + gzip.compress(PAGE[half:]),
    }[coding]  # fmt: skip
    server.answers["/"] = send(packed, Content_Encoding="deflate" if "deflate" in coding else "gzip")
    assert fetch(f"{server.url}/", server.options()).body == PAGE


def test_a_gzip_bomb_is_stopped_without_being_unpacked_in_memory(server: Server) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(100)), packer.flush()])
    assert len(bomb) < 200_000
    server.answers["/"] = send(bomb, Content_Encoding="gzip")
    tracemalloc.start()
    with pytest.raises(FetchError, match="larger than 1 MB"):
        fetch(f"{server.url}/", server.options(max_bytes=1_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_a_coding_nobody_asked_for_is_refused(server: Server) -> None:
    server.answers["/"] = send(Content_Encoding="br")
    with pytest.raises(FetchError, match="only gzip and deflate"):
        fetch(f"{server.url}/", server.options())


@pytest.mark.parametrize("body", [b"not gzip at all", gzip.compress(PAGE * 50)[:60]])
def test_a_damaged_packing_is_one_sentence(server: Server, body: bytes) -> None:
    server.answers["/"] = send(body, Content_Encoding="gzip")
    with pytest.raises(FetchError, match=r"damaged|broke off"):
        fetch(f"{server.url}/", server.options())


def test_an_endless_chunked_body_is_cut_at_the_size(server: Server) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.protocol_version = "HTTP/1.1"
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        while True:
            request.wfile.write(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")

    server.answers["/"] = endless
    with pytest.raises(FetchError, match=r"larger than 0.5 MB"):
        fetch(f"{server.url}/", server.options(max_bytes=500_000))


@pytest.mark.parametrize("where", ["headers", "body"])
def test_a_slow_drip_ends_when_the_time_is_up(server: Server, where: str) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n" if where == "headers" else b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(600):
            request.wfile.write(b"x")
            request.wfile.flush()
            time.sleep(0.05)

    server.answers["/"] = drip
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"took longer than 0.4 s"):
        fetch(f"{server.url}/", server.options(timeout_s=0.4))
    assert time.monotonic() - began < 15  # the drip itself lasts 30 s


def test_a_resolver_that_never_answers_ends_when_the_time_is_up() -> None:
    release = threading.Event()

    def silent(*_: object) -> list[str]:
        release.wait(5)
        return []

    with pytest.raises(FetchError, match=r"took longer than 0.2 s"):
        fetch("http://averna.example/", Options(timeout_s=0.2), resolver=silent)
    release.set()


def test_a_name_nobody_knows_is_one_sentence() -> None:
    def unknown(*_: object) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(FetchError, match="not known to the name service"):
        fetch("http://averna.example/", resolver=unknown)


def test_a_closed_port_is_one_sentence(server: Server) -> None:
    options = server.options()
    server.http.shutdown()
    server.http.server_close()
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch(f"{server.url}/", options)


def test_a_server_that_speaks_no_http_is_one_sentence(server: Server) -> None:
    server.answers["/"] = lambda request: request.wfile.write(b"220 smtp.lorusk.example ready\r\n") and None  # type: ignore[assignment, func-returns-value]
    with pytest.raises(FetchError, match="did not answer as a web server does"):
        fetch(f"{server.url}/", server.options())


@pytest.mark.parametrize(
    "url",
    [
        "",
        "averna.example",
        "file:///etc/passwd",
        "gopher://averna.example/",
        "http://",
        "http://[::1",
        "http://averna.example:port/",
    ],
)
def test_what_is_not_a_web_address_is_refused(url: str) -> None:
    with pytest.raises(FetchError, match="not a web address"):
        fetch(url)


def test_credentials_in_an_address_are_refused_and_not_repeated() -> None:
    with pytest.raises(FetchError, match="user name or password") as caught:
        fetch("http://odell:secret@averna.example/")
    assert "secret" not in str(caught.value)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes its certificate with the openssl command")
def test_a_certificate_nobody_vouches_for_is_refused(server: Server, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.answers["/"] = send()
    server.http.socket = context.wrap_socket(server.http.socket, server_side=True)
    with pytest.raises(FetchError, match=r"cannot be reached.*certificate"):
        fetch(f"https://127.0.0.1:{server.port}/", server.options())
    assert server.asked == []


def test_the_environment_sets_no_proxy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server.answers["/"] = send()
    assert fetch(f"{server.url}/", server.options()).body == PAGE


def test_the_system_resolver_finds_loopback() -> None:
    assert "127.0.0.1" in resolve("localhost", 80)
