//! Which objects a request is about.

use istio_security::Kind;
use istio_security::meta::Status;
use istio_security::server::Failure;

use super::object::Object;
use super::state::Key;

/// Which objects a request is about.
pub struct Selection {
    resource: (&'static str, &'static str),
    namespace: Option<String>,
    requirements: Vec<Requirement>,
}

/// What a label or a field has to be.
struct Requirement {
    subject: Subject,
    is: Option<String>,
    wanted: bool,
}

enum Subject {
    Label(String),
    Name,
    Namespace,
}

impl Selection {
    /// The selection of a request.
    pub fn of<K: Kind>(
        namespace: Option<String>,
        labels: Option<&str>,
        fields: Option<&str>,
    ) -> Result<Self, Failure> {
        let labels = labels.into_iter().flat_map(|labels| labels.split(',')).map(label);
        let fields = fields.into_iter().flat_map(|fields| fields.split(',')).map(field);
        let requirements = labels.chain(fields).collect::<Result<_, _>>()?;
        Ok(Self { resource: (K::GROUP, K::PLURAL), namespace, requirements })
    }

    /// Whether an object of this key may be selected.
    pub fn covers(&self, key: &Key) -> bool {
        key.resource == self.resource
            && self.namespace.as_ref().is_none_or(|namespace| *namespace == key.namespace)
    }

    /// Whether an object has all that it has to have.
    pub fn matches(&self, object: &Object) -> bool {
        self.requirements.iter().all(|requirement| requirement.holds(object))
    }
}

impl Requirement {
    fn holds(&self, object: &Object) -> bool {
        let found = match &self.subject {
            Subject::Label(name) => object.label(name),
            Subject::Name => Some(object.name()),
            Subject::Namespace => object.namespace(),
        };
        let holds = match &self.is {
            Some(is) => found == Some(is.as_str()),
            None => found.is_some(),
        };
        holds == self.wanted
    }
}

/// Reads `name=value`, `name!=value`, `name` or `!name`.
fn label(text: &str) -> Result<Requirement, Failure> {
    if text.contains('(') || text.contains(' ') {
        return Err(Status::bad_request(format!("label selector {text:?}: sets are not known here")).into());
    }
    let (name, is, wanted) = parts(text);
    let (name, wanted) = name.strip_prefix('!').map_or((name, wanted), |name| (name, false));
    Ok(Requirement { subject: Subject::Label(name.to_owned()), is: is.map(str::to_owned), wanted })
}

/// Reads `metadata.name=value` and the like.
fn field(text: &str) -> Result<Requirement, Failure> {
    let (name, is, wanted) = parts(text);
    let subject = match (name, is) {
        ("metadata.name", Some(_)) => Subject::Name,
        ("metadata.namespace", Some(_)) => Subject::Namespace,
        _ => {
            return Err(
                Status::bad_request(format!("field selector {text:?}: there is no such field")).into()
            );
        }
    };
    Ok(Requirement { subject, is: is.map(str::to_owned), wanted })
}

fn parts(text: &str) -> (&str, Option<&str>, bool) {
    if let Some((name, value)) = text.split_once("!=") {
        return (name, Some(value), false);
    }
    match text.split_once('=') {
        Some((name, value)) => (name, Some(value.trim_start_matches('=')), true),
        None => (text, None, true),
    }
}
