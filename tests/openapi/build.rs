//! Generates types, clients and servers of a library, of a pet shop, of a mirror and of all styles of parameters, and types of many
//! shapes, into Cargo's output folder.

use specwright::diagnostic::Given;
use specwright::options::Part;
use specwright::paging::Request;
use specwright::{Config, Error};

fn main() -> Result<(), Error> {
    let parts = [Part::Client, Part::Server, Part::Validate, Part::Tracing];
    let given = |text: &str| Given::plain(text.to_owned());
    let paged = |operation: &str, by: &str, parameter: &str| Request {
        operations: vec![given(operation)],
        by: given(by),
        parameter: given(parameter),
        ..Request::default()
    };
    let readers = paged("operation:listReaders", "cursor", "after");
    let readers = Request { next: Some(given("/next")), items: Some(given("/data/list")), ..readers };
    let fines = Request { items: Some(given("/fines")), ..paged("operation:listFines", "page", "page") };
    let config = Config::new().input("library.yaml").name("library").modules(parts);
    let config = config.paging(paged("operation:listBooks", "link", "page")).paging(readers);
    let config = config.paging(fines).paging(paged("operation:listLoans", "offset", "offset"));
    config.generate()?;
    Config::new().input("styles.yaml").name("styles").modules(parts).generate()?;
    Config::new().input("mirror.yaml").name("mirror").modules(parts).generate()?;
    Config::new().input("tried.yaml").name("pets").modules(parts).generate()?;
    Config::new().input("shapes.yaml").name("shapes").modules([Part::Validate]).generate().map(|_| ())
}
