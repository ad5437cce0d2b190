//! Generates the kind with metadata of its own: types, validation, client and server.

use specwright::options::{Metadata, Part};
use specwright::{Config, Error};

fn main() -> Result<(), Error> {
    let config = Config::new().input("../../spec/*.yaml").name("istio_security").metadata(Metadata::Own);
    config.modules([Part::Client, Part::Server, Part::Validate]).generate().map(|_| ())
}
