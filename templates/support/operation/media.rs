//! Media types.

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// There is none.
    Empty,
    /// As JSON.
    Json,
    /// As text: plain, XML and the like.
    Text,
    /// As a form (`application/x-www-form-urlencoded`).
    Form,
    /// In parts (`multipart/form-data` and its kin).
    Multipart,
    /// As a JSON value a line, each as soon as it is there.
    Lines,
    /// As server-sent events.
    Events,
    /// As bytes.
    Bytes,
}

impl Codec {
    /// Whether a body is handed over while it is being received.
    #[must_use]
    pub const fn is_streamed(self) -> bool {
        matches!(self, Self::Lines | Self::Events | Self::Bytes)
    }
}

/// What a body may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Media {
    /// The media types that come to the same; the first is sent.
    pub types: &'static [&'static str],
    /// How it is written.
    pub codec: Codec,
}

impl Media {
    /// JSON in the usual media type.
    pub const JSON: Self = Self::new(&["application/json"], Codec::Json);

    /// A body in these media types.
    #[must_use]
    pub const fn new(types: &'static [&'static str], codec: Codec) -> Self {
        Self { types, codec }
    }

    /// The media type that is sent. A range stands for any type in it, of which the usual one is taken.
    #[must_use]
    pub fn sent(&self) -> &'static str {
        let first = self.types.first().copied().unwrap_or_default();
        match (first.contains('*'), self.codec) {
            (false, _) => first,
            (true, Codec::Json) => "application/json",
            (true, Codec::Text) => "text/plain",
            (true, _) => "application/octet-stream",
        }
    }

    /// How well a media type fits: better ones are greater.
    pub(super) fn fits(&self, media_type: &str) -> u8 {
        self.types.iter().map(|own| fit(own, media_type)).max().unwrap_or(0)
    }
}

/// The place of the body that a media type fits best.
pub(super) fn choose<'a>(all: impl Iterator<Item = &'a Media>, media_type: &str) -> Option<usize> {
    let fits = all.enumerate().map(|(at, media)| (media.fits(media_type), at));
    // The first of those that fit equally.
    fits.filter(|(fit, _)| *fit > 0).max_by_key(|(fit, at)| (*fit, std::cmp::Reverse(*at))).map(|(_, at)| at)
}

/// How well a media type fits one that may be a range: 4 to the letter, 3 without its parameters, 2 by the suffix
/// (`+json`), 1 by a range.
fn fit(own: &str, given: &str) -> u8 {
    let (own, given) =
        (own.to_ascii_lowercase().replace(' ', ""), given.to_ascii_lowercase().replace(' ', ""));
    if own == given {
        return 4;
    }
    let (own, given) = (essence(&own), essence(&given));
    let range = own.strip_suffix('*').is_some_and(|start| given.starts_with(start));
    match () {
        () if own == given => 3,
        () if own == "*/*" || range => 1,
        () if is_json(own) && is_json(given) => 2,
        () => 0,
    }
}

/// A media type without its parameters.
pub(super) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// A parameter of a media type, as in `boundary=x`.
pub(super) fn parameter<'a>(media_type: &'a str, name: &str) -> Option<&'a str> {
    let mut parameters =
        media_type.split(';').skip(1).filter_map(|parameter| parameter.trim().split_once('='));
    parameters.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim_matches('"'))
}
