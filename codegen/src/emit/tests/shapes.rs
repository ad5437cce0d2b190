//! Types of a document, made by hand, and what is emitted for them.

use serde_json::{Value, json};

use crate::diagnostic::{Place, SourceId, Sources};
use crate::facts::Facts;
use crate::ir::{
    Access, Api, Choice, Document, DocumentId, Enumeration, Field, IntegerFormat, JsonType, Keywords, Label,
    NamedSchema, Null, Object, Presence, Rest, Root, SchemaId, Shape, StringFormat, Tuple, Type, TypeId,
    TypePath, TypeRef, Union, Use, Variant,
};
use crate::name::Names;
use crate::options::Options;
use crate::overrides::Overrides;
use crate::pipeline::{Analysis, render};
use crate::pointer::Pointer;

/// A document in the making.
struct Maker {
    api: Api,
    source: SourceId,
}

impl Maker {
    fn new() -> Self {
        let source = Sources::new().add("shapes.json", "{}");
        let mut maker = Self { api: Api::default(), source };
        let place = maker.place("");
        let schemas = json!({"openapi": "3.1.0", "components": {"schemas": {}}});
        maker.api.documents.push(Document {
            source,
            name: "shapes.json".to_owned(),
            place,
            title: String::new(),
            version: String::new(),
            description: String::new(),
            tags: Vec::new(),
            servers: Vec::new(),
            schemes: Vec::new(),
            schemas,
        });
        maker
    }

    fn place(&self, name: &str) -> Place {
        let pointer = Pointer::root().join("components").join("schemas").join(name);
        Place { source: self.source, span: 0..0, pointer }
    }

    fn add(&mut self, name: &str, shape: Shape) -> TypeId {
        let id = TypeId(self.api.types.len());
        let root = Root::Schema(SchemaId(self.api.schemas.len()));
        let place = self.place(name);
        let named = NamedSchema {
            name: name.to_owned(),
            place: place.clone(),
            document: DocumentId(0),
            root: Some(id),
        };
        self.api.schemas.push(named);
        let path = TypePath { root, steps: Vec::new() };
        // What a schema says tells it from others of the same shape.
        let schema = Keywords(json!({"x-name": name}).as_object().cloned().unwrap_or_default());
        self.api.types.push(Type { place, path, schema, shape });
        id
    }

    fn of(&self, ty: TypeRef) -> Use {
        Use { place: self.place("x"), ty, null: Null::Refused, schema: Keywords::default() }
    }

    fn field(&self, name: &str, presence: Presence, ty: TypeRef) -> Field {
        let value = self.of(ty);
        Field { name: name.to_owned(), presence, access: Access::Both, value, also: Vec::new() }
    }

    fn object(&mut self, name: &str, fields: Vec<Field>) -> TypeId {
        self.add(name, Shape::Object(Object { fields, choices: Vec::new(), rest: Rest::Unspecified }))
    }

    fn union(&mut self, name: &str, variants: &[(Label, TypeRef)], choice: Choice) -> TypeId {
        let variants =
            variants.iter().map(|(label, ty)| Variant { label: label.clone(), value: self.of(ty.clone()) });
        let variants = variants.collect();
        self.add(name, Shape::Union(Union { variants, choice }))
    }

    /// The text of the types.
    fn text(self) -> String {
        let (api, overrides) = (self.api, Overrides::default());
        let facts = Facts::of(&api, &overrides);
        let names = Names::of(&api, &facts, &overrides);
        let options = Options { name: "shapes".to_owned(), ..Options::default() };
        let files =
            render(&Analysis { api, facts, names }, &options).unwrap_or_else(|error| panic!("{error}"));
        let types =
            files.iter().filter(|(path, _)| path.starts_with("src/types/") && !path.ends_with("mod.rs"));
        types.map(|(_, text)| text.as_str()).collect()
    }
}

/// Whether a text has these parts, however its lines are broken.
fn has(text: &str, parts: &[&str]) {
    let flat = |text: &str| text.split_whitespace().collect::<String>();
    let whole = flat(text);
    for part in parts {
        assert!(whole.contains(&flat(part)), "{part}\nis not in\n{text}");
    }
}

const REQUIRED: Presence = Presence::Required;
const OPTIONAL: Presence = Presence::Optional;

#[test]
fn a_member_that_holds_its_own_type_is_boxed() {
    let mut maker = Maker::new();
    let (tree, leaf) = (TypeRef::Described(TypeId(0)), TypeRef::Described(TypeId(1)));
    let list = TypeRef::List(Box::new(maker.of(tree.clone())));
    let fields = vec![
        maker.field("left", OPTIONAL, tree),
        maker.field("all", OPTIONAL, list),
        maker.field("leaf", OPTIONAL, leaf),
    ];
    maker.object("Tree", fields);
    let fields = vec![maker.field("name", REQUIRED, TypeRef::String(StringFormat::Plain))];
    maker.object("Leaf", fields);
    has(
        &maker.text(),
        &["pub left: Option<Box<Tree>>,", "pub all: Option<Vec<Tree>>,", "pub leaf: Option<Leaf>,"],
    );
}

#[test]
fn what_has_no_end_is_any_value() {
    let mut maker = Maker::new();
    let nested = TypeRef::List(Box::new(maker.of(TypeRef::Described(TypeId(0)))));
    let nested = maker.of(nested);
    maker.add("Nested", Shape::Alias(nested));
    let fields = vec![maker.field("more", REQUIRED, TypeRef::Described(TypeId(1)))];
    maker.object("Endless", fields);
    let fields = vec![maker.field("it", REQUIRED, TypeRef::Described(TypeId(1)))];
    maker.object("Holder", fields);
    has(
        &maker.text(),
        &["pub type Nested = Value;", "pub type Endless = Value;", "pub type Holder = Value;"],
    );
}

#[test]
fn a_union_says_what_its_forms_look_like() {
    let mut maker = Maker::new();
    let cat = TypeRef::Described(maker.object("Cat", Vec::new()));
    let text = TypeRef::String(StringFormat::Uuid);
    let forms = [(Label::Tag("cat".to_owned()), cat.clone()), (Label::Tag("tom".to_owned()), cat.clone())];
    let values = vec![vec!["cat".to_owned()], vec!["tom".to_owned(), "kit".to_owned()]];
    maker.union("Pet", &forms, Choice::Tag { property: "kind".to_owned(), values });
    let forms = [
        (Label::Type(JsonType::String), text),
        (Label::Member("lives".to_owned()), cat.clone()),
        (Label::Index(2), cat),
    ];
    let types = vec![vec![JsonType::String], vec![JsonType::Object], vec![JsonType::Object]];
    let by_member = Choice::ByMember(vec![Some("lives".to_owned()), None]);
    maker.union("Owner", &forms, Choice::ByTypeThen { types, shared: vec![(vec![1, 2], by_member)] });
    has(
        &maker.text(),
        &[
            "#[non_exhaustive] pub enum Pet {",
            "Cat(Box<Cat>),",
            "union::Form::of(\"Cat\", union::Types::OBJECT).tagged(\"kind\", &[\"cat\"])",
            ".tagged(\"kind\", &[\"tom\", \"kit\"])",
            "String(formats::Uuid),",
            "union::Form::of(\"Lives\", union::Types::OBJECT).with(\"lives\"),",
            "union::Form::of(\"Form2\", union::Types::OBJECT),",
            "Self::Other(value) => value.serialize(to),",
            "union!(Pet, Owner);",
        ],
    );
}

#[test]
fn values_tuples_and_typed_members_have_types() {
    let mut maker = Maker::new();
    let values = vec![json!(1), json!(-0.5), json!("high"), json!(true), Value::from(u64::MAX)];
    maker.add("Level", Shape::Enum(Enumeration::Values(values)));
    let items =
        vec![maker.of(TypeRef::String(StringFormat::Date)), maker.of(TypeRef::Integer(IntegerFormat::Uint8))];
    let rest = Rest::Typed(Box::new(maker.of(TypeRef::Float)));
    maker.add("Point", Shape::Tuple(Tuple { items, rest }));
    let fields = vec![
        maker.field("additionalProperties", REQUIRED, TypeRef::Described(TypeId(0))),
        maker.field("at", REQUIRED, TypeRef::Described(TypeId(1))),
    ];
    let rest = Rest::Typed(Box::new(maker.of(TypeRef::Described(TypeId(1)))));
    maker.add("Shelf", Shape::Object(Object { fields, choices: Vec::new(), rest }));
    has(
        &maker.text(),
        &[
            "/// `-0.5`\n Minus05,",
            "(Self::Minus05, value_enum::Scalar::Number(-0.5))",
            "(Self::_18446744073709551615, value_enum::Scalar::Unsigned(18446744073709551615))",
            "pub _0: Option<formats::Date>,",
            "pub _1: Option<u8>,",
            "pub rest: Vec<f32>,",
            "1 => wire::item::<_, u8, _>(&mut self._1, from),",
            "pub additional_properties: Level,",
            "BTreeMap<String, Point>,",
            "Level::Other(Value::Null)",
            "wire::decode_tuple!(Point);",
        ],
    );
}
