//! Lists in which each item has a key of its own (`x-kubernetes-list-type: map`).

use super::Nullable;

/// An item of a list in which no two items have the same key.
pub trait Keyed {
    /// The key: the value of a member, or those of several as a tuple, in the order in which the schema lists them.
    type Key<'a>: Copy
    where
        Self: 'a;

    /// The key of the item. A member that is absent counts as its default.
    fn key(&self) -> Self::Key<'_>;

    /// Whether this is the key of the item.
    fn has_key(&self, key: Self::Key<'_>) -> bool;
}

/// A list of items that have keys. A list that is not there is one without items.
///
/// In a document that breaks the rule several items may have the same key; then the first of them is meant.
pub trait KeyedList {
    /// The items.
    type Item: Keyed;

    /// The list, if it is there.
    fn list(&self) -> Option<&Vec<Self::Item>>;

    /// The list, if it is there.
    fn list_mut(&mut self) -> Option<&mut Vec<Self::Item>>;

    /// The list; if it is not there, a new one.
    fn list_or_new(&mut self) -> &mut Vec<Self::Item>;

    /// The item with this key.
    fn by_key(&self, key: <Self::Item as Keyed>::Key<'_>) -> Option<&Self::Item> {
        self.list()?.iter().find(|item| item.has_key(key))
    }

    /// The item with this key.
    fn by_key_mut(&mut self, key: <Self::Item as Keyed>::Key<'_>) -> Option<&mut Self::Item> {
        self.list_mut()?.iter_mut().find(|item| item.has_key(key))
    }

    /// Puts an item in the place of the one with the same key, which is returned, or else at the end.
    fn put_by_key(&mut self, item: Self::Item) -> Option<Self::Item> {
        let list = self.list_or_new();
        match list.iter_mut().find(|other| other.has_key(item.key())) {
            Some(other) => Some(std::mem::replace(other, item)),
            None => {
                list.push(item);
                None
            }
        }
    }

    /// Takes the item with this key out.
    fn remove_by_key(&mut self, key: <Self::Item as Keyed>::Key<'_>) -> Option<Self::Item> {
        let list = self.list_mut()?;
        let at = list.iter().position(|item| item.has_key(key))?;
        Some(list.remove(at))
    }
}

impl<T: Keyed> KeyedList for Vec<T> {
    type Item = T;

    fn list(&self) -> Option<&Self> {
        Some(self)
    }

    fn list_mut(&mut self) -> Option<&mut Self> {
        Some(self)
    }

    fn list_or_new(&mut self) -> &mut Self {
        self
    }
}

impl<T: Keyed> KeyedList for Option<Vec<T>> {
    type Item = T;

    fn list(&self) -> Option<&Vec<T>> {
        self.as_ref()
    }

    fn list_mut(&mut self) -> Option<&mut Vec<T>> {
        self.as_mut()
    }

    fn list_or_new(&mut self) -> &mut Vec<T> {
        self.get_or_insert_default()
    }
}

impl<T: Keyed> KeyedList for Nullable<Vec<T>> {
    type Item = T;

    fn list(&self) -> Option<&Vec<T>> {
        self.as_option()
    }

    fn list_mut(&mut self) -> Option<&mut Vec<T>> {
        match self {
            Self::Value(list) => Some(list),
            Self::Absent | Self::Null => None,
        }
    }

    fn list_or_new(&mut self) -> &mut Vec<T> {
        loop {
            match self {
                Self::Value(list) => return list,
                Self::Absent | Self::Null => *self = Self::Value(Vec::new()),
            }
        }
    }
}
