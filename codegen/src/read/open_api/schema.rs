//! A schema of any dialect, flat: its keywords, with the schemas inside it left as they stand.

use serde_json::{Map, Value};

use super::super::tree::{Member, Node, NodeValue};
use super::super::view::View;
use super::types::{self, Types};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::read::schema::SchemaType;

/// What values may be at one place.
#[derive(Clone, Debug)]
pub struct Schema<'a> {
    /// The whole of it, and where it stands.
    pub view: View<'a>,
    /// For a schema that is `true` or `false`, whether it allows anything or nothing.
    pub verdict: Option<bool>,
    /// `$ref`, or `$dynamicRef`.
    pub reference: Option<&'a str>,
    /// `type`.
    pub types: Types,
    /// `format`.
    pub format: Option<&'a str>,
    /// `nullable`.
    pub nullable: bool,
    /// `required`.
    pub required: Vec<&'a str>,
    /// `enum`, or `const` as a list of one.
    pub enumeration: Option<Vec<&'a Node>>,
    /// `properties`.
    pub properties: Option<View<'a>>,
    /// `patternProperties`.
    pub patterns: Option<View<'a>>,
    /// `additionalProperties`.
    pub additional: Additional<'a>,
    /// `items`, where it is one schema.
    pub items: Option<View<'a>>,
    /// `prefixItems`, or `items` where it is a list.
    pub prefix: Option<View<'a>>,
    /// `allOf`.
    pub all_of: Option<View<'a>>,
    /// `oneOf`.
    pub one_of: Option<View<'a>>,
    /// `anyOf`.
    pub any_of: Option<View<'a>>,
    /// `discriminator`.
    pub discriminator: Option<Discriminator<'a>>,
    /// `readOnly`.
    pub read_only: bool,
    /// `writeOnly`.
    pub write_only: bool,
    /// `contentEncoding`.
    pub content_encoding: Option<&'a str>,
    /// `contentMediaType`.
    pub content_media_type: Option<&'a str>,
    /// `x-kubernetes-int-or-string`, or the format that Kubernetes has for the same.
    pub int_or_string: bool,
    /// `x-kubernetes-preserve-unknown-fields`.
    pub preserve_unknown_fields: bool,
}

/// What the members of an object may be that `properties` does not name.
#[derive(Clone, Debug, Default)]
pub enum Additional<'a> {
    /// The schema does not say it.
    #[default]
    Unspecified,
    /// `true`.
    Allowed,
    /// `false`.
    Refused,
    /// They all have this schema.
    Schema(View<'a>),
}

/// The member that tells the variants of a schema apart.
#[derive(Clone, Debug)]
pub struct Discriminator<'a> {
    /// The name of the member.
    pub property: &'a str,
    /// Its values, and the schemas that they stand for.
    pub mapping: Vec<(&'a str, &'a str)>,
}

impl<'a> Schema<'a> {
    /// Reads what a schema says itself. Keywords with values that they cannot have are reported and ignored.
    pub fn read(view: &View<'a>, report: &mut Report) -> Self {
        let mut schema = Self::empty(view.clone());
        match &view.node.value {
            NodeValue::Bool(verdict) => schema.verdict = Some(*verdict),
            NodeValue::Object(members) => {
                members.iter().for_each(|member| schema.keyword(member, report));
                schema.leave_idle_items(report);
            }
            NodeValue::Null => {}
            _ => {
                let message = format!("a schema must be an object, not {}", view.node.kind());
                report.push(Diagnostic::new(Code::Keyword, message).at(view.place.clone()));
            }
        }
        schema
    }

    /// A schema that says nothing.
    #[must_use]
    pub fn empty(view: View<'a>) -> Self {
        Self {
            view,
            verdict: None,
            reference: None,
            types: Types::default(),
            format: None,
            nullable: false,
            required: Vec::new(),
            enumeration: None,
            properties: None,
            patterns: None,
            additional: Additional::Unspecified,
            items: None,
            prefix: None,
            all_of: None,
            one_of: None,
            any_of: None,
            discriminator: None,
            read_only: false,
            write_only: false,
            content_encoding: None,
            content_media_type: None,
            int_or_string: false,
            preserve_unknown_fields: false,
        }
    }

    fn keyword(&mut self, member: &'a Member, report: &mut Report) {
        match member.key.as_str() {
            "type" => self.types = types::read(&self.view.member_view(member), report),
            "$ref" | "$dynamicRef" => self.reference = self.text(member, report),
            "format" => self.format = self.text(member, report),
            "contentEncoding" => self.content_encoding = self.text(member, report),
            "contentMediaType" => self.content_media_type = self.text(member, report),
            "required" => self.required(member, report),
            "enum" => {
                self.enumeration = self.list(member, report).map(|list| list.node.items().iter().collect())
            }
            "const" => self.enumeration = Some(vec![&member.value]),
            "discriminator" => self.discriminator = self.discriminator(member, report),
            "properties" => self.properties = self.object(member, report),
            "patternProperties" => self.patterns = self.object(member, report),
            "additionalProperties" => self.additional = self.additional(member),
            "items" if matches!(member.value.value, NodeValue::Array(_)) => {
                self.prefix = self.list(member, report);
            }
            "items" => self.items = Some(self.view.member_view(member)),
            "prefixItems" => self.prefix = self.list(member, report),
            "allOf" => self.all_of = self.list(member, report),
            "oneOf" => self.one_of = self.list(member, report),
            "anyOf" => self.any_of = self.list(member, report),
            _ => self.flag(member),
        }
    }

    /// Leaves `items` out where the type says that there is no list.
    fn leave_idle_items(&mut self, report: &mut Report) {
        let listed = self.types.listed();
        if listed.is_empty() || listed.contains(&SchemaType::Array) {
            return;
        }
        if let Some(items) = self.items.take() {
            let message = "`items` says nothing of what is no list, and is ignored";
            report.push(Diagnostic::new(Code::Keyword, message).at(items.place));
        }
    }

    fn flag(&mut self, member: &Member) {
        let is_true = member.value.value == NodeValue::Bool(true);
        match member.key.as_str() {
            "nullable" | "x-nullable" => self.nullable = is_true,
            "readOnly" => self.read_only = is_true,
            "writeOnly" => self.write_only = is_true,
            "x-kubernetes-int-or-string" => self.int_or_string = is_true,
            "x-kubernetes-preserve-unknown-fields" => self.preserve_unknown_fields = is_true,
            _ => {}
        }
    }

    fn text(&self, member: &'a Member, report: &mut Report) -> Option<&'a str> {
        let text = member.value.as_str();
        self.or_warn(member, text, ("a text", report))
    }

    fn list(&self, member: &'a Member, report: &mut Report) -> Option<View<'a>> {
        let list = matches!(member.value.value, NodeValue::Array(_)).then(|| self.view.member_view(member));
        self.or_warn(member, list, ("a list", report))
    }

    fn object(&self, member: &'a Member, report: &mut Report) -> Option<View<'a>> {
        let object =
            matches!(member.value.value, NodeValue::Object(_)).then(|| self.view.member_view(member));
        self.or_warn(member, object, ("an object", report))
    }

    fn or_warn<T>(
        &self,
        member: &'a Member,
        value: Option<T>,
        (expected, report): (&str, &mut Report),
    ) -> Option<T> {
        if value.is_none() && member.value.value != NodeValue::Null {
            let message =
                format!("`{}` must be {expected}, not {}, and is ignored", member.key, member.value.kind());
            let place = self.view.member_view(member).place;
            report.push(Diagnostic::new(Code::Keyword, message).at(place));
        }
        value
    }

    fn required(&mut self, member: &'a Member, report: &mut Report) {
        // Version 3 of JSON Schema had a boolean here, about the schema itself. Many documents still do, and no harm is done.
        if matches!(member.value.value, NodeValue::Bool(_)) {
            return;
        }
        if let Some(list) = self.list(member, report) {
            self.required = list.node.items().iter().filter_map(Node::as_str).collect();
        }
    }

    fn additional(&self, member: &'a Member) -> Additional<'a> {
        match member.value.value {
            NodeValue::Bool(true) => Additional::Allowed,
            NodeValue::Bool(false) => Additional::Refused,
            NodeValue::Object(_) => Additional::Schema(self.view.member_view(member)),
            _ => Additional::Unspecified,
        }
    }

    /// In Swagger it is the name of the member alone.
    fn discriminator(&self, member: &'a Member, report: &mut Report) -> Option<Discriminator<'a>> {
        if let Some(property) = member.value.as_str() {
            return Some(Discriminator { property, mapping: Vec::new() });
        }
        let property = member.value.get("propertyName").and_then(Node::as_str);
        let property = self.or_warn(member, property, ("an object with a `propertyName`", report))?;
        let mapping = member.value.get("mapping").map(Node::members).unwrap_or_default();
        let mapping = mapping.iter().filter_map(|entry| Some((entry.key.as_str(), entry.value.as_str()?)));
        Some(Discriminator { property, mapping: mapping.collect() })
    }

    /// The keywords as they are written, less those of which the model keeps the values, and less examples.
    #[must_use]
    pub fn keywords(&self, modelled: &[&str]) -> Map<String, Value> {
        let is_kept = |member: &&Member| {
            !matches!(member.key.as_str(), "example" | "examples" | "x-examples")
                && !modelled.contains(&member.key.as_str())
        };
        let kept = self.view.node.members().iter().filter(is_kept);
        kept.map(|member| (member.key.clone(), member.value.to_json())).collect()
    }

    /// Whether a keyword is there.
    #[must_use]
    pub fn has(&self, keyword: &str) -> bool {
        self.view.node.get(keyword).is_some()
    }
}

impl Schema<'_> {
    /// Whether the schema says anything of the shape of values, other than their type.
    #[must_use]
    pub fn shapes(&self) -> bool {
        let lists = [
            &self.properties,
            &self.patterns,
            &self.items,
            &self.prefix,
            &self.all_of,
            &self.one_of,
            &self.any_of,
        ];
        lists.iter().any(|list| list.is_some())
            || self.enumeration.is_some()
            || !self.required.is_empty()
            || !matches!(self.additional, Additional::Unspecified)
            || self.int_or_string
    }
}
