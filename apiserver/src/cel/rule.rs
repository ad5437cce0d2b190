//! One rule: what it asks, when it is asked, and what is said when the answer is no.

use std::sync::Arc;

use kube_cel::KubeCelExt;
use kube_cel::cel::objects::OptionalValue;
use kube_cel::cel::{Context, ExecutionError, IdedExpr, Program, Value};
use serde_json::Value as Json;

use super::check::{self, Old, Place, Scope};
use super::meter::{self, Budget, Spent};
use super::{alike, macros};
use crate::field::FaultKind;

/// The longest message that an expression may make.
const MESSAGE_LIMIT: usize = 5 * 1024;

thread_local! {
    /// The functions, which are the same for all rules.
    static FUNCTIONS: Context<'static> = functions();
}

fn functions() -> Context<'static> {
    let mut context = Context::default().with_all();
    meter::register(&mut context);
    macros::register(&mut context);
    alike::register(&mut context);
    context
}

/// Does something with the functions of the language.
pub fn with_functions<T>(deed: impl FnOnce(&Context<'static>) -> T) -> T {
    FUNCTIONS.with(deed)
}

/// A rule of a schema.
#[derive(Debug)]
pub struct Rule {
    text: String,
    expression: Result<IdedExpr, String>,
    message: String,
    message_expression: Option<IdedExpr>,
    /// What kind of fault a broken rule is.
    pub kind: FaultKind,
    /// The field below the place of the rule at which the fault is reported; empty for the place itself.
    pub field: String,
    /// Whether the rule looks at the old value.
    pub is_transition: bool,
    wraps_old: bool,
}

/// The fault that a rule found.
#[derive(Debug)]
pub enum Found {
    /// The answer is no; the words for it.
    Broken(String),
    /// There is no answer; the words for it.
    Failed(String),
}

/// Makes an expression about a value of a schema ready to be asked.
fn compile(text: &str, schema: &Json, old: Old) -> Result<IdedExpr, String> {
    let program = Program::compile(text).map_err(|e| e.to_string())?;
    let mut expression = program.expression().clone();
    macros::expand(&mut expression);
    let lefts = check::left_sides(&expression, Scope { schema, place: Place::Part, old });
    alike::rewrite(&mut expression, &lefts);
    meter::meter(&mut expression);
    Ok(expression)
}

impl Rule {
    /// Reads a rule of `x-kubernetes-validations`, which stands in a schema.
    pub fn read(rule: &Json, schema: &Json) -> Rule {
        let text = |name: &str| rule.get(name).and_then(Json::as_str).unwrap_or_default();
        let wraps_old = rule.get("optionalOldSelf").and_then(Json::as_bool).unwrap_or(false);
        let old = if wraps_old { Old::Optional } else { Old::Plain };
        let expression = compile(text("rule"), schema, old);
        Rule {
            is_transition: expression.as_ref().is_ok_and(|e| e.references().has_variable("oldSelf")),
            expression,
            text: text("rule").trim().to_owned(),
            message: text("message").trim().to_owned(),
            message_expression: compile(text("messageExpression"), schema, old).ok(),
            kind: match text("reason") {
                "FieldValueForbidden" => FaultKind::Forbidden,
                "FieldValueRequired" => FaultKind::Required,
                "FieldValueDuplicate" => FaultKind::Duplicate,
                _ => FaultKind::Invalid,
            },
            field: text("fieldPath").trim_start_matches('.').to_owned(),
            wraps_old,
        }
    }

    /// Asks the rule about a value; nothing where it holds, or has nothing to compare with.
    pub fn ask(&self, new: &Value, old: Option<&Value>, budget: &mut Budget) -> Result<Option<Found>, Spent> {
        if self.is_transition && old.is_none() && !self.wraps_old {
            return Ok(None);
        }
        with_functions(|functions| {
            let mut context = functions.new_inner_scope();
            context.add_variable_from_value("self", new.clone());
            if self.wraps_old {
                let optional = old.cloned().map_or_else(OptionalValue::none, OptionalValue::of);
                context.add_variable_from_value("oldSelf", Value::Opaque(Arc::new(optional)));
            } else if let Some(old) = old {
                context.add_variable_from_value("oldSelf", old.clone());
            }
            self.judge(&context, budget)
        })
    }

    fn judge(&self, context: &Context, budget: &mut Budget) -> Result<Option<Found>, Spent> {
        let expression = match &self.expression {
            Ok(expression) => expression,
            Err(why) => return Ok(Some(Found::Failed(format!("compilation failed: {why}")))),
        };
        Ok(match budget.run(|| context.resolve(expression))? {
            Ok(Value::Bool(true)) => None,
            Ok(Value::Bool(false)) => Some(Found::Broken(self.words(context, budget)?)),
            Ok(_) => Some(Found::Failed(format!("no answer of yes or no evaluating rule: {}", self.name()))),
            Err(error) => Some(Found::Failed(self.failure(&error))),
        })
    }

    /// What is said of a broken rule: what its own expression makes, its message, or the rule.
    fn words(&self, context: &Context, budget: &mut Budget) -> Result<String, Spent> {
        if let Some(expression) = &self.message_expression
            && let Ok(Value::String(made)) = budget.run(|| context.resolve(expression))?
        {
            let made = made.trim();
            if !made.is_empty() && !made.contains('\n') && made.len() <= MESSAGE_LIMIT {
                return Ok(made.to_owned());
            }
        }
        Ok(if self.message.is_empty() { format!("failed rule: {}", self.text) } else { self.message.clone() })
    }

    /// How faults name the rule.
    fn name(&self) -> &str {
        if self.message.is_empty() { &self.text } else { &self.message }
    }

    /// What is said of a rule that came to no answer.
    fn failure(&self, error: &ExecutionError) -> String {
        let rule = self.name();
        let why = match error {
            ExecutionError::NoSuchKey(key) => format!("no such key: {key}"),
            ExecutionError::DivisionByZero(_) => "division by zero".to_owned(),
            ExecutionError::RemainderByZero(_) => "modulus by zero".to_owned(),
            ExecutionError::Overflow(..) => "integer overflow".to_owned(),
            ExecutionError::IndexOutOfBounds(Value::Int(index)) => format!("index out of bounds: {index}"),
            ExecutionError::FunctionError { message, .. } => message.clone(),
            ExecutionError::NoSuchOverload
            | ExecutionError::ValuesNotComparable(..)
            | ExecutionError::UnsupportedBinaryOperator(..)
            | ExecutionError::UnsupportedUnaryOperator(..) => {
                let text = "call arguments did not match a supported operator, function or macro signature";
                return format!("'no such overload': {text} for rule: {rule}");
            }
            other => other.to_string(),
        };
        format!("{why} evaluating rule: {rule}")
    }

    /// What is said where the means came to an end at this rule.
    pub fn stopped(&self, spent: Spent) -> String {
        match spent {
            Spent::Rule => format!(
                "'operation cancelled: actual cost limit exceeded': no further validation rules will be run due to \
                 call cost exceeds limit for rule: {}",
                self.name()
            ),
            Spent::Request => {
                "validation failed due to running out of cost budget, no further validation rules will be run"
                    .into()
            }
        }
    }
}
