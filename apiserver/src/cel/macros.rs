//! The macros with two variables, which the parser leaves as calls: they become macros with one, over pairs.
//!
//! `x.all(k, v, e)` asks of each pair of a position (of a map: a key) and a value; in `e` the variables become parts of the
//! pair.

use std::collections::HashMap;
use std::sync::Arc;

use kube_cel::cel::common::ast::operators::{
    ADD, CONDITIONAL, EQUALS, INDEX, LOGICAL_AND, LOGICAL_NOT, LOGICAL_OR, NOT_STRICTLY_FALSE,
};
use kube_cel::cel::common::ast::{
    CallExpr, ComprehensionExpr, Expr, IdedExpr, ListExpr, LiteralValue, MapExpr,
};
use kube_cel::cel::objects::{Key, Map, Value};
use kube_cel::cel::{Context, ExecutionError};

use super::meter::{self, spend, weight};
use super::walk::children;

/// Makes pairs of a list or a map.
const PAIRS: &str = "@pairs";
/// Adds an entry to a map.
const INSERT: &str = "@insert";
/// Adds the entries of a map to a map.
const MERGE: &str = "@merge";
/// What a macro has come to so far.
const RESULT: &str = "@result";

/// Expands the macros in an expression.
pub fn expand(expression: &mut IdedExpr) {
    Expander::default().node(expression);
}

#[derive(Default)]
struct Expander {
    /// How many pairs have names, which all differ.
    pairs: usize,
}

impl Expander {
    /// From the inside out, so that inner variables are gone before outer ones of the same name are looked for.
    fn node(&mut self, node: &mut IdedExpr) {
        children(&mut node.expr, &mut |child| self.node(child));
        let Expr::Call(call) = &mut node.expr else { return };
        let Some((key, value)) = variables(call) else { return };
        let Some(target) = call.target.take() else { return };
        self.pairs += 1;
        let pair = format!("@pair{}", self.pairs);
        let mut body = call.args.split_off(2);
        for part in &mut body {
            bind(part, &key, (&pair, 0));
            bind(part, &value, (&pair, 1));
        }
        let Some(made) = looped(&call.func_name, body, &pair) else { return };
        let [accu_init, loop_cond, loop_step, result] = made;
        node.expr = Expr::Comprehension(Box::new(ComprehensionExpr {
            iter_range: calling(PAIRS, vec![*target]),
            iter_var: pair,
            iter_var2: None,
            accu_var: RESULT.to_owned(),
            accu_init,
            loop_cond,
            loop_step,
            result,
        }));
    }
}

/// The variables of a call that is such a macro.
fn variables(call: &CallExpr) -> Option<(String, String)> {
    let count = call.args.len();
    let fits = match call.func_name.as_str() {
        "all" | "exists" | "exists_one" | "existsOne" => count == 3,
        "transformList" | "transformMap" | "transformMapEntry" => count == 3 || count == 4,
        _ => false,
    };
    call.target.as_ref().filter(|_| fits)?;
    match call.args.as_slice() {
        [IdedExpr { expr: Expr::Ident(key), .. }, IdedExpr { expr: Expr::Ident(value), .. }, ..] => {
            Some((key.clone(), value.clone()))
        }
        _ => None,
    }
}

/// Puts a part of a pair in the place of a variable, except where a macro inside has a variable of that name.
fn bind(node: &mut IdedExpr, name: &str, part: (&str, i64)) {
    match &mut node.expr {
        Expr::Ident(found) if found == name => {
            node.expr = calling(INDEX, vec![ident(part.0), literal(LiteralValue::Int(part.1.into()))]).expr;
        }
        Expr::Comprehension(inner) if inner.iter_var == name => bind(&mut inner.iter_range, name, part),
        other => children(other, &mut |child| bind(child, name, part)),
    }
}

/// What a macro begins with, until when it goes on, what each pair adds, and what it comes to.
fn looped(name: &str, mut body: Vec<IdedExpr>, pair: &str) -> Option<[IdedExpr; 4]> {
    let last = body.pop()?;
    let (so_far, always) = (|| ident(RESULT), || literal(LiteralValue::Boolean(true.into())));
    let no = literal(LiteralValue::Boolean(false.into()));
    let open = |asked: IdedExpr| calling(NOT_STRICTLY_FALSE, vec![asked]);
    let one = || literal(LiteralValue::Int(1.into()));
    let (init, condition, step, result) = match name {
        "all" => (always(), open(so_far()), calling(LOGICAL_AND, vec![so_far(), last]), so_far()),
        "exists" => {
            let goes_on = open(calling(LOGICAL_NOT, vec![so_far()]));
            (no, goes_on, calling(LOGICAL_OR, vec![so_far(), last]), so_far())
        }
        "exists_one" | "existsOne" => {
            let more = calling(ADD, vec![so_far(), one()]);
            let counted = calling(CONDITIONAL, vec![last, more, so_far()]);
            (literal(LiteralValue::Int(0.into())), always(), counted, calling(EQUALS, vec![so_far(), one()]))
        }
        "transformList" => {
            let item = IdedExpr { id: 0, expr: Expr::List(ListExpr::new(vec![last])) };
            let none = IdedExpr { id: 0, expr: Expr::List(ListExpr::new(Vec::new())) };
            (none, always(), calling(ADD, vec![so_far(), item]), so_far())
        }
        "transformMap" => {
            let key = calling(INDEX, vec![ident(pair), literal(LiteralValue::Int(0.into()))]);
            (empty_map(), always(), calling(INSERT, vec![so_far(), key, last]), so_far())
        }
        _ => (empty_map(), always(), calling(MERGE, vec![so_far(), last]), so_far()),
    };
    let step = match body.pop() {
        Some(filter) => calling(CONDITIONAL, vec![filter, step, so_far()]),
        None => step,
    };
    Some([init, condition, step, result])
}

fn ident(name: &str) -> IdedExpr {
    IdedExpr { id: 0, expr: Expr::Ident(name.to_owned()) }
}

fn literal(value: LiteralValue) -> IdedExpr {
    IdedExpr { id: 0, expr: Expr::Literal(value) }
}

fn empty_map() -> IdedExpr {
    IdedExpr { id: 0, expr: Expr::Map(MapExpr::default()) }
}

fn calling(function: &str, arguments: Vec<IdedExpr>) -> IdedExpr {
    meter::calling(function, arguments)
}

/// Adds the functions that expanded macros call.
pub fn register(context: &mut Context) {
    context.add_function(PAIRS, pairs);
    context.add_function(INSERT, |map: Value, key: Value, value: Value| {
        let key: Key = key.try_into().map_err(|_| ExecutionError::NoSuchOverload)?;
        extended(&map, [(key, value)])
    });
    context.add_function(MERGE, |map: Value, more: Value| match &more {
        Value::Map(entries) => extended(&map, entries.map.iter().map(|(k, v)| (k.clone(), v.clone()))),
        _ => Err(ExecutionError::NoSuchOverload),
    });
}

/// The pairs of a value; those of a map in the order of its keys.
fn pairs(value: Value) -> Result<Value, ExecutionError> {
    let pair = |key: Value, value: &Value| Value::List(Arc::new(vec![key, value.clone()]));
    let found: Vec<Value> = match &value {
        Value::List(list) => (0_i64..).zip(list.iter()).map(|(i, item)| pair(Value::Int(i), item)).collect(),
        Value::Map(map) => {
            let mut entries: Vec<(&Key, &Value)> = map.map.iter().collect();
            entries.sort_by(|a, b| a.0.cmp(b.0));
            entries.into_iter().map(|(key, value)| pair(key.into(), value)).collect()
        }
        _ => return Err(ExecutionError::NoSuchOverload),
    };
    Ok(Value::List(Arc::new(found)))
}

/// A map with entries more, none of which it has already.
fn extended(map: &Value, more: impl IntoIterator<Item = (Key, Value)>) -> Result<Value, ExecutionError> {
    let Value::Map(present) = map else { return Err(ExecutionError::NoSuchOverload) };
    spend(weight(map) / 10)?;
    let mut entries: HashMap<Key, Value> = (*present.map).clone();
    for (key, value) in more {
        if entries.contains_key(&key) {
            let why = format!("insert failed: key '{key}' already exists");
            return Err(ExecutionError::function_error("transform", why));
        }
        entries.insert(key, value);
    }
    Ok(Value::Map(Map { map: Arc::new(entries) }))
}
