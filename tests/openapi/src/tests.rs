//! The generated client against the generated server, over every form of parameter, body and answer.

use std::sync::Arc;

use axum::body::Body;
use futures::{TryStreamExt, future, stream};
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::library::api::books::{
    AddBookBody, AddBookError, AddBookResponse, GetBookError, GetBookResponse, UploadCoverBody,
};
use crate::library::api::{self, servers::SERVERS, status::StatusError};
use crate::library::client::Client;
use crate::library::operation::client::{Error, Patience, Static, next_link};
use crate::library::operation::server::{Context, Guard, Proof, Refusal};
use crate::library::operation::{ByteStream, Credential, ItemStream, Part, Parts, Route};
use crate::library::types::ListBooksFilter;
use crate::shelf::{Shelf, book};

struct Porter;

impl Guard for Porter {
    fn check<'a>(
        &'a self,
        _: &'static Route,
        proofs: &'a [Proof],
        _: &'a mut Context,
    ) -> future::BoxFuture<'a, Result<(), Refusal>> {
        let known = |proof: &Proof| match &proof.credential {
            Credential::Token(token) => token == "secret",
            Credential::Password { user, password } => user == "me" && password == "pass",
            Credential::Certificate => false,
        };
        let verdict =
            if proofs.iter().all(known) { Ok(()) } else { Err(Refusal::Forbidden("who are you".to_owned())) };
        Box::pin(future::ready(verdict))
    }
}

fn client() -> Client {
    let router = api::routes(&Arc::new(Shelf)).guarded(Porter).into_router();
    Client::new(router.into_service()).with_credentials(Static::default().with("token", "secret"))
}

/// What the server answers to a request that no client sends.
async fn ask(request: Request<Body>) -> (StatusCode, String) {
    let router = api::routes(&Arc::new(Shelf)).guarded(Porter).into_router();
    let response = router.oneshot(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn parameters_arrive_and_headers_come_back() {
    let filter =
        ListBooksFilter { author: Some("a&b".to_owned()), year: Some(5_000_000_000), ..Default::default() };
    let call = client().books().list_books().limit(5).tags(vec!["x".to_owned(), "y".to_owned()]);
    let answer = call.filter(filter).x_trace(vec![1, 2]).session("s; t").send().await.unwrap();
    let title = r#"Some(5) Some(["x", "y"]) Some("a&b") Some(5000000000) Some([1, 2]) Some("s; t")"#;
    assert_eq!(answer.body[0].title, title);
    assert_eq!((answer.x_total, answer.link.as_deref()), (Some(1), Some("</books?page=2>; rel=\"next\"")));
    let pages = client().books().list_books().pages(|request, page| {
        let page = next_link(&page.headers, "page")?.parse().ok()?;
        let mut next = request.clone();
        next.page = Some(page);
        Some(next)
    });
    let totals: Vec<_> = pages.map_ok(|page| page.value.x_total).try_collect().await.unwrap();
    assert_eq!(totals, [Some(1), Some(2), Some(3)]);
}

#[tokio::test]
async fn bodies_come_in_several_media_types_and_answers_in_several_statuses() {
    let add = |body| client().books().add_book(body).send();
    let plain = |text: &str| AddBookBody::Plain(text.to_owned());
    assert!(
        matches!(add(AddBookBody::Json(book("x"))).await, Ok(AddBookResponse::Created(made)) if made == book("x"))
    );
    assert!(
        matches!(add(AddBookBody::Form(book("x y"))).await, Ok(AddBookResponse::Created(made)) if made == book("x y"))
    );
    assert!(matches!(add(AddBookBody::Json(book("known"))).await, Ok(AddBookResponse::NoContent)));
    let Err(Error::Api(conflict)) = add(plain("conflict")).await else { panic!("a conflict is a failure") };
    let AddBookError::Conflict(problem) = &conflict.error else { panic!("{:?}", conflict.error) };
    // Secrets are not shown.
    assert!(
        problem
            .reason
            .as_deref()
            .is_some_and(|reason| reason.contains("Token(..)") && !reason.contains("secret"))
    );
    assert!(!conflict.body.is_empty());
    let teapot = add(plain("teapot")).await.unwrap_err();
    assert!(matches!(teapot.documented(), Some(AddBookError::ClientError(StatusCode::IM_A_TEAPOT, _))));
    let other = add(plain("other")).await.unwrap_err();
    assert!(
        matches!(other.documented(), Some(AddBookError::Default(StatusCode::BAD_GATEWAY, text)) if text == "other")
    );
    // A status that the document does not have for this answer is not sent.
    assert_eq!(add(plain("broken")).await.unwrap_err().status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
}

#[tokio::test]
async fn an_answer_is_found_by_status_and_media_type() {
    let get = |isbn: &str| client().books().get_book(isbn).send();
    assert!(matches!(get("a/b c").await, Ok(GetBookResponse::OkJson(book)) if book.title == "a/b c"));
    assert!(matches!(get("csv").await, Ok(GetBookResponse::OkCsv(text)) if text == "title\nx\n"));
    assert!(matches!(get("none").await.unwrap_err().documented(), Some(GetBookError::NotFound)));
    for wrong in ["", ".", ".."] {
        assert!(matches!(get(wrong).await, Err(Error::Refused(_))), "{wrong}");
    }
    let status = client().status().status(503).send().await.unwrap_err();
    assert!(matches!(status.documented(), Some(StatusError::ServerError(StatusCode::SERVICE_UNAVAILABLE))));
    assert!(client().status().status(203).send().await.is_ok());
    #[allow(deprecated)]
    let missing = client().books().delete_book("xx").send().await.unwrap_err();
    assert_eq!(missing.status(), Some(StatusCode::NOT_IMPLEMENTED));
}

#[tokio::test]
async fn bodies_are_streams_where_they_are_bytes_lines_or_events() {
    let pieces = stream::iter([b"ab".to_vec(), b"cd".to_vec()].map(|piece| Ok(piece.into())));
    let cover = client().books().put_cover("x", ByteStream::new(pieces)).send().await.unwrap();
    assert_eq!(cover.collect_up_to(100).await.unwrap(), "badc");
    let news: Vec<_> = client().books().follow_news().send().await.unwrap().try_collect().await.unwrap();
    assert_eq!(news, [book("a"), book("b")]);
    let all: Vec<_> = client().books().export_books().send().await.unwrap().try_collect().await.unwrap();
    assert_eq!(all, [book("a"), book("b")]);
    let books = ItemStream::new(stream::iter(["a", "b"].map(|title| Ok(book(title)))));
    assert!(client().books().import_books().body(books).send().await.is_ok());
    assert!(client().books().import_books().send().await.is_err());
}

#[tokio::test]
async fn parts_are_files_and_values() {
    let body = UploadCoverBody {
        title: "a \"b\"\r\nc".to_owned(),
        pages: Some(3),
        cover: Part::file("x\".png", b"png".to_vec()).with_type("image/png"),
        more: vec![Part::file("1", Vec::new()), Part::file("2", b"\r\n--part".to_vec())],
        book: Some(book("inner")),
        unknown_fields: Parts::default(),
    };
    let came = client().books().upload_cover("x", body).send().await.unwrap();
    assert_eq!((came.title.as_str(), came.pages), ("a \"b\"\r\nc x\".png 3 2 inner", Some(3)));
}

#[tokio::test]
async fn a_wrong_request_is_refused_before_it_is_handled() {
    let get = |uri: &str| Request::get(uri).body(Body::empty()).unwrap();
    for (uri, place) in [
        ("/books?limit=x", "query parameter `limit`"),
        ("/books?limit=0", "query parameter `limit`"),
        ("/books/a", "path parameter `isbn`"),
    ] {
        let (status, body) = ask(get(uri)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{uri}: {body}");
        assert!(body.contains(place) && body.contains("about:blank"), "{body}");
    }
    let post = |media_type: &str, body: &str| {
        let request = Request::post("/books").header("content-type", media_type);
        request.header("authorization", "Bearer secret").body(Body::from(body.to_owned())).unwrap()
    };
    assert_eq!(ask(post("application/json", "{}")).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(ask(post("image/png", "{}")).await.0, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(
        ask(Request::put("/books").body(Body::empty()).unwrap()).await.0,
        StatusCode::METHOD_NOT_ALLOWED
    );
    assert_eq!(ask(get("/nothing")).await.0, StatusCode::NOT_FOUND);
    let (status, _) = ask(Request::post("/books").body(Body::from("{}")).unwrap()).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn who_asks_is_proved_and_checked() {
    let by = |credentials: Static| {
        let router = api::routes(&Arc::new(Shelf)).guarded(Porter).into_router();
        let client = Client::new(router.into_service())
            .with_credentials(credentials)
            .with_retries(Patience::default());
        client.books().add_book(AddBookBody::Json(book("x"))).send()
    };
    let password =
        |password: &str| Credential::Password { user: "me".to_owned(), password: password.to_owned() };
    assert!(by(Static::default().with("name", password("pass"))).await.is_ok());
    let wrong = by(Static::default().with("name", password("guess"))).await.unwrap_err();
    assert_eq!(wrong.status(), Some(StatusCode::FORBIDDEN));
    assert!(matches!(by(Static::default()).await, Err(Error::Credentials(_))));
}

#[test]
fn servers_have_variables() {
    assert_eq!(SERVERS[0].address(), "https://eu.example.com/v1");
    assert_eq!(SERVERS[0].address_with(&[("region", "us")]).unwrap(), "https://us.example.com/v1");
    assert!(SERVERS[0].address_with(&[("region", "mars")]).is_err());
}
