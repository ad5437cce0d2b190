use serde_json::{Value, json};

use crate::diagnostic::{Report, Sources};
use crate::{overlay, read};

const DOCUMENT: &str = "openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get: {tags: [a], parameters: [{name: limit, in: query}, {name: old, in: query}], responses: {}}
    post: {responses: {}}
";

/// The document under an overlay with these actions, and what is said about them, each with its line in the overlay.
fn under(actions: &str) -> (Value, Vec<String>) {
    let mut sources = Sources::new();
    sources.add("pets.yaml", DOCUMENT);
    sources.add("toys.yaml", DOCUMENT.replace("Pets", "Toys"));
    let text = format!("overlay: 1.0.0\nextends: https://example.com/api/pets.yaml\nactions:\n{actions}");
    sources.add_overlay("mend.yaml", text.into_bytes());
    let mut report = Report::new();
    let mut documents = read::documents(&sources, &mut report);
    overlay::apply(&mut documents, &sources, &mut report);
    let json = |document: &read::Document| match &document.content {
        read::Content::OpenApi(document) => document.tree.to_json(),
        read::Content::Definition(_) => Value::Null,
    };
    assert_eq!(json(&documents[1])["info"]["title"], "Toys", "it is about the other document");
    assert_eq!(json(&documents[1])["paths"], json!(serde_json_of(DOCUMENT))["paths"]);
    let said = report.sorted().into_iter().map(|finding| {
        let place = finding.place.as_ref().and_then(|place| sources.position(place));
        let at = place.map(|at| format!("{}:{}", at.file, at.line)).unwrap_or_default();
        format!("{at} {} {}", finding.code, finding.message)
    });
    (json(&documents[0]), said.collect())
}

fn serde_json_of(yaml: &str) -> Value {
    serde_yaml::from_str(yaml).unwrap_or_default()
}

#[test]
fn objects_are_merged_and_lists_go_on() {
    let (document, said) = under(
        "- target: $.info\n  update: {title: Animals, contact: {name: x}}\n\
         - target: $.paths['/pets'].get.parameters\n  update: {name: page, in: query}\n\
         - target: $.paths.*.*\n  update: {tags: [b], responses: {'200': {description: Fine}}}\n",
    );
    assert_eq!(said, [""; 0]);
    assert_eq!(document["info"], json!({"title": "Animals", "version": "1", "contact": {"name": "x"}}));
    let get = &document["paths"]["/pets"]["get"];
    assert_eq!(get["parameters"][2], json!({"name": "page", "in": "query"}));
    assert_eq!(get["tags"], json!(["a", "b"]));
    assert_eq!(document["paths"]["/pets"]["post"]["tags"], json!(["b"]));
    assert_eq!(document["paths"]["/pets"]["post"]["responses"]["200"]["description"], "Fine");
}

#[test]
fn what_is_removed_is_gone_and_later_actions_see_it() {
    let (document, said) = under(
        "- target: $.paths.*.*.parameters[?@.name == 'old' || @.name == 'limit']\n  remove: true\n\
         - target: $.paths['/pets'].post\n  remove: true\n\
         - target: $.paths['/pets'].post\n  update: {deprecated: true}\n\
         - target: $..parameters\n  update: {name: new}\n\
         - target: $..parameters[?@.name == 'new']\n  update: {in: query}\n",
    );
    assert_eq!(said, ["mend.yaml:8 SW0522 `$.paths['/pets'].post` is nowhere in what the overlay is about"]);
    assert_eq!(document["paths"]["/pets"]["get"]["parameters"], json!([{"name": "new", "in": "query"}]));
    assert_eq!(document["paths"]["/pets"].as_object().map(serde_json::Map::len), Some(1));
}

#[test]
fn what_does_not_fit_is_reported_where_it_stands() {
    let (document, said) = under(
        "- target: $.info.title\n  update: Animals\n\
         - target: $.info\n  update: [x]\n\
         - target: $\n  remove: true\n\
         - {target: '$.[', remove: true}\n\
         - {target: $.info}\n\
         - {remove: true}\n",
    );
    assert_eq!(document["info"]["title"], "Pets");
    expect_test::expect![[r#"
        mend.yaml:5 SW0523 only objects and lists can be updated, and this is neither: `/info/title`
        mend.yaml:7 SW0523 the update of an object has to be an object: `/info`
        mend.yaml:8 SW0523 a document cannot be removed as a whole: ``
        mend.yaml:10 SW0521 `$.[` is no JSONPath: in dot member name, must start with lowercase alpha or '_'
        mend.yaml:11 SW0521 the action has neither `update` nor `remove: true`
        mend.yaml:12 SW0521 the action has no `target`"#]]
    .assert_eq(&said.join("\n"));
}
