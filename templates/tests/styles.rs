//! Parameters in every style: what is sent is what the OpenAPI specification shows, and what arrives is what was sent.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod probe;

use std::collections::BTreeMap;

use probe::echo;
use specwright_templates::support::operation::{
    Case, Fault, Incoming, Json, Never, Only, Operation, Outgoing, Route, Spelling, Status, Style,
};

type Object = BTreeMap<String, i64>;

probe! {
    Simple<String>, "/at/{color}", path_as = Spelling::joined(Style::Simple), "color";
    SimpleList<Vec<String>>, "/at/{color}", path_as = Spelling::joined(Style::Simple), "color";
    SimpleObject<Object>, "/at/{color}", path_as = Spelling::joined(Style::Simple), "color";
    SimpleMembers<Object>, "/at/{color}", path_as = Spelling::exploded(Style::Simple), "color";
    Label<String>, "/at/{color}", path_as = Spelling::joined(Style::Label), "color";
    LabelList<Vec<String>>, "/at/{color}", path_as = Spelling::joined(Style::Label), "color";
    LabelItems<Vec<String>>, "/at/{color}", path_as = Spelling::exploded(Style::Label), "color";
    LabelObject<Object>, "/at/{color}", path_as = Spelling::joined(Style::Label), "color";
    LabelMembers<Object>, "/at/{color}", path_as = Spelling::exploded(Style::Label), "color";
    Matrix<String>, "/at/{color}", path_as = Spelling::joined(Style::Matrix), "color";
    MatrixList<Vec<String>>, "/at/{color}", path_as = Spelling::joined(Style::Matrix), "color";
    MatrixItems<Vec<String>>, "/at/{color}", path_as = Spelling::exploded(Style::Matrix), "color";
    MatrixObject<Object>, "/at/{color}", path_as = Spelling::joined(Style::Matrix), "color";
    MatrixMembers<Object>, "/at/{color}", path_as = Spelling::exploded(Style::Matrix), "color";
    Form<String>, "/", query_as = Spelling::exploded(Style::Form), "color";
    FormList<Vec<String>>, "/", query_as = Spelling::joined(Style::Form), "color";
    FormItems<Vec<String>>, "/", query_as = Spelling::exploded(Style::Form), "color";
    FormObject<Object>, "/", query_as = Spelling::joined(Style::Form), "color";
    FormMembers<Object>, "/", query_as = Spelling::exploded(Style::Members), "color";
    Spaces<Vec<String>>, "/", query_as = Spelling::joined(Style::SpaceDelimited), "color";
    SpacesObject<Object>, "/", query_as = Spelling::joined(Style::SpaceDelimited), "color";
    Pipes<Vec<String>>, "/", query_as = Spelling::joined(Style::PipeDelimited), "color";
    PipesObject<Object>, "/", query_as = Spelling::joined(Style::PipeDelimited), "color";
    Deep<Object>, "/", query_as = Spelling::exploded(Style::DeepObject), "color";
    Nested<BTreeMap<String, Vec<Object>>>, "/", query_as = Spelling::exploded(Style::DeepObject), "color";
    Content<Object>, "/", query_as = Spelling::joined(Style::Json), "color";
    Reserved<String>, "/", query_as = Spelling::exploded(Style::Form).reserving(), "color";
    Optional<Option<i64>>, "/", query_as = Spelling::exploded(Style::Form), "color";
    Flag<bool>, "/", query_as = Spelling::exploded(Style::Form), "color";
    Header<String>, "/", header_as = Spelling::joined(Style::Simple), "x-color";
    HeaderList<Vec<i64>>, "/", header_as = Spelling::joined(Style::Simple), "x-color";
    HeaderMembers<Object>, "/", header_as = Spelling::exploded(Style::Simple), "x-color";
    Cookie<String>, "/", cookie_as = Spelling::exploded(Style::Form), "color";
    CookieList<Vec<String>>, "/", cookie_as = Spelling::joined(Style::Form), "color";
    Affixed<String>, "/at/v{color}.json", path_as = Spelling::joined(Style::Simple), "color";
}

fn text() -> String {
    "blue".to_owned()
}

fn list() -> Vec<String> {
    ["blue", "black", "brown"].map(str::to_owned).to_vec()
}

/// The members in the order of maps here; the specification has them as R, G, B.
fn object() -> Object {
    [("R", 100), ("G", 200), ("B", 150)].map(|(name, value)| (name.to_owned(), value)).into()
}

/// Checks what is sent, and that it comes back.
macro_rules! sends {
    ($($probe:expr => $sent:expr;)+) => {$(
        let probe = $probe;
        let wanted = probe.0.clone();
        let (sent, back) = echo(probe).await;
        assert_eq!(sent, $sent);
        assert_eq!(back, Some(wanted), "{sent}");
    )+};
}

#[tokio::test]
async fn paths_are_as_the_specification_shows() {
    sends! {
        Simple(text()) => "/at/blue";
        SimpleList(list()) => "/at/blue,black,brown";
        SimpleObject(object()) => "/at/B,150,G,200,R,100";
        SimpleMembers(object()) => "/at/B=150,G=200,R=100";
        Label(text()) => "/at/.blue";
        LabelList(list()) => "/at/.blue,black,brown";
        LabelItems(list()) => "/at/.blue.black.brown";
        LabelObject(object()) => "/at/.B,150,G,200,R,100";
        LabelMembers(object()) => "/at/.B=150.G=200.R=100";
        Matrix(text()) => "/at/;color=blue";
        Matrix(String::new()) => "/at/;color";
        MatrixList(list()) => "/at/;color=blue,black,brown";
        MatrixItems(list()) => "/at/;color=blue;color=black;color=brown";
        MatrixObject(object()) => "/at/;color=B,150,G,200,R,100";
        MatrixMembers(object()) => "/at/;B=150;G=200;R=100";
        Affixed("1.2".to_owned()) => "/at/v1.2.json";
    }
}

#[tokio::test]
async fn queries_are_as_the_specification_shows() {
    sends! {
        Form(text()) => "/?color=blue";
        Form(String::new()) => "/?color=";
        FormList(list()) => "/?color=blue,black,brown";
        FormItems(list()) => "/?color=blue&color=black&color=brown";
        FormObject(object()) => "/?color=B,150,G,200,R,100";
        FormMembers(object()) => "/?B=150&G=200&R=100";
        Spaces(list()) => "/?color=blue%20black%20brown";
        SpacesObject(object()) => "/?color=B%20150%20G%20200%20R%20100";
        Pipes(list()) => "/?color=blue%7Cblack%7Cbrown";
        PipesObject(object()) => "/?color=B%7C150%7CG%7C200%7CR%7C100";
        Deep(object()) => "/?color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100";
        Content(object()) => "/?color=%7B%22B%22%3A150%2C%22G%22%3A200%2C%22R%22%3A100%7D";
        Optional(Some(5_000_000_000)) => "/?color=5000000000";
        Optional(None) => "/";
        Flag(true) => "/?color=true";
    }
}

#[tokio::test]
async fn headers_and_cookies_are_as_the_specification_shows() {
    sends! {
        Header(text()) => "blue";
        Header("a, b; c".to_owned()) => "a, b; c";
        HeaderList(vec![1, 2]) => "1,2";
        HeaderMembers(object()) => "B=150,G=200,R=100";
        Cookie(text()) => "color=blue";
        Cookie("a; b=c".to_owned()) => "color=a%3B%20b%3Dc";
        CookieList(list()) => "color=blue,black,brown";
    }
}

#[tokio::test]
async fn what_is_special_in_an_address_arrives_as_it_is() {
    let special = "a b/c?d&e=f#g%h+i,j;k.ä\u{1f600}\"'|".to_owned();
    let items = vec![special.clone(), "x".to_owned()];
    let nested = BTreeMap::from([("a[b]".to_owned(), vec![object(), object()])]);
    for back in [
        echo(Simple(special.clone())).await.1,
        echo(Form(special.clone())).await.1,
        echo(Cookie(special.clone())).await.1,
        echo(Reserved(special.clone())).await.1,
        echo(Affixed(special.clone())).await.1,
    ] {
        assert_eq!(back.as_ref(), Some(&special));
    }
    for back in [
        echo(SimpleList(items.clone())).await.1,
        echo(FormList(items.clone())).await.1,
        echo(FormItems(items.clone())).await.1,
        echo(MatrixItems(items.clone())).await.1,
        echo(CookieList(items.clone())).await.1,
    ] {
        assert_eq!(back.as_ref(), Some(&items));
    }
    let nested = BTreeMap::from([("a".to_owned(), nested["a[b]"].clone())]);
    assert_eq!(echo(Nested(nested.clone())).await.1, Some(nested));
    assert_eq!(echo::<_, String>(Reserved("a/b:c".to_owned())).await.0, "/?color=a/b:c");
}

#[tokio::test]
async fn what_would_lead_elsewhere_is_not_sent() {
    for wrong in ["", ".", ".."] {
        assert_eq!(echo::<_, String>(Simple(wrong.to_owned())).await, (String::new(), None), "{wrong}");
    }
    for wrong in ["a\r\nb", " a", "a\0"] {
        assert_eq!(echo::<_, String>(Header(wrong.to_owned())).await, (String::new(), None), "{wrong:?}");
    }
    assert_eq!(echo::<_, Vec<String>>(Spaces(vec!["a b".to_owned()])).await, (String::new(), None));
    assert_eq!(echo::<_, Vec<String>>(Pipes(vec!["a|b".to_owned()])).await, (String::new(), None));
    assert_eq!(echo::<_, String>(Label(".".to_owned())).await, (String::new(), None));
}
