//! What a word that means nothing may have been meant to be.

use super::Diagnostic;

/// How much a word has to be like another one to be taken for a misspelling of it, up to 1.
const LIKENESS: f64 = 0.8;

/// The one of these words that is most like another one, if any is.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let like = known.into_iter().map(|known| (strsim::jaro_winkler(&lower, &known.to_lowercase()), known));
    let alike = like.filter(|(likeness, _)| *likeness >= LIKENESS);
    // Of two that are alike, the first one is taken, whatever the order of the comparison.
    alike.reduce(|best, other| if other.0 > best.0 { other } else { best }).map(|(_, known)| known)
}

impl Diagnostic {
    /// The finding, with a question for the one of these words that is like the word which was found, if any is.
    #[must_use]
    pub fn meant<'a>(self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(word, known) {
            Some(nearest) => self.help(format!("Is it `{nearest}` that is meant?")),
            None => self,
        }
    }
}
