//! Any bytes, on the whole way: what is generated is Rust, and the same once more.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::{Corpus, fuzz_target};
use specwright::diagnostic::{Code, Report, Sources};
use specwright::options::Layout;
use specwright::output::Draft;
use specwright::pipeline;

/// The files that come of these bytes; nothing, where they are refused.
fn files(bytes: &[u8]) -> Option<BTreeMap<String, String>> {
    let mut sources = Sources::new();
    sources.add_bytes("a.yaml", bytes.to_vec());
    let mut report = Report::new();
    let analysis = pipeline::analyse(&sources, &mut report)?;
    assert!(report.sorted().iter().all(|finding| finding.code != Code::ModelLoss), "something was lost");
    let draft = Draft { dir: "fuzzed".into(), layout: Layout::Modules(Vec::new()), ..Draft::default() };
    let output = draft.finish(|_| String::new()).expect("the folder gives the name");
    Some(pipeline::render(&analysis, &output.options).expect("what is emitted is Rust"))
}

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some(files) = files(bytes) else { return Corpus::Keep };
    for (path, text) in files.iter().filter(|(path, _)| !path.contains("support/")) {
        if path.ends_with(".rs") {
            syn::parse_file(text).expect("what is printed is Rust");
        }
    }
    Corpus::Keep
});
