//! A program over a generated crate that says what its types make of documents.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::kinds::Kind;
use crate::output::Output;

/// All of the program but for the list of the kinds.
const PROGRAM: &str = r#"//! Reads a document of one kind a line, and writes a line of what was made of it.

use std::io;

use probed::{Defaults, Kind, Validate};
use serde_json::{Value, json};

fn answer<K: Kind + PartialEq>(text: &str) -> Value {
    let mut object: K = match serde_json::from_str(text) {
        Ok(object) => object,
        Err(error) => return json!({"refused": error.to_string()}),
    };
    // Reading from a tree is other code than reading from text.
    let again = serde_json::from_str(text).and_then(serde_json::from_value::<K>);
    let is_same = again.is_ok_and(|again| again == object);
    let (written, found) = (written(&object), found(&object));
    let failed = object.apply_defaults().err().map(|error| error.to_string());
    json!({"written": written, "is same": is_same, "found": found, "failed": failed,
        "defaulted": crate::written(&object), "found then": crate::found(&object)})
}

fn written<K: Kind>(object: &K) -> Value {
    serde_json::to_value(object).unwrap_or_else(|error| json!(error.to_string()))
}

/// The keywords that an object breaks.
fn found<K: Kind>(object: &K) -> Vec<&'static str> {
    object.validate().err().into_iter().flatten().map(|violation| violation.keyword).collect()
}

fn main() -> io::Result<()> {
    let number: usize = std::env::args().nth(1).and_then(|number| number.parse().ok()).unwrap_or_default();
    for line in io::stdin().lines() {
        println!("{}", KINDS[number](&line?));
    }
    Ok(())
}

const KINDS: &[fn(&str) -> Value] = &[
"#;

/// The program.
pub struct Probe {
    path: PathBuf,
    /// Where the documents go that it is asked about.
    documents: PathBuf,
}

/// What a type made of a document.
#[derive(Debug, serde::Deserialize)]
pub struct Answer {
    /// Why the type did not take the document, if it did not.
    pub refused: Option<String>,
    /// The document as it came out.
    #[serde(default)]
    pub written: Value,
    /// Whether reading it from text and from a tree gives the same.
    #[serde(default, rename = "is same")]
    pub is_same: bool,
    /// The keywords that it breaks.
    #[serde(default)]
    pub found: Vec<String>,
    /// Why defaults could not be filled in, if they could not.
    pub failed: Option<String>,
    /// The document with them.
    #[serde(default)]
    pub defaulted: Value,
    /// The keywords that it breaks then.
    #[serde(default, rename = "found then")]
    pub found_then: Vec<String>,
}

impl Probe {
    /// Builds the program.
    pub fn of(output: &Output, kinds: &[Kind]) -> Self {
        let name = format!("probe-{}", output.name);
        let list = kinds.iter().map(|kind| format!("    answer::<probed::{}>,\n", kind.rust));
        let program = format!("{PROGRAM}{}];\n", list.collect::<String>());
        let probed = format!(
            "probed = {{ package = \"{}\", path = \"../crate\", features = [\"validate\"] }}",
            output.name
        );
        output.workspace.add(&name, &format!("{probed}\nserde_json = \"1\""), &program).unwrap();
        Self { path: output.workspace.built(&name), documents: output.workspace.path().to_owned() }
    }

    /// What the type of the kind of this number makes of these documents.
    pub fn ask(&self, number: usize, documents: &[Value]) -> Vec<Answer> {
        let texts: String = documents.iter().map(|document| format!("{document}\n")).collect();
        let path = self.documents.join(format!("{number}.txt"));
        fs::write(&path, texts).unwrap();
        let mut program = Command::new(&self.path);
        let done = program.arg(number.to_string()).stdin(File::open(&path).unwrap()).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        fs::remove_file(path).unwrap();
        let answers: Vec<Answer> = done
            .stdout
            .split(|byte| *byte == b'\n')
            .filter_map(|line| serde_json::from_slice(line).ok())
            .collect();
        assert_eq!(answers.len(), documents.len(), "one answer for each document");
        answers
    }
}
