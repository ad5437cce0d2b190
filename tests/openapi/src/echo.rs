//! Parameters in every style, from the generated client to the generated server: what is sent is what the OpenAPI specification
//! shows in its style examples, and what arrives is what was sent.

use std::sync::{Arc, Mutex};

use http::Request;
use http::request::Parts;
use tower::ServiceExt;

use crate::styles::api::styles::{self, *};
use crate::styles::client::Client;
use crate::styles::operation::server::{Answer, Context};
use crate::styles::types::{Colors, Object};

/// A server that answers with what it is given.
struct Echo;

/// The methods of the server: each with its request, and with what that holds.
macro_rules! echoes {
    ($($method:ident $request:ident: $($name:ident)+;)+) => {$(
        async fn $method(&self, request: $request, _: Context) -> Answer<$request> {
            Ok(Colors { $($name: Some(request.$name),)+ ..Colors::default() })
        }
    )+};
}

impl styles::Server for Echo {
    echoes! {
        simple SimpleRequest: color colors rgb;
        simple_exploded SimpleExplodedRequest: color colors rgb;
        label LabelRequest: color colors rgb;
        label_exploded LabelExplodedRequest: color colors rgb;
        matrix MatrixRequest: color colors rgb;
        matrix_exploded MatrixExplodedRequest: color colors rgb;
        form FormRequest: color colors rgb;
        form_exploded FormExplodedRequest: color colors rgb;
        space_delimited SpaceDelimitedRequest: colors rgb;
        pipe_delimited PipeDelimitedRequest: colors rgb;
        deep_object DeepObjectRequest: rgb;
        header HeaderRequest: color colors rgb;
        header_exploded HeaderExplodedRequest: color colors rgb;
        cookie CookieRequest: color colors rgb;
        content ContentRequest: rgb;
    }
}

/// A client of that server, and what it sent last.
fn recorded() -> (styles::Client, Arc<Mutex<Option<Parts>>>) {
    let sent = Arc::new(Mutex::new(None));
    let seen = Arc::clone(&sent);
    let router = crate::styles::api::routes(&Arc::new(Echo)).into_router();
    let service = router.into_service().map_request(move |request: Request<_>| {
        let (parts, body) = request.into_parts();
        *seen.lock().unwrap() = Some(parts.clone());
        Request::from_parts(parts, body)
    });
    (Client::new(service).styles(), sent)
}

/// The address of what was sent, and the headers that parameters go to.
fn shown(parts: &Parts) -> String {
    let headers = ["color", "colors", "rgb", "cookie"].iter();
    let values = headers.filter_map(|name| parts.headers.get(*name)).filter_map(|value| value.to_str().ok());
    let address = parts.uri.path_and_query().map_or("", |address| address.as_str());
    [address].into_iter().chain(values).collect::<Vec<_>>().join(" ")
}

/// Checks what is sent by each method for the values of the specification, whose members come in alphabetical order here,
/// and that it comes back.
macro_rules! sends {
    ($($method:ident $($name:ident)+ => $shown:literal;)+) => {$(
        let values = Colors {
            color: Some("blue".to_owned()),
            colors: Some(["blue", "black", "brown"].map(str::to_owned).to_vec()),
            rgb: Some(Object { r: Some(100), g: Some(200), b: Some(150), ..Object::default() }),
            ..Colors::default()
        };
        let (client, sent) = recorded();
        let wanted = Colors { $($name: values.$name.clone(),)+ ..Colors::default() };
        let came = client.$method($(values.$name.unwrap()),+).send().await.unwrap();
        assert_eq!(shown(sent.lock().unwrap().as_ref().unwrap()), $shown);
        assert_eq!(came, wanted, "{}", $shown);
    )+};
}

#[tokio::test]
async fn parameters_are_sent_as_the_specification_shows_and_arrive() {
    sends! {
        simple color colors rgb => "/simple/blue/blue,black,brown/B,150,G,200,R,100";
        simple_exploded color colors rgb => "/simpleExploded/blue/blue,black,brown/B=150,G=200,R=100";
        label color colors rgb => "/label/.blue/.blue,black,brown/.B,150,G,200,R,100";
        label_exploded color colors rgb => "/labelExploded/.blue/.blue.black.brown/.B=150.G=200.R=100";
        matrix color colors rgb =>
            "/matrix/;color=blue/;colors=blue,black,brown/;rgb=B,150,G,200,R,100";
        matrix_exploded color colors rgb =>
            "/matrixExploded/;color=blue/;colors=blue;colors=black;colors=brown/;B=150;G=200;R=100";
        form color colors rgb => "/form?color=blue&colors=blue,black,brown&rgb=B,150,G,200,R,100";
        form_exploded color colors rgb =>
            "/formExploded?color=blue&colors=blue&colors=black&colors=brown&B=150&G=200&R=100";
        space_delimited colors rgb =>
            "/spaceDelimited?colors=blue%20black%20brown&rgb=B%20150%20G%20200%20R%20100";
        pipe_delimited colors rgb =>
            "/pipeDelimited?colors=blue%7Cblack%7Cbrown&rgb=B%7C150%7CG%7C200%7CR%7C100";
        deep_object rgb => "/deepObject?rgb%5BB%5D=150&rgb%5BG%5D=200&rgb%5BR%5D=100";
        header color colors rgb => "/header blue blue,black,brown B,150,G,200,R,100";
        header_exploded color colors rgb => "/headerExploded blue blue,black,brown B=150,G=200,R=100";
        cookie color colors rgb => "/cookie color=blue; colors=blue,black,brown; rgb=B,150,G,200,R,100";
        content rgb => "/content?rgb=%7B%22B%22%3A150%2C%22G%22%3A200%2C%22R%22%3A100%7D";
    }
}
