//! A server of the library that answers with what it is asked.

use futures::{StreamExt, TryStreamExt, stream};
use http::StatusCode;

use crate::library::api::books::{
    self, AddBookBody, AddBookError, AddBookRequest, AddBookResponse, ExportBooksRequest, FollowNewsRequest,
    GetBookError, GetBookRequest, GetBookResponse, ImportBooksRequest, ListBooksOkAnswer, ListBooksRequest,
    PutCoverRequest, UploadCoverRequest,
};
use crate::library::api::lists;
use crate::library::api::status::{self, StatusError, StatusRequest, StatusResponse};
use crate::library::operation::server::{Answer, Context, Failure};
use crate::library::operation::{ByteStream, ItemStream};
use crate::library::types::{Book, Problem};

/// A server that answers with what it is asked.
pub struct Shelf;

/// A book of this title.
pub fn book(title: &str) -> Book {
    Book {
        pages: Some(7),
        authors: Some(vec!["a, b".to_owned(), "c".to_owned()]),
        ..Book::new(title.to_owned())
    }
}

impl books::Server for Shelf {
    async fn list_books(&self, request: ListBooksRequest, _: Context) -> Answer<ListBooksRequest> {
        let filter = request.filter.unwrap_or_default();
        let title = format!(
            "{:?} {:?} {:?} {:?} {:?} {:?}",
            request.limit, request.tags, filter.author, filter.year, request.x_trace, request.session
        );
        let page = request.page.unwrap_or(1);
        let link = (page < 3).then(|| format!("</books?page={}>; rel=\"next\"", page + 1));
        Ok(ListBooksOkAnswer { link, x_total: Some(page), body: vec![Book::new(title)] })
    }

    async fn add_book(&self, request: AddBookRequest, context: Context) -> Answer<AddBookRequest> {
        match request.body {
            AddBookBody::Json(book) if book.title == "known" => Ok(AddBookResponse::NoContent),
            AddBookBody::Json(book) | AddBookBody::Form(book) => Ok(AddBookResponse::Created(book)),
            AddBookBody::Plain(text) => {
                let problem =
                    Problem { reason: Some(format!("{text} {:?}", context.proofs)), ..Problem::default() };
                Err(match text.as_str() {
                    "conflict" => AddBookError::Conflict(problem).into(),
                    "teapot" => AddBookError::ClientError(StatusCode::IM_A_TEAPOT, problem).into(),
                    "wrong" => AddBookError::ClientError(StatusCode::OK, problem).into(),
                    "broken" => Failure::internal("it is broken"),
                    _ => AddBookError::Default(StatusCode::BAD_GATEWAY, text).into(),
                })
            }
        }
    }

    async fn get_book(&self, request: GetBookRequest, _: Context) -> Answer<GetBookRequest> {
        match request.isbn.as_str() {
            "none" => Err(GetBookError::NotFound.into()),
            "csv" => Ok(GetBookResponse::OkCsv("title\nx\n".to_owned())),
            isbn => Ok(GetBookResponse::OkJson(Book::new(isbn.to_owned()))),
        }
    }

    async fn put_cover(&self, request: PutCoverRequest, _: Context) -> Answer<PutCoverRequest> {
        Ok(ByteStream::new(request.body.map_ok(|piece| piece.iter().rev().copied().collect())))
    }

    async fn upload_cover(&self, request: UploadCoverRequest, _: Context) -> Answer<UploadCoverRequest> {
        let parts = request.body;
        let name = parts.cover.file_name.clone().unwrap_or_default();
        let cover = parts
            .cover
            .content
            .collect_up_to(100)
            .await
            .map_err(|error| Failure::internal(error.to_string()))?;
        let inner = parts.book.map(|book| book.title).unwrap_or_default();
        let title = format!("{} {name} {} {} {inner}", parts.title, cover.len(), parts.more.len());
        Ok(Book { pages: parts.pages, ..Book::new(title) })
    }

    async fn follow_news(&self, _: FollowNewsRequest, _: Context) -> Answer<FollowNewsRequest> {
        Ok(ItemStream::new(stream::iter(["a", "b"].map(|title| Ok(book(title))))))
    }

    async fn export_books(&self, _: ExportBooksRequest, _: Context) -> Answer<ExportBooksRequest> {
        Ok(ItemStream::new(stream::iter(["a", "b"].map(|title| Ok(book(title))))))
    }

    async fn import_books(&self, request: ImportBooksRequest, _: Context) -> Answer<ImportBooksRequest> {
        let books: Vec<_> = match request.body {
            Some(books) => books.collect().await,
            None => Vec::new(),
        };
        if books.len() == 2 {
            Ok(())
        } else {
            Err(Failure::unavailable(format!("{} books came", books.len())))
        }
    }
}

impl lists::Server for Shelf {}

impl status::Server for Shelf {
    async fn status(&self, request: StatusRequest, _: Context) -> Answer<StatusRequest> {
        let status = u16::try_from(request.code).ok().and_then(|code| StatusCode::from_u16(code).ok());
        match status {
            Some(status) if status.is_success() => Ok(StatusResponse::Success(status, request.code)),
            Some(status) => Err(StatusError::ServerError(status).into()),
            None => Err(Failure::internal("no status")),
        }
    }
}
