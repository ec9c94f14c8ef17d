//! The real relay, on a socket of the loopback interface.

use std::path::Path;

use steadfast_member::ports::RelayAddress;
use steadfast_relay::{Config, Limits, OpenError, Relay, serve};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A relay that is being served. It ends, without a last word, when this is dropped.
pub struct Host {
    address: RelayAddress,
    relay: Relay,
    stop: Option<oneshot::Sender<()>>,
    served: JoinHandle<std::io::Result<()>>,
}

impl Host {
    /// Opens the relay whose data is in a folder and serves it on a free port, with no bounds on how often anyone asks.
    ///
    /// # Errors
    /// When the folder cannot be opened as a relay's.
    pub async fn start(data: &Path) -> Result<Self, OpenError> {
        Self::start_with(Config {
            data: data.to_owned(),
            limits: Limits::unhurried(),
            ..Config::default()
        })
        .await
    }

    /// Opens the relay that a configuration describes and serves it on a free port.
    ///
    /// # Errors
    /// When its folder cannot be opened as a relay's.
    pub async fn start_with(config: Config) -> Result<Self, OpenError> {
        let relay = Relay::open(config)?;
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("the loopback interface has a free port");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        let address = format!("http://127.0.0.1:{port}").parse().expect("an address of a relay");
        let (stop, stopped) = oneshot::channel::<()>();
        let router = relay.router();
        let served = tokio::spawn({
            let relay = relay.clone();
            async move {
                serve(listener, &relay, router, async {
                    // It ends as well when the host is dropped.
                    let _ = stopped.await;
                })
                .await
            }
        });
        Ok(Self { address, relay, stop: Some(stop), served })
    }

    /// Where it is.
    pub fn address(&self) -> &RelayAddress {
        &self.address
    }

    /// The relay itself.
    pub fn relay(&self) -> &Relay {
        &self.relay
    }

    /// Stops it as its host would, and waits until everything is durable.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            // If nobody listens any more, it has stopped already.
            let _ = stop.send(());
        }
        let _ended = (&mut self.served).await;
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.served.abort();
    }
}
