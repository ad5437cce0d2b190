//! Definitions that are in use: a real server accepts them, so this one does.
//!
//! They are not part of the project: where `../shared` is missing beside it, this test says so and passes.

use std::path::Path;

use specwright_apiserver::ApiServer;

#[tokio::test]
async fn definitions_in_use_are_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/crds");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: there are no definitions at {}", folder.display());
        return;
    };
    let (mut count, mut refused) = (0, Vec::new());
    for file in files.filter_map(Result::ok).filter(|f| f.path().extension().is_some_and(|e| e == "yaml")) {
        let text = std::fs::read_to_string(file.path()).expect("a readable definition");
        count += 1;
        if let Err(why) = ApiServer::builder().crd_text(&text).build().await {
            refused.push(format!("{}: {why}", file.path().display()));
        }
    }
    assert!(count > 10, "only {count} definitions were found");
    assert!(refused.is_empty(), "{} of {count}:\n{}", refused.len(), refused.join("\n"));
}
