//! What is left of code without its texts and names: it must not depend on the texts of the input.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A file of Rust, apart from what may differ with the texts of the input.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Skeleton {
    /// Its tokens: names and literals are alike, words of the language and punctuation are not. Commas and braces are left out,
    /// since long lines have some that short ones do not need.
    pub tokens: String,
    /// What documentation says, item by item.
    pub docs: Vec<String>,
    in_docs: bool,
}

impl Skeleton {
    /// The skeleton of a file.
    pub fn of(text: &str) -> Result<Self, String> {
        syn::parse_file(text).map_err(|error| error.to_string())?;
        let mut skeleton = Self::default();
        skeleton.read(text.parse().map_err(|error| format!("{error}"))?);
        Ok(skeleton)
    }

    fn read(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match (&token, tokens.peek()) {
                (TokenTree::Punct(hash), Some(TokenTree::Group(group))) if hash.as_char() == '#' => {
                    match documentation(group.stream()) {
                        Some(line) => {
                            self.document(&line);
                            tokens.next();
                            continue;
                        }
                        None => self.tokens.push('#'),
                    }
                }
                _ => self.token(token),
            }
            self.in_docs = false;
        }
    }

    fn document(&mut self, line: &str) {
        match self.docs.last_mut().filter(|_| self.in_docs) {
            Some(text) => *text += &format!("\n{line}"),
            None => self.docs.push(line.to_owned()),
        }
        self.in_docs = true;
    }

    fn token(&mut self, token: TokenTree) {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace | Delimiter::None => ("", ""),
                };
                self.tokens += open;
                self.read(group.stream());
                self.tokens += close;
            }
            TokenTree::Ident(name) => {
                let name = name.to_string();
                let is_name = syn::parse_str::<syn::Ident>(&name).is_ok();
                self.tokens += if is_name { "name " } else { &name };
                self.tokens.push(' ');
            }
            TokenTree::Punct(punct) if punct.as_char() == ',' => {}
            TokenTree::Punct(punct) => self.tokens.push(punct.as_char()),
            TokenTree::Literal(_) => self.tokens += "literal ",
        }
    }
}

/// The text of `doc = "…"`.
fn documentation(attribute: TokenStream) -> Option<String> {
    let meta: syn::MetaNameValue =
        syn::parse2(attribute).ok().filter(|meta: &syn::MetaNameValue| meta.path.is_ident("doc"))?;
    match meta.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}
