"""An issuer whose certificate an authority of the city's own signed: refused by itself, and taken once the authority is named."""

import json
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.identity.conftest import Forge
from tests.support.command import run


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey, issuer: str
) -> x509.Certificate:
    is_authority = name == issuer
    instant = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(instant - timedelta(hours=1))
        .not_valid_after(instant + timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    )
    return builder.sign(signer, hashes.SHA256())


@pytest.fixture
def issuer(tmp_path: Path, forge: Forge) -> Iterator[str]:
    """Its name; the authority's certificate is in `authority.pem`."""
    authority, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    pem = serialization.Encoding.PEM
    root = _certificate("City authority", authority, authority, "City authority")
    (tmp_path / "authority.pem").write_bytes(root.public_bytes(pem))
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    signed = _certificate("localhost", own, authority, "City authority")
    (tmp_path / "own.pem").write_bytes(own.private_bytes(pem, *form) + signed.public_bytes(pem))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            document = {"issuer": name, "jwks_uri": f"{name}/keys"}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(forge.key_set() if self.path == "/keys" else document).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "own.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    name = f"https://localhost:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield name
    server.shutdown()
    thread.join()
    server.server_close()


def test_its_authority_is_named_in_a_file(tmp_path: Path, issuer: str) -> None:
    unknown = run("issuer", "check", home=tmp_path, environment={"DOMICILE_ISSUER": issuer})
    assert (unknown.code, unknown.out.splitlines()[1:]) == (
        1,
        [
            (
                f"  no answer  discovery: {issuer}/.well-known/openid-configuration has a certificate of an authority that this "
                "machine does not trust: name its file in SSL_CERT_FILE"
            )
        ],
    )
    file = {"SSL_CERT_FILE": str(tmp_path / "authority.pem")}
    known = run("issuer", "check", home=tmp_path, environment={"DOMICILE_ISSUER": issuer, **file})
    assert (known.code, known.out.count("  right")) == (0, 3)
