//! What the verbs that serve have in common: threads, the address as it is shown, and being told to stop.

use std::net::SocketAddr;

use tokio::runtime::{Builder, Runtime};

/// Threads for reading from disk. Each may hold a page of entries of some 4 MiB.
const BLOCKING_THREADS_MAX: usize = 8;

/// The threads that everything runs on.
///
/// # Errors
/// When the system gives none.
pub(crate) fn build() -> std::io::Result<Runtime> {
    Builder::new_multi_thread().enable_all().max_blocking_threads(BLOCKING_THREADS_MAX).build()
}

/// Asks the system for as many open files as it allows this process. Many systems begin with 1,024, which is less than
/// the connections that a relay may have.
pub(crate) fn raise_open_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        if current != maximum
            && let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })
        {
            tracing::warn!(%error, ?current, "no more files can be open than the system's default");
        }
    }
}

/// An address as people type it: `http://localhost:4480` for the machine's own.
pub(crate) fn shown(address: SocketAddr) -> String {
    if address.ip().is_loopback() || address.ip().is_unspecified() {
        format!("http://localhost:{}", address.port())
    } else {
        format!("http://{address}")
    }
}

/// Ends when the process is asked to end: by Ctrl-C, or by SIGTERM.
pub(crate) async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        // Where signals cannot be received, the process can only be killed, which loses nothing either.
        if let (Ok(mut interrupt), Ok(mut terminate)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
        std::future::pending::<()>().await;
    }
    #[cfg(not(unix))]
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_as_people_type_it() {
        assert_eq!(shown("127.0.0.1:4480".parse().unwrap()), "http://localhost:4480");
        assert_eq!(shown("[::1]:80".parse().unwrap()), "http://localhost:80");
        assert_eq!(shown("192.0.2.1:8080".parse().unwrap()), "http://192.0.2.1:8080");
    }
}
