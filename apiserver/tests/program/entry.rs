//! Who comes in: by tokens, and over encrypted connections.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::running::{Running, WIDGETS, widget};

/// A file in a directory of its own.
fn file(directory: &tempfile::TempDir, name: &str, text: &str) -> String {
    let path = directory.path().join(name);
    std::fs::write(&path, text).expect("a writable directory");
    path.to_string_lossy().into_owned()
}

#[test]
fn tokens_say_who_may_do_what() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let tokens =
        "master,anna,1,\"dev,system:masters\"\nreader,bert,2,\"dev\"\nlonely,carl,3\n# a comment\n\n";
    let tokens = file(&directory, "tokens.csv", tokens);
    let server = Running::start(&["--token-file", &tokens]);
    let cases = [
        ("", 401, "Unauthorized"),
        ("Authorization: Bearer odd", 401, "Unauthorized"),
        ("Authorization: Basic master", 401, "Unauthorized"),
        ("Authorization: Bearer reader", 403, "User \\\"bert\\\" cannot create resource \\\"widgets\\\""),
        ("Authorization: Bearer lonely", 403, "Forbidden"),
        ("Authorization: bearer master", 201, "\"name\":\"a\""),
    ];
    for (header, status, text) in cases {
        let headers: &[&str] = if header.is_empty() { &[] } else { &[header] };
        let answer = server.ask(&format!("POST {WIDGETS}"), headers, &widget("a")).expect("it answers");
        assert!(answer.0 == status && answer.1.contains(text), "{header}: {answer:?}");
    }
    let kubeconfig = std::fs::read_to_string(&server.kubeconfig).expect("the file is there");
    assert!(kubeconfig.contains("token: master"), "{kubeconfig}");
}

/// The certificate that a kubeconfig has clients trust.
fn trusted(kubeconfig: &str) -> CertificateDer<'static> {
    let text = std::fs::read_to_string(kubeconfig).expect("the file is there");
    let line = text.lines().find_map(|l| l.trim().strip_prefix("certificate-authority-data: "));
    let pem = STANDARD.decode(line.expect("the certificate is there")).expect("it is in base64");
    CertificateDer::from_pem_slice(&pem).expect("it is in PEM")
}

#[tokio::test]
async fn connections_are_encrypted_for_who_trusts_the_kubeconfig() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]);
    let made = made.expect("a certificate is made");
    let directory = tempfile::tempdir().expect("a temporary directory");
    let certificate = file(&directory, "tls.crt", &made.cert.pem());
    let key = file(&directory, "tls.key", &made.signing_key.serialize_pem());
    let arguments = ["--listen", "0.0.0.0:0", "--tls-cert", &certificate, "--tls-key", &key];
    let server = Running::start(&arguments);
    assert!(server.ask("GET /version", &[], "").is_none_or(|(status, _)| status == 400), "not encrypted");
    let mut roots = RootCertStore::empty();
    roots.add(trusted(&server.kubeconfig)).expect("it is a certificate");
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the versions are known")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = tokio::net::TcpStream::connect(&server.address).await.expect("it listens");
    let name = ServerName::try_from("127.0.0.1").expect("it is an address");
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.expect("it is trusted");
    stream
        .write_all(b"GET /version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .await
        .expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("it answers");
    assert!(answer.contains("gitVersion"), "{answer}");
}
