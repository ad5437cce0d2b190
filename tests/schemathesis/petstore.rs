//! A pet store in memory, by the server that is generated from the document of the pet store.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::TryStreamExt;
use petstore::api::pet::{self, *};
use petstore::operation::ByteStream;
use petstore::operation::server::{Answer, Context, Failure};
use petstore::types::{ApiResponse, Pet, PetStatus};

/// The pets, by their ids.
#[derive(Default)]
struct Store(Mutex<BTreeMap<i64, Pet>>);

impl Store {
    fn pets(&self) -> MutexGuard<'_, BTreeMap<i64, Pet>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, mut pet: Pet) -> Pet {
        let mut pets = self.pets();
        let id = pet.id.unwrap_or_else(|| pets.keys().next_back().map_or(1, |last| last.saturating_add(1)));
        pet.id = Some(id);
        pets.insert(id, pet.clone());
        pet
    }
}

/// Nothing, where the document does not say that there is a body.
fn nothing() -> ByteStream {
    ByteStream::from(Vec::new())
}

impl pet::Server for Store {
    async fn add_pet(&self, request: AddPetRequest, _: Context) -> Answer<AddPetRequest> {
        Ok(self.put(request.body))
    }

    async fn update_pet(&self, request: UpdatePetRequest, _: Context) -> Answer<UpdatePetRequest> {
        let is_known = request.body.id.is_some_and(|id| self.pets().contains_key(&id));
        if is_known { Ok(self.put(request.body)) } else { Err(UpdatePetError::NotFound.into()) }
    }

    async fn find_pets_by_status(
        &self,
        request: FindPetsByStatusRequest,
        _: Context,
    ) -> Answer<FindPetsByStatusRequest> {
        let wanted =
            request.status.map_or_else(|| "available".to_owned(), |status| status.as_str().to_owned());
        let is_wanted = |pet: &&Pet| pet.status.as_ref().is_some_and(|status| status.as_str() == wanted);
        Ok(self.pets().values().filter(is_wanted).cloned().collect())
    }

    async fn find_pets_by_tags(
        &self,
        request: FindPetsByTagsRequest,
        _: Context,
    ) -> Answer<FindPetsByTagsRequest> {
        let wanted = request.tags.unwrap_or_default();
        let has_one = |pet: &&Pet| {
            let names = pet.tags.iter().flatten().filter_map(|tag| tag.name.as_ref());
            names.into_iter().any(|name| wanted.contains(name))
        };
        Ok(self.pets().values().filter(has_one).cloned().collect())
    }

    async fn get_pet_by_id(&self, request: GetPetByIdRequest, _: Context) -> Answer<GetPetByIdRequest> {
        self.pets().get(&request.pet_id).cloned().ok_or_else(|| GetPetByIdError::NotFound.into())
    }

    async fn update_pet_with_form(
        &self,
        request: UpdatePetWithFormRequest,
        _: Context,
    ) -> Answer<UpdatePetWithFormRequest> {
        if let Some(pet) = self.pets().get_mut(&request.pet_id) {
            pet.name = request.name.unwrap_or_else(|| pet.name.clone());
            let known = request.status.map(|status| PetStatus::from(status.as_str()));
            // Whatever stands in the query becomes a value of the enumeration, or is dropped.
            pet.status = known.filter(PetStatus::is_known).or_else(|| pet.status.clone());
        }
        Ok(nothing())
    }

    async fn delete_pet(&self, request: DeletePetRequest, _: Context) -> Answer<DeletePetRequest> {
        self.pets().remove(&request.pet_id);
        Ok(nothing())
    }

    async fn upload_file(&self, request: UploadFileRequest, _: Context) -> Answer<UploadFileRequest> {
        let mut length = 0;
        if let Some(mut body) = request.body {
            while let Some(piece) =
                body.try_next().await.map_err(|error| Failure::internal(error.to_string()))?
            {
                length += piece.len();
            }
        }
        let message = Some(format!("{length} bytes for {}", request.pet_id));
        Ok(ApiResponse { code: Some(0), message, ..ApiResponse::default() })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    axum::serve(listener, petstore::api::routes(&Arc::new(Store::default())).into_router()).await
}
