use serde_json::{Value, json};

use crate::diagnostic::{Report, Sources};
use crate::ir::{Api, Enumeration, Field, Presence, Shape, Step, TypeRef};
use crate::options::WellKnown;
use crate::overrides::Wishes;
use crate::pipeline::{Analysis, analyse, analyse_with};
use crate::tests::{analysis, definition};

/// What a member of the `spec` holds, in short.
fn shown(api: &Api, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Described(id) => match &api.ty(*id).shape {
            Shape::Object(object) => format!("object of {}", object.fields.len()),
            Shape::Enum(Enumeration::Strings(values)) => format!("enum of {values:?}"),
            other => format!("{other:?}"),
        },
        TypeRef::List(item) => format!("list of {}", shown(api, &item.ty)),
        TypeRef::Map(value) => format!("map of {}", shown(api, &value.ty)),
        other => format!("{other:?}"),
    }
}

fn field<'a>(api: &'a Api, name: &str) -> &'a Field {
    let spec = [Step::Member("spec".to_owned())];
    let fields = api.types.iter().filter(|ty| ty.path.steps == spec).flat_map(|ty| match &ty.shape {
        Shape::Object(object) => object.fields.as_slice(),
        _ => &[],
    });
    let mut fields = fields.filter(|field| field.name == name);
    fields.next().unwrap_or_else(|| panic!("there is no member `{name}`"))
}

#[test]
fn a_schema_becomes_the_first_shape_that_knows_it() {
    let cases = [
        ("{type: string}", "String(Plain)"),
        ("{type: string, format: date-time}", "String(DateTime)"),
        ("{type: string, format: of-its-own}", "String(Plain)"),
        ("{type: integer, format: int32}", "Integer(Int32)"),
        ("{type: integer}", "Integer(Int64)"),
        ("{type: number}", "Number"),
        ("{type: boolean}", "Boolean"),
        ("{type: string, enum: [A, B, A]}", "enum of [\"A\", \"B\"]"),
        ("{type: string, nullable: true, enum: [A, null]}", "enum of [\"A\"]"),
        ("{type: integer, enum: [1, 2]}", "Enum(Values([Number(1), Number(2)]))"),
        ("{x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}", "IntOrString"),
        ("{x-kubernetes-preserve-unknown-fields: true}", "Any"),
        ("{type: object}", "map of Any"),
        ("{type: object, x-kubernetes-preserve-unknown-fields: true}", "map of Any"),
        (
            "{type: object, additionalProperties: {type: array, items: {type: string}}}",
            "map of list of String(Plain)",
        ),
        ("{type: array, items: {type: object, properties: {a: {type: string}}}}", "list of object of 1"),
        ("{type: object, properties: {a: {type: string}, b: {type: string}}}", "object of 2"),
    ];
    for (schema, expected) in cases {
        let api = analysis(&format!("{{type: object, properties: {{a: {schema}}}}}")).api;
        assert_eq!(shown(&api, &field(&api, "a").value.ty), expected, "{schema}");
    }
}

#[test]
fn a_well_known_shape_has_a_type_elsewhere_if_nothing_else_has_its_structure() {
    let text = "{type: string}";
    let selector = "matchLabels: {type: object, additionalProperties: {type: string}}, matchExpressions: {type: array, items: \
        {type: object, required: [key, operator], properties: {key: {type: string}, operator: {type: string}, values: {type: array, items: {type: string}}}}}";
    let condition = "lastTransitionTime: {type: string, format: date-time}, message: {type: string}, reason: {type: string}, \
        status: {type: string, enum: ['True', 'False']}, type: {type: string}";
    let all = "required: [lastTransitionTime, message, reason, status, type]";
    let object = |properties: &str| format!("{{type: object, properties: {{{properties}}}}}");
    let conditions = |more: &str| {
        format!("{{type: array, items: {{type: object, {all}, properties: {{{condition}{more}}}}}}}")
    };
    let cases = [
        (object(selector), "LabelSelector"),
        (object(&format!("{selector}, more: {text}")), "object of 3"),
        (conditions(""), "list of Condition"),
        (conditions(", observedGeneration: {type: integer, format: int64}"), "list of Condition"),
        (conditions(", observedGeneration: {x-kubernetes-int-or-string: true}"), "list of object of 6"),
        (conditions(", lastProbeTime: {type: string, format: date-time}"), "list of object of 6"),
        (format!("{{type: object, properties: {{{condition}}}}}"), "object of 5"),
        (object(&format!("name: {text}")), "object of 1"),
        (
            format!("{{type: object, x-kubernetes-map-type: atomic, properties: {{name: {text}}}}}"),
            "LocalObjectReference",
        ),
        (
            format!(
                "{{type: object, required: [key], properties: {{key: {text}, name: {text}, optional: {{type: boolean}}}}}}"
            ),
            "object of 3",
        ),
        ("{type: string, format: date-time}".to_owned(), "String(DateTime)"),
        ("{x-kubernetes-int-or-string: true}".to_owned(), "IntOrString"),
    ];
    for (schema, expected) in cases {
        let analysis = known(&schema);
        let shown = shown(&analysis.api, &field(&analysis.api, "a").value.ty);
        let shown = match shown.split_once("Foreign(ForeignId(0))") {
            Some((around, _)) => {
                let path = analysis.names.foreign(crate::ir::ForeignId(0));
                format!("{around}{}", path.rsplit("::").next().unwrap_or_default())
            }
            None => shown,
        };
        assert_eq!(shown, expected, "{schema}");
    }
}

/// A definition with this member, where well-known shapes have the types of `k8s-openapi`.
fn known(schema: &str) -> Analysis {
    let mut sources = Sources::new();
    sources.add(
        "toasts.yaml",
        definition("example.com", "Toast", &format!("{{type: object, properties: {{a: {schema}}}}}")),
    );
    let wishes = Wishes { well_known: WellKnown::Kubernetes, ..Wishes::default() };
    let mut report = Report::new();
    analyse_with(&sources, &wishes, &mut report).unwrap_or_else(|| panic!("{:?}", report.sorted()))
}

#[test]
fn a_required_member_may_be_left_out_where_it_has_a_default() {
    let api = analysis(
        "{type: object, required: [a, b], properties: {a: {type: string}, b: {type: string, default: x}, c: {type: string}}}",
    ).api;
    let presence = |name| field(&api, name).presence;
    assert_eq!(
        [presence("a"), presence("b"), presence("c")],
        [Presence::Required, Presence::Optional, Presence::Optional]
    );
}

/// What a definition means that nests its schema so deep, and what is found to say about it.
fn nested(depth: usize, around: fn(Value) -> Value) -> (Analysis, Vec<String>) {
    let schema = (0..depth).fold(json!({"type": "string"}), |inner, _| around(inner));
    let root = json!({"type": "object", "properties": {"a": schema}});
    let definition = json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": "toasts.example.com"}, "spec": {"group": "example.com", "scope": "Namespaced",
        "names": {"kind": "Toast", "plural": "toasts"},
        "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": root}}]}});
    let mut sources = Sources::new();
    sources.add("toasts.json", definition.to_string());
    let mut report = Report::new();
    let analysis = analyse(&sources, &mut report);
    let found = report.sorted().iter().map(|finding| finding.code.to_string()).collect();
    (analysis.unwrap_or_else(|| panic!("{:?}", report.sorted())), found)
}

#[test]
fn what_is_nested_too_deeply_has_no_type_and_is_reported_and_nothing_is_lost() {
    type Around = fn(Value) -> Value;
    let object: Around = |inner| json!({"type": "object", "properties": {"a": inner}});
    let list: Around = |inner| json!({"type": "array", "items": inner});
    let map: Around = |inner| json!({"type": "object", "additionalProperties": inner});
    for (around, enough) in [(object, 32), (list, 21), (map, 8)] {
        assert_eq!(nested(enough, around).1, Vec::<String>::new(), "{enough}");
        // That nothing is lost is looked at on the way, and would be an error.
        for depth in [enough + 2, 300] {
            let (analysis, found) = nested(depth, around);
            assert_eq!(found, ["SW0301"], "{depth}");
            assert!(analysis.api.types.iter().all(|ty| ty.path.steps.len() <= enough + 1), "{depth}");
        }
    }
}
