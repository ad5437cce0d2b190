//! Generates types, client and server of a library into Cargo's output folder.

use specwright::options::Part;
use specwright::{Config, Error};

fn main() -> Result<(), Error> {
    let parts = [Part::Client, Part::Server, Part::Validate];
    Config::new().input("library.yaml").name("library").modules(parts).generate().map(|_| ())
}
