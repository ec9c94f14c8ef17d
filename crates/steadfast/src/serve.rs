//! `steadfast serve`: the relay, and beside it the app.

use std::net::SocketAddr;

use anyhow::Context as _;
use axum::Router;
use steadfast_relay::Relay;
use tokio::net::TcpListener;

use crate::{
    assets, logging, runtime,
    settings::{ServeArguments, Settings},
};

/// Serves until it is told to stop (Ctrl-C, or SIGTERM).
///
/// # Errors
/// When the settings, the data folder or the address cannot be used.
pub fn run(arguments: &ServeArguments) -> anyhow::Result<()> {
    let settings = arguments.settings()?;
    logging::start(settings.log.as_deref(), settings.log_format)?;
    runtime::raise_open_files();
    runtime::build()?.block_on(serve(settings))
}

async fn serve(settings: Settings) -> anyhow::Result<()> {
    let relay = Relay::open(settings.relay)?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", settings.listen))?;
    let address = runtime::shown(listener.local_addr()?);
    let router: Router = if settings.relay_only {
        relay.standalone_router()
    } else {
        relay.router().merge(assets::router())
    };
    if settings.relay_only {
        println!("The relay is at {address}");
    } else {
        println!("Steadfast is at {address}");
    }
    warn_if_open(settings.listen);
    steadfast_relay::serve(listener, &relay, router, runtime::told_to_stop()).await?;
    Ok(())
}

/// Browsers do cryptography on pages from one's own machine or over TLS only.
fn warn_if_open(listen: SocketAddr) {
    if !listen.ip().is_loopback() {
        tracing::warn!(
            "listening beyond this machine without TLS: put a reverse proxy with a certificate before it"
        );
    }
}
