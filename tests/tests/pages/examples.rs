//! Examples fit, as judged by our own validation, by another reader of schemas, and by the rules.

use serde_json::Value;
use specwright::example;
use specwright::ir::{ResourceId, SchemaId};
use specwright_templates::support::cel::broken_rules;
use specwright_templates::support::json_schema::translate;
use specwright_templates::support::validate::{violations, violations_in};

use super::{Input, corpus, own};

/// How many examples there could be, are, and keep the rules as well.
#[derive(Debug, Default)]
struct Count {
    places: usize,
    examples: usize,
    by_the_rules: usize,
}

fn of_resources((name, analysis): &Input, count: &mut Count) {
    let api = &analysis.api;
    for (id, resource) in api.resources.iter().enumerate() {
        count.places += 1;
        let definition = specwright::publish::definition(api, resource.definition);
        let versions = definition["spec"]["versions"].as_array().unwrap();
        let version = versions.iter().find(|version| version["name"] == *resource.version).unwrap();
        let schema = &version["schema"]["openAPIV3Schema"];
        let Some(example) = example::of_resource(api, ResourceId(id), schema) else { continue };
        count.examples += 1;
        let title = format!("{name}: {} {}\n{example:#}", resource.names.kind, resource.version);
        assert!(violations(&example, schema).is_empty(), "{title}\n{:?}", violations(&example, schema));
        let other = jsonschema::validator_for(&translate(schema)).unwrap();
        assert!(other.is_valid(&example), "{title}\n{:?}", other.validate(&example).err());
        match broken_rules(&example, None, schema).as_slice() {
            [] => count.by_the_rules += 1,
            broken => println!("{name}: {} {} breaks {broken:?}", resource.names.kind, resource.version),
        }
    }
}

fn of_schemas((name, analysis): &Input, count: &mut Count) {
    let api = &analysis.api;
    for schema in (0..api.schemas.len()).map(SchemaId) {
        let named = api.schema(schema);
        let Some(root) = named.root else { continue };
        count.places += 1;
        let Some(example) = example::of_type(api, root) else { continue };
        count.examples += 1;
        let document = api.document(named.document);
        let schema = document.schema_at(&named.place).unwrap_or(&Value::Null);
        let found = violations_in(&example, schema, &document.schemas);
        assert!(found.is_empty(), "{name}: {}\n{example:#}\n{found:?}", named.name);
    }
}

#[test]
fn examples_fit() {
    let (mut resources, mut schemas) = (Count::default(), Count::default());
    for input in own() {
        of_resources(&input, &mut resources);
        of_schemas(&input, &mut schemas);
    }
    assert!(resources.places == 2 && resources.by_the_rules == 2, "{resources:?}");
    assert!(schemas.places > 0 && schemas.examples == schemas.places, "{schemas:?}");
}

#[test]
fn real_schemas_have_examples() {
    let (mut resources, mut schemas) = (Count::default(), Count::default());
    let inputs = corpus();
    for input in &inputs {
        of_resources(input, &mut resources);
        of_schemas(input, &mut schemas);
    }
    println!("definitions: {resources:?}\ndocuments: {schemas:?}");
    if !inputs.is_empty() {
        assert!(resources.examples * 10 >= resources.places * 9, "{resources:?}");
        // Rules are not evaluated when an example is made, which its page says.
        assert!(resources.by_the_rules * 4 >= resources.examples * 3, "{resources:?}");
        assert!(schemas.examples * 10 >= schemas.places * 8, "{schemas:?}");
    }
}
