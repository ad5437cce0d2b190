//! Running the rules of a schema (`x-kubernetes-validations`, in CEL) over a value.
//!
//! As with the other constraints there is no code per type: the rules travel with the schema. The language comes from
//! `kube-cel` and the `cel` crate below it. The walk over the value is this module's own, because it has to give the
//! exact place of a fault, to tie old items to new ones by their keys, and to bind `oldSelf` as an optional where a
//! rule asks for that.
//!
//! **What a check may cost.** A loop in a rule runs over a list or map of the value, loops may be nested, and nothing
//! else in the language repeats: before a rule runs, the number of entries in the longest list or map that it sees, to
//! the power of the depth of its loops, says how many steps it takes at most. One check takes [`STEPS`] of them; a rule
//! for which too few are left is not run and reported. So is a rule longer than [`RULE_LENGTH`] or nested deeper than
//! [`RULE_DEPTH`]. The parser and the evaluator recurse with large frames: they run on a stack of their own size.
//!
//! **Where it differs from a server.** The `cel` crate has no `type()`, no `sortBy`, no `cel.bind`, no time zones and no
//! loops with two variables: rules that use these are reported as not evaluated. Lists that are sets are compared in
//! their order.

mod rule;
mod tree;
mod value;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use serde::Serialize;
use serde_json::Value;

use super::defaults;
use super::schema::Described;
use super::validate::{Reason, Violation, Violations};

pub use rule::{RULE_DEPTH, RULE_LENGTH, STEPS};
use tree::{Check, Node};

/// A type whose values can be checked against the rules of the schema that it was made from.
pub trait CheckRules: Described + Serialize + Sized {
    /// Checks the rules that hold for an object on its own, as a server does when the object is created.
    ///
    /// # Errors
    /// Every rule that is broken or cannot be evaluated, with its place.
    fn check_rules(&self) -> Result<(), Violations> {
        check(self, None)
    }

    /// Checks the rules for an object that replaces `old`, those about the change included. As on a server, parts
    /// that are as they were may go on breaking a rule.
    ///
    /// # Errors
    /// Every rule that is broken or cannot be evaluated, with its place.
    fn check_update(&self, old: &Self) -> Result<(), Violations> {
        check(self, Some(old))
    }
}

impl<T: Described + Serialize> CheckRules for T {}

fn check<T: Described + Serialize>(new: &T, old: Option<&T>) -> Result<(), Violations> {
    let json = |value: &T| serde_json::to_value(value).map_err(|error| Violations::unwritable(&error));
    let (value, old) = (json(new)?, old.map(json).transpose()?);
    Violations::collect(match rules_of(T::schema()) {
        Ok(None) => Vec::new(),
        Ok(Some(rules)) => run(&rules, T::schema(), value, old),
        Err(failure) => vec![failure],
    })
}

/// Every rule of `schema` that `value` breaks, where it replaces `old` if there is one.
#[must_use]
pub fn broken_rules(value: &Value, old: Option<&Value>, schema: &Value) -> Vec<Violation> {
    match with_stack(|| Node::read(schema)) {
        Ok(None) => Vec::new(),
        Ok(Some(rules)) => run(&rules, schema, value.clone(), old.cloned()),
        Err(failure) => vec![failure],
    }
}

/// Runs rules over a value as they see it: with its defaults filled in.
fn run(rules: &Node<'_>, schema: &Value, mut value: Value, mut old: Option<Value>) -> Vec<Violation> {
    let found = with_stack(|| {
        defaults::apply(&mut value, schema);
        if let Some(old) = &mut old {
            defaults::apply(old, schema);
        }
        Check::new().over(rules, &value, old.as_ref())
    });
    found.unwrap_or_else(|failure| vec![failure])
}

/// How large the stack is that rules are read and run on: memory is taken only as it is used.
const STACK: usize = 64 * 1024 * 1024;

/// Does work that may need more stack than the calling thread has.
fn with_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Violation> {
    let failed = |what: &str| Violation {
        pointer: String::new(),
        keyword: "x-kubernetes-validations",
        reason: Reason::Invalid,
        message: format!("its rules could not be evaluated: {what}"),
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("cel".to_owned()).stack_size(STACK);
        let thread = thread.spawn_scoped(scope, work).map_err(|error| failed(&error.to_string()))?;
        thread.join().map_err(|_| failed("the evaluator failed"))
    })
}

/// The rules of each schema that was asked for, by its address: it is part of a document that lives as long as the
/// program.
type Known = HashMap<usize, Option<Arc<Node<'static>>>>;

static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);

/// The rules of the schema of a type, read once.
fn rules_of(schema: &'static Value) -> Result<Option<Arc<Node<'static>>>, Violation> {
    let address = std::ptr::from_ref(schema).addr();
    // A panic elsewhere cannot leave the map half changed.
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(rules) = known.get(&address) {
        return Ok(rules.clone());
    }
    let rules = with_stack(|| Node::read(schema))?.map(Arc::new);
    known.insert(address, rules.clone());
    Ok(rules)
}
