//! `steadfast app`: the app alone, for one's own machine, so that no host can change it.

use std::net::SocketAddr;

use anyhow::{Context as _, ensure};
use clap::Args;
use tokio::net::TcpListener;

use crate::{assets, runtime, settings::DEFAULT_LISTEN};

/// What `app` can be told.
#[derive(Args, Clone, Debug)]
pub struct Arguments {
    /// The address and port to listen on; only this machine's own addresses are allowed
    #[arg(long, env = "STEADFAST_LISTEN", value_name = "ADDRESS", default_value_t = DEFAULT_LISTEN)]
    listen: SocketAddr,
}

/// Serves the app until it is told to stop (Ctrl-C, or SIGTERM).
///
/// # Errors
/// When the address is not this machine's own, or cannot be listened on, or the app was not built in.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let listen = arguments.listen;
    ensure!(
        listen.ip().is_loopback(),
        "`steadfast app` listens on this machine only, for instance on {DEFAULT_LISTEN}; `steadfast serve` is for others"
    );
    ensure!(
        assets::built_in(),
        "this command was built without the app; `cargo xtask serve` builds both"
    );
    runtime::build()?.block_on(async {
        let listener = TcpListener::bind(listen)
            .await
            .with_context(|| format!("{listen} cannot be listened on"))?;
        println!("The app is at {}", runtime::shown(listener.local_addr()?));
        axum::serve(listener, assets::router::<()>())
            .with_graceful_shutdown(runtime::told_to_stop())
            .await?;
        Ok(())
    })
}
