//! Names are decided from the place alone: others may come, go and change places.
//!
//! What a place is called if nothing else is there is its plain name. In any company it has that name or, where others
//! have the same plain name, that name with a suffix of its own; and of those that share a plain name one has it. So a
//! newcomer can rename nothing but what is spelled as it is.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

use crate::diagnostic::{Report, Sources};
use crate::ir::{Enumeration, ResourceId, Shape, Step, TypeId};
use crate::pipeline::{Analysis, analyse};

/// Words that are easily taken for each other, that mean something in Rust or to the emitted code, or that have no letters.
const WORDS: [&str; 26] = [
    "foo",
    "bar",
    "baz",
    "fooBar",
    "foo-bar",
    "foo_bar",
    "FooBar",
    "FOO_BAR",
    "fooBAR",
    "foobar",
    "barBaz",
    "fooBarBaz",
    "list",
    "spec",
    "type",
    "Type",
    "self",
    "Self",
    "other",
    "Other",
    "unknownFields",
    "metadata",
    "1",
    "_",
    "größe",
    "*",
];
const KINDS: [&str; 5] = ["Foo", "FooBar", "FooBarBaz", "Client", "List"];
const GROUPS: [&str; 3] = ["a.example.com", "a-example.com", "b.example.com"];
const VERSIONS: [&str; 2] = ["v1", "v1beta1"];

/// What stands at a place.
#[derive(Clone, Debug)]
enum Node {
    Text,
    Enum(Vec<&'static str>),
    Object(BTreeMap<&'static str, Node>),
    List(Box<Node>),
}

/// The schemas of kinds, by group, version and kind.
type Input = BTreeMap<(&'static str, &'static str, &'static str), BTreeMap<&'static str, Node>>;

fn members(
    node: impl Strategy<Value = Node>,
    most: usize,
) -> impl Strategy<Value = BTreeMap<&'static str, Node>> {
    btree_map(select(&WORDS[..]), node, 1..most)
}

fn node() -> impl Strategy<Value = Node> {
    let words = vec(select(&WORDS[..]), 1..6);
    let distinct = words.prop_map(|words| BTreeSet::from_iter(words).into_iter().collect());
    let leaf = prop_oneof![Just(Node::Text), distinct.prop_map(Node::Enum)];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            members(inner.clone(), 5).prop_map(Node::Object),
            inner.prop_map(|inner| Node::List(Box::new(inner))),
        ]
    })
}

fn input() -> impl Strategy<Value = Input> {
    let key = (select(&GROUPS[..]), select(&VERSIONS[..]), select(&KINDS[..]));
    btree_map(key, members(node(), 5), 1..5)
}

fn schema(node: &Node, order: usize) -> Value {
    match node {
        Node::Text => json!({ "type": "string" }),
        Node::Enum(values) => {
            let mut values = values.clone();
            let middle = order % values.len().max(1);
            values.rotate_left(middle);
            json!({ "type": "string", "enum": values })
        }
        Node::List(item) => json!({ "type": "array", "items": schema(item, order) }),
        Node::Object(members) => object(members, order),
    }
}

/// An object whose members stand in an order that depends on a number.
fn object(members: &BTreeMap<&'static str, Node>, order: usize) -> Value {
    let mut names: Vec<_> = members.keys().collect();
    let middle = order % names.len().max(1);
    names.rotate_left(middle);
    let properties: Map<String, Value> =
        names.into_iter().map(|name| ((*name).to_owned(), schema(&members[name], order))).collect();
    json!({ "type": "object", "properties": properties })
}

/// What the input means. The order of everything in it depends on a number.
fn analysis(input: &Input, order: usize) -> Analysis {
    let mut definitions: BTreeMap<(&str, &str), Vec<Value>> = BTreeMap::new();
    for ((group, version, kind), members) in input {
        let versions = definitions.entry((group, kind)).or_default();
        let schema = object(members, order);
        versions.push(json!({ "name": version, "served": true, "storage": versions.is_empty(),
            "schema": { "openAPIV3Schema": schema } }));
    }
    let mut texts: Vec<String> = definitions
        .into_iter()
        .map(|((group, kind), versions)| {
            let plural = format!("{}s", kind.to_lowercase());
            json!({ "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": { "name": format!("{plural}.{group}") },
            "spec": { "group": group, "scope": "Namespaced", "versions": versions,
                "names": { "kind": kind, "plural": plural, "listKind": format!("{kind}List") } } })
            .to_string()
        })
        .collect();
    let middle = order % texts.len();
    texts.rotate_left(middle);
    let mut sources = Sources::new();
    texts.into_iter().enumerate().for_each(|(at, text)| _ = sources.add(format!("{at}.json"), text));
    let mut report = Report::new();
    analyse(&sources, &mut report).unwrap_or_else(|| panic!("{:?}", report.sorted()))
}

/// A name, and the scope in which it must be the only one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Named {
    scope: String,
    name: String,
}

/// All names, by place.
fn names(analysis: &Analysis) -> BTreeMap<String, Named> {
    let Analysis { api, names, .. } = analysis;
    let mut all = BTreeMap::new();
    let mut put = |place: String, scope: String, name: &super::super::Ident| {
        all.insert(place, Named { scope, name: name.to_string() });
    };
    for (index, resource) in api.resources.iter().enumerate() {
        let (id, version) = (ResourceId(index), format!("{}/{}", resource.group, resource.version));
        let place = format!("{version}/{}", resource.names.kind);
        put(format!("list of {place}"), version.clone(), names.list(id));
        put(format!("methods of {place}"), format!("methods of {version}"), names.methods(id));
        put(format!("method for all of {place}"), format!("methods of {version}"), names.all_method(id));
        let module = &names.module_of(id).0;
        put(format!("module {version}"), resource.group.clone(), module.last().unwrap());
        if let [group, _] = module.as_slice() {
            put(format!("module {}", resource.group), String::new(), group);
        }
    }
    for (index, ty) in api.types.iter().enumerate() {
        let resource = api.resource(ty.path.resource().unwrap());
        let version = format!("{}/{}", resource.group, resource.version);
        let steps = ty.path.steps.iter().map(|step| match step {
            Step::Member(name) => format!("/{name}"),
            Step::Items => "[]".to_owned(),
            Step::Values => "{}".to_owned(),
            #[allow(
                unreachable_patterns,
                reason = "there may be other steps, which these inputs do not have"
            )]
            _ => String::new(),
        });
        let place = format!("{version}/{}{}", resource.names.kind, steps.collect::<String>());
        put(place.clone(), version, names.ty(TypeId(index)));
        let members: Vec<&String> = match &ty.shape {
            Shape::Object(object) => object.fields.iter().map(|field| &field.name).collect(),
            Shape::Enum(Enumeration::Strings(values)) => values.iter().collect(),
            #[allow(
                unreachable_patterns,
                reason = "there may be other shapes, which these inputs do not have"
            )]
            _ => Vec::new(),
        };
        for (member, name) in members.into_iter().zip(names.members(TypeId(index))) {
            put(format!("{place}: {member}"), place.clone(), name);
        }
    }
    all
}

/// The parts of an input that lead to one thing each.
fn chains(input: &Input) -> Vec<Input> {
    let kinds =
        input.iter().flat_map(|(key, members)| object_chains(members).into_iter().map(move |it| (*key, it)));
    kinds.map(|(key, members)| Input::from([(key, members)])).collect()
}

fn object_chains(members: &BTreeMap<&'static str, Node>) -> Vec<BTreeMap<&'static str, Node>> {
    let inner =
        members.iter().flat_map(|(name, node)| node_chains(node).into_iter().map(move |it| (*name, it)));
    inner.map(|member| BTreeMap::from([member])).collect()
}

fn node_chains(node: &Node) -> Vec<Node> {
    match node {
        Node::Text => vec![Node::Text],
        Node::Enum(values) => values.iter().map(|value| Node::Enum(vec![value])).collect(),
        Node::Object(members) => object_chains(members).into_iter().map(Node::Object).collect(),
        Node::List(item) => node_chains(item).into_iter().map(|item| Node::List(Box::new(item))).collect(),
    }
}

/// The input with a group besides: where there is but one group, it has no module.
fn in_company(input: &Input) -> Input {
    let mut input = input.clone();
    input.insert(("zzz.example.com", "v1", "Company"), BTreeMap::from([("text", Node::Text)]));
    input
}

/// What each place is called if nothing else is there.
fn alone(input: &Input) -> BTreeMap<String, String> {
    let chains = chains(input);
    let names = chains.iter().flat_map(|chain| names(&analysis(&in_company(chain), 0)));
    names.map(|(place, named)| (place, named.name)).collect()
}

/// The input without some of its parts.
fn part(input: &Input, kept: &[Index]) -> Input {
    let chains = chains(input);
    let mut part = Input::new();
    for chain in kept.iter().map(|index| index.get(&chains)) {
        for (key, members) in chain {
            merge(part.entry(*key).or_default(), members);
        }
    }
    part
}

fn merge(into: &mut BTreeMap<&'static str, Node>, members: &BTreeMap<&'static str, Node>) {
    for (name, node) in members {
        match into.get_mut(name) {
            Some(there) => merge_node(there, node),
            None => _ = into.insert(*name, node.clone()),
        }
    }
}

fn merge_node(into: &mut Node, node: &Node) {
    match (into, node) {
        (Node::Object(into), Node::Object(members)) => merge(into, members),
        (Node::List(into), Node::List(item)) => merge_node(into, item),
        (Node::Enum(into), Node::Enum(values)) => {
            let new: Vec<_> = values.iter().filter(|value| !into.contains(*value)).copied().collect();
            into.extend(new);
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_name_is_decided_from_the_place_alone_unless_another_is_spelled_alike(input in input(), order in 0..9usize) {
        let (named, alone) = (names(&analysis(&in_company(&input), order)), alone(&input));
        let mut owners: BTreeMap<Named, Vec<&String>> = BTreeMap::new();
        let mut used = BTreeSet::new();
        for (place, Named { scope, name }) in &named {
            let plain = alone.get(place).unwrap_or(name);
            prop_assert!(used.insert((scope, name)), "{name} is there twice in {scope}");
            prop_assert!(name.starts_with(plain.trim_end_matches('_')), "{name} at {place} was {plain}");
            owners.entry(Named { scope: scope.clone(), name: plain.clone() }).or_default().push(place);
        }
        for (plain, places) in owners {
            let keep = places.iter().filter(|place| named[**place].name == plain.name).count();
            // Modules are named once for all kinds in them.
            prop_assert_eq!(keep, 1, "{:?} are called {}", places, plain.name);
        }
    }

    #[test]
    fn no_order_renames_anything(input in input(), order in 0..9usize) {
        prop_assert_eq!(names(&analysis(&input, 0)), names(&analysis(&input, order)));
    }

    #[test]
    fn what_comes_or_goes_renames_nothing_that_is_not_spelled_alike(input in input(), kept in vec(any::<Index>(), 1..9)) {
        let part = part(&input, &kept);
        let (all, few, alone) = (names(&analysis(&in_company(&input), 0)), names(&analysis(&in_company(&part), 0)), alone(&input));
        for (place, after) in few {
            let before = &all[&place];
            let plain = alone.get(&place).unwrap_or(&after.name);
            let rivals = all.iter().filter(|(other, named)| {
                **other != place && named.scope == after.scope && alone.get(*other) == Some(plain)
            });
            // With a rival, a place has either its plain name or the one with its suffix, and no third.
            let may_differ = rivals.count() > 0 && (before.name == *plain || after.name == *plain);
            prop_assert!(before.name == after.name || may_differ, "{place}: {} and {}", before.name, after.name);
        }
    }
}
