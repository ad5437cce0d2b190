//! The texts of `Warning` headers.

/// The texts of the warnings in the value of a header, as in `299 - "unknown field"`.
pub(super) fn texts(value: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut letters = value.chars();
    while letters.by_ref().any(|letter| letter == '"') {
        let mut text = String::new();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => break,
                '\\' => text.extend(letters.next()),
                _ => text.push(letter),
            }
        }
        texts.push(text);
    }
    texts
}
