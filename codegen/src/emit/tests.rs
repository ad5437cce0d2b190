mod shapes;

use super::docs;

fn doc(description: &str) -> String {
    let tokens = docs::docs(Some(description), "");
    let file: syn::File = syn::parse_quote!(#tokens struct Documented;);
    prettyplease::unparse(&file).replace("struct Documented;\n", "")
}

#[test]
fn descriptions_become_prose_that_rustdoc_takes_as_it_is() {
    let cases = [
        ("One line.", "/// One line.\n"),
        ("Two\r\nlines.\n\n\n\nAnd more.", "/// Two\n/// lines.\n///\n/// And more.\n"),
        ("See [Foo] and <bar>.", "/// See \\[Foo\\] and \\<bar\\>.\n"),
        ("The `mode` of it.", "/// The `mode` of it.\n"),
        ("Not ` closed", "/// Not \\` closed\n"),
        ("```\nlet x = 1;\n```", "/// \\`\\`\\`\n/// let x = 1;\n/// \\`\\`\\`\n"),
        ("    indented", "/// indented\n"),
        ("- one\ngoes on\n- two\n\nend", "/// - one\n///   goes on\n/// - two\n///\n/// end\n"),
        ("* - one\ngoes on", "/// * \\- one\n///   goes on\n"),
        ("- 2. two", "/// - 2\\. two\n"),
        ("1. one\ngoes on", "/// 1. one\n///    goes on\n"),
        ("1) one\ngoes on", "/// 1) one\n///    goes on\n"),
        ("-\tone\ngoes on", "/// - one\n///   goes on\n"),
        ("2026. one\ngoes on", "/// 2026. one\n///       goes on\n"),
        ("A title\n---\ntext", "/// A title\n/// \\---\n/// text\n"),
        ("More: https://a.b/c_d[0].", "/// More: <https://a.b/c_d[0]>.\n"),
        ("(https://a.b/c).", "/// (<https://a.b/c>).\n"),
        ("# Not a heading", "/// \\# Not a heading\n"),
        ("turned \u{202e}around", "/// turned u202earound\n"),
        ("\"] #[doc(hidden)] struct X; /*", "/// \"\\] \\#\\[doc(hidden)\\] struct X; /*\n"),
    ];
    for (description, expected) in cases {
        assert_eq!(doc(description), expected, "{description:?}");
    }
}

#[test]
fn an_empty_description_says_what_the_place_says() {
    let tokens = docs::docs(None, "The member `x`.");
    assert_eq!(tokens.to_string(), quote::quote!(#[doc = " The member `x`."]).to_string());
}
