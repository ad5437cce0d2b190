//! Where proofs come from.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::future::BoxFuture;

use crate::support::client::{BoxError, Client};
use crate::support::operation::Outgoing;
use crate::support::operation::security::{Credential, Needs, Scheme};

/// Gives proofs of who asks: from memory, or by asking for a token and renewing it.
pub trait Credentials: Send + Sync + 'static {
    /// The proof for a scheme, with these scopes; none where there is none for it.
    fn credential<'a>(
        &'a self,
        scheme: &'static Scheme,
        scopes: &'static [&'static str],
    ) -> BoxFuture<'a, Result<Option<Credential>, BoxError>>;
}

/// Proofs that stay as they are, by the names of their schemes.
#[derive(Clone, Debug, Default)]
pub struct Static(BTreeMap<String, Credential>);

impl Static {
    /// With a proof for a scheme.
    #[must_use]
    pub fn with(mut self, scheme: &str, credential: impl Into<Credential>) -> Self {
        self.0.insert(scheme.to_owned(), credential.into());
        self
    }
}

impl Credentials for Static {
    fn credential<'a>(
        &'a self,
        scheme: &'static Scheme,
        _: &'static [&'static str],
    ) -> BoxFuture<'a, Result<Option<Credential>, BoxError>> {
        Box::pin(std::future::ready(Ok(self.0.get(scheme.name).cloned())))
    }
}

/// The provider that a client has.
#[derive(Clone)]
pub(super) struct Provider(pub Arc<dyn Credentials>);

impl Client {
    /// Proves who asks, where operations want it proved.
    #[must_use]
    pub fn with_credentials(mut self, credentials: impl Credentials) -> Self {
        self.extensions_mut().insert(Provider(Arc::new(credentials)));
        self
    }
}

/// Puts the proofs into a request that meet the first of the needs that can be met.
pub(super) async fn prove(
    client: &Client,
    needs: &'static [Needs],
    to: &mut Outgoing,
) -> Result<(), BoxError> {
    let Some(provider) = client.extensions().get::<Provider>() else {
        // Who has no credentials lets the server say what it needs, or a layer of the service supply them.
        return Ok(());
    };
    for need in needs {
        if let Some(found) = all(provider, need).await? {
            for (scheme, credential) in found {
                scheme.write(&credential, to)?;
            }
            return Ok(());
        }
    }
    match needs {
        [] => Ok(()),
        _ => {
            let names: Vec<_> =
                needs.iter().flat_map(|need| need.iter()).map(|(scheme, _)| scheme.name).collect();
            Err(format!("no credential is known for {}", names.join(", ")).into())
        }
    }
}

/// The proofs for all schemes of a need, if there are all of them.
async fn all(
    provider: &Provider,
    need: Needs,
) -> Result<Option<Vec<(&'static Scheme, Credential)>>, BoxError> {
    let mut found = Vec::new();
    for (scheme, scopes) in need {
        match provider.0.credential(scheme, scopes).await? {
            Some(credential) => found.push((*scheme, credential)),
            None => return Ok(None),
        }
    }
    Ok(Some(found))
}
