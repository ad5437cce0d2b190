//! Selectors by label: `app=web,env in (a,b),!old,weight>5`.

use serde_json::Value;

use crate::object::{Meta, rules};

/// Requirements that all hold.
#[derive(Debug, Clone, Default)]
pub struct LabelSelector(Vec<Requirement>);

#[derive(Debug, Clone)]
struct Requirement {
    key: String,
    operator: Operator,
    values: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    In,
    NotIn,
    Exists,
    Absent,
    Greater,
    Less,
}

impl Requirement {
    fn matches(&self, value: Option<&str>) -> bool {
        let listed = || value.is_some_and(|v| self.values.iter().any(|w| w == v));
        let number = |text: &str| text.parse::<i64>().ok();
        let bound = self.values.first().and_then(|v| number(v));
        match self.operator {
            Operator::In => listed(),
            Operator::NotIn => !listed(),
            Operator::Exists => value.is_some(),
            Operator::Absent => value.is_none(),
            Operator::Greater => value.and_then(number).zip(bound).is_some_and(|(v, b)| v > b),
            Operator::Less => value.and_then(number).zip(bound).is_some_and(|(v, b)| v < b),
        }
    }
}

impl LabelSelector {
    /// Reads a selector; the error is worded as the real server words it.
    pub fn parse(text: &str) -> Result<LabelSelector, String> {
        let mut parser = Parser { tokens: tokens(text), at: 0 };
        let mut requirements = Vec::new();
        if parser.peek().is_empty() {
            return Ok(LabelSelector::default());
        }
        loop {
            requirements.push(parser.requirement().map_err(|e| format!("unable to parse requirement: {e}"))?);
            match parser.next().as_str() {
                "" => return Ok(LabelSelector(requirements)),
                "," => {}
                other => return Err(format!("found '{other}', expected: ',' or 'end of string'")),
            }
            if parser.peek().is_empty() {
                return Err("found '', expected: identifier after ','".into());
            }
        }
    }

    /// Whether it selects everything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an object's labels meet all requirements.
    pub fn matches(&self, object: &Value) -> bool {
        let labels = object.meta("labels");
        self.0.iter().all(|r| r.matches(labels.and_then(|l| l.get(&r.key)).and_then(Value::as_str)))
    }
}

/// Splits a text into operators and words.
fn tokens(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_whitespace() && !"=!(),<>".contains(c) {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        if c.is_whitespace() {
            continue;
        }
        let mut operator = String::from(c);
        if "=!".contains(c) && chars.peek() == Some(&'=') {
            operator.extend(chars.next());
        }
        out.push(operator);
    }
    out.extend(Some(word).filter(|w| !w.is_empty()));
    out
}

struct Parser {
    tokens: Vec<String>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> &str {
        self.tokens.get(self.at).map_or("", String::as_str)
    }

    fn next(&mut self) -> String {
        let token = self.peek().to_owned();
        self.at += 1;
        token
    }

    fn requirement(&mut self) -> Result<Requirement, String> {
        if self.peek() == "!" {
            self.at += 1;
            let key = self.key()?;
            return Ok(Requirement { key, operator: Operator::Absent, values: Vec::new() });
        }
        let key = self.key()?;
        let made = |operator, values| Ok(Requirement { key: key.clone(), operator, values });
        match self.peek().to_owned().as_str() {
            "" | "," => made(Operator::Exists, Vec::new()),
            "=" | "==" => self.value().and_then(|v| made(Operator::In, vec![v])),
            "!=" => self.value().and_then(|v| made(Operator::NotIn, vec![v])),
            ">" => self.bound().and_then(|v| made(Operator::Greater, vec![v])),
            "<" => self.bound().and_then(|v| made(Operator::Less, vec![v])),
            "in" => self.values().and_then(some).and_then(|v| made(Operator::In, v)),
            "notin" => self.values().and_then(some).and_then(|v| made(Operator::NotIn, v)),
            other => Err(format!("found '{other}', expected: in, notin, =, ==, !=, gt, lt")),
        }
    }

    fn key(&mut self) -> Result<String, String> {
        let key = self.next();
        if key.is_empty() || "=!(),<>".contains(key.as_str()) {
            return Err(format!("found '{key}', expected: identifier"));
        }
        match rules::qualified_name(&key).first() {
            Some(fault) => Err(format!("<nil>: Invalid value: {key:?}: {fault}")),
            None => Ok(key),
        }
    }

    /// The value after an operator; it may be empty.
    fn value(&mut self) -> Result<String, String> {
        self.at += 1;
        let value = if matches!(self.peek(), "" | ",") { String::new() } else { self.next() };
        checked(value)
    }

    fn bound(&mut self) -> Result<String, String> {
        let value = self.value()?;
        match value.parse::<i64>() {
            Ok(_) => Ok(value),
            Err(_) => Err(format!(
                "values[0]: Invalid value: {value:?}: for 'Gt', 'Lt' operators, the value must be an integer"
            )),
        }
    }

    fn values(&mut self) -> Result<Vec<String>, String> {
        self.at += 1;
        match self.next().as_str() {
            "(" => {}
            other => return Err(format!("found '{other}', expected: '('")),
        }
        let mut values = Vec::new();
        if self.peek() == ")" {
            self.at += 1;
            return Ok(values);
        }
        loop {
            // Where nothing stands between two signs, the empty text is meant.
            values.push(if matches!(self.peek(), "," | ")") { String::new() } else { self.next() });
            match self.next().as_str() {
                ")" => break,
                "," => {}
                "" if values.len() == 1 && values.iter().all(String::is_empty) => {
                    return Err("found '', expected: ',', ')' or identifier".into());
                }
                other => return Err(format!("found '{other}', expected: ',' or ')'")),
            }
        }
        values.into_iter().map(checked).collect()
    }
}

/// A choice of nothing is none.
fn some(values: Vec<String>) -> Result<Vec<String>, String> {
    if values.is_empty() {
        return Err(
            "values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty".into()
        );
    }
    Ok(values)
}

fn checked(value: String) -> Result<String, String> {
    match rules::label_value(&value).first() {
        Some(fault) => Err(format!("values[0]: Invalid value: {value:?}: {fault}")),
        None => Ok(value),
    }
}
