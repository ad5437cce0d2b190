//! What rules may cost: an expression is given places at which it counts what it does, and ends when that is too much.
//!
//! The evaluator knows no bounds, so they are written into the expression itself, as calls of functions that no text can
//! name: each step of a macro costs the nodes of its body and the item it copies, each operation on texts their length.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use kube_cel::cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, IdedExpr, LiteralValue};
use kube_cel::cel::extractors::This;
use kube_cel::cel::objects::Value;
use kube_cel::cel::{Context, ExecutionError};
use regex::Regex;

use super::names;

/// The most that one evaluation of one rule may cost.
const RULE_LIMIT: u64 = 1_000_000;
/// The most that all rules of one request may cost.
const REQUEST_LIMIT: u64 = 10_000_000;

/// Counts a step of a macro.
const STEP: &str = "@step";
/// Counts the size of a value that is compared.
const WEIGH: &str = "@weigh";
/// Counts the length of a text that is read.
const READ: &str = "@read";
/// Counts the length of a text that is made by replacing parts.
const REPLACE: &str = "@replace";
/// Counts the pairs of items of two lists.
const PAIR: &str = "@pair";
/// What it costs to make a regular expression ready, which is done once for each.
const PATTERN_COST: u64 = 2_000;
/// How many regular expressions are kept ready.
const PATTERNS: usize = 64;

/// Operators that look at values as a whole.
const COMPARING: [&str; 10] = ["_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in", "_+_", "@alike", "@join"];
/// Functions that read their operand from end to end.
const READING: [&str; 20] = [
    "contains",
    "distinct",
    "endsWith",
    "find",
    "findAll",
    "format",
    "indexOf",
    "isSorted",
    "join",
    "lastIndexOf",
    "lowerAscii",
    "matches",
    "replace",
    "reverse",
    "sort",
    "split",
    "startsWith",
    "substring",
    "trim",
    "upperAscii",
];

thread_local! {
    /// Regular expressions that are ready.
    static READY: RefCell<HashMap<String, Regex>> = RefCell::default();
    /// What the rule that runs on this thread may still spend; nothing once it wanted more.
    static LEFT: Cell<Option<u64>> = const { Cell::new(Some(0)) };
}

/// What the rules of one request may still spend.
#[derive(Debug)]
pub struct Budget {
    left: u64,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { left: REQUEST_LIMIT }
    }
}

/// Why rules were broken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spent {
    /// One rule cost too much.
    Rule,
    /// All together did.
    Request,
}

impl Budget {
    /// Runs an expression within the bounds. An expression may survive the error of a part, but not the want of means.
    pub fn run<T>(&mut self, evaluate: impl FnOnce() -> T) -> Result<T, Spent> {
        let allowed = self.left.min(RULE_LIMIT);
        LEFT.set(Some(allowed));
        let found = evaluate();
        match LEFT.get() {
            Some(left) => {
                self.left -= allowed - left;
                Ok(found)
            }
            None => Err(if allowed < RULE_LIMIT { Spent::Request } else { Spent::Rule }),
        }
    }
}

/// Counts what something costs; the error is that it costs too much.
pub fn spend(cost: u64) -> Result<(), ExecutionError> {
    LEFT.set(LEFT.get().and_then(|left| left.checked_sub(cost)));
    match LEFT.get() {
        Some(_) => Ok(()),
        None => Err(ExecutionError::function_error("cost", "actual cost limit exceeded")),
    }
}

/// Adds the counting functions to a context.
pub fn register(context: &mut Context) {
    context.add_function(STEP, |cost: i64, item: Value| -> Result<Value, ExecutionError> {
        spend(u64::try_from(cost).unwrap_or(0) + weight(&item) / 10)?;
        Ok(Value::Bool(true))
    });
    context.add_function(WEIGH, |value: Value| -> Result<Value, ExecutionError> {
        spend(weight(&value) / 10)?;
        Ok(value)
    });
    context.add_function(READ, |value: Value| -> Result<Value, ExecutionError> {
        spend(weight(&value))?;
        Ok(value)
    });
    context.add_function(REPLACE, |text: Value, from: Value, to: Value| -> Result<Value, ExecutionError> {
        let places = length(&text) / length(&from).max(1) + 1;
        spend(places.saturating_mul(length(&to)) / 10)?;
        Ok(text)
    });
    context.add_function(PAIR, |one: Value, other: Value| -> Result<Value, ExecutionError> {
        spend(items(&one).saturating_mul(items(&other)) / 10)?;
        Ok(one)
    });
    context.add_function("matches", matches);
}

/// Whether a text is of a pattern.
fn matches(This(text): This<Arc<String>>, pattern: Arc<String>) -> Result<bool, ExecutionError> {
    READY.with_borrow_mut(|ready| {
        if let Some(regex) = ready.get(pattern.as_str()) {
            return Ok(regex.is_match(&text));
        }
        spend(PATTERN_COST)?;
        let regex = Regex::new(&pattern).map_err(|e| ExecutionError::function_error("matches", e))?;
        let found = regex.is_match(&text);
        if ready.len() >= PATTERNS {
            ready.clear();
        }
        ready.insert(pattern.to_string(), regex);
        Ok(found)
    })
}

fn items(value: &Value) -> u64 {
    if let Value::List(list) = value { list.len() as u64 } else { 1 }
}

fn length(value: &Value) -> u64 {
    if let Value::String(text) = value { text.len() as u64 } else { 0 }
}

/// What it takes to look at all of a value: a tenth of its texts, and one for each of its parts.
pub fn weight(value: &Value) -> u64 {
    match value {
        Value::String(text) => 1 + text.len() as u64 / 10,
        Value::Bytes(bytes) => 1 + bytes.len() as u64 / 10,
        Value::List(list) => 1 + list.iter().map(weight).sum::<u64>(),
        Value::Map(map) => 1 + map.map.values().map(weight).sum::<u64>(),
        _ => 1,
    }
}

/// Gives an expression the places at which it counts; answers how many nodes it has outside of macros.
pub fn meter(node: &mut IdedExpr) -> u64 {
    1 + match &mut node.expr {
        Expr::Unspecified | Expr::Literal(_) | Expr::Ident(_) => 0,
        Expr::Select(select) => meter(&mut select.operand),
        Expr::Call(call) => meter_call(call),
        Expr::Comprehension(comprehension) => meter_macro(comprehension),
        Expr::List(list) => list.elements.iter_mut().map(meter).sum(),
        Expr::Map(map) => map.entries.iter_mut().map(|e| meter_entry(&mut e.expr)).sum(),
        Expr::Struct(object) => object.entries.iter_mut().map(|e| meter_entry(&mut e.expr)).sum(),
    }
}

fn meter_entry(entry: &mut EntryExpr) -> u64 {
    match entry {
        EntryExpr::StructField(field) => meter(&mut field.value),
        EntryExpr::MapEntry(entry) => meter(&mut entry.key) + meter(&mut entry.value),
    }
}

fn meter_call(call: &mut CallExpr) -> u64 {
    let mut nodes = call.target.as_deref_mut().map_or(0, meter);
    nodes += call.args.iter_mut().map(meter).sum::<u64>();
    if COMPARING.contains(&call.func_name.as_str()) {
        call.args.iter_mut().for_each(|arg| wrap(arg, WEIGH, Vec::new()));
    }
    let (function, library) = (call.func_name.as_str(), library(call));
    if let ("sets", [one, other]) = (library, call.args.as_mut_slice()) {
        wrap(one, PAIR, vec![other.clone()]);
    }
    if library.is_empty()
        && READING.contains(&function)
        && let Some(target) = call.target.as_deref_mut()
    {
        let whole = target.clone();
        wrap(target, READ, Vec::new());
        match (function, call.args.as_slice()) {
            ("replace", [from, to, ..]) => wrap(target, REPLACE, vec![from.clone(), to.clone()]),
            ("distinct", []) => wrap(target, PAIR, vec![whole]),
            _ => {}
        }
    }
    nodes
}

/// The library that a function is called from; empty for a method of a value.
fn library(call: &CallExpr) -> &'static str {
    let Some(Expr::Ident(name)) = call.target.as_ref().map(|t| &t.expr) else { return "" };
    names::LIBRARIES.into_iter().find(|library| library == name).unwrap_or_default()
}

/// The range is evaluated once; the rest for each item.
fn meter_macro(expr: &mut ComprehensionExpr) -> u64 {
    let once = meter(&mut expr.iter_range) + meter(&mut expr.accu_init) + meter(&mut expr.result);
    let each = meter(&mut expr.loop_cond) + meter(&mut expr.loop_step);
    let cost = Expr::Literal(LiteralValue::Int(i64::try_from(each).unwrap_or(i64::MAX).into()));
    let mut counted = IdedExpr { id: 0, expr: cost };
    wrap(&mut counted, STEP, vec![IdedExpr { id: 0, expr: Expr::Ident(expr.iter_var.clone()) }]);
    let never = IdedExpr { id: 0, expr: Expr::Literal(LiteralValue::Int(0.into())) };
    let step = std::mem::take(&mut expr.loop_step);
    // A condition hands on what the step makes without looking at it.
    expr.loop_step = calling("_?_:_", vec![counted, step, never]);
    once
}

/// Puts an expression, and others, into the hands of a function.
fn wrap(node: &mut IdedExpr, function: &str, others: Vec<IdedExpr>) {
    let mut arguments = vec![std::mem::take(node)];
    arguments.extend(others);
    *node = calling(function, arguments);
}

/// A call of a function.
pub fn calling(function: &str, arguments: Vec<IdedExpr>) -> IdedExpr {
    let call = CallExpr { func_name: function.to_owned(), target: None, args: arguments };
    IdedExpr { id: 0, expr: Expr::Call(call) }
}
