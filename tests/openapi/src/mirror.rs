//! A server that answers with what it was asked, so that each call shows what arrived: the methods, paths, queries, headers,
//! cookies and bodies, redirections, conditions, credentials and bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::{self, BoxFuture};
use http::StatusCode;
use serde_json::json;

use crate::mirror::api::mirror::{self, *};
use crate::mirror::client::Client;
use crate::mirror::operation::client::{Error, Static};
use crate::mirror::operation::server::{Answer, Context, Guard, Proof, Refusal};
use crate::mirror::operation::{ByteStream, Credential, Route};
use crate::mirror::types::{Form, Seen};

struct Mirror;

/// What all of the requests for anything share.
macro_rules! seen {
    ($method:literal, $request:ident) => {
        Seen {
            words: $request.word,
            note: $request.x_note,
            taste: $request.taste,
            ..Seen::new($method.to_owned(), $request.place)
        }
    };
}

impl mirror::Server for Mirror {
    async fn get(&self, request: GetRequest, _: Context) -> Answer<GetRequest> {
        Ok(seen!("GET", request))
    }

    async fn remove(&self, request: RemoveRequest, _: Context) -> Answer<RemoveRequest> {
        Ok(seen!("DELETE", request))
    }

    async fn put(&self, request: PutRequest, _: Context) -> Answer<PutRequest> {
        let seen = seen!("PUT", request);
        Ok(match request.body {
            PutBody::Json(json) => Seen { json: Some(json), ..seen },
            PutBody::Form(form) => Seen { form: Some(form), ..seen },
            PutBody::Plain(text) => Seen { text: Some(text), ..seen },
        })
    }

    async fn redirect(&self, request: RedirectRequest, _: Context) -> Answer<RedirectRequest> {
        Ok(RedirectFoundAnswer { location: Some(request.url), body: () })
    }

    async fn etag(&self, request: EtagRequest, _: Context) -> Answer<EtagRequest> {
        match request.if_none_match.as_ref() == Some(&request.etag) {
            true => Err(EtagError::NotModified.into()),
            false => Ok(EtagOkAnswer { body: "fresh".to_owned(), e_tag: Some(request.etag) }),
        }
    }

    async fn user(&self, _: UserRequest, context: Context) -> Answer<UserRequest> {
        let Some(proof) = context.proofs.first() else { return Err(UserError::Unauthorized.into()) };
        Ok(match &proof.credential {
            Credential::Password { user, password } => format!("{user}:{password}"),
            Credential::Token(token) => token.clone(),
            Credential::Certificate => String::new(),
        })
    }

    async fn bytes(&self, request: BytesRequest, _: Context) -> Answer<BytesRequest> {
        Ok(request.body)
    }
}

/// Lets everybody in.
struct Open;

impl Guard for Open {
    fn check<'a>(
        &'a self,
        _: &'static Route,
        _: &'a [Proof],
        _: &'a mut Context,
    ) -> BoxFuture<'a, Result<(), Refusal>> {
        Box::pin(future::ready(Ok(())))
    }
}

fn client() -> Client {
    Client::new(mirror::routes(&Arc::new(Mirror)).guarded(Open).into_router().into_service())
}

fn seen(method: &str, place: &str) -> Seen {
    Seen::new(method.to_owned(), place.to_owned())
}

#[tokio::test]
async fn what_is_sent_is_what_arrives() {
    let mirror = client().mirror();
    for place in ["a b", "a/b", "%2F", "?#&=+", "äöü 🦀", ".a"] {
        assert_eq!(mirror.get(place).send().await.unwrap(), seen("GET", place));
        let words = vec![place.to_owned(), String::new(), "a,b&c=d".to_owned()];
        let call = mirror.remove(place).word(words.clone()).x_note("x, \"y\"").taste(place);
        let wanted = Seen {
            words: Some(words),
            note: Some("x, \"y\"".to_owned()),
            taste: Some(place.to_owned()),
            ..seen("DELETE", place)
        };
        assert_eq!(call.send().await.unwrap(), wanted);
    }
}

#[tokio::test]
async fn bodies_arrive_in_their_media_type() {
    let mirror = client().mirror();
    let members = BTreeMap::from([("a".to_owned(), json!({"b": [1, null, "\u{0}"]}))]);
    let form = Form { age: Some(-1), ..Form::new("a&b=c +%".to_owned()) };
    let text = "line\r\n\u{feff}line".to_owned();
    let put = |body| mirror.put("x", body).send();
    let wanted = Seen { json: Some(members.clone()), ..seen("PUT", "x") };
    assert_eq!(put(PutBody::Json(members)).await.unwrap(), wanted);
    let wanted = Seen { form: Some(form.clone()), ..seen("PUT", "x") };
    assert_eq!(put(PutBody::Form(form)).await.unwrap(), wanted);
    let wanted = Seen { text: Some(text.clone()), ..seen("PUT", "x") };
    assert_eq!(put(PutBody::Plain(text)).await.unwrap(), wanted);
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let came = mirror.bytes(ByteStream::from(bytes.clone())).send().await.unwrap();
    assert_eq!(came.collect_up_to(1 << 20).await.unwrap(), bytes);
}

#[tokio::test]
async fn redirections_and_conditions_are_answers_like_others() {
    let mirror = client().mirror();
    let url = "https://example.com/a?b=c#d";
    assert_eq!(mirror.redirect(url).send().await.unwrap().location.as_deref(), Some(url));
    let fresh = mirror.etag("\"1\"").if_none_match("\"0\"").send().await.unwrap();
    assert_eq!((fresh.e_tag.as_deref(), fresh.body.as_str()), (Some("\"1\""), "fresh"));
    let same = mirror.etag("\"1\"").if_none_match("\"1\"").send().await.unwrap_err();
    assert!(matches!(same.documented(), Some(EtagError::NotModified)));
    assert_eq!(same.status(), Some(StatusCode::NOT_MODIFIED));
}

#[tokio::test]
async fn credentials_arrive_whole() {
    let with = |name: &str, credential| {
        client().with_credentials(Static::default().with(name, credential)).mirror().user().send()
    };
    let password = Credential::Password { user: "ä".to_owned(), password: "a:b c".to_owned() };
    assert_eq!(with("password", password).await.unwrap(), "ä:a:b c");
    assert_eq!(with("token", "a.b-c==").await.unwrap(), "a.b-c==");
    assert!(matches!(client().mirror().user().send().await, Err(Error::Credentials(_))));
}
