//! How large things are.

use std::path::{Path, PathBuf};

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::sources::Source;

/// What was counted.
#[derive(Default)]
pub struct Measures {
    /// All functions.
    pub functions: Vec<Function>,
    /// All files, with their lines.
    pub files: Vec<(PathBuf, usize)>,
    /// The places of all `quote!` blocks, with their lines.
    pub quotes: Vec<(String, usize)>,
    /// The places of `unwrap`, `expect` and macros that panic.
    pub panics: Vec<String>,
}

/// A function.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Where it is.
    pub place: String,
    /// From its signature to its closing brace.
    pub lines: usize,
    /// Without `self`.
    pub parameters: usize,
    /// Whether a parameter is a `bool`.
    pub takes_bool: bool,
    /// Whether it is one flat table.
    pub is_table: bool,
}

impl Function {
    /// How long it may be.
    pub fn limit(&self) -> usize {
        if self.is_table { 100 } else { 60 }
    }
}

impl Measures {
    /// Counts what is in these files, test modules apart.
    pub fn of(sources: &[Source]) -> Self {
        let mut measures = Self::default();
        for source in sources {
            let file = syn::parse_file(&source.text)
                .unwrap_or_else(|error| panic!("{}: {error}", source.path.display()));
            measures.files.push((source.path.clone(), source.text.lines().count()));
            Counter { path: &source.path, measures: &mut measures, in_trait: false }.visit_file(&file);
        }
        measures
    }
}

struct Counter<'a> {
    path: &'a Path,
    measures: &'a mut Measures,
    /// The signatures of what stands in the implementation of a trait are the trait's.
    in_trait: bool,
}

impl Counter<'_> {
    fn place(&self, node: &impl Spanned) -> String {
        format!("{}:{}", self.path.display(), node.span().start().line)
    }

    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let typed = signature.inputs.iter().filter_map(|input| match input {
            syn::FnArg::Typed(typed) => Some(&*typed.ty),
            syn::FnArg::Receiver(_) => None,
        });
        let typed: Vec<_> = typed.collect();
        let is_bool = |ty: &&syn::Type| matches!(ty, syn::Type::Path(path) if path.path.is_ident("bool"));
        self.measures.functions.push(Function {
            place: format!("{} {}", self.place(signature), signature.ident),
            lines: block.span().end().line - signature.span().start().line + 1,
            parameters: typed.len(),
            takes_bool: !self.in_trait && typed.iter().any(is_bool),
            is_table: matches!(block.stmts.as_slice(), [syn::Stmt::Expr(syn::Expr::Match(_), None)]),
        });
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        meta => meta.path().is_ident("test"),
    })
}

impl<'ast> Visit<'ast> for Counter<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.in_trait = item.trait_.is_some();
        visit::visit_item_impl(self, item);
        self.in_trait = false;
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.function(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.function(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if call.method == "unwrap" || call.method == "expect" {
            self.measures.panics.push(self.place(&call.method));
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = call.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        let span = call.span();
        match name.as_str() {
            "panic" | "unreachable" | "todo" | "unimplemented" => self.measures.panics.push(self.place(call)),
            "quote" => self.measures.quotes.push((self.place(call), span.end().line - span.start().line + 1)),
            _ => {}
        }
    }
}
