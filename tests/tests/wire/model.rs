//! The operations of the model that the generated crate was made from.

use std::path::Path;
use std::sync::LazyLock;

use specwright::ir::{Action, Api, Location, Operation, ResourceId, StatusPattern};
use specwright::pipeline::Analysis;
use specwright::run::understand;

static ANALYSIS: LazyLock<Analysis> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let understood = understand(&root, &["spec/*.yaml".to_owned()]);
    understood.analysis.expect("the input of the generated crate is understood")
});

/// The model.
pub fn api() -> &'static Api {
    &ANALYSIS.api
}

/// The operations of a version.
pub fn operations(version: &str) -> impl Iterator<Item = &'static Operation> {
    let of_version = move |operation: &&Operation| api().resource(resource(operation).0).version == version;
    let operations: Vec<_> = api().operations.iter().filter(of_version).collect();
    assert!(!operations.is_empty(), "{version} has no operations");
    operations.into_iter()
}

/// The resource of an operation, and what is done to it.
pub fn resource(operation: &Operation) -> (ResourceId, Action) {
    operation.on_resource().expect("all operations are of resources")
}

/// The name of a method.
pub fn method(operation: &Operation) -> &str {
    operation.method.as_str()
}

/// The status codes that are documented.
pub fn codes(operation: &Operation) -> impl Iterator<Item = u16> {
    operation.responses.iter().map(|response| match response.status {
        StatusPattern::Code(code) => code,
        other => panic!("{other} is no code"),
    })
}

/// The names of the parameters that an operation takes in the query.
pub fn query(operation: &'static Operation) -> impl Iterator<Item = &'static str> {
    let parameters = operation.parameters.iter().filter(|parameter| parameter.location == Location::Query);
    parameters.map(|parameter| parameter.name.as_str())
}
