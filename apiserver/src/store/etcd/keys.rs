//! Keys of documents as keys in etcd: `/registry/GROUP/PLURAL/NAMESPACE/NAME`, as kube-apiserver lays them out.
//!
//! The core group leaves its place out. That the way back is clear, a group without a dot is written with one behind it.

/// The start of all keys, where the URL names no other.
const REGISTRY: &str = "/registry";

/// How keys are written.
#[derive(Debug, Clone)]
pub struct Keys {
    root: String,
}

impl Keys {
    /// Keys below a path; below `/registry` where it is empty.
    pub fn below(path: &str) -> Keys {
        let path = path.trim_matches('/');
        Keys { root: if path.is_empty() { REGISTRY.to_owned() } else { format!("/{path}") } }
    }

    /// The start of all of them.
    pub fn root(&self) -> String {
        format!("{}/", self.root)
    }

    /// The key in etcd.
    pub fn outer(&self, key: &str) -> String {
        let path = key.trim_start_matches('/');
        match path.split_once('/') {
            Some((group, rest)) if !key.starts_with("//") && !group.contains('.') => {
                format!("{}/{group}./{rest}", self.root)
            }
            _ => format!("{}/{path}", self.root),
        }
    }

    /// The key here; none for what lies elsewhere.
    pub fn inner(&self, key: &str) -> Option<String> {
        let path = key.strip_prefix(&self.root)?.strip_prefix('/')?;
        let (first, rest) = path.split_once('/')?;
        match first.strip_suffix('.') {
            Some(group) => Some(format!("/{group}/{rest}")),
            None if first.contains('.') => Some(format!("/{path}")),
            None => Some(format!("//{path}")),
        }
    }
}

/// The end of the range of the keys that begin with a prefix.
pub fn end_of(prefix: &str) -> Vec<u8> {
    let mut end = prefix.as_bytes().to_vec();
    // No byte of UTF-8 is 255, so that the last one can grow.
    if let Some(last) = end.last_mut() {
        *last += 1;
    }
    end
}

#[cfg(test)]
mod tests;
