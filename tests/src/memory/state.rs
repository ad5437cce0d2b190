//! The objects, and how they came to be as they are.

use std::collections::BTreeMap;

use istio_security::Kind;
use istio_security::meta::Status;
use istio_security::server::Failure;

use super::object::Object;
use super::selection::Selection;

/// What an object is found by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The resource and its group: all versions of it have the same objects.
    pub resource: (&'static str, &'static str),
    /// The namespace; empty for objects that have none.
    pub namespace: String,
    /// The name.
    pub name: String,
}

impl Key {
    /// The key of an object of a kind.
    pub fn of<K: Kind>(namespace: Option<&str>, name: &str) -> Self {
        let namespace = namespace.unwrap_or_default().to_owned();
        Self { resource: (K::GROUP, K::PLURAL), namespace, name: name.to_owned() }
    }
}

/// A change of one object.
pub struct Change {
    /// The version that came of it.
    pub version: u64,
    /// Which object.
    pub key: Key,
    /// What it was.
    pub before: Option<Object>,
    /// What it is.
    pub after: Option<Object>,
}

/// A part of a list.
pub struct Page {
    /// The version of the state that it shows.
    pub version: u64,
    /// The objects.
    pub objects: Vec<Object>,
    /// Where the next part begins.
    pub next: Option<String>,
}

/// The objects, and how they came to be as they are.
#[derive(Default)]
pub struct State {
    version: u64,
    serial: u64,
    connection: u64,
    /// The state before all changes that are known, and its version.
    oldest: (u64, BTreeMap<Key, Object>),
    changes: Vec<Change>,
    objects: BTreeMap<Key, Object>,
}

impl State {
    /// The version of the present state.
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// The version of the oldest state that is known.
    pub const fn oldest(&self) -> u64 {
        self.oldest.0
    }

    /// A number that ends the watches that were opened with another.
    pub const fn connection(&self) -> u64 {
        self.connection
    }

    /// Ends the watches that are open.
    pub const fn hang_up(&mut self) {
        self.connection += 1;
    }

    /// A number that was not given before.
    pub const fn serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    /// Forgets how the present state came about.
    pub fn compact(&mut self) {
        self.changes.clear();
        self.oldest = (self.version, self.objects.clone());
    }

    /// Whether there is an object.
    pub fn has(&self, key: &Key) -> bool {
        self.objects.contains_key(key)
    }

    /// The object of a key.
    pub fn get<K: Kind>(&self, key: &Key) -> Result<&Object, Failure> {
        self.objects.get(key).ok_or_else(|| Status::not_found::<K>(&key.name).into())
    }

    /// Stores an object.
    pub fn put(&mut self, key: Key, object: Object) -> Object {
        self.version += 1;
        let after = object.at(self.version);
        let before = self.objects.insert(key.clone(), after.clone());
        self.changes.push(Change { version: self.version, key, before, after: Some(after.clone()) });
        after
    }

    /// Takes an object out, or marks it if finalizers hold it. Gives its last state.
    pub fn delete(&mut self, key: &Key) -> Result<Object, Failure> {
        let found = self.objects.get(key);
        let found = found.ok_or_else(|| Status::internal_error("the object went away meanwhile"))?;
        if found.is_held() && found.is_going() {
            return Ok(found.clone());
        }
        if found.is_held() {
            let mut going = found.clone();
            going.go();
            return Ok(self.put(key.clone(), going));
        }
        Ok(self.remove(key, found.clone()))
    }

    /// Takes an object out, of which this is the last state.
    pub fn remove(&mut self, key: &Key, last: Object) -> Object {
        self.version += 1;
        self.objects.remove(key);
        let before = Some(last.clone());
        self.changes.push(Change { version: self.version, key: key.clone(), before, after: None });
        last.at(self.version)
    }

    /// The first change after a version that concerns a selection.
    pub fn change_after(&self, version: u64, selection: &Selection) -> Option<&Change> {
        let begin = self.changes.partition_point(|change| change.version <= version);
        self.changes.get(begin..)?.iter().find(|change| selection.covers(&change.key))
    }

    /// A part of a list: the first, or the one that a token stands for.
    pub fn page(
        &self,
        selection: &Selection,
        token: Option<&str>,
        limit: Option<usize>,
    ) -> Result<Page, Failure> {
        let (version, passed) = token.map_or(Ok((self.version, 0)), read_token)?;
        let objects = self.at(version)?;
        let mut objects: Vec<Object> = objects
            .into_iter()
            .filter(|(key, object)| selection.covers(key) && selection.matches(object))
            .map(|(_, object)| object)
            .skip(passed)
            .collect();
        let limit = limit.unwrap_or(usize::MAX);
        let next = (objects.len() > limit).then(|| format!("{version}:{}", passed + limit));
        objects.truncate(limit);
        Ok(Page { version, objects, next })
    }

    /// The objects as they were at a version.
    fn at(&self, version: u64) -> Result<BTreeMap<Key, Object>, Failure> {
        if version < self.oldest() {
            return Err(expired(version));
        }
        let mut objects = self.oldest.1.clone();
        for change in self.changes.iter().take_while(|change| change.version <= version) {
            match &change.after {
                Some(after) => objects.insert(change.key.clone(), after.clone()),
                None => objects.remove(&change.key),
            };
        }
        Ok(objects)
    }
}

/// The failure for a state that was forgotten.
pub fn expired(version: u64) -> Failure {
    Status::expired(format!("the state {version} is not known any more")).into()
}

fn read_token(token: &str) -> Result<(u64, usize), Failure> {
    let read = |token: &str| {
        let (version, passed) = token.split_once(':')?;
        Some((version.parse().ok()?, passed.parse().ok()?))
    };
    read(token).ok_or_else(|| Status::bad_request("the token is not one of this server").into())
}
