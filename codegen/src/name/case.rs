//! Spellings: from wire names to the letters that an identifier may have.

use heck::{ToLowerCamelCase, ToSnakeCase, ToUpperCamelCase};

/// `matchLabels` to `MatchLabels`.
pub(super) fn camel(wire: &str) -> String {
    legible(wire).to_upper_camel_case()
}

/// `matchLabels` to `match_labels`.
pub(super) fn snake(wire: &str) -> String {
    legible(wire).to_snake_case()
}

/// `match_labels` to `matchLabels`.
pub(super) fn lower_camel(name: &str) -> String {
    name.to_lower_camel_case()
}

/// The name of a variant; the empty string has one too.
pub(super) fn variant(wire: &str) -> String {
    match wire {
        "" => "Empty".to_owned(),
        _ => camel(wire),
    }
}

/// A kind keeps its letters (`HTTPRoute`), for that is how its users know it.
pub(super) fn kind(wire: &str) -> String {
    let usual = wire.starts_with(|first: char| first.is_ascii_uppercase())
        && wire.chars().all(|letter| letter.is_ascii_alphanumeric());
    if usual { wire.to_owned() } else { camel(wire) }
}

/// The plural of a kind, its words divided as those of the kind: `PeerAuthentication` and `peerauthentications` give
/// `peer_authentications`. A plural that is another word altogether is taken as it is.
pub(super) fn plural(kind: &str, plural: &str) -> String {
    let shared = kind.bytes().zip(plural.bytes()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    match (kind.get(..shared), plural.get(shared..)) {
        (Some(head), Some(tail)) if shared * 2 > kind.len() => {
            format!("{}{}", snake(head), snake(tail))
        }
        _ => snake(plural),
    }
}

/// Spells out the signs that no identifier can have and that values are made of.
fn legible(wire: &str) -> String {
    if wire.chars().any(char::is_alphanumeric) {
        // A dash in front of a digit is a sign and not a separator.
        return match wire.strip_prefix('-') {
            Some(rest) if rest.starts_with(|first: char| first.is_ascii_digit()) => format!("minus {rest}"),
            _ => wire.to_owned(),
        };
    }
    let words: Vec<String> = wire.chars().map(sign).collect();
    words.join(" ")
}

fn sign(sign: char) -> String {
    let word = match sign {
        '*' => "asterisk",
        '=' => "equal",
        '!' => "not",
        '<' => "less",
        '>' => "greater",
        '~' => "tilde",
        '+' => "plus",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '$' => "dollar",
        '@' => "at",
        '#' => "hash",
        ' ' => "space",
        _ => return format!("u{:x}", u32::from(sign)),
    };
    word.to_owned()
}
