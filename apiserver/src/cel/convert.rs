//! Values as rules see them: of the types that their schema gives them.

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kube_cel::cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue};
use kube_cel::cel::objects::{Key, Map};
use kube_cel::cel::{Context, Value};
use serde_json::Value as Json;

use super::names;
use crate::schema::{Kind, Schema};

/// A value under a schema; `context` knows the functions that read moments and durations.
pub fn value(json: &Json, schema: &Schema, context: &Context) -> Value {
    Converter { context }.value(json, Some(schema))
}

struct Converter<'a> {
    context: &'a Context<'a>,
}

impl Converter<'_> {
    fn value(&self, json: &Json, schema: Option<&Schema>) -> Value {
        match json {
            Json::Null => Value::Null,
            Json::Bool(b) => Value::Bool(*b),
            Json::Number(number) => match number.as_i64() {
                // The text of a number does not tell whether it has a fraction; the schema does.
                Some(whole) if !schema.is_some_and(is_real) => Value::Int(whole),
                _ => Value::Float(number.as_f64().unwrap_or_default()),
            },
            Json::String(text) => self.text(text, schema),
            Json::Array(list) => {
                let items = schema.and_then(|s| s.items.as_deref());
                Value::List(Arc::new(list.iter().map(|item| self.value(item, items)).collect()))
            }
            Json::Object(map) => self.object(map, schema),
        }
    }

    /// Fields have names that rules can spell; the keys of maps are as they are.
    fn object(&self, map: &serde_json::Map<String, Json>, schema: Option<&Schema>) -> Value {
        let mut members = HashMap::with_capacity(map.len());
        if schema.is_some_and(|s| s.embedded) {
            members.insert(key("apiVersion"), Value::String(Arc::default()));
            members.insert(key("kind"), Value::String(Arc::default()));
            members.insert(key("metadata"), Value::Map(Map { map: Arc::default() }));
        }
        for (name, json) in map {
            let is_field = schema.is_some_and(|s| s.members.contains_key(name));
            let called = if is_field { names::escaped(name) } else { name.clone() };
            members.insert(key(&called), self.value(json, schema.and_then(|s| s.member(name))));
        }
        Value::Map(Map { map: Arc::new(members) })
    }

    /// What a text of a format stands for; the text itself where it is not of the format.
    fn text(&self, text: &str, schema: Option<&Schema>) -> Value {
        let plain = || Value::String(Arc::new(text.to_owned()));
        match schema.and_then(|s| s.checks.format.as_deref()) {
            Some("date-time") => self.made("timestamp", text).unwrap_or_else(plain),
            Some("date") => self.made("timestamp", &format!("{text}T00:00:00Z")).unwrap_or_else(plain),
            Some("duration") => self.made("duration", text).unwrap_or_else(plain),
            Some("byte") => STANDARD.decode(text).map_or_else(|_| plain(), |b| Value::Bytes(Arc::new(b))),
            _ => plain(),
        }
    }

    /// What a function of the language makes of a text.
    fn made(&self, function: &str, text: &str) -> Option<Value> {
        let literal = Expr::Literal(LiteralValue::String(text.into()));
        let args = vec![IdedExpr { id: 0, expr: literal }];
        let call = CallExpr { func_name: function.to_owned(), target: None, args };
        self.context.resolve(&IdedExpr { id: 0, expr: Expr::Call(call) }).ok()
    }
}

fn key(name: &str) -> Key {
    Key::String(Arc::new(name.to_owned()))
}

/// Whether numbers of a schema have fractions.
fn is_real(schema: &Schema) -> bool {
    schema.kind == Some(Kind::Number) && !schema.int_or_string
}
