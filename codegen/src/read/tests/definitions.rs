//! Definitions: what is read of one, what is filled in, and what is refused.

use serde_json::{Map, Value, json};

use super::read;
use crate::read::crd::{Crd, Names, Scope};
use crate::read::schema::{Additional, Schema, SchemaType};
use crate::read::{Content, Document};

/// A definition with little in it.
pub(super) const SMALL: &str = "\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: cars.example.com
spec:
  group: example.com
  scope: Namespaced
  names:
    plural: cars
    kind: Car
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [wheels]
            properties:
              wheels: {type: integer, format: int32, minimum: 3, default: 4}
              color: {type: string, nullable: true, enum: [red, blue, null]}
              size: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}
              labels: {type: object, additionalProperties: {type: string}}
              any: {type: object, additionalProperties: true}
              none: {type: object, additionalProperties: false, properties: {}}
              doors: {type: array, items: {type: string}, x-vendor: {a: null}}
";

/// A schema as it was written: its keywords, and the schemas inside it.
pub(super) fn put_together(schema: &Schema) -> Value {
    let mut keywords = schema.keywords.clone();
    if !schema.properties.is_empty() {
        let properties: Map<_, _> =
            schema.properties.iter().map(|(name, inner)| (name.clone(), put_together(inner))).collect();
        keywords.insert("properties".to_owned(), Value::Object(properties));
    }
    if let Some(items) = &schema.items {
        keywords.insert("items".to_owned(), put_together(items));
    }
    if let Additional::Schema(values) = &schema.additional {
        keywords.insert("additionalProperties".to_owned(), put_together(values));
    }
    Value::Object(keywords)
}

fn definition(text: &str) -> Crd {
    let (documents, found) = read(&[("a.yaml", text)]);
    assert_eq!(found, "");
    let [Document { content: Content::Definition(crd), .. }] = &documents[..] else {
        panic!("one definition")
    };
    (**crd).clone()
}

#[test]
fn a_definition_is_read_and_filled_in() {
    let crd = definition(SMALL);
    let names = Names {
        plural: "cars".to_owned(),
        singular: "car".to_owned(),
        kind: "Car".to_owned(),
        list_kind: "CarList".to_owned(),
        short_names: Vec::new(),
        categories: Vec::new(),
    };
    assert_eq!((crd.group.as_str(), crd.scope, &crd.names), ("example.com", Scope::Namespaced, &names));
    let version = &crd.versions[0];
    assert_eq!(
        (version.name.as_str(), version.served, version.storage, version.deprecated),
        ("v1", true, true, false)
    );
    assert_eq!(version.place.pointer.as_str(), "/spec/versions/0");
}

#[test]
fn a_schema_keeps_every_keyword_and_its_place() {
    let crd = definition(SMALL);
    let root = crd.versions[0].schema.as_ref().expect("it has one");
    assert_eq!(&put_together(root), &crd.document["spec"]["versions"][0]["schema"]["openAPIV3Schema"]);
    let spec = &root.properties["spec"];
    assert_eq!(spec.required, ["wheels"]);
    assert_eq!(
        spec.properties.keys().collect::<Vec<_>>(),
        ["wheels", "color", "size", "labels", "any", "none", "doors"]
    );
    let pointer = "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties";
    assert_eq!(spec.properties["doors"].place.pointer.as_str(), format!("{pointer}/doors"));
    let items = spec.properties["doors"].items.as_ref().expect("it has some");
    assert_eq!(items.place.pointer.as_str(), format!("{pointer}/doors/items"));
    assert_eq!(&SMALL[spec.properties["doors"].place.span.clone()], "doors");
}

#[test]
fn a_schema_has_fields_for_what_is_often_asked() {
    let crd = definition(SMALL);
    let fields = &crd.versions[0].schema.as_ref().expect("it has one").properties["spec"].properties;
    let wheels = &fields["wheels"];
    assert_eq!((wheels.ty, wheels.format.as_deref()), (Some(SchemaType::Integer), Some("int32")));
    let color = &fields["color"];
    assert_eq!((color.nullable, &color.enumeration), (true, &vec![json!("red"), json!("blue"), Value::Null]));
    assert!(fields["size"].int_or_string && fields["size"].ty.is_none());
    let additional = |name: &str| match &fields[name].additional {
        Additional::Unspecified => "unspecified",
        Additional::Allowed => "allowed",
        Additional::Refused => "refused",
        Additional::Schema(_) => "schema",
    };
    assert_eq!(
        ["labels", "any", "none", "doors"].map(additional),
        ["schema", "allowed", "refused", "unspecified"]
    );
}

#[test]
fn columns_fields_and_subresources_are_read() {
    let text = SMALL.replace(
        "    served: true\n",
        "    served: true
    deprecated: true
    deprecationWarning: gone soon
    subresources:
      status: {}
      scale: {specReplicasPath: .spec.n, statusReplicasPath: .status.n, labelSelectorPath: .status.s}
    selectableFields: [{jsonPath: .spec.color}]
    additionalPrinterColumns:
    - {name: Color, type: string, jsonPath: .spec.color, priority: 1, format: byte, description: D}
",
    );
    let version = &definition(&text).versions[0];
    assert_eq!((version.deprecated, version.deprecation_warning.as_deref()), (true, Some("gone soon")));
    let scale = version.subresources.scale.as_ref().expect("it has one");
    assert!(version.subresources.status);
    assert_eq!(
        (scale.spec_replicas_path.as_str(), scale.label_selector_path.as_deref()),
        (".spec.n", Some(".status.s"))
    );
    assert_eq!(version.selectable_fields, [".spec.color"]);
    let column = &version.printer_columns[0];
    assert_eq!((column.name.as_str(), column.ty.as_str(), column.priority), ("Color", "string", 1));
}

/// What is changed in the small definition, and what is said of it.
const CHANGES: &[(&str, &str, &str)] = &[
    (
        "  group: example.com\n",
        "",
        "SW0101 error a.yaml:5:1 /spec: `spec` has no `group`, which is required\n",
    ),
    (
        "  group: example.com\n",
        "  group: 7\n",
        "SW0102 error a.yaml:6:10 /spec/group: `group` must be a string, not a number\n",
    ),
    (
        "  group: example.com\n",
        "  group: ../x\n",
        "SW0103 error a.yaml:6:10 /spec/group: `group` must be a domain with a dot in it, in lower case, as in `example.com`\n",
    ),
    (
        "Namespaced",
        "Global",
        "SW0103 error a.yaml:7:10 /spec/scope: `scope` must be `Cluster` or `Namespaced`\n",
    ),
    (
        "    plural: cars\n",
        "",
        "SW0101 error a.yaml:8:3 /spec/names: `names` has no `plural`, which is required\n",
    ),
    (
        "plural: cars",
        "plural: a/b",
        "SW0103 error a.yaml:9:13 /spec/names/plural: `plural` must be lower-case letters, digits and `-`, beginning with a letter, 63 at most\n",
    ),
    (
        "kind: Car\n",
        "kind: Car\n    shortNames: [c, 1]\n",
        "SW0102 error a.yaml:11:21 /spec/names/shortNames/1: an item of `shortNames` must be a string, not a number\n",
    ),
    (
        "    served: true\n",
        "",
        "SW0101 error a.yaml:12:5 /spec/versions/0: an item of `versions` has no `served`, which is required\n",
    ),
    (
        "storage: true",
        "storage: false",
        "SW0107 error a.yaml:11:3 /spec/versions: exactly one version must have `storage: true`, and 0 have\n",
    ),
    (
        "storage: true",
        "storage: 'true'",
        "SW0102 error a.yaml:14:14 /spec/versions/0/storage: `storage` must be a boolean, not a string\n",
    ),
    (
        "name: cars.example.com",
        "name: cars",
        "SW0108 warning a.yaml:4:3 /metadata/name: the name of this definition must be `cars.example.com`, which is its plural and its group\n",
    ),
    (
        "openAPIV3Schema",
        "openAPIv3Schema",
        "SW0109 warning a.yaml:12:5 /spec/versions/0: this version has no schema\n",
    ),
    (
        "wheels: {type: integer,",
        "wheels: {type: int,",
        "SW0103 error a.yaml:23:30 /spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/wheels/type: \
      `type` must be `object`, `array`, `string`, `integer`, `number` or `boolean`\n",
    ),
    (
        "minimum: 3",
        "minimum: low",
        "SW0102 error a.yaml:23:63 /spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/wheels/minimum: \
      `minimum` must be a number, not a string\n",
    ),
    (
        "required: [wheels]",
        "required: true",
        "SW0102 error a.yaml:21:23 /spec/versions/0/schema/openAPIV3Schema/properties/spec/required: \
      `required` must be a list of strings, not a boolean\n",
    ),
    (
        "items: {type: string}",
        "items: [{type: string}]",
        "SW0102 error a.yaml:29:43 /spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/doors/items: \
      `items` must be a schema, which is an object, not a list\n",
    ),
    (
        "apiextensions.k8s.io/v1",
        "apiextensions.k8s.io/v1beta1",
        "SW0104 error a.yaml:1:1: a definition of `apiextensions.k8s.io/v1beta1` is not read\n",
    ),
    (
        "  - name: v1\n",
        "  - {name: v1, served: true, storage: false, schema: {openAPIV3Schema: {}}}\n  - name: v1\n",
        "SW0106 error a.yaml:13:5 /spec/versions/1: the version `v1` is defined twice\n",
    ),
];

#[test]
fn what_is_wrong_with_a_definition_is_said_at_its_place() {
    for (from, to, expected) in CHANGES {
        assert!(SMALL.contains(from), "{from}");
        let (_, found) = read(&[("a.yaml", &SMALL.replacen(from, to, 1))]);
        assert_eq!(&found, expected, "{from} -> {to}");
    }
}

/// Texts that hold no definition, and what is said of them.
const OTHERS: &[(&str, &str)] = &[
    ("", "SW0020 warning a.yaml:1:1: `a.yaml` holds nothing\n"),
    ("# nothing\n---\n---\n# more\n", "SW0020 warning a.yaml:1:1: `a.yaml` holds nothing\n"),
    ("\u{feff}\r\n", "SW0020 warning a.yaml:1:1: `a.yaml` holds nothing\n"),
    (
        "openapi: 2.9.0\npaths: {}",
        "SW0023 warning a.yaml:1:1: a document of OpenAPI 2.9.0 is left out: this version is not read\n",
    ),
    (
        "{\"swagger\": \"1.2\"}",
        "SW0023 warning a.yaml:1:1: a document of Swagger 1.2 is left out: this version is not read\n",
    ),
    (
        "swagger: 1.1",
        "SW0023 warning a.yaml:1:1: a document of Swagger 1.1 is left out: this version is not read\n",
    ),
    ("a: b", "SW0024 error a.yaml:1:1: the document says neither `apiVersion` and `kind`, nor `openapi`\n"),
    ("- a", "SW0024 error a.yaml:1:1: a document must be an object, not a list\n"),
    (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}",
        "SW0021 warning a.yaml:1:1: `a.yaml` holds no definition and no OpenAPI document\nSW0022 note a.yaml:1:1: the Pod `p` of `v1` is skipped\n",
    ),
    (
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n- 3",
        "SW0022 note a.yaml:4:3 /items/0: the Pod of `v1` is skipped\n\
      SW0024 error a.yaml:6:3 /items/1: a document must be an object, not a number\n",
    ),
];

#[test]
fn what_holds_no_definition_is_named() {
    for (text, expected) in OTHERS {
        let (documents, found) = read(&[("a.yaml", text)]);
        let found =
            found.replace("SW0025 error -: the inputs hold neither definitions nor OpenAPI documents\n", "");
        assert_eq!((documents.len(), found.as_str()), (0, *expected), "{text}");
    }
    let (_, found) = read(&[]);
    assert_eq!(found, "SW0025 error -: the inputs hold neither definitions nor OpenAPI documents\n");
}

#[test]
fn documents_come_in_the_order_of_the_inputs() {
    let other = SMALL.replace("cars", "vans").replace("Car", "Van");
    let indented = other.lines().map(|line| format!("  {line}\n")).collect::<String>();
    let list = format!(
        "kind: List\napiVersion: v1\nitems:\n-\n{indented}-\n{}",
        indented.replace("vans", "bikes").replace("Van", "Bike")
    );
    let (documents, found) = read(&[("a.yaml", &format!("---\n{SMALL}---\n{other}")), ("b.yaml", &list)]);
    assert_eq!(found, "");
    let order = documents.iter().map(|document| {
        let Content::Definition(crd) = &document.content else { panic!("{document:?}") };
        (document.place.source.0, document.place.pointer.as_str(), crd.names.plural.as_str())
    });
    let expected = [(0, "", "cars"), (0, "", "vans"), (1, "/items/0", "vans"), (1, "/items/1", "bikes")];
    assert_eq!(order.collect::<Vec<_>>(), expected);
}

#[test]
fn a_list_of_definitions_says_what_its_items_are() {
    let json = serde_json::to_value(definition(SMALL).document).expect("it is JSON");
    let mut item = json;
    item.as_object_mut().expect("it is an object").retain(|key, _| key != "apiVersion" && key != "kind");
    let list = json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinitionList", "items": [item]});
    let (documents, found) = read(&[("a.json", &list.to_string())]);
    assert_eq!((documents.len(), found.as_str()), (1, ""));
}
