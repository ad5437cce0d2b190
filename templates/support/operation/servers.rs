//! The servers that a document names.

use super::Fault;

/// A server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its address, with `{name}` for variables.
    pub url: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// The variables.
    pub variables: &'static [Variable],
}

/// A variable in the address of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    /// What it is called.
    pub name: &'static str,
    /// What it is, unless said otherwise.
    pub default: &'static str,
    /// All that it may be; nothing where it may be anything.
    pub values: &'static [&'static str],
}

impl Server {
    /// The address, all variables being as usual.
    #[must_use]
    pub fn address(&self) -> String {
        self.variables.iter().fold(self.url.to_owned(), |url, variable| variable.put(&url, variable.default))
    }

    /// The address with some variables.
    ///
    /// # Errors
    /// There is no such variable, or it cannot have that value.
    pub fn address_with(&self, values: &[(&str, &str)]) -> Result<String, Fault> {
        for (name, value) in values {
            let fault = |why| Fault::new(format!("variable `{name}` of the server"), why);
            let variable = self.variables.iter().find(|variable| variable.name == *name);
            let variable = variable.ok_or_else(|| fault("there is none".to_owned()))?;
            if !variable.values.is_empty() && !variable.values.contains(value) {
                return Err(fault(format!("{value:?} is none of {}", variable.values.join(", "))));
            }
            if value.contains(['/', '?', '#', '@'])
                && variable.values.is_empty()
                && !variable.default.contains('/')
            {
                return Err(fault(format!("{value:?} would lead elsewhere")));
            }
        }
        let chosen = |variable: &Variable| {
            let value = values.iter().find(|(name, _)| *name == variable.name);
            value.map_or_else(|| variable.default.to_owned(), |(_, value)| (*value).to_owned())
        };
        Ok(self
            .variables
            .iter()
            .fold(self.url.to_owned(), |url, variable| variable.put(&url, &chosen(variable))))
    }
}

impl Variable {
    fn put(&self, url: &str, value: &str) -> String {
        url.replace(&format!("{{{}}}", self.name), value)
    }
}
