//! Any bytes, read as YAML and as JSON: findings, but neither panics nor a wrong place.
#![no_main]

use libfuzzer_sys::fuzz_target;
use specwright::diagnostic::{Color, Report, Sources, render, to_json};
use specwright::read;

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.yaml", "a.json"] {
        let mut sources = Sources::new();
        sources.add_bytes(name, bytes.to_vec());
        let mut report = Report::new();
        read::documents(&sources, &mut report);
        for finding in report.sorted().into_iter().take(20) {
            assert!(!render(finding, &sources, Color::Never).is_empty());
            let value = to_json(finding, &sources);
            let text = sources.iter().next().map(|(_, source)| source.text().len());
            let span = finding.place.as_ref().map(|place| place.span.end);
            assert!(span <= text, "{value}");
        }
    }
});
