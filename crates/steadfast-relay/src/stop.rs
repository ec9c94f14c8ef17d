//! Stopping in two steps: first nobody new, then nobody.

use std::{future::Future, time::Duration};

use tokio::sync::watch;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Open,
    /// Requests under way are answered, live connections are closed with a reason, nothing new is begun.
    Closing,
    /// Whatever is still there is dropped.
    Closed,
}

/// Tells everything that runs that it should stop, and waits until it has.
#[derive(Debug)]
pub(crate) struct Stop {
    phase: watch::Sender<Phase>,
    running: watch::Sender<usize>,
}

/// Something that runs and is waited for until this is dropped.
#[derive(Debug)]
pub(crate) struct Running(watch::Sender<usize>);

/// A place from which to see that it is time to stop.
#[derive(Clone, Debug)]
pub(crate) struct Stopping(watch::Receiver<Phase>);

impl Stop {
    pub(crate) fn new() -> Self {
        Self { phase: watch::Sender::new(Phase::Open), running: watch::Sender::new(0) }
    }

    /// Counts something that runs.
    pub(crate) fn running(&self) -> Running {
        self.running.send_modify(|n| *n += 1);
        Running(self.running.clone())
    }

    /// Whether stopping has begun.
    pub(crate) fn has_begun(&self) -> bool {
        *self.phase.borrow() >= Phase::Closing
    }

    pub(crate) fn stopping(&self) -> Stopping {
        Stopping(self.phase.subscribe())
    }

    /// Begins to stop, waits at most `patience` for what runs, and then drops the rest.
    pub(crate) async fn stop(&self, patience: Duration) {
        self.phase.send_replace(Phase::Closing);
        let mut running = self.running.subscribe();
        // An error would mean that the sender is gone, and it is `self`.
        let _all_gone = tokio::time::timeout(patience, running.wait_for(|n| *n == 0)).await;
        self.phase.send_replace(Phase::Closed);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.send_modify(|n| *n -= 1);
    }
}

impl Stopping {
    /// Ends when stopping begins.
    pub(crate) fn begun(&mut self) -> impl Future<Output = ()> + '_ {
        self.reached(Phase::Closing)
    }

    /// Ends when what is still running is to be dropped.
    pub(crate) fn over(&mut self) -> impl Future<Output = ()> + '_ {
        self.reached(Phase::Closed)
    }

    async fn reached(&mut self, phase: Phase) {
        // An error means that the relay itself is gone, which is as good a reason to stop.
        let _gone = self.0.wait_for(|now| *now >= phase).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waits_for_what_runs_but_not_for_ever() {
        let stop = Stop::new();
        let mut stopping = stop.stopping();
        let running = stop.running();
        let task = tokio::spawn(async move {
            stopping.begun().await;
            drop(running);
        });
        stop.stop(Duration::from_secs(60)).await;
        task.await.unwrap();

        let _stuck = stop.running();
        stop.stop(Duration::ZERO).await;
        stop.stopping().over().await;
        assert!(stop.has_begun());
    }
}
