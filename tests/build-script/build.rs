//! Generates the types of PeerAuthentication into Cargo's output folder.

fn main() -> Result<(), specwright::Error> {
    specwright::Config::new().input("../../spec/*.yaml").name("istio_security").generate().map(|_| ())
}
