//! The subset of JSONPath that definitions use: `.a.b`, `['key']`, `[0]`, `[*]` and `[?(@.type=="Ready")]`.

use serde_json::Value;

/// A compiled path.
#[derive(Debug, Clone, PartialEq)]
pub struct JsonPath(Vec<Step>);

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Member(String),
    Index(i64),
    All,
    Where { path: Vec<String>, equal: bool, value: Value },
}

impl JsonPath {
    /// Reads a path; none where it is not of the subset.
    pub fn parse(text: &str) -> Option<JsonPath> {
        let mut rest = text.trim().trim_start_matches('{').trim_end_matches('}').trim_start_matches('$');
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let (step, tail) = if rest.starts_with('[') { bracket(rest)? } else { member(rest)? };
            steps.push(step);
            rest = tail;
        }
        Some(JsonPath(steps))
    }

    /// All the values at the path.
    pub fn find<'a>(&self, value: &'a Value) -> Vec<&'a Value> {
        self.0.iter().fold(vec![value], |found, step| found.into_iter().flat_map(|v| step.apply(v)).collect())
    }

    /// The first value at the path.
    pub fn first<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        self.find(value).into_iter().next()
    }

    /// Sets the value at a path of members, making the objects on the way.
    pub fn set(&self, target: &mut Value, new: Value) {
        let mut place = target;
        for step in &self.0 {
            let Step::Member(name) = step else { return };
            if !place.is_object() {
                *place = Value::Object(serde_json::Map::new());
            }
            let Some(map) = place.as_object_mut() else { return };
            place = map.entry(name.clone()).or_insert(Value::Null);
        }
        *place = new;
    }

    /// The path with dots, as field paths are written, for a path of members.
    pub fn dotted(&self) -> String {
        let names =
            self.0.iter().filter_map(|s| if let Step::Member(name) = s { Some(name.as_str()) } else { None });
        names.collect::<Vec<_>>().join(".")
    }
}

impl Step {
    fn apply<'a>(&self, value: &'a Value) -> Vec<&'a Value> {
        match (self, value) {
            (Step::Member(name), Value::Object(map)) => map.get(name).into_iter().collect(),
            (Step::Index(i), Value::Array(list)) => {
                let i = if *i < 0 { *i + list.len() as i64 } else { *i };
                usize::try_from(i).ok().and_then(|i| list.get(i)).into_iter().collect()
            }
            (Step::All, Value::Array(list)) => list.iter().collect(),
            (Step::All, Value::Object(map)) => map.values().collect(),
            (Step::Where { path, equal, value: wanted }, Value::Array(list)) => {
                let holds = |item: &&Value| {
                    path.iter()
                        .try_fold(*item, |v, name| v.get(name))
                        .is_some_and(|v| (v == wanted) == *equal)
                };
                list.iter().filter(holds).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A member with or without its dot; `\.` stands for a dot in a name.
fn member(text: &str) -> Option<(Step, &str)> {
    let text = text.strip_prefix('.').unwrap_or(text);
    let (mut name, mut escaped) = (String::new(), false);
    for (i, c) in text.char_indices() {
        match c {
            '\\' if !escaped => escaped = true,
            '.' | '[' if !escaped => return Some((named(name)?, &text[i..])),
            _ => {
                name.push(c);
                escaped = false;
            }
        }
    }
    Some((named(name)?, ""))
}

fn named(name: String) -> Option<Step> {
    match name.as_str() {
        "" => None,
        "*" => Some(Step::All),
        _ => Some(Step::Member(name)),
    }
}

fn bracket(text: &str) -> Option<(Step, &str)> {
    if let Some(filter) = text.strip_prefix("[?(") {
        let (inside, rest) = filter.split_once(")]")?;
        return Some((condition(inside)?, rest));
    }
    let (inside, rest) = text.strip_prefix('[')?.split_once(']')?;
    let step = match inside.trim() {
        "*" => Step::All,
        quoted if quoted.starts_with(['\'', '"']) => {
            Step::Member(quoted.trim_matches(['\'', '"']).to_owned())
        }
        number => Step::Index(number.parse().ok()?),
    };
    Some((step, rest))
}

fn condition(text: &str) -> Option<Step> {
    let (left, right, equal) = match text.split_once("==") {
        Some((l, r)) => (l, r, true),
        None => text.split_once("!=").map(|(l, r)| (l, r, false))?,
    };
    let path = left.trim().strip_prefix("@.")?.split('.').map(str::to_owned).collect();
    let right = right.trim();
    let quoted = right.starts_with(['\'', '"']);
    let value = if quoted {
        Value::from(right.trim_matches(['\'', '"']))
    } else {
        serde_json::from_str(right).ok()?
    };
    Some(Step::Where { path, equal, value })
}
