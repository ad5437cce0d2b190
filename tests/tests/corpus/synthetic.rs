//! Definitions of a size that nobody writes: ten thousand schemas in one another's company, and three hundred in one another.

use serde_json::{Value, json};

use crate::invented;
use crate::output::Output;

/// How deep the deep one is.
const DEPTH: usize = 300;

/// Both, for one run.
pub fn definitions() -> Vec<Value> {
    let vast = invented::wide(1_300);
    assert!(nodes(&vast) >= 10_000, "{} schemas", nodes(&vast));
    let group = "synthetic.example.com";
    vec![invented::of(group, "Vast", vast), invented::of(group, "Deep", nested(DEPTH, schema_around))]
}

/// How many schemas a schema consists of.
fn nodes(schema: &Value) -> usize {
    let named = schema.get("properties").and_then(Value::as_object);
    1 + named.into_iter().flatten().map(|(_, schema)| nodes(schema)).sum::<usize>()
}

/// Text in objects, lists and maps by turns.
fn nested(depth: usize, around: fn(usize, Value) -> Value) -> Value {
    (0..depth).fold(Value::Null, |inner, level| around(level, inner))
}

fn schema_around(level: usize, inner: Value) -> Value {
    let inner = if inner.is_null() { json!({"type": "string"}) } else { inner };
    match level % 3 {
        0 => json!({"type": "object", "properties": {"n": inner, "other": {"type": "string"}}}),
        1 => json!({"type": "array", "items": inner}),
        _ => json!({"type": "object", "additionalProperties": inner}),
    }
}

fn value_around(level: usize, inner: Value) -> Value {
    let inner = if inner.is_null() { json!("text") } else { inner };
    match level % 3 {
        0 => json!({"n": inner, "x": 1}),
        1 => json!([inner]),
        _ => json!({"k": inner}),
    }
}

/// Reads, checks and writes one document as often as it is deep, in a thread with the usual stack.
const PROGRAM: &str = r#"//! Reads a document that is nested deeply, and writes it.

use deep::v1::Deep;
use deep::{Defaults, Validate};
use serde::de::DeserializeOwned;
use serde_json::Value;

fn read<T: DeserializeOwned>(text: &str) -> T {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.disable_recursion_limit();
    T::deserialize(&mut reader).unwrap()
}

fn main() {
    let text = include_str!("document.json");
    let round = move || {
        let mut object: Deep = read(text);
        assert!(object == serde_json::from_value(read::<Value>(text)).unwrap());
        assert!(read::<Value>(&serde_json::to_string(&object).unwrap()) == read::<Value>(text));
        assert!(object.clone() == object && format!("{object:?}").len() > 300);
        object.validate().unwrap();
        object.apply_defaults().unwrap();
        assert!(serde_json::to_value(&object).unwrap() == read::<Value>(text));
    };
    std::thread::spawn(round).join().unwrap();
}
"#;

/// A document as deep as the schema goes comes out as it went in.
pub fn is_bottomless(output: &Output) {
    let name = format!("deep-{}", output.name);
    let dependencies = format!(
        "deep = {{ package = \"{}\", path = \"../crate\", features = [\"validate\"] }}\nserde = \"1\"\n\
        serde_json = {{ version = \"1\", features = [\"unbounded_depth\"] }}",
        output.name
    );
    output.workspace.add(&name, &dependencies, PROGRAM).unwrap();
    let document = json!({"apiVersion": "synthetic.example.com/v1", "kind": "Deep", "metadata": {},
        "spec": nested(DEPTH, value_around)});
    output.workspace.write(&name, "src/document.json", &document.to_string()).unwrap();
    output.workspace.run(&["run", "--package", &name]);
}
