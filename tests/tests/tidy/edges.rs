//! Which module of the generator may use which.

use syn::visit::{self, Visit};

use super::sources::Source;

/// For each module, the modules and crates it may use beside those that all may use.
const ALLOWED: [(&str, &[&str]); 27] = [
    ("diagnostic", &[]),
    ("pointer", &[]),
    ("options", &[]),
    ("markdown", &[]),
    ("example", &["ir", "regex_syntax"]),
    ("read", &["saphyr_parser", "rayon"]),
    ("filter", &[]),
    ("paging", &["filter", "facts", "ir"]),
    ("overlay", &["read"]),
    ("reference", &[]),
    ("resolve", &["filter", "read", "reference"]),
    ("ir", &[]),
    ("lower", &["filter", "resolve", "ir", "read"]),
    ("overrides", &["filter", "options", "paging", "syn"]),
    ("select", &["ir", "name", "overrides", "strsim"]),
    ("facts", &["ir", "overrides"]),
    ("name", &["ir", "facts", "overrides", "heck", "syn"]),
    (
        "emit",
        &[
            "ir",
            "example",
            "facts",
            "markdown",
            "name",
            "options",
            "overrides",
            "specwright_templates",
            "quote",
            "proc_macro2",
            "syn",
            "toml",
        ],
    ),
    ("format", &["emit", "markdown", "options", "prettyplease", "quote", "rayon", "syn"]),
    (
        "publish",
        &[
            "example",
            "ir",
            "markdown",
            "options",
            "minijinja",
            "openapiv3",
            "pulldown_cmark",
            "serde_yaml",
            "specwright_templates",
        ],
    ),
    ("findings", &[]),
    ("progress", &[]),
    ("gather", &["glob", "reference", "walkdir"]),
    ("write", &[]),
    ("output", &["gather", "options", "overrides", "syn", "write"]),
    ("diff", &["ir", "facts", "name", "emit"]),
    ("inspect", &["findings", "ir", "name", "pipeline"]),
];

/// What belongs to the program around the flow: it may use all of it.
const OUTER: [&str; 6] = ["cli", "config", "lib", "main", "pipeline", "run"];

/// What every module may use.
const COMMON: [&str; 10] =
    ["diagnostic", "pointer", "progress", "std", "core", "serde", "serde_json", "indexmap", "self", "super"];

/// The crates that the table speaks of; others are free.
const CRATES: [&str; 16] = [
    "minijinja",
    "pulldown_cmark",
    "regex_syntax",
    "serde_yaml",
    "saphyr_parser",
    "rayon",
    "heck",
    "syn",
    "quote",
    "proc_macro2",
    "prettyplease",
    "openapiv3",
    "similar",
    "clap",
    "specwright_templates",
    "toml",
];

/// The uses that the table does not allow.
pub fn breaches(sources: &[Source]) -> Vec<String> {
    let mut breaches = Vec::new();
    for source in sources {
        let Some(module) = module(source) else { continue };
        if OUTER.contains(&module.as_str()) {
            continue;
        }
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == module) else {
            breaches.push(format!("{}: the module `{module}` is not in the table", source.path.display()));
            continue;
        };
        let used = used(source).into_iter().filter(|used| *used != module);
        let wrong = used.filter(|used| !allowed.contains(&used.as_str()) && !COMMON.contains(&used.as_str()));
        breaches.extend(wrong.map(|used| format!("{} uses {used}", source.path.display())));
    }
    breaches
}

/// The top module that a file belongs to; none for tests.
fn module(source: &Source) -> Option<String> {
    let path = source.path.strip_prefix("codegen/src").ok()?;
    if path.ends_with("tests.rs") || path.components().any(|part| part.as_os_str() == "tests") {
        return None;
    }
    let top = path.components().next()?.as_os_str().to_string_lossy().into_owned();
    Some(top.trim_end_matches(".rs").to_owned())
}

/// The modules of this crate, and the crates of the table, that a file names.
fn used(source: &Source) -> Vec<String> {
    let file =
        syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path.display()));
    let mut used = Used::default();
    used.visit_file(&file);
    used.0.sort_unstable();
    used.0.dedup();
    used.0
}

#[derive(Default)]
struct Used(Vec<String>);

impl Used {
    fn note(&mut self, steps: &[String]) {
        match steps {
            [first, second, ..] if first == "crate" => self.0.push(second.clone()),
            [first, ..] if CRATES.contains(&first.as_str()) => self.0.push(first.clone()),
            _ => {}
        }
    }

    fn tree(&mut self, prefix: &mut Vec<String>, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.tree(prefix, &path.tree);
                prefix.pop();
            }
            syn::UseTree::Name(name) => self.note(&[prefix.as_slice(), &[name.ident.to_string()]].concat()),
            syn::UseTree::Rename(name) => self.note(&[prefix.as_slice(), &[name.ident.to_string()]].concat()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(prefix, tree)),
            syn::UseTree::Glob(_) => self.note(&[prefix.as_slice(), &["*".to_owned()]].concat()),
        }
    }
}

impl<'ast> Visit<'ast> for Used {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&mut Vec::new(), &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let steps: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if steps.len() > 1 {
            self.note(&steps);
        }
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let is_test = module
            .attrs
            .iter()
            .any(|attribute| matches!(&attribute.meta, syn::Meta::List(list) if list.path.is_ident("cfg")));
        if !is_test {
            visit::visit_item_mod(self, module);
        }
    }
}
