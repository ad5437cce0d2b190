//! One rule: reading, bounding and running it.

use std::sync::Arc;

use kube_cel::cel::common::ast::{EntryExpr, Expr, IdedExpr, operators};
use kube_cel::cel::parser::Parser;
use kube_cel::cel::{Context, Value as Cel};
use serde_json::Value;

use super::super::validate::Reason;
use super::tree::Fault;
use super::value::{OldSelf, Subject};

/// How many steps the rules of one check take at most.
pub const STEPS: u64 = 10_000_000;

/// How many bytes long a rule may be.
pub const RULE_LENGTH: usize = 8 * 1024;

/// How deep the parts of a rule may be nested, terms of a sum included.
pub const RULE_DEPTH: usize = 250;

/// A rule of a schema, ready to run.
pub(super) struct Rule<'a> {
    text: &'a str,
    parsed: Result<Parsed, String>,
    /// What makes the message, if it is made and not fixed.
    message: Option<Parsed>,
    source: &'a Value,
    /// Whether it is about a change.
    transition: bool,
    old_self: OldSelf,
}

impl<'a> Rule<'a> {
    /// Reads a rule. One that is no rule is kept, to be reported when it should run.
    pub(super) fn read(source: &'a Value) -> Self {
        let text = source.get("rule").and_then(Value::as_str).unwrap_or_default();
        let parsed = parse(text);
        let message = source.get("messageExpression").and_then(Value::as_str);
        let optional = source.get("optionalOldSelf").and_then(Value::as_bool) == Some(true);
        Self {
            text,
            transition: parsed
                .as_ref()
                .is_ok_and(|rule| rule.expression.references().has_variable("oldSelf")),
            old_self: if optional { OldSelf::Optional } else { OldSelf::Plain },
            message: message.and_then(|text| parse(text).ok()),
            parsed,
            source,
        }
    }

    /// What is wrong with a value by this rule.
    pub(super) fn check(
        &self,
        subject: &Subject<'_>,
        functions: &Context<'_>,
        steps: &mut u64,
    ) -> Option<Fault> {
        if !self.applies(subject) {
            return None;
        }
        let parsed = match &self.parsed {
            Ok(parsed) => parsed,
            Err(error) => return Some(self.unchecked(error)),
        };
        let cost = (subject.longest().max(1) as u64).saturating_pow(parsed.loops);
        let Some(left) = steps.checked_sub(cost) else {
            return Some(self.unchecked("it takes more steps than a check may"));
        };
        *steps = left;
        let mut scope = functions.new_inner_scope();
        subject.bind(&mut scope, self.old_self);
        match evaluate(parsed, &scope) {
            Ok(Cel::Bool(true)) => None,
            Ok(Cel::Bool(false)) => Some(Fault { reason: self.reason(), message: self.describe(&scope) }),
            Ok(_) => Some(self.unchecked("it is neither true nor false")),
            Err(error) => Some(self.unchecked(&error)),
        }
    }

    fn applies(&self, subject: &Subject<'_>) -> bool {
        match (self.transition, self.old_self) {
            (true, OldSelf::Plain) => subject.is_change(),
            (true, OldSelf::Optional) => true,
            // A server lets be what was wrong before, unless the rule is about the change.
            (false, _) => !subject.is_unchanged(),
        }
    }

    /// The steps from the place of the rule to the member that it is about.
    pub(super) fn path(&self) -> impl Iterator<Item = String> {
        steps_of(self.word("fieldPath").unwrap_or_default()).into_iter()
    }

    /// The fault of a rule that came to no result: such an object is refused, as a server refuses it.
    fn unchecked(&self, why: &str) -> Fault {
        let stated = self.word("message").unwrap_or(self.text);
        let message = format!("the rule `{}` could not be evaluated ({why}): {stated}", self.text);
        Fault { reason: Reason::Invalid, message }
    }

    fn reason(&self) -> Reason {
        match self.word("reason") {
            Some("FieldValueForbidden") => Reason::Forbidden,
            Some("FieldValueRequired") => Reason::Required,
            Some("FieldValueDuplicate") => Reason::Duplicate,
            _ => Reason::Invalid,
        }
    }

    /// What the rule says to those who break it.
    fn describe(&self, scope: &Context<'_>) -> String {
        if let Some(message) = &self.message
            && let Ok(Cel::String(message)) = evaluate(message, scope)
            && !message.trim().is_empty()
        {
            return Arc::unwrap_or_clone(message);
        }
        self.word("message").map_or_else(|| format!("breaks the rule `{}`", self.text), str::to_owned)
    }

    fn word(&self, name: &str) -> Option<&'a str> {
        self.source.get(name).and_then(Value::as_str)
    }
}

/// An expression, and how deep its loops are nested.
struct Parsed {
    expression: IdedExpr,
    loops: u32,
}

/// Reads an expression.
fn parse(text: &str) -> Result<Parsed, String> {
    if text.len() > RULE_LENGTH {
        return Err(format!("it is longer than {RULE_LENGTH} bytes"));
    }
    let parser = Parser::new().enable_optional_syntax(true);
    let mut expression = guard(|| parser.parse(text).map_err(|error| error.to_string().replace('\n', " ")))?;
    let extent = prepare(&mut expression.expr);
    if extent.depth > RULE_DEPTH {
        return Err(format!("it is nested more than {RULE_DEPTH} levels deep"));
    }
    Ok(Parsed { expression, loops: extent.loops })
}

fn evaluate(parsed: &Parsed, scope: &Context<'_>) -> Result<Cel, String> {
    guard(|| scope.resolve(&parsed.expression).map_err(|error| error.to_string()))
}

/// Turns a panic of the parser or the evaluator into an error: both have them for some input. Nothing that they could
/// leave half changed is used afterwards.
fn guard<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    done.unwrap_or_else(|_| Err("the evaluator failed".to_owned()))
}

/// How far an expression is nested.
#[derive(Clone, Copy, Default)]
struct Extent {
    /// In expressions.
    depth: usize,
    /// In loops.
    loops: u32,
}

impl Extent {
    fn max(self, other: Self) -> Self {
        Self { depth: self.depth.max(other.depth), loops: self.loops.max(other.loops) }
    }
}

/// Measures an expression, and mends what the evaluator gets wrong: `a.?b` fails where there is no `b`, while the same
/// written as `a[?'b']` does not. The recursion is bounded by the length of a rule.
fn prepare(expression: &mut Expr) -> Extent {
    let inner = match expression {
        Expr::Call(call) => {
            if call.func_name == operators::OPT_SELECT {
                operators::OPT_INDEX.clone_into(&mut call.func_name);
            }
            prepare_all(call.target.as_deref_mut().into_iter().chain(&mut call.args))
        }
        Expr::Comprehension(each) => {
            let range = prepare(&mut each.iter_range.expr);
            let parts = [&mut each.accu_init, &mut each.loop_cond, &mut each.loop_step, &mut each.result];
            let body = prepare_all(parts.into_iter());
            range.max(Extent { loops: body.loops + 1, ..body })
        }
        Expr::List(list) => prepare_all(list.elements.iter_mut()),
        Expr::Map(map) => prepare_all(map.entries.iter_mut().flat_map(|entry| parts_of(&mut entry.expr))),
        Expr::Struct(made) => {
            prepare_all(made.entries.iter_mut().flat_map(|entry| parts_of(&mut entry.expr)))
        }
        Expr::Select(select) => prepare(&mut select.operand.expr),
        Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) => Extent::default(),
    };
    Extent { depth: inner.depth + 1, ..inner }
}

fn prepare_all<'a>(parts: impl Iterator<Item = &'a mut IdedExpr>) -> Extent {
    parts.map(|part| prepare(&mut part.expr)).fold(Extent::default(), Extent::max)
}

fn parts_of(entry: &mut EntryExpr) -> Vec<&mut IdedExpr> {
    match entry {
        EntryExpr::StructField(field) => vec![&mut field.value],
        EntryExpr::MapEntry(entry) => vec![&mut entry.key, &mut entry.value],
    }
}

/// The steps of a field path, as in `.spec['a.b'].c`.
fn steps_of(path: &str) -> Vec<String> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some((name, after)) = rest.strip_prefix("['").and_then(|rest| rest.split_once("']")) {
            steps.push(name.replace("\\'", "'"));
            rest = after;
            continue;
        }
        let from = rest.strip_prefix('.').unwrap_or(rest);
        let end = from.find(['.', '[']).unwrap_or(from.len()).max(1).min(from.len());
        let Some((name, after)) = from.split_at_checked(end) else { break };
        steps.extend((!name.is_empty()).then(|| name.to_owned()));
        rest = after;
    }
    steps
}
