//! Generates types, clients and servers of a library and of a pet shop into Cargo's output folder.

use specwright::options::Part;
use specwright::{Config, Error};

fn main() -> Result<(), Error> {
    let parts = [Part::Client, Part::Server, Part::Validate];
    Config::new().input("library.yaml").name("library").modules(parts).generate()?;
    Config::new().input("tried.yaml").name("pets").modules(parts).generate().map(|_| ())
}
