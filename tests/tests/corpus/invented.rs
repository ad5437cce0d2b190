//! Definitions that nobody would write, and that any generator of code has to live with.

use serde_json::{Value, json};

/// All of them, for one run.
pub fn definitions() -> Vec<Value> {
    [kinds(), groups(), schemas(), choices(), versions()].concat()
}

/// Further ones: all keywords, and lists and maps in one another.
pub fn further() -> Vec<Value> {
    let group = "further.example.com";
    vec![
        of(group, "Everything", everything()),
        of(
            group,
            "Containers",
            json!({"type": "object", "properties": {
                "lists": {"type": "array", "items": {"type": "array", "items": {"type": "array", "items": {"type": "integer", "nullable": true}}}},
                "maps": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": object(&["a"])}}},
                "mapOfLists": {"type": "object", "additionalProperties": {"type": "array", "nullable": true, "items": {"type": "string", "enum": ["", "a"]}}},
                "listOfMaps": {"type": "array", "items": {"type": "object", "additionalProperties": {"x-kubernetes-int-or-string": true}}},
                "anyList": {"type": "array", "items": {"x-kubernetes-preserve-unknown-fields": true}},
                "anyMap": {"type": "object"}, "freeMap": {"type": "object", "additionalProperties": true},
                "untyped": {}, "described": {"description": "No type."}, "limited": {"maxLength": 3, "maximum": 7},
            }}),
        ),
    ]
}

/// A definition of one version, with this schema for the specification.
pub fn of(group: &str, kind: &str, spec: Value) -> Value {
    let plural = format!("{}s", kind.to_ascii_lowercase());
    whole(group, kind, &plural, json!({"type": "object", "properties": {"spec": spec}}))
}

fn whole(group: &str, kind: &str, plural: &str, schema: Value) -> Value {
    let singular = kind.to_ascii_lowercase();
    let version =
        json!({"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": schema}});
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": format!("{plural}.{group}")},
        "spec": {
            "group": group,
            "names": {"kind": kind, "listKind": format!("{kind}List"), "plural": plural, "singular": singular},
            "scope": "Namespaced",
            "versions": [version],
        },
    })
}

fn object(members: &[&str]) -> Value {
    let members = members.iter().map(|name| ((*name).to_owned(), json!({"type": "string"})));
    json!({"type": "object", "properties": members.collect::<serde_json::Map<_, _>>()})
}

/// Kinds that are called as the standard library, the macros, the support code or each other are.
fn kinds() -> Vec<Value> {
    let std = [
        "Arc",
        "AsRef",
        "Box",
        "Clone",
        "Copy",
        "Debug",
        "Default",
        "Drop",
        "Eq",
        "Err",
        "Error",
        "Fn",
        "From",
        "Into",
        "Iterator",
        "None",
        "Ok",
        "Option",
        "Ord",
        "PartialEq",
        "Result",
        "Self",
        "Send",
        "Sized",
        "Some",
        "String",
        "Sync",
        "ToOwned",
        "Type",
        "Union",
        "Vec",
    ];
    let ours = [
        "A",
        "S",
        "T",
        "AllNamespaces",
        "BTreeMap",
        "Client",
        "Cluster",
        "DateTime",
        "Definitions",
        "Described",
        "Deserialize",
        "Handle",
        "IntOrString",
        "Kind",
        "List",
        "MapAccess",
        "Meta",
        "Mod",
        "Namespaced",
        "Nullable",
        "ObjectMeta",
        "OpenEnum",
        "Read",
        "Resource",
        "ResourceServer",
        "Router",
        "Scope",
        "Serialize",
        "Serializer",
        "Server",
        "Source",
        "Status",
        "StatusSubresource",
        "Support",
        "Unknown",
        "V1",
        "Value",
        "Wire",
    ];
    let rivals = ["HTTPRoute", "HttpRoute", "HTTPROUTE", "RouteSpec", "Route", "Routes"];
    let all = [&std[..], &ours, &rivals].concat();
    let spec = json!({"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string"}, "mode": {"type": "string", "enum": ["a", "b"]}, "at": {"type": "string", "format": "date-time"},
        "size": {"x-kubernetes-int-or-string": true}, "any": {"x-kubernetes-preserve-unknown-fields": true},
        "map": {"type": "object", "additionalProperties": {"type": "string", "nullable": true}},
    }});
    all.iter().map(|kind| of("kinds.example.com", kind, spec.clone())).collect()
}

/// Groups with odd labels, some of which look the same once they are modules.
fn groups() -> Vec<Value> {
    let groups = [
        "1.2.example.com",
        "a-b.example.com",
        "a.b-example.com",
        "a.b.example.com",
        "self.example.com",
        "type.crate",
        "x--y.example.com",
    ];
    groups.iter().map(|group| of(group, "Thing", object(&["a"]))).collect()
}

/// Members that exclude each other, in ways that come into each other's way.
fn choices() -> Vec<Value> {
    let group = "choices.example.com";
    let required = |sets: &[&[&str]]| sets.iter().map(|set| json!({"required": set})).collect::<Vec<_>>();
    let one = |members: &[&str], sets: &[&[&str]]| {
        let mut schema = object(members);
        schema["oneOf"] = json!(required(sets));
        schema
    };
    let names = ["choice", "Other", "value", "to", "members", "self", "choice-choice", "a b", "a-b"];
    let singles: Vec<&[&str]> = names.iter().map(std::slice::from_ref).collect();
    let mut two = one(&names, &[&["value", "to"], &["members", "self", "a b"]]);
    two["allOf"] = json!([{"oneOf": required(&[&["choice"], &["Other"]])}]);
    let mut inner = one(&["a", "b", "c"], &[&["a"], &["b"]]);
    inner["properties"]["a"] = json!({"type": "string", "nullable": true});
    inner["properties"]["b"] = json!({"type": "array", "items": one(&["a", "b"], &[&["a"], &["b"]])});
    let root = json!({"type": "object", "not": {"required": ["spec", "template"]}, "required": ["choice"], "properties": {
        "spec": {"type": "object", "required": ["inner"], "properties": {"inner": inner}},
        "template": {"type": "string"}, "choice": {"type": "string"}}});
    vec![
        of(group, "Names", one(&names, &singles)),
        of(group, "Sets", two),
        whole(group, "Root", "roots", root),
    ]
}

/// Schemas with odd members, values, descriptions and shapes.
fn schemas() -> Vec<Value> {
    let group = "schemas.example.com";
    let string = json!({"type": "string"});
    vec![
        of(
            group,
            "Keywords",
            object(&[
                "type",
                "self",
                "Self",
                "super",
                "crate",
                "async",
                "dyn",
                "gen",
                "yield",
                "try",
                "abstract",
                "union",
                "_",
                "__",
                "",
                "unknownFields",
                "unknown_fields",
                "new",
                "default",
                "crd",
                "metadata",
                "apiVersion",
                "kind",
                "name",
                "to",
                "from",
            ]),
        ),
        of(
            group,
            "Letters",
            object(&[
                "8080",
                "4xx",
                "x-a",
                "xA",
                "x_a",
                "XA",
                "x.a",
                "x a",
                "x/a",
                "$ref",
                "$$ref",
                "größe",
                "名前",
                "名",
                "e\u{301}",
                "🦀",
                "\u{202e}b",
                "a\nb",
                "\"",
                "\\",
                "*/",
                "{}",
                "r#type",
                "a1",
                "a_1",
                "A1",
                "IPv4Address",
                "ipv4Address",
                "URL",
                "uRL",
                "fooBar_x1",
            ]),
        ),
        of(
            group,
            "Values",
            json!({"type": "object", "properties": {
                "mode": {"type": "string", "enum": [
                    "", " ", "Empty", "Other", "other", "Self", "self", "KNOWN", "Err", "Error", "*", "=", "==", "!=", "<", "<=", "=~", "1", "-1", "+1", "1.5", "15",
                    "a", "A", "à", "a-b", "a_b", "aB", "\"", "\\", "\n", "名", "{}", "//", "true", "false", "null", "r#type", "TLSv1.2", "TLSv1_2",
                ]},
                "signs": {"type": "string", "enum": ["*", "**", "🦀", "-", "--", "---"]},
                "number": {"type": "integer", "enum": [1, 2]},
                "mixed": {"enum": [1, "a", true, null], "x-kubernetes-preserve-unknown-fields": true},
                "maybe": {"type": "string", "nullable": true, "enum": ["a", null]},
                "one": {"type": "string", "enum": ["only"]},
            }}),
        ),
        of(
            group,
            "Required",
            json!({"type": "object", "required": ["name", "objectName", "a", "b", "c", "d", "e", "f", "g", "h", "mode", "when", "deep", "nothing", "many"],
            "properties": {
                "name": string, "objectName": string, "a": string, "b": string, "c": string, "d": {"type": "integer"}, "e": {"type": "number"},
                "f": {"type": "boolean"}, "g": {"x-kubernetes-int-or-string": true}, "h": {"x-kubernetes-preserve-unknown-fields": true},
                "mode": {"type": "string", "enum": ["a"]}, "when": {"type": "string", "format": "date-time"},
                "deep": {"type": "object", "required": ["deeper"], "properties": {"deeper": {"type": "object", "required": ["a"], "properties": {"a": string}}}},
                "nothing": {"type": "string", "nullable": true}, "many": {"type": "array", "items": {"type": "array", "items": {"type": "object", "properties": {"a": string}}}},
            }}),
        ),
        whole(
            group,
            "Root",
            "roots",
            json!({"type": "object", "required": ["name", "objectName", "object_name", "metadata", "apiVersion", "data"], "properties": {
                "apiVersion": string, "kind": string, "name": string, "objectName": string, "object_name": string, "Metadata": string, "Kind": string, "api_version": string,
                "metadata": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 3}}}, "data": {"type": "object", "additionalProperties": {"type": "string"}},
            }}),
        ),
        whole(group, "Bare", "bares", json!({"type": "object"})),
        whole(
            group,
            "Free",
            "frees",
            json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true}),
        ),
        of(
            group,
            "Prose",
            json!({"type": "object", "description": prose(), "properties": {
                "a": {"type": "string", "description": prose(), "enum": ["a", "b"]},
                "b": {"type": "object", "description": prose(), "properties": {"c": {"type": "string", "description": ""}}},
            }}),
        ),
        of(
            group,
            "Paths",
            json!({"type": "object", "properties": {
                "fooBar": object(&["a"]), "foo": {"type": "object", "properties": {"bar": object(&["b"]), "Bar": object(&["c"])}},
                "foo_bar": {"type": "array", "items": object(&["d"])}, "FooBar": {"type": "object", "additionalProperties": object(&["e"])},
            }}),
        ),
        of(group, "Nested", nested(60)),
        of(group, "Wide", wide(400)),
    ]
}

/// All keywords that the schemas of definitions may have.
fn everything() -> Value {
    let key = json!({"type": "string", "minLength": 1, "maxLength": 8, "pattern": "^[a-z]+$"});
    let entry = json!({"type": "object", "required": ["name", "port"], "properties": {
        "name": key, "port": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 65535, "default": 80},
        "protocol": {"type": "string", "enum": ["TCP", "UDP"], "default": "TCP"},
    }});
    let formats = [
        "byte",
        "date",
        "date-time",
        "duration",
        "email",
        "hostname",
        "ipv4",
        "ipv6",
        "password",
        "uri",
        "uuid",
        "x-unknown",
    ];
    let formats = formats.map(|format| (format.to_owned(), json!({"type": "string", "format": format})));
    json!({
        "type": "object", "title": "A title", "externalDocs": {"description": "more", "url": "https://a.example"}, "example": {"a": 1},
        "minProperties": 1, "maxProperties": 40, "x-kubernetes-map-type": "atomic",
        "x-kubernetes-validations": [{"rule": "!has(self.ratio) || self.ratio < 2.0", "message": "too much"}],
        "properties": {
            "entries": {"type": "array", "items": entry, "minItems": 0, "maxItems": 5,
                "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name", "port"]},
            "set": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"},
            "atomic": {"type": "array", "items": {"type": "boolean"}, "x-kubernetes-list-type": "atomic"},
            "formats": {"type": "object", "properties": formats.into_iter().collect::<serde_json::Map<_, _>>()},
            "ratio": {"type": "number", "format": "double", "minimum": 0, "exclusiveMinimum": true, "maximum": 1.5, "exclusiveMaximum": true},
            "step": {"type": "integer", "format": "int64", "multipleOf": 5},
            "nothing": {"type": "object", "nullable": true, "properties": {"a": {"type": "string"}}},
            "inner": {"type": "object", "default": {"b": [null, {"c": 1}]}, "properties": {
                "a": {"type": "string", "default": "x", "nullable": true},
                "b": {"type": "array", "items": {"type": "object", "nullable": true, "properties": {"c": {"type": "integer"}, "d": {"type": "string", "default": ""}}}}}},
            "pod": {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true},
            "rest": {"type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": {"known": {"type": "integer"}}},
            "either": {"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}], "pattern": "^[0-9]+%?$"},
            "some": {"type": "string", "anyOf": [{"pattern": "^a"}, {"maxLength": 3}], "not": {"enum": ["b"]}},
            "one": {"type": "integer", "oneOf": [{"maximum": 5}, {"minimum": 10}], "allOf": [{"not": {"multipleOf": 2}}]},
            "bool": {"type": "boolean", "enum": [true]}, "mixed": {"enum": [1, "one", true], "x-kubernetes-preserve-unknown-fields": true},
        },
    })
}

/// A description with everything that Markdown, rustdoc and the linter have an eye on.
fn prose() -> String {
    let odd = "# Title\n\n- one\ngoes on\n    - two\n* three\n1. four\n10) five\n> quoted\n| a | b |\n|---|---|\n```\nlet x: = ;\n```\n\
        ~~~\n<b>bold\n[link] [a](b) [c]: d\n&amp; \\ ` `` *x* _y_ **z\n\ttab\n    code?\n*/ /* \" r#\"\n\u{202e}\u{0} \r x\n\
        +++\n===\n---\nhttp://a.b/<c>(d) https://\n@generated {x} #[derive] #![no_std]\n- a\n\n  b\n c\n   - d\ne\n";
    odd.repeat(8)
}

/// An object in an object, and so on, each with a required member.
fn nested(depth: usize) -> Value {
    let inner = json!({"type": "string"});
    (0..depth)
        .fold(inner, |inner, _| json!({"type": "object", "required": ["n"], "properties": {"n": inner}}))
}

/// Many objects of many members.
pub fn wide(count: usize) -> Value {
    let member = |index: usize| {
        let names: Vec<String> = (0..index % 17 + 1).map(|name| format!("m{index}n{name}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        (format!("member{index}"), object(&names))
    };
    json!({"type": "object", "properties": (0..count).map(member).collect::<serde_json::Map<_, _>>()})
}

/// Several versions, some of them deprecated or not served; scopes and subresources.
fn versions() -> Vec<Value> {
    let version = |name: &str, change: Value| {
        let schema = json!({"openAPIV3Schema": {"type": "object", "properties": {"spec": object(&["a"]), "status": object(&["b"])}}});
        let mut version = json!({"name": name, "served": true, "storage": name == "v1", "schema": schema});
        version.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        version
    };
    let all = json!([
        version(
            "v1",
            json!({"subresources": {"status": {}, "scale": {"specReplicasPath": ".spec.a", "statusReplicasPath": ".status.b"}}})
        ),
        version("v1beta1", json!({"deprecated": true})),
        version("v1alpha1", json!({"deprecated": true, "deprecationWarning": "go \"away\"\nnow"})),
        version("v0", json!({"served": false})),
        version("meta", json!({})),
        version("client", json!({})),
        version("std", json!({})),
        version("versioned", json!({})),
    ]);
    let mut versioned = of("versions.example.com", "Versioned", json!({}));
    versioned["spec"]["versions"] = all;
    let mut cluster = versioned.clone();
    cluster["metadata"]["name"] = json!("clusterwides.versions.example.com");
    cluster["spec"]["scope"] = json!("Cluster");
    cluster["spec"]["names"] = json!({"kind": "ClusterWide", "listKind": "ClusterWideList", "plural": "clusterwides", "singular": "clusterwide"});
    let mut hidden = of("versions.example.com", "Hidden", object(&["a"]));
    hidden["spec"]["versions"][0]["served"] = json!(false);
    let odd = ["over", "clone", "from", "new", "all-clones", "type", "s1"].map(|plural| {
        let kind = format!("Plural{}", plural.replace('-', ""));
        whole("plurals.example.com", &kind, plural, json!({"type": "object"}))
    });
    [&[versioned, cluster, hidden][..], &odd].concat()
}
