//! Kinds as the generator writes them, small ones: a namespaced one with a status, and one of the whole cluster.

#![allow(dead_code)]

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::de::{Deserialize, Deserializer, MapAccess};
use serde::ser::{Serialize, Serializer};
use serde_json::json;
use specwright_templates::support::schema::Source;
use specwright_templates::support::wire::{self, Decode, Object, Present, Seen};
use specwright_templates::support::{Described, Kind, Scope, StatusSubresource, Unknown, envelope};

static SOURCE: Source = Source::new(r#"{"spec":{}}"#);

/// The spec of both kinds, and the status of the first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spec {
    pub size: i64,
    pub colour: Option<String>,
    pub unknown_fields: Unknown,
}

impl Object for Spec {
    const MEMBERS: &'static [&'static str] = &["size", "colour"];
    const REQUIRED: &'static [usize] = &[0];
    const NAME: &'static str = "Spec";

    fn blank() -> Self {
        Self::default()
    }

    fn read<'de, A: MapAccess<'de>>(&mut self, index: usize, from: &mut A) -> Result<Seen, A::Error> {
        match index {
            0 => {
                self.size = from.next_value()?;
                Ok(Seen::Value)
            }
            _ => wire::optional(&mut self.colour, from),
        }
    }

    fn unknown(&mut self) -> &mut Unknown {
        &mut self.unknown_fields
    }
}

impl Serialize for Spec {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut to = wire::write(to, &self.unknown_fields)?;
        to.required("size", &self.size)?;
        to.optional("colour", &self.colour)?;
        to.end(Self::MEMBERS)
    }
}

impl Decode for Spec {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        wire::object(from)
    }
}

macro_rules! kind {
    ($type:ident, $plural:literal, $scope:expr) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $type {
            pub metadata: ObjectMeta,
            pub spec: Option<Spec>,
            pub status: Option<Spec>,
            pub unknown_fields: Unknown,
        }

        impl $type {
            pub fn named(name: &str, size: i64) -> Self {
                let metadata = ObjectMeta { name: Some(name.to_owned()), ..ObjectMeta::default() };
                let spec = Some(Spec { size, ..Spec::default() });
                Self { metadata, spec, ..Self::default() }
            }

            pub fn name(&self) -> &str {
                self.metadata.name.as_deref().unwrap_or_default()
            }
        }

        impl Object for $type {
            const MEMBERS: &'static [&'static str] = &["apiVersion", "kind", "metadata", "spec", "status"];
            const NAME: &'static str = stringify!($type);

            fn blank() -> Self {
                Self::default()
            }

            fn read<'de, A: MapAccess<'de>>(&mut self, index: usize, from: &mut A) -> Result<Seen, A::Error> {
                match index {
                    0 => envelope::read_constant(Self::API_VERSION, from),
                    1 => envelope::read_constant(Self::KIND, from),
                    2 => envelope::read_metadata(&mut self.metadata, &mut self.unknown_fields, from),
                    3 => wire::optional(&mut self.spec, from),
                    _ => wire::optional(&mut self.status, from),
                }
            }

            fn unknown(&mut self) -> &mut Unknown {
                &mut self.unknown_fields
            }

            fn finish(&mut self, present: &Present) {
                envelope::note_absent(&mut self.unknown_fields, present);
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let mut to = wire::write(to, &self.unknown_fields)?;
                envelope::write_standard(&mut to, self)?;
                to.optional("spec", &self.spec)?;
                to.optional("status", &self.status)?;
                to.end(Self::MEMBERS)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                wire::object(from)
            }
        }

        impl Described for $type {
            const SOURCE: &'static Source = &SOURCE;
            const POINTER: &'static str = "/spec";
        }

        impl Kind for $type {
            const GROUP: &'static str = "sample.example.com";
            const VERSION: &'static str = "v1";
            const API_VERSION: &'static str = "sample.example.com/v1";
            const KIND: &'static str = stringify!($type);
            const LIST_KIND: &'static str = concat!(stringify!($type), "List");
            const PLURAL: &'static str = $plural;
            const SCOPE: Scope = $scope;
            const DEFINITION: &'static Source = &SOURCE;

            fn metadata(&self) -> &ObjectMeta {
                &self.metadata
            }

            fn metadata_mut(&mut self) -> &mut ObjectMeta {
                &mut self.metadata
            }
        }
    };
}

kind!(Widget, "widgets", Scope::Namespaced);
kind!(Planet, "planets", Scope::Cluster);

impl StatusSubresource for Widget {}

impl k8s_openapi::Resource for Widget {
    const API_VERSION: &'static str = "sample.example.com/v1";
    const GROUP: &'static str = "sample.example.com";
    const KIND: &'static str = "Widget";
    const VERSION: &'static str = "v1";
    const URL_PATH_SEGMENT: &'static str = "widgets";
    type Scope = k8s_openapi::NamespaceResourceScope;
}

impl k8s_openapi::Metadata for Widget {
    type Ty = ObjectMeta;

    fn metadata(&self) -> &ObjectMeta {
        &self.metadata
    }

    fn metadata_mut(&mut self) -> &mut ObjectMeta {
        &mut self.metadata
    }
}

/// A widget as a document.
pub fn widget(name: &str, spec: serde_json::Value) -> serde_json::Value {
    json!({
        "apiVersion": "sample.example.com/v1", "kind": "Widget",
        "metadata": {"name": name, "namespace": "ns", "resourceVersion": "7"},
        "spec": spec,
    })
}
