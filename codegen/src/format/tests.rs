use super::spaced;

#[test]
fn an_empty_line_stands_between_items_and_not_behind_a_comment() {
    let text = "//! A file.\nuse a::b;\nuse c::d;\n/// It is x = y;\nstruct X;\nimpl X {\n    fn a() {\n    }\n    fn b() {}\n}\n";
    let expected = "//! A file.\n\nuse a::b;\nuse c::d;\n\n/// It is x = y;\nstruct X;\n\nimpl X {\n    fn a() {\n    }\n\n    fn b() {}\n}\n";
    assert_eq!(spaced(text), expected);
}
