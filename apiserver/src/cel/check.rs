//! What is wrong with a rule before it is run: names that are not there, fields that are not declared, no answer of yes or no.
//!
//! Types are followed from `self` through fields, items and the variables of macros. Where they are not known, everything is
//! allowed, so that a rule is refused only for what is certain.

use std::collections::HashMap;

use kube_cel::cel::Program;
use kube_cel::cel::common::ast::{ComprehensionExpr, EntryExpr, Expr, IdedExpr, LiteralValue};
use serde_json::Value;

use super::{macros, names};

/// What a rule may speak of.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// The schema of `self`.
    pub schema: &'a Value,
    /// What `self` is.
    pub place: Place,
    /// Whether `oldSelf` is wrapped in an optional.
    pub old: Old,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A whole object, which always has a type and a name.
    Whole,
    /// A part of one.
    Part,
}

/// What `oldSelf` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Old {
    /// A value like `self`.
    Plain,
    /// An optional of one.
    Optional,
}

/// The answer that an expression is to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Yes or no.
    Bool,
    /// A text.
    Text,
}

/// Checks an expression; answers whether it looks at the old value.
pub fn check(expression: &str, scope: Scope, wanted: Wanted) -> Result<bool, String> {
    let program = Program::compile(expression).map_err(|e| format!("compilation failed: {e}"))?;
    let mut expanded = program.expression().clone();
    macros::expand(&mut expanded);
    let mut checker = Checker::new(scope);
    let kind = checker.infer(&expanded.expr);
    if !checker.faults.is_empty() {
        return Err(format!("compilation failed: {}", checker.faults.join("\n")));
    }
    match (wanted, kind.name()) {
        (Wanted::Bool, Some(name)) if name != "boolean" => {
            Err("cel expression must evaluate to a bool".into())
        }
        (Wanted::Text, Some(name)) if name != "string" => {
            Err("messageExpression must evaluate to a string".into())
        }
        _ => Ok(checker.uses_old),
    }
}

/// The schemas of what is compared with something or added to, by the number of its node, where they are known.
pub fn left_sides<'a>(expanded: &IdedExpr, scope: Scope<'a>) -> HashMap<u64, &'a Value> {
    let mut checker = Checker::new(scope);
    checker.infer(&expanded.expr);
    checker.left_sides
}

/// What is known of the type of an expression.
#[derive(Clone, Copy)]
enum Type<'a> {
    Unknown,
    /// A type of JSON by name.
    Plain(&'static str),
    Of(&'a Value, Place),
    /// The metadata of an object, of which rules see the name alone.
    Metadata,
}

impl Type<'_> {
    /// The name of the type, where it is certain.
    fn name(&self) -> Option<&str> {
        match self {
            Type::Plain(name) => Some(name),
            Type::Of(schema, _) if super::flag(schema, "x-kubernetes-int-or-string") => None,
            Type::Of(schema, _) => schema.get("type").and_then(Value::as_str),
            Type::Unknown | Type::Metadata => None,
        }
    }
}

struct Checker<'a> {
    scope: Scope<'a>,
    variables: Vec<(String, Type<'a>)>,
    faults: Vec<String>,
    uses_old: bool,
    left_sides: HashMap<u64, &'a Value>,
}

impl<'a> Checker<'a> {
    fn new(scope: Scope<'a>) -> Checker<'a> {
        let (variables, faults, left_sides) = (Vec::new(), Vec::new(), HashMap::new());
        Checker { scope, variables, faults, uses_old: false, left_sides }
    }

    /// The depth of expressions is bounded by their parser.
    fn infer(&mut self, expr: &Expr) -> Type<'a> {
        match expr {
            Expr::Unspecified => Type::Unknown,
            Expr::Literal(literal) => literal_type(literal),
            Expr::Ident(name) => self.variable(name),
            Expr::Select(select) => {
                let operand = self.infer(&select.operand.expr);
                let found = self.field(operand, &select.field);
                if select.test { Type::Plain("boolean") } else { found }
            }
            Expr::Call(call) => {
                let target = call.target.as_ref().map(|t| self.target(&t.expr));
                let arguments: Vec<Type> = call.args.iter().map(|a| self.infer(&a.expr)).collect();
                if let ("_==_" | "_!=_" | "_+_", [Type::Of(schema, _), ..]) =
                    (call.func_name.as_str(), &*arguments)
                {
                    self.left_sides.extend(call.args.first().map(|left| (left.id, *schema)));
                }
                self.call(&call.func_name, target, &arguments)
            }
            Expr::Comprehension(comprehension) => self.comprehension(comprehension),
            Expr::List(list) => {
                for element in &list.elements {
                    self.infer(&element.expr);
                }
                Type::Plain("array")
            }
            Expr::Map(map) => self.entries(map.entries.iter().map(|e| &e.expr)),
            Expr::Struct(object) => {
                self.faults.push(format!("undeclared reference to '{}' (in container '')", object.type_name));
                self.entries(object.entries.iter().map(|e| &e.expr))
            }
        }
    }

    fn entries<'e>(&mut self, entries: impl Iterator<Item = &'e EntryExpr>) -> Type<'a> {
        for entry in entries {
            match entry {
                EntryExpr::StructField(field) => {
                    self.infer(&field.value.expr);
                }
                EntryExpr::MapEntry(entry) => {
                    self.infer(&entry.key.expr);
                    self.infer(&entry.value.expr);
                }
            }
        }
        Type::Plain("object")
    }

    /// The operand of a method; it may be the name of a library, such as `sets` in `sets.contains`.
    fn target(&mut self, expr: &Expr) -> Type<'a> {
        match expr {
            Expr::Ident(name) if names::LIBRARIES.contains(&name.as_str()) => Type::Unknown,
            other => self.infer(other),
        }
    }

    fn variable(&mut self, name: &str) -> Type<'a> {
        if let Some((_, kind)) = self.variables.iter().rev().find(|(n, _)| n == name) {
            return *kind;
        }
        match name {
            "self" => Type::Of(self.scope.schema, self.scope.place),
            "oldSelf" => {
                self.uses_old = true;
                match self.scope.old {
                    Old::Plain => Type::Of(self.scope.schema, self.scope.place),
                    Old::Optional => Type::Unknown,
                }
            }
            _ if names::TYPES.contains(&name) => Type::Unknown,
            _ => {
                self.faults.push(format!("undeclared reference to '{name}' (in container '')"));
                Type::Unknown
            }
        }
    }

    fn field(&mut self, operand: Type<'a>, name: &str) -> Type<'a> {
        let found = match operand {
            Type::Metadata => matches!(name, "name" | "generateName").then_some(Type::Plain("string")),
            Type::Of(schema, place) => member(schema, place, name),
            Type::Unknown | Type::Plain(_) => Some(Type::Unknown),
        };
        found.unwrap_or_else(|| {
            self.faults.push(format!("undefined field '{name}'"));
            Type::Unknown
        })
    }

    fn call(&mut self, name: &str, target: Option<Type<'a>>, arguments: &[Type<'a>]) -> Type<'a> {
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
        if is_name && !names::FUNCTIONS.contains(&name) {
            self.faults.push(format!("undeclared reference to '{name}' (in container '')"));
        }
        match (name, target, arguments) {
            ("_[_]", _, [Type::Of(schema, _), ..]) => {
                let of = |key: &str| schema.get(key).filter(|s| s.is_object());
                of("items").or_else(|| of("additionalProperties")).map_or(Type::Unknown, part)
            }
            ("_&&_" | "_||_" | "!_" | "_==_" | "_!=_" | "_<_" | "_<=_" | "_>_" | "_>=_" | "@in", ..) => {
                Type::Plain("boolean")
            }
            ("_+_", _, [list @ Type::Of(schema, _), ..]) if schema.get("items").is_some() => *list,
            ("size", ..) => Type::Plain("integer"),
            ("string", None, _) => Type::Plain("string"),
            ("_?_:_", _, [_, a, b]) => match (a.name(), b.name()) {
                (Some(x), Some(y)) if x == y => *a,
                _ => Type::Unknown,
            },
            _ => Type::Unknown,
        }
    }

    /// A macro such as `all` or `map`: its variable stands for the items of a list or the keys of a map.
    fn comprehension(&mut self, expr: &ComprehensionExpr) -> Type<'a> {
        let range = self.infer(&expr.iter_range.expr);
        let accumulator = self.infer(&expr.accu_init.expr);
        let item = match range {
            Type::Of(schema, _) => match schema.get("items").filter(|i| i.is_object()) {
                Some(items) => part(items),
                None => Type::Plain("string"),
            },
            _ => Type::Unknown,
        };
        let depth = self.variables.len();
        let second = expr.iter_var2.as_ref().map(|name| (name.clone(), Type::Unknown));
        // With two variables the first is the index or the key.
        self.variables.push((expr.iter_var.clone(), if second.is_some() { Type::Unknown } else { item }));
        self.variables.extend(second);
        self.variables.push((expr.accu_var.clone(), accumulator));
        self.infer(&expr.loop_cond.expr);
        self.infer(&expr.loop_step.expr);
        let result = self.infer(&expr.result.expr);
        self.variables.truncate(depth);
        result
    }
}

fn literal_type(literal: &LiteralValue) -> Type<'static> {
    match literal {
        LiteralValue::Boolean(_) => Type::Plain("boolean"),
        LiteralValue::String(_) => Type::Plain("string"),
        LiteralValue::Int(_) | LiteralValue::UInt(_) => Type::Plain("integer"),
        LiteralValue::Double(_) => Type::Plain("number"),
        LiteralValue::Bytes(_) | LiteralValue::Null => Type::Unknown,
    }
}

fn part(schema: &Value) -> Type<'_> {
    let embedded = super::flag(schema, "x-kubernetes-embedded-resource");
    Type::Of(schema, if embedded { Place::Whole } else { Place::Part })
}

/// The type of a field; none where it is not declared.
fn member<'a>(schema: &'a Value, place: Place, name: &str) -> Option<Type<'a>> {
    if place == Place::Whole {
        match name {
            "apiVersion" | "kind" => return Some(Type::Plain("string")),
            "metadata" => return Some(Type::Metadata),
            _ => {}
        }
    }
    if let Some(values) = schema.get("additionalProperties").filter(|a| a.is_object()) {
        return Some(part(values));
    }
    if schema.get("type").and_then(Value::as_str) != Some("object") {
        return Some(Type::Unknown);
    }
    let members = schema.get("properties").and_then(Value::as_object);
    members.into_iter().flatten().find(|(n, _)| names::escaped(n) == name).map(|(_, s)| part(s))
}
