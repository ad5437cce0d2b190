//! An enumeration of values that are not all strings.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{Emitted, Form, Model, docs, ident};
use crate::ir::TypeId;

/// An enum with a variant for each value and one for values that the schema does not name.
pub(super) fn emit(model: Model<'_>, id: TypeId, values: &[Value]) -> Emitted {
    let ty = model.api.ty(id);
    let name = ident(model.names.ty(id));
    let docs = docs::docs(ty.schema.description(), &format!("A value at `{}`.", ty.place.pointer));
    let variants: Vec<_> = model.names.members(id).iter().map(ident).collect();
    let shown = values.iter().map(|value| docs::own(&[&docs::code(&value.to_string())]));
    let other = docs::own(&["A value that the schema does not name, kept as it is."]);
    let definition = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#shown #variants,)*
            #other
            Other(Value),
        }
    };
    let scalars = values.iter().map(scalar);
    let machinery = quote! {
        impl value_enum::ValueEnum for #name {
            const KNOWN: &'static [(Self, value_enum::Scalar)] = &[#((Self::#variants, #scalars)),*];
            fn as_other(&self) -> Option<&Value> {
                match self {
                    Self::Other(value) => Some(value),
                    _ => None,
                }
            }
            fn other(value: Value) -> Self { Self::Other(value) }
        }
    };
    Emitted { definition, machinery, form: Form::ValueEnum }
}

/// A value as the support code knows it. Lists and objects, which hardly any enumeration has, are known by their text.
fn scalar(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(value_enum::Scalar::Null),
        Value::Bool(value) => quote!(value_enum::Scalar::Boolean(#value)),
        Value::String(text) => quote!(value_enum::Scalar::Text(#text)),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(value), ..) => {
                let value = Literal::i64_unsuffixed(value);
                quote!(value_enum::Scalar::Integer(#value))
            }
            (_, Some(value), _) => {
                let value = Literal::u64_unsuffixed(value);
                quote!(value_enum::Scalar::Unsigned(#value))
            }
            (.., value) => {
                let value = Literal::f64_unsuffixed(value.unwrap_or_default());
                quote!(value_enum::Scalar::Number(#value))
            }
        },
        Value::Array(_) | Value::Object(_) => {
            let text = value.to_string();
            quote!(value_enum::Scalar::Json(#text))
        }
    }
}
