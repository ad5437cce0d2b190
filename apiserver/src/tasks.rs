//! What goes on beside the requests.

use std::sync::Arc;

use tokio::task::JoinHandle;

use crate::collector;
use crate::follow;
use crate::server::Server;

/// Whether garbage is collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Garbage {
    /// What is owned goes with its owners.
    #[default]
    Collected,
    /// Owners have no effect, as at an API server without controllers.
    Left,
}

/// Tasks that go on for as long as this is held.
#[derive(Debug)]
pub struct Tasks {
    running: Vec<JoinHandle<()>>,
    garbage: Garbage,
}

impl Tasks {
    /// Starts what a server needs.
    pub fn of(server: &Arc<Server>, garbage: Garbage) -> Tasks {
        let mut tasks = Vec::new();
        // Of a store of one's own, all is known already.
        if server.store.is_shared() {
            tasks.push(tokio::spawn(follow::follow(server.clone())));
        }
        if garbage == Garbage::Collected {
            tasks.push(tokio::spawn(collector::run(server.clone())));
        }
        Tasks { running: tasks, garbage }
    }

    /// Whether there is a collector, for which it makes sense to wait.
    pub fn collects(&self) -> bool {
        self.garbage == Garbage::Collected
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        self.running.iter().for_each(JoinHandle::abort);
    }
}
